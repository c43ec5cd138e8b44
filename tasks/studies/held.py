"""Which texts of a study are held back, or were let out: where the last run left them, for who may read the restricted folder."""

import polars as pl
from pydantic import BaseModel, ConfigDict, ValidationError

from tasks.errors import UsageError
from tasks.storage import store
from tasks.storage.store import RESTRICTED_STAGE, Receipt

FOLDER = ".held"


class Held(BaseModel):
    """The receipts of a study's distinct texts and of those held back."""

    model_config = ConfigDict(frozen=True)

    deduplicated: Receipt
    withheld: Receipt


def remember(study: str, deduplicated: Receipt, withheld: Receipt) -> None:
    """Keeps where a run left the texts.

    Raises: StorageError when that cannot be written.
    """
    words = Held(deduplicated=deduplicated, withheld=withheld).model_dump_json(indent=1)
    store.write_secret(FOLDER, f"{study}.json", words)


def texts(study: str) -> tuple[pl.DataFrame, pl.DataFrame]:
    """The texts held back, and those let out: the columns of `withheld`, or `let_out`, and the text.

    Rows: by tweet_key, then in the gate's order of rules.
    Raises: UsageError when no run of the study is known; StorageError when its files are gone.
    """
    try:
        path = store.root() / RESTRICTED_STAGE / FOLDER / f"{study}.json"
        last = Held.model_validate_json(path.read_text(encoding="utf-8"))
    except (OSError, ValidationError):
        raise UsageError("no run of this study is known here", study, "Run it first, or name its folder with --data.") from None
    words = store.read(last.deduplicated, "tweets").select("tweet_key", "text")
    held, let_out = (store.read(last.withheld, name) for name in ("withheld", "let_out"))
    return tuple(each.join(words, on="tweet_key", how="left", maintain_order="left") for each in (held, let_out))  # type: ignore[return-value]
