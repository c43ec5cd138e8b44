"""The sheet in which a person says in other words what a tweet said, and signs it: one TOML a study, beside its dumps."""

import json
import tomllib
from collections.abc import Iterator, Mapping
from datetime import date
from itertools import repeat
from pathlib import Path
from typing import Any

import polars as pl
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from tasks.bundles.released import printed
from tasks.errors import ParaphraseInvalid, StorageError
from tasks.pure.report.control_characters import visible
from tasks.studies.toml_lines import lines_of

ADVICE = "Write it as `hushtag paraphrase` laid it out."
HEAD = """\
# Say in other words what stands above each `text`: for a reader who has the tweets, no words in a row and no rare word of
# theirs may be left, and nobody's name. What you leave empty stays unquoted, and so does what stands under a heading whose
# count is withheld. Who signs vouches for it, and the name, the day and the reason travel with every release; set them
# here for all, or beside a quote for that one alone. This sheet holds tweets' words: keep it with the dumps. A secret in
# data/keys/STUDY.key keeps the keys below the same when dumps are added.

signed_by = ""
# signed_on = 2026-01-31
reason = ""
"""


class Quote(BaseModel):
    """A tweet under a heading, in other words; empty while nobody has found any."""

    model_config = ConfigDict(frozen=True, extra="forbid", str_strip_whitespace=True)

    tweet_key: str = Field(pattern="^[0-9a-f]{16}$")
    heading: str
    against: str | None = None
    text: str = Field(default="", max_length=1000)
    signed_by: str = ""
    signed_on: date | None = None
    reason: str = ""


class Sheet(BaseModel):
    """All quotes, and the signature of those that bear none of their own."""

    model_config = ConfigDict(frozen=True, extra="forbid", str_strip_whitespace=True)

    signed_by: str = ""
    signed_on: date | None = None
    reason: str = ""
    quotes: tuple[Quote, ...] = ()


def laid_out(quotes: pl.DataFrame, contrasts: pl.DataFrame) -> str:
    """A sheet to fill in: for each quote the tweet as a comment, then an empty text.

    `quotes` and `contrasts` have the columns of a bundle's tables of those names.
    """
    both = pl.concat([quotes.with_columns(reason=pl.lit(None, pl.String)), contrasts], how="diagonal")
    headings = pl.Enum(both.get_column("heading").unique(maintain_order=True))
    shown = both.sort(pl.col("heading").cast(headings), "reason", "position")
    return "\n".join([HEAD, *(_entry(row) for row in shown.iter_rows(named=True))])


def write_new(path: Path, words: str) -> None:
    """Writes a sheet for its owner alone; what somebody has begun is never written over.

    Raises: StorageError when it is there already or cannot be written.
    """
    try:
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        path.touch(mode=0o600, exist_ok=False)
        path.write_text(words, encoding="utf-8")
    except OSError as error:
        raise StorageError(f"cannot write ({error.strerror})", path, "Choose another name.") from None


def load(path: Path) -> pl.DataFrame:
    """The quotes of a sheet that have been put into other words, each with its signature.

    Rows: one a quote with a text, in the sheet's order. Columns: line, tweet_key, heading, against, text, signed_by,
    signed_on, reason.
    Raises: ParaphraseInvalid naming the lines of what is unsigned, given twice, or of no such form.
    """
    text, sheet = _read(path)
    places = [*lines_of("quotes", text), *repeat(1, len(sheet.quotes))]
    rows = [
        _signed(quote, sheet) | {"line": line} for quote, line in zip(sheet.quotes, places, strict=False) if quote.text
    ]
    unsigned = [row["line"] for row in rows if not (row["signed_by"] and row["signed_on"] and row["reason"])]
    if unsigned:
        raise ParaphraseInvalid(f"{lines(unsigned)}: unsigned", path, "Give signed_by, signed_on and reason.")
    table = pl.DataFrame(rows, schema={"line": pl.Int64, **_SCHEMA}, orient="row")
    twice = table.filter(pl.struct("tweet_key", "heading").is_duplicated())
    if twice.height:
        raise ParaphraseInvalid(f"{lines(twice['line'])}: the same tweet under the same heading", path, "Keep one.")
    return table


def lines(numbers: Any) -> str:
    """Lines of a file as a sentence names them, the first ten of many."""
    told = [str(number) for number in numbers]
    more = f" and {len(told) - 10} more" if len(told) > 10 else ""
    return f"line{'s' if len(told) > 1 else ''} {', '.join(told[:10])}{more}"


_SCHEMA = {
    **dict.fromkeys(("tweet_key", "heading", "against", "text", "signed_by"), pl.String), "signed_on": pl.Date, "reason": pl.String,
}  # fmt: skip


def _read(path: Path) -> tuple[str, Sheet]:
    try:
        text = path.read_text(encoding="utf-8")
        return text, Sheet.model_validate(visible(tomllib.loads(text)))
    except ValidationError as error:
        told = "; ".join(dict.fromkeys(_mistakes(error, text)))
        raise ParaphraseInvalid(told, path, ADVICE) from None
    except tomllib.TOMLDecodeError as error:
        raise ParaphraseInvalid(f"cannot be read as TOML: {error}", path, ADVICE) from None
    except (OSError, UnicodeDecodeError) as error:
        what = "no such file" if isinstance(error, FileNotFoundError) else f"cannot be read ({type(error).__name__})"
        raise ParaphraseInvalid(what, path, "Check the path under `paraphrases` in the study; it is UTF-8.") from None


def _mistakes(error: ValidationError, text: str) -> Iterator[str]:
    # Pydantic's own words may quote what was written.
    places = lines_of("quotes", text)
    for each in error.errors():
        name = next((part for part in reversed(each["loc"]) if isinstance(part, str)), "sheet")
        place = next((part for part in each["loc"] if isinstance(part, int)), None)
        where = f"line {places[place]}: " if place is not None and place < len(places) else ""
        yield f"{where}{name}: {each['type'].replace('_', ' ')}"


def _signed(quote: Quote, sheet: Sheet) -> dict[str, Any]:
    of_sheet = {name: getattr(sheet, name) for name in ("signed_by", "signed_on", "reason") if not getattr(quote, name)}
    return quote.model_dump() | of_sheet | {"text": " ".join(quote.text.split())}


def _entry(row: Mapping[str, Any]) -> str:
    said = f'against = "{row["reason"]}"\n' if row["reason"] else ""
    return (
        f"[[quotes]]\ntweet_key = {json.dumps(row['tweet_key'])}\nheading = {json.dumps(row['heading'])}\n{said}"
        f'# {printed(row["text"])}\ntext = ""\n'
    )
