"""A guess at columns that no format claims, by what they hold first and by their names second."""

import math
import unicodedata
from collections.abc import Callable, Mapping

import polars as pl

from tasks.reading import people
from tasks.reading.column_names import ABROAD, NAMES
from tasks.reading.recognise import is_of_others, spaced
from tasks.reading.times import posted_at

ENOUGH = 0.6
# Nothing else in a table is long and of many words, so that its column's name matters less.
A_TEXT = 0.5
A_NAME = 0.35
A_TRANSLATION = 0.8
A_HINT = 0.4
# When an account was made, and the language that it is kept in, are not a tweet's.
OF_ACCOUNT = {"account", "user", "profile", "author", "joined", "since"}
# Whom a tweet answers, repeats or names is not who wrote it.
OF_OTHERS = {
    "in", "reply", "replied", "replyto", "retweet", "retweeted", "rt", "quoted", "quote", "mention", "mentions", "mentioned",
    "parent", "conversation", "to", "original", "recipient", "source", "previous", "replytosn",
}  # fmt: skip
# Seconds since 1970 are as long as ids.
OF_TIME = {"time", "timestamp", "date", "datetime", "created", "epoch", "epochs"}
OF_PEOPLE = {"handle", "display_name", "profile_location", "author_id"}
# What tools write where there is nothing.
NOTHING = ["", "NA", "None", "null", "NULL", "NaN", "nan", "\\N", "[]", "{}"]
SAMPLE = 500
# What stands in columns beside names: the program that a tweet came from, and answers to a yes or no.
SOURCE = r"(?i)^(?:twitter|tweetdeck|hootsuite|buffer|ifttt|instagram|facebook|mobile web|<a\b)"
CHOICE = r"(?i)^(?:true|false|yes|no|na|none|null|[a-z]{2})$"
OF_RETWEETS = {"is_retweet", "retweet_of_id"}


def guessed(table: pl.DataFrame) -> dict[str, str]:
    """For each column of `ingested`, the table's column that is likeliest to hold it; each is used once.

    Rows: those likely enough, in the order of certainty, ties A to Z.
    """
    heads = _heads(table)
    ranked = sorted(
        ((_score(target, values), target, values.name) for target in NAMES for values in heads),
        key=lambda each: (-each[0], each[1], each[2]),
    )
    found: dict[str, str] = {}
    for score, target, column in ranked:
        if score >= (A_TEXT if target == "text" else ENOUGH) and target not in found and column not in found.values():
            found[target] = column
    return found


def finds_text(table: pl.DataFrame) -> bool:
    """Whether `guessed` finds a column of texts."""
    return may_hold_text(table) and "text" in guessed(table)


def may_hold_text(table: pl.DataFrame) -> bool:
    """Whether any column is like enough to a text: where none is, nothing else needs to be looked at."""
    return any(_score("text", values) >= A_TEXT for values in _heads(table))


def _heads(table: pl.DataFrame) -> list[pl.Series]:
    columns = (table[name] for name in table.columns if name != "line")
    heads = (words.filter(~words.str.strip_chars().is_in(NOTHING)).head(SAMPLE) for words in columns)
    return [values for values in heads if len(values)]


def is_header(names: list[str]) -> bool:
    """Whether names could name columns: none is a number, a date or a sentence, and none holds a handle or a hashtag."""
    words = pl.Series(names)
    is_cell = words.str.contains(r"^\d+([.,]\d+)?$|\d\d:\d\d|https?://|(^|\s)[@#]\w|(\S+\s+){6}\S*[^?:\s]\s*$")
    return not (is_cell | (words.str.len_chars() > 60)).any()


def toml(columns: Mapping[str, str]) -> str:
    """The guess as one line of a study file."""
    return f"columns = {{ {', '.join(_pairs(columns))} }}"


def table(columns: Mapping[str, str]) -> str:
    """The guess as a table at the end of a study file."""
    return "\n".join(["[columns]", *_pairs(columns)])


def _pairs(columns: Mapping[str, str]) -> list[str]:
    return [f'{target} = "{_escaped(column)}"' for target, column in columns.items()]


def _escaped(column: str) -> str:
    return column.replace("\\", "\\\\").replace('"', '\\"')


def _score(target: str, values: pl.Series) -> float:
    held = _HELD[target](values)
    is_others = target in OF_PEOPLE and OF_OTHERS & set(spaced(values.name).split("_"))
    no_id = target == "tweet_id" and (is_of_others(values.name) or OF_TIME & set(spaced(values.name).split("_")))
    if is_others or no_id:
        return 0.0
    return (1 - A_NAME) * held + A_NAME * _alike(target, values.name) if held else 0.0


def _alike(target: str, name: str) -> float:
    words = spaced(name)
    if target not in OF_RETWEETS and OF_OTHERS & set(words.split("_")):
        return 0.0
    if target in {"posted_at", "lang"} and OF_ACCOUNT & set(words.split("_")):
        return A_HINT / 2
    known = NAMES[target]
    if words in known:
        return 1 - known.index(words) / (2 * len(known))
    if unaccented(words) in ABROAD.get(target, "").split():
        return A_TRANSLATION
    return A_HINT if any(each in words.split("_") for each in known) else 0.0


def unaccented(words: str) -> str:
    """Words with the letters that their accents stand on."""
    return "".join(letter for letter in unicodedata.normalize("NFD", words) if not unicodedata.combining(letter))


def _share(values: pl.Series, pattern: str) -> float:
    return float(values.str.strip_chars().str.contains(pattern).mean() or 0)  # type: ignore[arg-type]


def _text(values: pl.Series) -> float:
    length = float(values.str.len_chars().mean() or 0)  # type: ignore[arg-type]
    return min(1.0, length / 20) * math.sqrt(_share(values, r"\S\s+\S")) * (1 - _share(values, r"^https?://\S+$|^<a "))


def _distinct(values: pl.Series) -> float:
    return values.n_unique() / len(values)


def _varied(values: pl.Series) -> float:
    """People tweet several times, so that few of those who do may be distinct; of moods and kinds there are fewer."""
    return min(1.0, math.sqrt(5 * _distinct(values)))


def _time(values: pl.Series) -> float:
    """Any number may be read as a time, which is one only where the column says so."""
    is_number = 0.0 if _alike("posted_at", values.name) else _share(values, r"^\d+(?:\.\d+)?$")
    return (1 - is_number / 2) * (1 - posted_at(values, "UTC", False).null_count() / len(values))


def _name(values: pl.Series) -> float:
    """Names have spaces, capitals or emoji, which no handle has; neither is long, nor of many words."""
    short = _share(values, r"^.{0,50}$") * _share(values, r"^\S+(?:\s+\S+){0,3}$") * (1 - _share(values, SOURCE))
    short *= 1 - _share(values, people.NO_NAME)
    return short * _share(values, r"\p{L}") * min(1.0, 2 * _share(values, r"[^\w@]")) * _varied(values)


def _handle(values: pl.Series) -> float:
    """One word; where the column is called otherwise, with the signs that tell it from a word of a language."""
    telling = 1.0 if _alike("handle", values.name) else min(1.0, 3 * _share(values, r"[\d_@]|[a-z][A-Z]"))
    likely = _share(people.handles(values), r"^\w{2,15}$") * _share(values, r"[A-Za-z]") * (1 - _share(values, CHOICE))
    return likely * telling * _varied(values)


def _tags(values: pl.Series) -> float:
    """Words with a hash, or lists of words, in a column that is called so."""
    return _share(values, r"^[\[({c]*['\"#\w\s,;.\])}{:-]+$") * (_alike("hashtags", values.name) > A_HINT)


def _flag(values: pl.Series) -> float:
    """Answers to a yes or no, or words for kinds of tweets, in a column that is called so."""
    kinds = r"(?i)^(?:true|false|yes|no|0|1|t|f|retweet|retweeted|original|tweet|reply|quote|rt)$"
    return _share(values, kinds) * (_alike("is_retweet", values.name) > A_HINT)


def _location(values: pl.Series) -> float:
    """Nothing in a place tells that it is one, but a digit or a low line among letters tells a handle."""
    is_handle = min(1.0, 2 * _share(values, r"^@?\w*[A-Za-z]\w*[\d_]\w*$|^@"))
    is_place = _share(values, r"\p{L}") * (1 - _share(values, people.NO_PLACE))
    return 0.8 * is_place * (1 - is_handle) * (_alike("profile_location", values.name) > 0)


_HELD: Mapping[str, Callable[[pl.Series], float]] = {
    "text": _text,
    "posted_at": _time,
    "tweet_id": lambda values: _distinct(values) * _share(values, r"^[x\"']*\d{6,20}\"?$|/status(?:es)?/\d+$"),
    "handle": _handle,
    "display_name": _name,
    "profile_location": _location,
    "author_id": lambda values: _share(values, r"^x?\d{2,20}$") * (_alike("author_id", values.name) > 0),
    "hashtags": _tags,
    "is_retweet": _flag,
    "retweet_of_id": lambda values: (
        _share(values, r"^[x\"']*\d{6,20}\"?$|/status(?:es)?/\d+$") * (_alike("retweet_of_id", values.name) > A_HINT)
    ),
    "lang": lambda values: _share(values, r"^[a-z]{2,3}(?:-[A-Za-z]+)?$") * (_alike("lang", values.name) > 0),
}
