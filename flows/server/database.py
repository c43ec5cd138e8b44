"""The database that a Prefect server keeps its runs in: its address, and whether it can be reached."""

import asyncio
import os
from collections.abc import Mapping
from urllib.parse import quote

from flows.server.addresses import plain
from tasks.errors import StorageError, UsageError

DRIVERS = {"postgresql": "postgresql+asyncpg", "postgres": "postgresql+asyncpg", "sqlite": "sqlite+aiosqlite"}
WHOLE = "PREFECT_SERVER_DATABASE_CONNECTION_URL"
PART = "PREFECT_SERVER_DATABASE_"
PATIENCE_SECONDS = 10.0
# What went wrong, by the error's name; the driver's own words may repeat what they were given.
REASONS = {
    "InvalidPasswordError": "refuses this user and password",
    "InvalidAuthorizationSpecificationError": "refuses this user",
    "InvalidCatalogNameError": "has no database of that name",
    "OperationalError": "cannot be opened",
}


def asynchronous(address: str) -> str:
    """A database's address with the driver that Prefect's server needs.

    Raises: UsageError for a database that Prefect does not keep its runs in.
    """
    scheme, _, rest = address.partition("://")
    known = DRIVERS.get(scheme.partition("+")[0])
    if not known or not rest:
        raise UsageError("--database is not an address of PostgreSQL or SQLite", "", "postgresql://USER@HOST/NAME is one.")
    # The driver has another name for what every other client of PostgreSQL calls sslmode.
    return f"{known}://{rest}".replace("?sslmode=", "?ssl=").replace("&sslmode=", "&ssl=")


def configured(environment: Mapping[str, str] = os.environ) -> str:
    """The address that Prefect's own settings give, whole or in parts; empty where they give none."""
    if WHOLE in environment or f"{PART}HOST" not in environment:
        return environment.get(WHOLE, "")
    driver, host, port, user, password, name = (
        environment.get(f"{PART}{part}", "") for part in ("DRIVER", "HOST", "PORT", "USER", "PASSWORD", "NAME")
    )
    return f"{driver}://{quote(user, '')}:{quote(password, '')}@{host}:{port or 5432}/{name}"


def reach(address: str) -> None:
    """Returns once the database has answered.

    Raises: StorageError, without the password, when it does not within ten seconds.
    """
    try:
        asyncio.run(asyncio.wait_for(_asked(address), PATIENCE_SECONDS))
    except (OSError, TimeoutError):
        raise _unreached("does not answer", address) from None
    except Exception as error:
        name = type(error).__name__
        raise _unreached(REASONS.get(name, f"cannot be used ({name})"), address) from None


async def _asked(address: str) -> None:
    from sqlalchemy.ext.asyncio import create_async_engine

    engine = create_async_engine(address)
    try:
        async with engine.connect() as connection:
            await connection.exec_driver_sql("SELECT 1")
    finally:
        await engine.dispose()


def _unreached(reason: str, address: str) -> StorageError:
    return StorageError(f"the database {reason}", plain(address).partition("?")[0], "Fix the database, or the address given.")
