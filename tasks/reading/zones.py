"""Time zones as dumps name them: by short names, by Windows' names, by those of the zones' own list."""

from collections.abc import Iterator
from datetime import datetime
from functools import cache
from zoneinfo import ZoneInfo, available_timezones

import polars as pl
from tzlocal.windows_tz import win_tz

# Short names that mean one offset to all who write them, the North American ones as RFC 2822 has them.
OFFSETS = {
    "UTC": "+0000", "GMT": "+0000", "Z": "+0000", "WET": "+0000", "WEST": "+0100", "CET": "+0100", "CEST": "+0200",
    "MEZ": "+0100", "MESZ": "+0200", "EET": "+0200", "EEST": "+0300", "MSK": "+0300", "SAST": "+0200", "CAT": "+0200",
    "EAT": "+0300", "WAT": "+0100", "PKT": "+0500", "NPT": "+0545", "ICT": "+0700", "WIB": "+0700", "WITA": "+0800",
    "WIT": "+0900", "HKT": "+0800", "SGT": "+0800", "MYT": "+0800", "PHT": "+0800", "AWST": "+0800", "JST": "+0900",
    "KST": "+0900", "ACST": "+0930", "ACDT": "+1030", "AEST": "+1000", "AEDT": "+1100", "NZST": "+1200", "NZDT": "+1300",
    "EDT": "-0400", "EST": "-0500", "CDT": "-0500", "CST": "-0600", "MDT": "-0600", "MST": "-0700", "PDT": "-0700",
    "PST": "-0800", "AKDT": "-0800", "AKST": "-0900", "HST": "-1000", "BRT": "-0300", "ART": "-0300", "ADT": "-0300",
    "NDT": "-0230", "PET": "-0500", "COT": "-0500", "VET": "-0400",
}  # fmt: skip
NAMED = {
    "Coordinated Universal Time": "+0000", "Greenwich Mean Time": "+0000", "British Summer Time": "+0100",
    "Irish Standard Time": "+0100", "Central European Time": "+0100", "Central European Standard Time": "+0100",
    "Central European Summer Time": "+0200", "Western European Summer Time": "+0100", "Eastern European Time": "+0200",
    "Eastern European Summer Time": "+0300", "Mitteleuropäische Zeit": "+0100", "Mitteleuropäische Sommerzeit": "+0200",
    "Australian Eastern Standard Time": "+1000", "Australian Eastern Daylight Time": "+1100", "Japan Standard Time": "+0900",
    # What Windows calls them in the languages of others; a bracket that ends one is taken off before.
    "Hora de verano romance": "+0200", "Hora estándar romance": "+0100", "Hora de verano GMT": "+0100",
    "Hora estándar GMT": "+0000", "Paris, Madrid": "+0100", "Paris, Madrid (heure d’été": "+0200",
    "Paris, Madrid (heure d'été": "+0200", "ora solare Europa occidentale": "+0100", "ora legale Europa occidentale": "+0200",
    "Hora oficial do Brasil": "-0300", "Hora padrão de GMT": "+0000", "Hora de verão de GMT": "+0100",
    "Romance (standaardtijd": "+0100", "Romance (zomertijd": "+0200", "West-Europa (standaardtijd": "+0100",
    "West-Europa (zomertijd": "+0200", "Środkowoeuropejski czas stand.": "+0100", "Środkowoeuropejski czas letni": "+0200",
    "Türkiye Standart Saati": "+0300", "東京 (標準時": "+0900", "대한민국 표준시": "+0900", "中国标准时间": "+0800",
}  # fmt: skip
# What follows a clock, and perhaps stands before the year.
AFTER_CLOCK = r"^(.*\d:\d\d(?::\d\d(?:\.\d+)?)?(?: ?[AaPp]\.?[Mm]\.?)?) \(?(\p{L}[\p{L},’'(./_ -]*?)\)?( \d{4})?$"

HALF_OF_DAY = r"^(?i:[ap]\.?m\.?)$"


def grouped(words: pl.Series, timezone: str) -> Iterator[tuple[pl.Series, pl.Series, str, bool]]:
    """Times by the zone that is written beside them: which they are, their words without it, the zone to read them in, and
    whether it is understood; an offset takes the place of a name that means one. Those without a name keep their words."""
    found = words.str.extract(AFTER_CLOCK, 2)
    found = found.set(found.str.contains(HALF_OF_DAY), None)
    for name in found.unique(maintain_order=True).drop_nulls():
        is_here = (found == name).fill_null(False)
        offset, zone = _meant(name, timezone)
        bare = words.filter(is_here).str.replace(AFTER_CLOCK, f"$1 {offset}$3" if offset else "$1$3")
        yield is_here, bare, zone or timezone, bool(offset or zone)
    if found.null_count():
        yield found.is_null(), words.filter(found.is_null()), timezone, True


@cache
def _meant(name: str, timezone: str) -> tuple[str, str]:
    """The offset, or else the zone, that a name means; neither where it means several, or nothing."""
    if name in own_names(timezone) or name.lower() == "local":
        return "", timezone
    offset = OFFSETS.get(name.upper()) or NAMED.get(name)
    standard = name.replace("Daylight", "Standard").replace("Summer", "Standard")
    zone = name if "/" in name and name in available_timezones() else win_tz.get(name) or win_tz.get(standard) or ""
    return (offset, "") if offset else ("", zone)


def own_names(timezone: str) -> list[str]:
    """The short names of a zone in winter and in summer, where they mean another zone to others."""
    seasons = {at.tzname() or "": at for at in (datetime(2020, month, 1, tzinfo=ZoneInfo(timezone)) for month in (1, 7))}
    own = {name for name, at in seasons.items() if name.isalpha() and OFFSETS.get(name) != f"{at:%z}"}
    return sorted(own - {"UTC", "GMT"})
