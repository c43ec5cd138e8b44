"""The sentences of a report on texts whose words are held back, and on those that a person let out."""

from collections.abc import Iterable, Mapping

from tasks.pure.report.numbers import count, counted, listed
from tasks.pure.report.release import Release


def held_back(release: Release) -> str:
    """How many texts are counted without being told, and what people let out; empty where there are neither."""
    by_rule, let_out = release.held_back_by_rule, release.held_back.get("let_out", ())
    sentences = []
    if held := sum(by_rule.values()):
        rules = listed(f"“{rule}” {count(texts)}" for rule, texts in by_rule.items())
        sentences.append(
            f"The words of {counted(held, 'distinct text')} are held back, for they break a rule of the gate: {rules}. "
            f"{'It is' if held == 1 else 'They are'} counted and coded like every other."
        )
    for (by, reason), keys in _let_out(let_out).items():
        texts = f"{counted(len(keys), 'text')} that {'breaks' if len(keys) == 1 else 'break'} a rule"
        sentences.append(f"{texts} {'was' if len(keys) == 1 else 'were'} let out by {by}: {reason}")
    return " ".join(sentences)


def _let_out(rows: Iterable[Mapping[str, str]]) -> dict[tuple[str, str], set[str]]:
    """The texts that each person let out for each reason."""
    found: dict[tuple[str, str], set[str]] = {}
    for row in rows:
        found.setdefault((row["by"], row["reason"]), set()).add(row["tweet_key"])
    return found
