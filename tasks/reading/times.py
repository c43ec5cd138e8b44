"""Instants, from any of the ways in which dumps write them."""

from collections.abc import Iterator

import polars as pl

from tasks.schema import UTC

ZONED = (
    "%a %b %d %H:%M:%S %z %Y", "%+", "%Y-%m-%d %H:%M:%S %z", "%Y-%m-%d %H:%M:%S%.f%:z", "%Y-%m-%d %H:%M %z",
    "%a, %d %b %Y %H:%M:%S %z", "%d/%m/%Y %H:%M:%S %z",
)
ZONELESS = ("%Y-%m-%d %H:%M:%S%.f", "%Y-%m-%dT%H:%M:%S%.f", "%Y-%m-%d %H:%M", "%Y-%m-%dT%H:%M", "%d %b %Y %H:%M:%S")
CLOCKS = (" %H:%M:%S", " %H:%M", " %I:%M:%S %p", " %I:%M %p", "")
DAYS = ("%Y-%m-%d", "%d %b %Y", "%b %d, %Y", "%Y/%m/%d")
FIRST_YEAR, LAST_YEAR = 1990, 2100
SECONDS = r"^\d{9,10}(?:\.\d+)?$"
MILLISECONDS = r"^\d{13}$"
SPREADSHEET_DAYS = r"^[34]\d{4}(?:\.\d+)?$"


def posted_at(words: pl.Series, timezone: str, month_first: bool) -> pl.Series:
    """An instant from its words; one without a zone is read in the study's. What cannot be read is null.

    Rows: as given. Forms are tried one after the other on what is still unread.
    """
    unread = words.str.strip_chars().str.replace(r"(?i) ?(?:utc|gmt)$", " +0000")
    found = pl.Series(words.name, [None] * len(words), dtype=UTC)
    for parsed in _attempts(unread, timezone, month_first):
        sound = parsed.dt.year().is_between(FIRST_YEAR, LAST_YEAR)
        found = found.zip_with(found.is_not_null(), parsed.zip_with(sound.fill_null(False), found))
        if found.null_count() == words.null_count():
            break
    return found


def _attempts(words: pl.Series, timezone: str, month_first: bool) -> Iterator[pl.Series]:
    for form in ZONED:
        yield words.str.to_datetime(form, strict=False, time_unit="us", time_zone="UTC")
    yield _epoch(words, SECONDS, 1)
    yield _epoch(words, MILLISECONDS, 1000)
    for form in ZONELESS:
        yield _here(words.str.to_datetime(form, strict=False, time_unit="us"), timezone)
    slashed = words.str.extract(r"^\d{1,2}[/.-](\d{1,2})[/.-]\d{2,4}").cast(pl.Int64, strict=False)
    leading = words.str.extract(r"^(\d{1,2})[/.-]\d{1,2}[/.-]\d{2,4}").cast(pl.Int64, strict=False)
    # A day over twelve settles the order for the whole column.
    month_first = month_first if not _beyond(slashed) ^ _beyond(leading) else _beyond(slashed)
    tidy = words.str.replace_all(r"^(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})\b", "$1/$2/$3")
    tidy = tidy.str.replace(r"^(\d{1,2})[/.-](\d{1,2})[/.-](\d{2})\b", "$1/$2/20$3") if slashed.null_count() < len(words) else tidy
    for form in (f"{'%m/%d/%Y' if month_first else '%d/%m/%Y'}{clock}" for clock in CLOCKS):
        yield _here(_moment(tidy, form), timezone)
    for form in DAYS:
        yield _here(_moment(words, form), timezone)
    counted = words.filter(words.str.contains(SPREADSHEET_DAYS).fill_null(False))
    if len(counted):
        days = words.str.extract(f"({SPREADSHEET_DAYS[1:-1]})$").cast(pl.Float64, strict=False)
        days = days.zip_with(words.str.contains(SPREADSHEET_DAYS).fill_null(False), pl.Series([None], dtype=pl.Float64))
        # Spreadsheets count days from the end of 1899.
        seconds = ((days - 25_569) * 86_400).round(0)
        yield _here((seconds * 1_000_000).cast(pl.Int64).cast(pl.Datetime("us")), timezone)


def _moment(words: pl.Series, form: str) -> pl.Series:
    if "%H" in form or "%I" in form:
        return words.str.to_datetime(form, strict=False, time_unit="us")
    return words.str.to_date(form, strict=False).cast(pl.Datetime("us"))


def _epoch(words: pl.Series, pattern: str, a_second: int) -> pl.Series:
    numbers = words.zip_with(words.str.contains(pattern).fill_null(False), pl.Series([None], dtype=pl.String))
    micros = numbers.cast(pl.Float64, strict=False) * (1_000_000 // a_second)
    return micros.round(0).cast(pl.Int64).cast(pl.Datetime("us")).dt.replace_time_zone("UTC")


def _here(local: pl.Series, timezone: str) -> pl.Series:
    # Of an hour that comes twice in autumn the first is taken; one that spring leaves out has no instant.
    zoned = local.dt.replace_time_zone(timezone, ambiguous="earliest", non_existent="null")
    return zoned.dt.convert_time_zone("UTC")


def _beyond(numbers: pl.Series) -> bool:
    return bool((numbers > 12).any())
