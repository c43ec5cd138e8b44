"""Instants, from any of the ways in which dumps write them."""

from collections.abc import Callable, Iterator, Mapping
from functools import partial

import polars as pl

from tasks.reading import foreign_times, zones
from tasks.schema import UTC

# Where the offset is the same letters everywhere, a time is read several times faster.
AT_UTC = ("%Y-%m-%dT%H:%M:%S.000Z", "%Y-%m-%dT%H:%M:%SZ", "%Y-%m-%dT%H:%M:%S+00:00")
ZONED = (
    "%b %d %H:%M:%S %z %Y", "%Y-%m-%d %H:%M:%S %z", "%+", "%Y-%m-%d %H:%M:%S%.f%:z", "%Y-%m-%d %H:%M %z",
    "%d %b %Y %H:%M:%S %z", "%b %d %Y %H:%M:%S %z", "%Y-%m-%d %H:%M:%S%.f%#z", "%b %d, %Y %I:%M %p %z", "%d %b %Y %I:%M %p %z",
)
ZONELESS = (
    "%Y-%m-%d %H:%M:%S", "%Y-%m-%d %H:%M:%S%.f", "%Y-%m-%dT%H:%M:%S%.f", "%Y-%m-%d %H:%M", "%Y-%m-%dT%H:%M",
    "%d %b %Y %H:%M:%S", "%b %d %H:%M:%S %Y", "%I:%M %p %b %d, %Y", "%I:%M %p %d %b %Y",
)
SLASHED = r"^\d{1,2}[/.-]\d{1,2}[/.-]\d{2,4}\b"
CLOCKS = (" %H:%M:%S", " %H:%M", " %I:%M:%S %p", " %I:%M %p", " %I:%M%p", "")
DAYS = ("%Y-%m-%d", "%d %b %Y", "%b %d, %Y", "%Y/%m/%d", "%d-%b-%Y", "%d %b %y")
FIRST_YEAR, LAST_YEAR = 1990, 2100
SECONDS = r"^\d{9,10}(?:\.\d+)?$"
OFFSET_AT_END = r"[+-]\d\d:?\d\d$"
MILLISECONDS = r"^\d{13}$"
SPREADSHEET_DAYS = r"^[34]\d{4}(?:\.\d+)?$"
WEEKDAY = r"^(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun)[a-z]*,? "
MONTH = r"\b(Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)"
# As a web page or a letter shows a time.
SPELT_OUT = rf"{MONTH}[a-z.]| [·-] "
UNTIDY = rf"^[\s']|\s$|{WEEKDAY}|{SPELT_OUT}|(?i:utc|gmt)"
# A browser's way: an offset that is glued to a zone's name, and the name once more in brackets.
BOTH_ZONES = r"(?:GMT|UTC)?([+-]\d{4})(?: \([^)]*\))?$"
# As people count from Greenwich, `UTC+5:30` and `(GMT+1)`: the hour's digits, whether minutes follow, and what is read.
FROM_GREENWICH = r"(?i) ?\(?(?:gmt|utc) ?([+-])%s\)?( \d{4})?$"
HOURS = {r"(\d)()": "0${2}00", r"(\d\d)()": "${2}00", r"(\d):?([0-5]\d)": "0${2}${3}", r"(\d\d):?([0-5]\d)": "${2}${3}"}
NO_OFFSET = "+0000"
FEW = 20

Reader = Callable[[pl.Series], pl.Series]
NONE = pl.Series([None], dtype=UTC)
# Of a time: as it is read; with day and month the other way, where that may be meant; whether it shows that it is; and
# whether no zone is written, or one that is not understood.
TIMES: Mapping[str, pl.DataType | type[pl.DataType]] = {
    "at": UTC, "other": UTC, "is_other": pl.Boolean, "is_local": pl.Boolean, "is_unknown": pl.Boolean,
}  # fmt: skip


def posted_at(words: pl.Series, timezone: str, month_first: bool) -> pl.Series:
    """An instant from its words; a day over twelve settles the order of day and month for all that show none.

    Rows: as given.
    """
    found = read(words, timezone, month_first)
    votes = found["is_other"].drop_nulls()
    is_other = 2 * int(votes.sum()) > len(votes)
    at = found.select(pl.coalesce("other", "at"))["other"] if is_other else found["at"]
    return at.set(found["is_unknown"], None).alias(words.name)


def read(words: pl.Series, timezone: str, month_first: bool) -> pl.DataFrame:
    """Instants from their words, in the columns of `TIMES`; one without a zone is read in the study's.

    Rows: as given. Forms that read the first of them are tried before the others, each on what is still unread; then each on
    that in the words of other languages.
    """
    found = _by_zone(_tidied(words), timezone, month_first)
    left = ((found["at"].is_null() | found["is_unknown"].fill_null(False)) & words.is_not_null()).arg_true()
    if not len(left):
        return found
    again = _by_zone(_tidied(foreign_times.rewritten(words.gather(left))), timezone, month_first)
    helped = again["at"].is_not_null() & ~again["is_unknown"].fill_null(False)
    return found.with_columns(found[name].scatter(left.filter(helped), again[name].filter(helped)) for name in TIMES)


def _by_zone(words: pl.Series, timezone: str, month_first: bool) -> pl.DataFrame:
    every = pl.DataFrame(schema=TIMES)
    found = pl.DataFrame({name: pl.Series([None], dtype=dtype).new_from_index(0, len(words)) for name, dtype in TIMES.items()})
    for is_here, bare, zone, is_known in zones.grouped(words, timezone):
        told = _read(bare, zone, month_first).with_columns(is_unknown=pl.lit(not is_known) & pl.col("at").is_not_null())
        if is_here.all():
            return told.select(every.columns)
        found = found.with_columns(found[name].scatter(is_here.arg_true(), told[name]) for name in TIMES)
    return found


def _read(words: pl.Series, timezone: str, month_first: bool) -> pl.DataFrame:
    # A column is scattered into where it lies.
    at, other = NONE.new_from_index(0, len(words)), NONE.new_from_index(0, len(words))
    is_other = pl.Series([None], dtype=pl.Boolean).new_from_index(0, len(words))
    local = pl.repeat(False, len(words), dtype=pl.Boolean, eager=True)
    slashed = words.str.contains(SLASHED).fill_null(False).arg_true()
    if len(slashed):
        first, second = (_slashed(words.gather(slashed), form, timezone) for form in ("%d/%m/%Y", "%m/%d/%Y"))
        mine, theirs = (second, first) if month_first else (first, second)
        at = at.scatter(slashed, mine.zip_with(mine.is_not_null(), theirs))
        both = mine.is_not_null() & theirs.is_not_null()
        other = other.scatter(slashed, theirs.set(~both | (mine == theirs).fill_null(True), None))
        is_other = is_other.scatter(slashed, mine.is_null().set(~(mine.is_null() ^ theirs.is_null()), None))
        local = local.scatter(slashed, ~words.gather(slashed).str.contains(OFFSET_AT_END))
    for is_likely in (True, False):
        for reader, is_local in _readers(timezone):
            left = at.is_null() & words.is_not_null()
            if not left.any():
                break
            unread = words.filter(left)
            if not is_likely or reader(unread.head(FEW)).is_not_null().any():
                instants = _sound(reader(unread))
                at = at.scatter(left.arg_true(), instants)
                local = local.scatter(left.arg_true(), instants.is_not_null() & is_local)
    return pl.DataFrame({"at": at, "other": other, "is_other": is_other, "is_local": local})


def _tidied(words: pl.Series) -> pl.Series:
    """Words without a weekday, what a spreadsheet puts before them, and the long names of months."""
    if _tidy(head := words.head(FEW)).equals(head) and not words.str.contains(UNTIDY).any():
        return words
    return _tidy(words)


def _tidy(words: pl.Series) -> pl.Series:
    tidy = words.str.strip_chars(" \t\r\n'").str.replace(WEEKDAY, "").str.replace(BOTH_ZONES, "$1")
    for hours, read_as in HOURS.items():
        tidy = tidy.str.replace(FROM_GREENWICH % hours, f" ${{1}}{read_as}${{4}}")
    if any(tidy.str.ends_with(letter).any() for letter in "CcTt"):
        tidy = tidy.str.replace(r"(?i) ?(?:utc|gmt)$", " +0000")
    if tidy.str.contains(SPELT_OUT).any():
        tidy = tidy.str.replace(rf"{MONTH}[a-z]*\.?", "$1").str.replace_many({" · ": " ", " - ": " "})
    return tidy


def _sound(instants: pl.Series) -> pl.Series:
    years = pl.Series([instants.min(), instants.max()], dtype=UTC).dt.year()
    if years.is_between(FIRST_YEAR, LAST_YEAR).fill_null(True).all():
        return instants
    return instants.set(~instants.dt.year().is_between(FIRST_YEAR, LAST_YEAR), None)


def _readers(timezone: str) -> Iterator[tuple[Reader, bool]]:
    """Each way of reading a time, and whether it says no zone."""
    for form in AT_UTC:
        yield partial(_local, form=form, timezone="UTC"), False
    for form in ZONED:
        yield partial(_zoned, form=form), False
    yield partial(_epoch, pattern=SECONDS, a_second=1), False
    yield partial(_epoch, pattern=MILLISECONDS, a_second=1000), False
    for form in ZONELESS:
        yield partial(_local, form=form, timezone=timezone), True
    for form in DAYS:
        for clock in CLOCKS:
            yield partial(_local, form=f"{form}{clock}", timezone=timezone), True
    yield partial(_counted, timezone=timezone), True


def _zoned(words: pl.Series, form: str) -> pl.Series:
    if "%z" in form:
        plain = words.str.to_datetime(form.replace("%z", NO_OFFSET), strict=False, time_unit="us", cache=False)
        if plain.null_count() == words.null_count():
            return plain.dt.replace_time_zone("UTC")
    return words.str.to_datetime(form, strict=False, time_unit="us", time_zone="UTC", cache=False)


def _local(words: pl.Series, form: str, timezone: str) -> pl.Series:
    return _here(_moment(words, form), timezone)


def _slashed(words: pl.Series, order: str, timezone: str) -> pl.Series:
    """Days in numbers read in one order, whatever clock follows them; null where that cannot be."""
    # A year of four digits is not one of two, but the other way round it is one of the first century.
    tidy = words.str.replace(r"^(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})\b", "$1/$2/$3")
    tidy = tidy.str.replace(r"^(\d{1,2})[/.-](\d{1,2})[/.-](\d{2})\b", "$1/$2/20$3").str.replace(r",? +", " ")
    found = NONE.new_from_index(0, len(words))
    for clock in (*CLOCKS, *(f"{clock} %z" for clock in CLOCKS if clock)):
        left = found.is_null()
        if not left.any():
            break
        form = f"{order}{clock}"
        unread = tidy.filter(left)
        instants = _zoned(unread, form) if "%z" in form else _local(unread, form, timezone)
        found = found.scatter(left.arg_true(), _sound(instants))
    return found


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
