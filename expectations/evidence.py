"""The evidence that the gate draws for itself: what may not stand in a text, and in which texts it stands."""

import re
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

from expectations.lookalikes import macro
from expectations.traces import marks

HERE = Path(__file__).parent
# A union casts its columns to each other: numbers would pass for words that hold no trace.
WORDS = "CASE WHEN typeof(text) = 'VARCHAR' THEN text ELSE error('text holds no words') END"


# A text that was judged word for word by the same rules, for the same dump, is not looked at again: what it broke is known.
UNJUDGED = "CREATE TABLE unjudged AS FROM tweets ANTI JOIN judged USING (tweet_key, text);\n"
KNOWN = (
    "CREATE TABLE known AS SELECT 'tweets' AS source, tweet_key, rule AS trace FROM judged JOIN tweets USING (tweet_key, text)"
    " JOIN (SELECT tweet_key, rule FROM withheld UNION ALL SELECT tweet_key, rule FROM let_out) USING (tweet_key);\n"
)


def evidence(lists: Mapping[str, Path], searched: Sequence[str] = ("tweets",), is_judged: bool = False) -> str:
    """The script that draws the evidence: what the dump and the gazetteer say may not stand in a text, and where it does.

    `is_judged` says that `judged` (tweet_key, text) is there, whose every broken rule stands in withheld or let_out.
    """
    tables = {each: "unjudged" if each == "tweets" and is_judged else each for each in searched}
    every = " UNION ALL ".join(f"SELECT '{each}' AS source, tweet_key, {WORDS} AS text FROM {it}" for each, it in tables.items())
    view = f"{UNJUDGED if is_judged else ''}CREATE VIEW searched AS {every};\n"
    retold = (_script("typed_words.sql"),) if "typed_words" in searched else ()
    known = (KNOWN,) if is_judged else ()
    drawn = (macro(), _listed(lists), _script("evidence.sql"), view, _script("found.sql"))
    return "".join((*drawn, *known, marks(is_judged), *retold))


def is_asked_for(script: str, queries: Iterable[str]) -> bool:
    """Whether any query names a table, a view or a macro that the script makes; without it such a query fails."""
    made = set(re.findall(r"CREATE (?:TABLE|VIEW|MACRO) (\w+)", script))
    return any(not made.isdisjoint(re.findall(r"\w+", query)) for query in queries)


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
