"""The gate in short: what was looked for, how the gate itself was tested, and which rules do not hold for which table."""

from collections.abc import Iterator, Sequence

from tasks.pure.report.numbers import counted
from tasks.pure.report.release import Release

SOUGHT = ("no ", "nobody ")
WORDS = {"tweets", "paraphrases", "typed_words"}
"""The tables of the gate that hold words which a release tells."""


def in_short(release: Release) -> Iterator[str]:
    """The sentences with which the gate's section begins."""
    rules = [(str(check["table"]), str(check["rule"])) for check in release.checks]
    yield from in_short_words(rules, release.canaries, release.among_own)


def in_short_words(rules: Sequence[tuple[str, str]], canaries: int, among_own: int = 0) -> Iterator[str]:
    """What was looked for, by table and name of the rules, and how many rules were first shown rows that break them.

    `among_own` counts those that found theirs among rows of the study.
    """
    of_words = [rule for table, rule in rules if table in WORDS and rule.startswith(SOUGHT)]
    if of_words:
        yield f"Every text that is released was searched, and has {'; '.join(dict.fromkeys(of_words))}."
    if canaries:
        among = f" {among_own} found theirs among rows of this study, in a copy that was thrown away." if among_own else ""
        yield (
            f"Before it judged, the gate was tested: each of its {counted(canaries, 'rule')} was shown invented rows that break it,"
            f" and found them.{among}"
        )


def study_exceptions(release: Release) -> list[str]:
    """The exceptions that the study makes from the rules of a profile: rule, table, reason and who answers for it."""
    return [
        f"{each['rule']} does not hold for {each['output']}: {each['reason']} ({each['by']})"
        for each in release.study.get("exceptions") or ()
    ]
