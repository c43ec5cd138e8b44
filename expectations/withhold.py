"""The gate's rules on words, run over the distinct texts before anything is made of them."""

from collections.abc import Mapping
from pathlib import Path

from expectations import typed_words
from expectations.evidence import evidence
from expectations.lookalikes import UNSEEN
from expectations.traces import TRACES, broken_by

SQL = Path(__file__).parent / "withhold.sql"
TABLE = "deduplicated"


def script(lists: Mapping[str, Path]) -> str:
    """The script from deduplicated, ingested and allowed to withheld and let_out; `lists` as in `evidence`."""
    broken = " UNION ALL ".join(
        f"SELECT {place} AS place, '{trace.name}' AS rule, {_literal(trace.kind)} AS kind, {_literal(trace.pattern)} AS pattern,"
        f" tweet_key FROM ({broken_by(trace, TABLE).format(batch=TABLE)})"
        for place, trace in enumerate(TRACES)
    )
    places = SQL.read_text(encoding="utf-8").replace("{UNSEEN}", UNSEEN)
    return f"{evidence(lists, (TABLE,))}CREATE TABLE broken AS {broken};\n{places}"


def typed_script(lists: Mapping[str, Path]) -> str:
    """The script from typed_words and the dump's tables to broken (tweet_key, rule), in the gate's order of rules."""
    rules = [(rule.name, rule.query) for rule in typed_words.RULES if "tweet_key FROM {batch}" in rule.query]
    broken = " UNION ALL ".join(
        f"SELECT {place} AS place, '{name}' AS rule, tweet_key FROM ({query.format(batch=typed_words.TABLE)})"
        for place, (name, query) in enumerate([(name.replace("'", "''"), query) for name, query in rules])
    )
    every = f"CREATE TABLE broken AS SELECT tweet_key, rule FROM ({broken}) ORDER BY tweet_key, place"
    return f"{evidence(lists, (typed_words.TABLE,))}{every};\n"


def _literal(words: str) -> str:
    return f"'{words}'" if words else "NULL"
