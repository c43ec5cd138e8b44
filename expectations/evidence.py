"""The evidence that the gate draws for itself: what may not stand in a text, and in which texts it stands."""

from collections.abc import Mapping, Sequence
from pathlib import Path

from expectations.lookalikes import macro
from expectations.traces import marks

HERE = Path(__file__).parent
# A union casts its columns to each other: numbers would pass for words that hold no trace.
WORDS = "CASE WHEN typeof(text) = 'VARCHAR' THEN text ELSE error('text holds no words') END"


def evidence(lists: Mapping[str, Path], searched: Sequence[str] = ("tweets",)) -> str:
    """The script that draws the evidence: what the dump and the gazetteer say may not stand in a text, and where it does."""
    views = " UNION ALL ".join(f"SELECT '{each}' AS source, tweet_key, {WORDS} AS text FROM {each}" for each in searched)
    view = f"CREATE VIEW searched AS {views};\n"
    retold = (_script("typed_words.sql"),) if "typed_words" in searched else ()
    return "".join((macro(), _listed(lists), _script("evidence.sql"), view, _script("found.sql"), marks(), *retold))


def _listed(lists: Mapping[str, Path]) -> str:
    # A comment in a list is not a word; a byte that no text contains keeps every line in one column.
    return "".join(
        f"CREATE TABLE {name} AS SELECT lower(trim(word)) AS word FROM read_csv('{path}', header = false, auto_detect = false,"
        f" columns = {{'word': 'VARCHAR'}}, delim = '\\t', quote = '', escape = '')"
        " WHERE word IS NOT NULL AND NOT starts_with(word, '# ');\n"
        for name, path in lists.items()
    )


def _script(name: str) -> str:
    return (HERE / name).read_text(encoding="utf-8")
