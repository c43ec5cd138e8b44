"""Instants, from any of the ways in which dumps write them."""

from collections.abc import Callable, Iterator
from datetime import datetime
from functools import partial
from zoneinfo import ZoneInfo

import polars as pl

from tasks.schema import UTC

# Where the offset is the same letters everywhere, a time is read several times faster.
AT_UTC = ("%Y-%m-%dT%H:%M:%S.000Z", "%Y-%m-%dT%H:%M:%SZ", "%Y-%m-%dT%H:%M:%S+00:00")
ZONED = (
    "%b %d %H:%M:%S %z %Y", "%Y-%m-%d %H:%M:%S %z", "%+", "%Y-%m-%d %H:%M:%S%.f%:z", "%Y-%m-%d %H:%M %z",
    "%d %b %Y %H:%M:%S %z", "%d/%m/%Y %H:%M:%S %z", "%Y-%m-%d %H:%M:%S%.f%#z", "%b %d, %Y %I:%M %p %z",
)
ZONELESS = (
    "%Y-%m-%d %H:%M:%S", "%Y-%m-%d %H:%M:%S%.f", "%Y-%m-%dT%H:%M:%S%.f", "%Y-%m-%d %H:%M", "%Y-%m-%dT%H:%M",
    "%d %b %Y %H:%M:%S", "%b %d %H:%M:%S %Y", "%I:%M %p %b %d, %Y", "%I:%M %p %d %b %Y",
)
CLOCKS = (" %H:%M:%S", " %H:%M", " %I:%M:%S %p", " %I:%M %p", " %I:%M%p", "")
DAYS = ("%Y-%m-%d", "%d %b %Y", "%b %d, %Y", "%Y/%m/%d", "%d-%b-%Y", "%d %b %y")
FIRST_YEAR, LAST_YEAR = 1990, 2100
SECONDS = r"^\d{9,10}(?:\.\d+)?$"
MILLISECONDS = r"^\d{13}$"
SPREADSHEET_DAYS = r"^[34]\d{4}(?:\.\d+)?$"
WEEKDAY = r"^(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun)[a-z]*,? "
MONTH = r"\b(Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)"
# As a web page or a letter shows a time.
SPELT_OUT = rf"{MONTH}[a-z.]| [·-] "
NO_OFFSET = "+0000"
# The zones that RFC 2822 names.
OFFSETS = {
    "EDT": "-0400", "EST": "-0500", "CDT": "-0500", "CST": "-0600", "MDT": "-0600", "MST": "-0700", "PDT": "-0700", "PST": "-0800",
}
AMERICAN = r" [ECMP][DS]T\b"
FEW = 20

Reader = Callable[[pl.Series], pl.Series]


def posted_at(words: pl.Series, timezone: str, month_first: bool) -> pl.Series:
    """An instant from its words; one without a zone is read in the study's. What cannot be read is null.

    Rows: as given. Forms that read the first of them are tried before the others, each on what is still unread.
    """
    found = pl.Series(words.name, [None], dtype=UTC).new_from_index(0, len(words))
    for tidy, is_likely in _turns(words, timezone):
        for read in _readers(tidy, timezone, month_first):
            left = found.is_null() & tidy.is_not_null()
            if not left.any():
                return found
            unread = tidy if left.all() else tidy.filter(left)
            if not is_likely or read(unread.head(FEW)).is_not_null().any():
                instants = _sound(read(unread))
                found = found.scatter(left.arg_true(), instants) if len(unread) < len(tidy) else instants
    return found


def _turns(words: pl.Series, timezone: str) -> Iterator[tuple[pl.Series, bool]]:
    """Times as they are given, if the first need no tidying, which costs more than reading; then all tidied, twice."""
    if _tidied(head := words.head(FEW), timezone).equals(head):
        yield words, True
    tidy = _tidied(words, timezone)
    yield tidy, True
    yield tidy, False


def _tidied(words: pl.Series, timezone: str) -> pl.Series:
    """Words without a weekday, what a spreadsheet puts before them and the study's zone, with offsets for other zones."""
    tidy = words.str.strip_chars(" \t\r\n'").str.replace(WEEKDAY, "")
    if any(tidy.str.ends_with(letter).any() for letter in "CcTt"):
        tidy = tidy.str.replace(r"(?i) ?(?:utc|gmt)$", " +0000")
    of_study = rf" (?:{'|'.join(_names(timezone))})\b"
    if tidy.str.contains(f"{AMERICAN}|{of_study}|{SPELT_OUT}").any():
        tidy = tidy.str.replace(of_study, "").str.replace(rf"{MONTH}[a-z]*\.?", "$1")
        offsets = {f" {zone}": f" {offset}" for zone, offset in OFFSETS.items()}
        tidy = tidy.str.replace_many(offsets | {" · ": " ", " - ": " "})
    return tidy


def _names(timezone: str) -> list[str]:
    """The short names of a zone in winter and in summer, where they mean another zone to others; "local" if none does."""
    seasons = {at.tzname() or "": at for at in (datetime(2020, month, 1, tzinfo=ZoneInfo(timezone)) for month in (1, 7))}
    own = {name for name, at in seasons.items() if name.isalpha() and OFFSETS.get(name) != f"{at:%z}"}
    return sorted(own - {"UTC", "GMT"}) or ["local"]


def _sound(instants: pl.Series) -> pl.Series:
    years = pl.Series([instants.min(), instants.max()], dtype=UTC).dt.year()
    if years.is_between(FIRST_YEAR, LAST_YEAR).fill_null(True).all():
        return instants
    return instants.set(~instants.dt.year().is_between(FIRST_YEAR, LAST_YEAR), None)


def _readers(words: pl.Series, timezone: str, month_first: bool) -> Iterator[Reader]:
    for form in AT_UTC:
        yield partial(_local, form=form, timezone="UTC")
    for form in ZONED:
        yield partial(_zoned, form=form)
    yield partial(_epoch, pattern=SECONDS, a_second=1)
    yield partial(_epoch, pattern=MILLISECONDS, a_second=1000)
    for form in ZONELESS:
        yield partial(_local, form=form, timezone=timezone)
    # A day over twelve settles the order for the whole column.
    day_first, month_second = _beyond(words, 1), _beyond(words, 2)
    order = "%m/%d/%Y" if (month_second if day_first ^ month_second else month_first) else "%d/%m/%Y"
    for clock in CLOCKS:
        yield partial(_slashed, form=f"{order}{clock}", timezone=timezone)
    for form in DAYS:
        for clock in CLOCKS:
            yield partial(_local, form=f"{form}{clock}", timezone=timezone)
    yield partial(_counted, timezone=timezone)


def _zoned(words: pl.Series, form: str) -> pl.Series:
    if "%z" in form:
        plain = words.str.to_datetime(form.replace("%z", NO_OFFSET), strict=False, time_unit="us", cache=False)
        if plain.null_count() == words.null_count():
            return plain.dt.replace_time_zone("UTC")
    return words.str.to_datetime(form, strict=False, time_unit="us", time_zone="UTC", cache=False)


def _local(words: pl.Series, form: str, timezone: str) -> pl.Series:
    return _here(_moment(words, form), timezone)


def _slashed(words: pl.Series, form: str, timezone: str) -> pl.Series:
    # A year of four digits is not one of two, but the other way round it is one of the first century.
    for year in ("%y", "%Y"):
        found = _local(words, form.replace("%Y", year), timezone)
        if found.null_count() == words.null_count() and _sound(found).null_count() == found.null_count():
            return found
    tidy = words.str.replace(r"^(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})\b", "$1/$2/$3")
    return _local(tidy.str.replace(r"^(\d{1,2})[/.-](\d{1,2})[/.-](\d{2})\b", "$1/$2/20$3"), form, timezone)


def _counted(words: pl.Series, timezone: str) -> pl.Series:
    # Spreadsheets count days from the end of 1899.
    days = _matching(words, SPREADSHEET_DAYS).cast(pl.Float64, strict=False)
    return _here((((days - 25_569) * 86_400).round(0) * 1_000_000).cast(pl.Int64).cast(pl.Datetime("us")), timezone)


def _moment(words: pl.Series, form: str) -> pl.Series:
    if "%H" in form or "%I" in form:
        return words.str.to_datetime(form, strict=False, time_unit="us", cache=False)
    return words.str.to_date(form, strict=False).cast(pl.Datetime("us"))


def _epoch(words: pl.Series, pattern: str, a_second: int) -> pl.Series:
    micros = _matching(words, pattern).cast(pl.Float64, strict=False) * (1_000_000 // a_second)
    return micros.round(0).cast(pl.Int64).cast(pl.Datetime("us")).dt.replace_time_zone("UTC")


def _matching(words: pl.Series, pattern: str) -> pl.Series:
    return words.set(~words.str.contains(pattern), None)


def _here(local: pl.Series, timezone: str) -> pl.Series:
    # Of an hour that comes twice in autumn the first is taken; one that spring leaves out has no instant.
    zoned = local.dt.replace_time_zone(timezone, ambiguous="earliest", non_existent="null")
    return zoned.dt.convert_time_zone("UTC")


def _beyond(words: pl.Series, place: int) -> bool:
    """Whether the first or second number of a date in slashes is beyond any month."""
    numbers = words.str.extract(r"^(\d{1,2})[/.-](\d{1,2})[/.-]\d{2,4}", place).cast(pl.Int64, strict=False)
    return bool((numbers > 12).any())
