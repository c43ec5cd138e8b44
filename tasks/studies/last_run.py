"""Where the last run of a study left what an attack on it needs; kept in the restricted folder."""

from pydantic import BaseModel, ConfigDict, ValidationError

from tasks.errors import UsageError
from tasks.storage import store
from tasks.storage.store import RESTRICTED_STAGE, Receipt

FOLDER = ".last"


class LastRun(BaseModel):
    """The receipts of a study's tweets and of what is quoted of them, if anything: quotes and contrasts, or paraphrases."""

    model_config = ConfigDict(frozen=True)

    profile: str
    ingested: tuple[Receipt, ...]
    anonymised: tuple[Receipt, ...]
    deduplicated: Receipt
    withheld: Receipt
    quoted: Receipt | None = None


def remember(study: str, last: LastRun) -> None:
    """Keeps where a run left its rows.

    Raises: StorageError when that cannot be written.
    """
    store.write_secret(FOLDER, f"{study}.json", last.model_dump_json(indent=1))


def of(study: str) -> LastRun:
    """The last run of a study.

    Raises: UsageError when none is known.
    """
    path = store.root() / RESTRICTED_STAGE / FOLDER / f"{study}.json"
    try:
        return LastRun.model_validate_json(path.read_text(encoding="utf-8"))
    except (OSError, ValidationError):
        raise UsageError("no run of this study is known here", study, "Run it first, or name its folder with --data.") from None
