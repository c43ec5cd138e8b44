"""`hushtag deploy`: what Hushtag declares, put on the server that is up."""

import argparse

HELP = "put the work pool, the automations and every study's deployment on the server that is up"


def arguments(parser: argparse.ArgumentParser) -> None:
    """Declares nothing: the server is the one that is configured, or that of `hushtag ui`."""


def execute(parsed: argparse.Namespace) -> None:
    """Puts everything in place and lists the schedules; doing it again changes nothing."""
    from flows.commands.schedule import _list, _use_running_server

    _use_running_server()
    from flows.declared import put_in_place

    put_in_place()
    _list()
