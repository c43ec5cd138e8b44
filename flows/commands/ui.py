"""`hushtag ui`: the server with its pages, the worker and everything that Hushtag declares, on one command."""

import argparse
import os
import sys
from pathlib import Path

from flows import surroundings
from tasks.errors import UsageError

PORTS = range(1, 65_536)
DATABASE = "keep runs in PostgreSQL: postgresql://USER@HOST/NAME; with a password it is safer in HUSHTAG_DATABASE"
HELP = "start the server, its pages and a worker; put every study's deployment in place"


def arguments(parser: argparse.ArgumentParser) -> None:
    """Declares where the pages are and where their runs are kept."""
    parser.add_argument("--port", type=int, default=4200, metavar="N", help="where the pages are (default: 4200)")
    parser.add_argument("--database", metavar="URL", help=DATABASE)
    parser.add_argument("--notify", metavar="URL", help="a webhook or mail server that tells who is needed; or HUSHTAG_NOTIFY")
    parser.add_argument("--data", type=Path, metavar="DIR", help="the data folder (default: data)")


def execute(parsed: argparse.Namespace) -> None:
    """Runs until Ctrl-C or SIGTERM; where it runs already, it says where and ends.

    Raises: UsageError for a port that there is not, and as `service.run` does.
    """
    surroundings.hold_addresses()
    from flows.commands.run import data_folder
    from flows.server import addresses, doors, note, service, serving

    if parsed.port not in PORTS:
        raise UsageError(f"{parsed.port} is not a port", "", f"Name one from {PORTS[0]} to {PORTS[-1]} with --port.")
    serving.settle_environment(data_folder(parsed.data))
    if parsed.notify:
        os.environ["HUSHTAG_NOTIFY"] = parsed.notify
    api = addresses.Api(addresses.address(parsed.port), doors.new_login())
    with note.left(api) as there:
        if there:
            print(f"Hushtag is already at {service.entrance(there)}")
            return
        try:
            service.run(api, parsed.port, parsed.database or os.environ.pop("HUSHTAG_DATABASE", None), _say)
        except KeyboardInterrupt:
            print("Stopped.", file=sys.stderr)


def _say(words: str) -> None:
    print(words, flush=True)
