"""`hushtag deploy`: what Hushtag declares, put on the server that is up."""

import argparse

from tasks.errors import StudyInvalid

HELP = "put the work pool, the automations and every study's deployment on the server that is up"


def arguments(parser: argparse.ArgumentParser) -> None:
    """Declares nothing: the server is the one that is configured, or that of `hushtag ui`."""


def execute(parsed: argparse.Namespace) -> None:
    """Puts everything in place and lists the schedules; doing it again changes nothing.

    Raises: StudyInvalid for a study that is not valid, once all others are in place.
    """
    from flows.commands.schedule import _list, _use_running_server

    _use_running_server()
    from flows.server.declared import put_in_place

    try:
        put_in_place()
    except StudyInvalid:
        _list()
        raise
    _list()
