"""The API of a team's server (compose.yaml): Prefect's, without its services, behind the same doors as `hushtag ui`.

Where it is given a data folder (HUSHTAG_DATA), it serves drafts and releases from there too; it needs to see nothing else of it.
"""

import argparse
import os
import re
import sys
from collections.abc import Mapping, Sequence

from flows.server import doors
from tasks.errors import UsageError
from tasks.storage.places import DATA_VARIABLE

TYPED = "PREFECT_SERVER_API_CORS_ALLOWED_ORIGINS"
CALLED = "PREFECT_API_URL"
AN_ADDRESS = re.compile(r"https?://[^\s/@*]+")


def origins(environment: Mapping[str, str] = os.environ) -> frozenset[str]:
    """The addresses that people type, as a browser says them.

    Raises: UsageError when none is named, or something else: `*` would let in every page.
    """
    named = frozenset(each.strip().rstrip("/").lower() for each in environment.get(TYPED, "").split(","))
    if not all(AN_ADDRESS.fullmatch(each) for each in named):
        raise UsageError(
            f"{TYPED} lists something that is not an address", "", "Write what people type, as https://hushtag.example."
        )
    return named


def hosts(environment: Mapping[str, str] = os.environ) -> frozenset[str]:
    """The host names that a request may be sent to: this machine, what people type, and what the other services call.

    Raises: UsageError as `origins` does.
    """
    called = {*origins(environment), environment.get(CALLED, "")}
    names = (doors.name_of(each.partition("://")[2].partition("/")[0]) for each in called)
    return doors.HOSTS | {name for name in names if name}


def main(arguments: Sequence[str] | None = None) -> None:
    """Serves until it is told to stop."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--host", required=True, help="the address of this machine to listen at")
    host = parser.parse_args(arguments).host
    try:
        named, typed = hosts(), origins()
    except UsageError as refused:
        print(f"hushtag: {refused.line()}", file=sys.stderr)
        sys.exit(refused.exit_code)
    import uvicorn
    from prefect.server.api.server import create_app
    from prefect.settings import get_current_settings

    api = get_current_settings().server.api
    pages = create_app(final=True, webserver_only=True)
    app = doors.Doors(doors.Shelf(pages) if os.environ.get(DATA_VARIABLE) else pages, named, typed)
    uvicorn.run(app, host=host, port=api.port, timeout_keep_alive=api.keepalive_timeout, log_level="warning")


if __name__ == "__main__":
    main()
