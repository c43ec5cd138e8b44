"""Times in the words and digits of other languages than English."""

from collections import Counter

import polars as pl
import pytest

from tasks.reading.foreign_times import MONTHS
from tasks.reading.times import posted_at, read

NINTH_OF_AUGUST = (
    "9 ago. 2020 23:30:00", "9 de agosto de 2020 23:30", "9 de agosto de 2020 a las 23:30", "9/8/2020 11:30 p. m.",
    "9 août 2020 à 23:30", "dim. 9 août 2020 23:30", "09/08/2020 23h30", "09. August 2020, 23:30 Uhr", "So., 9. Aug. 2020 23:30",
    "9 agosto 2020 23:30", "9 augustus 2020 om 23:30", "9 sierpnia 2020 23:30", "9 августа 2020 г. в 23:30",
    "9 Ağustos 2020 23:30", "9/8/2020 11:30:00 μμ", "9.8.2020 klo 23.30", "2020年8月9日 23:30", "2020年08月09日 23時30分00秒",
    "2020/8/9 下午11:30:00", "2020년 8월 9일 오후 11:30", "٢٠٢٠-٠٨-٠٩ ٢٣:٣٠", "Aug 9, 2020, 11:30\u202fPM",
    "August 9, 2020 at 11:30PM", "09-Aug-20 11.30.00 PM", "20200809233000",
    "2020-08-09 00:00:00 1899-12-31 23:30:00", "44052,9791666667",
)  # fmt: skip


@pytest.mark.parametrize("words", NINTH_OF_AUGUST)
def test_a_time_is_read_in_the_words_of_other_languages(words: str) -> None:
    found = posted_at(pl.Series([words]), "Europe/London", False)
    assert f"{found[0]:%Y-%m-%d %H:%M}" == "2020-08-09 22:30"


@pytest.mark.parametrize("words", ["9 Brumaire 2020 23:30", "mars", "2020", "9 août", "1.5970122E+12", "vorgestern um 23:30 Uhr"])
def test_what_is_no_time_in_any_language_stays_unread(words: str) -> None:
    assert posted_at(pl.Series([words]), "UTC", False).to_list() == [None]


def test_a_foreign_time_among_others_changes_none_of_them() -> None:
    words = pl.Series(["2020-08-09 23:30:00", "9 août 2020 23:30", None, "01/02/2020 10:00", "2020-08-09 23:30:00 XQT"])
    found, alone = read(words, "UTC", False), read(words.set(words == "9 août 2020 23:30", None), "UTC", False)
    at = pl.int_range(len(words), eager=True) != 1
    assert found.filter(at).equals(alone.filter(at))
    assert f"{found['at'][1]:%d.%m. %H:%M}" == "09.08. 23:30"


def test_no_name_is_that_of_two_months() -> None:
    assert max(Counter(name for names in MONTHS for name in {*names.split()}).values()) == 1


@pytest.mark.parametrize(
    ("zone", "hour"),
    [("Hora de verano romance", 22), ("Paris, Madrid (heure d’été)", 22), ("中国标准时间", 16)],
)
def test_a_zone_that_windows_names_in_another_language_is_known(zone: str, hour: int) -> None:
    found = read(pl.Series([f"2020-08-10 00:30:00 {zone}"]), "Europe/London", False)
    assert f"{found['at'][0]:%d %H:%M}" == f"09 {hour}:30"
    assert not found["is_unknown"][0]
