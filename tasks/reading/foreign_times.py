"""Times as people write them who do not write English, in the words and digits of one who does."""

import unicodedata
from collections.abc import Mapping
from datetime import date

import polars as pl

# The months in Spanish, French, German, Portuguese, Italian, Dutch, Swedish, Danish, Norwegian, Polish, Russian, Turkish, Catalan,
# Indonesian and English; a name comes once, for no two languages mean two months by it.
MONTHS = (
    "enero ene janvier janv januar jänner januari janeiro gennaio gen jan stycznia styczeń sty января янв ocak oca gener january",
    "febrero feb février févr fevr februar fevereiro fev febbraio februari lutego luty lut февраля фев şubat şub febrer february",
    "marzo mar mars märz mrz março maart mrt mart marca marzec марта мар març maret march",
    "abril abr avril avr april apr aprile kwietnia kwiecień kwi апреля апр nisan nis",
    "mayo may mai maio mag maggio mei maj maja мая mayıs mayis maig",
    "junio jun juin juni junho giugno giu czerwca czerwiec cze июня июн haziran haz juny june",
    "julio jul juillet juil juli julho luglio lug lipca lipiec lip июля июл temmuz tem juliol july",
    "agosto ago août august aug augustus augusti sierpnia sierpień sie августа авг ağustos ağu agost agustus",
    "septiembre setiembre sep sept set septembre september setembro settembre września wrz сентября сен сент eylül eyl",
    "octubre oct octobre oktober okt outubro out ottobre ott października październik paź октября окт ekim eki october",
    "noviembre nov novembre november novembro listopada listopad lis ноября ноя нояб kasım kasim kas",
    "diciembre dic décembre déc dezember dez dezembro dicembre december dec grudnia grudzień gru декабря дек aralık ara desember",
)
SPACES = {"\u00a0": " ", "\u202f": " ", "\u2009": " ", "\u200e": "", "\u200f": "", "\u200b": "", ",": " "}
ZEROS = "٠۰०০０"
DIGITS = {chr(ord(zero) + digit): str(digit) for zero in ZEROS for digit in range(10)}
# What is read, then what is written for it, in this order.
REWRITTEN: Mapping[str, str] = {
    # A cell of a day and one of a time, each with the midnight or the day that a spreadsheet gives what has none.
    r"^(\d{4}-\d\d-\d\d) 00:00:00 (?:1899-12-3[01] )?(\d)": "$1 $2",
    # Days and clocks of East Asia, the halves of the day before the hour.
    r"(\d{4}) ?[年년] ?(\d{1,2}) ?[月월] ?(\d{1,2}) ?[日일]": "$1/$2/$3",
    r" ?[(（]?\b(?:\p{Han}|\p{Hangul})曜?[日일]?[)）]? ": " ",
    r"(\d{1,2}) ?[時时點点시] ?(\d{1,2}) ?[分분] ?(?:(\d{1,2}) ?[秒초])?": "$1:$2:$3",
    r"(?:上午|午前|오전) ?(\d[\d:]*)": "$1 AM",
    r"(?:下午|午後|오후) ?(\d[\d:]*)": "$1 PM",
    # Halves of the day in Spanish, Portuguese and Greek.
    r"(?i)(\d) ?([ap])\.? ?m\b\.?": "$1 ${2}m",
    r"(\d) ?π\.? ?μ\.?": "$1 AM",
    r"(\d) ?μ\.? ?μ\.?": "$1 PM",
    # Words and signs around a clock.
    r"(?i)(\d)\.?(?: de|º de|er|st|nd|rd|th) ": "$1 ",
    r"(?i) (?:del?|di|um|at|à|a las|às|kl\.?|klo|alle|om|o godz\.?|в|г\.(?: в)?|saat) (\d)": " $1",
    r"(?i) ?(?:uhr|uur|hrs?|hs|h)\.?$": "",
    r"(?i)\b(\d{1,2}) ?h ?(\d\d)": "$1:$2",
    r" (\d{1,2})\.(\d\d)(?:\.(\d\d))?( [AaPp][Mm])?$": " $1:$2:$3$4",
    r":( [AaPp][Mm])?$": "$1",
    # Digits without signs between them, and a spreadsheet's days with a comma, which is a space by now.
    r"^(\d{4})(\d\d)(\d\d)T?(\d\d)(\d\d)(\d\d)(Z?)$": "$1-$2-$3 $4:$5:$6$7",
    r"^([34]\d{4}) (\d+)$": "$1.$2",
    r" +": " ",
}
# After the months are English: a weekday in front, a point after a day, a month before its day, signs between.
ARRANGED: Mapping[str, str] = {
    r"^(\d{1,2})[. -]{1,2}([A-Z][a-z]{2})[. -]{1,2}(?:de )?(\d{2,4})\b": "$1 $2 $3",
    r"^([A-Z][a-z]{2}) (\d{1,2}) (\d{4})": "$2 $1 $3",
}
WEEKDAY = r"^\p{L}+[.]? (\d)"


def rewritten(words: pl.Series) -> pl.Series:
    """Times in another language's words or digits as an English clock and calendar show them.

    Rows: as given; what is not understood is not a time afterwards either.
    """
    plain = words.str.replace_many(SPACES | DIGITS).str.strip_chars()
    for written, meant in REWRITTEN.items():
        plain = plain.str.replace_all(written, meant)
    for number, names in enumerate(MONTHS, 1):
        plain = plain.str.replace(rf"(?i)(^|[^\p{{L}}])(?:{_any(names)})\.?($|[^\p{{L}}])", f"${{1}}{date(2000, number, 1):%b}$2")
    is_month = plain.str.contains(rf"^(?:{'|'.join(f'{date(2000, number, 1):%b}' for number in range(1, 13))}) ")
    plain = plain.zip_with(is_month.fill_null(True), plain.str.replace(WEEKDAY, "$1"))
    for written, meant in ARRANGED.items():
        plain = plain.str.replace(written, meant)
    return plain


def _any(names: str) -> str:
    """A pattern for any of some names, with their accents or without."""
    every = {*names.split()}
    bare = {"".join(letter for letter in unicodedata.normalize("NFD", name) if not unicodedata.combining(letter)) for name in every}
    return "|".join(sorted(every | bare, key=lambda name: (-len(name), name)))
