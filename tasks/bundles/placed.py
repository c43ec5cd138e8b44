"""A finished bundle is given its readers and its place."""

from pathlib import Path

from tasks.storage import access, durable
from tasks.storage.digests import folder_sha256
from tasks.studies.study import Study


def opened_for(folder: Path, study: Study) -> None:
    """Lets those read a bundle for whom it is: everybody a public one, the study's group or its owner one for the team.

    Raises: StudyInvalid or StorageError as `access.for_readers` does.
    """
    if study.profile == "public":
        access.for_everybody(folder)
    else:
        access.for_readers(folder, study.group)


def put_in_place(aside: Path, place: Path) -> None:
    """Gives a finished bundle its place; where the same release stands there already, only its readers may have changed."""
    if place.is_dir() and folder_sha256(place) == folder_sha256(aside):
        access.like(place, aside)
    else:
        durable.take_place(aside, place)
