"""The flows that a server starts. They take a study's name and nothing else: no path, no setting, no approval."""

from typing import Annotated

from prefect import flow
from pydantic import Field

from flows import rerun as reruns
from flows import runners
from flows import study as studies
from tasks.storage import store
from tasks.studies import study_file
from tasks.studies.published import Published
from tasks.studies.study import ID

Name = Annotated[str, Field(pattern=ID, description="The study's name: its file under data/studies, without .toml.")]


@flow(
    name="study",
    flow_run_name="{name}",
    result_storage=store.root() / "results",
    persist_result=False,
    task_runner=runners.at_once(),
)
def study(name: Name) -> Published:
    """Runs the study of this name, and waits for a person before its release where the study asks for one.

    Raises: HushtagError as its stages do; nothing is published then.
    """
    return studies.released(str(study_file.placed(study_file.FOLDER) / f"{name}.toml"))


@flow(name="rerun", flow_run_name="every study", result_storage=store.root() / "results", persist_result=False)
def every_study() -> list[reruns.Line]:
    """Goes over every study under data/studies, and runs those that changed.

    Raises: StudiesFailed, after all were looked at, when one or more failed.
    """
    return reruns.rerun_studies(study_file.FOLDER)
