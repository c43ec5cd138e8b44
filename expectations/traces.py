"""What leads back to a person, in whatever table holds words for others to read: one rule a kind of trace."""

from collections.abc import Iterator

from expectations import Rule
from expectations.contacts import CONTACTS
from expectations.links import LINKS
from expectations.names import NAMES
from expectations.registers import REGISTERS
from expectations.trace import Trace

SEARCHED = ("tweets", "paraphrases", "typed_words")
TRACES = (*NAMES, *LINKS, *CONTACTS, *REGISTERS)
# Typed words are numbered from nought: planted among those of a study, rows have keys that none of them has.
FIRST_KEY = 1 << 60


def traces(table: str) -> tuple[Rule, ...]:
    """The rules for a table with the columns tweet_key and text, one of SEARCHED."""
    keys = Rule(
        "keys instead of platform ids",
        "An id is a time and leads to its author.",
        "SELECT tweet_key FROM {batch} WHERE NOT regexp_matches(tweet_key, '^[0-9a-f]{{16}}$')",
        {table: ({"tweet_key": "366123456789012345"},)},
    )
    return (*(_rule(trace, table) for trace in TRACES), keys)


def broken_by(trace: Trace, table: str) -> str:
    """The query for the keys of a table's texts that hold a trace, with braces as a Rule has them."""
    holding = f"SELECT tweet_key FROM holding WHERE trace = '{trace.name}' AND source = '{table}'"
    return f"SELECT tweet_key FROM {{batch}} SEMI JOIN ({holding}) USING (tweet_key)"


def marks(is_judged: bool = False) -> str:
    """The statements that look at every text once: searched and found, and where texts were judged known, give holding (source,
    tweet_key, trace), a row a trace that a text holds.
    """
    traces = ", ".join(f"CASE WHEN {_is_met(trace)} THEN '{trace.name}' END" for trace in TRACES if trace.pattern)
    shown = "SELECT source, tweet_key, plain(text) AS shown FROM searched"
    every = f"SELECT source, tweet_key, unnest(list_filter([{traces}], lambda trace: trace IS NOT NULL)) AS trace FROM ({shown})"
    kinds = " ".join(f"WHEN '{trace.kind}' THEN '{trace.name}'" for trace in TRACES if trace.kind)
    named = f"SELECT source, tweet_key, CASE kind {kinds} END FROM found"
    known = " UNION ALL FROM known" if is_judged else ""
    return f"CREATE TABLE holding AS {every} UNION ALL {named}{known};\n"


def _is_met(trace: Trace) -> str:
    met = f"regexp_matches(shown, '{trace.pattern}')"
    unlike = f"regexp_replace(shown, '{trace.unlike}', ' ', 'g')"
    return f"{met} AND regexp_matches({unlike}, '{trace.pattern}')" if trace.unlike else met


def _rule(trace: Trace, table: str) -> Rule:
    return Rule(
        trace.name,
        trace.why,
        broken_by(trace, table) + _but(trace, table),
        {table: tuple(_rows(trace.breaking)), **_dump(trace.dump)},
        rows=len(trace.breaking),
        honest={table: tuple(_rows(trace.honest)), **_dump(trace.honest_dump)} if trace.honest else {},
    )


def _but(trace: Trace, table: str) -> str:
    """Of which texts a rule does not speak: one that a person let out; a phrase by which tweets are coded, where it is a place
    or a word that gave way as a person in some text: phrases name medicines and diagnoses, which resemble names.
    """
    if table == "tweets":
        return f" EXCEPT SELECT tweet_key FROM let_out WHERE rule = '{trace.name}'"
    is_of_a_subject = table == "typed_words" and trace.kind in {"PLACE", "GAZETTEER", "LEDGER"}
    return " EXCEPT SELECT tweet_key FROM typed_words WHERE is_phrase" if is_of_a_subject else ""


def _rows(texts: tuple[str, ...]) -> Iterator[dict[str, str]]:
    # Each has a key of its own: what is found in a text is joined by its key.
    yield from ({"tweet_key": f"{place:016x}", "text": text} for place, text in enumerate(texts, FIRST_KEY))


def _dump(row: dict[str, str]) -> dict[str, tuple[dict[str, str], ...]]:
    return {"ingested": (row,)} if row else {}
