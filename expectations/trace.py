"""A trace: something in a text that leads back to a person, with texts that hold it and texts that only come near."""

from dataclasses import dataclass, field


@dataclass(frozen=True)
class Trace:
    """What a rule on released words looks for: a pattern in the text as a reader sees it, or a kind of term of the dump.

    `pattern` is in DuckDB's dialect (RE2); `kind` is one of `found`. Each text of `breaking` breaks the rule, and none of
    `honest` does, where the dump holds a row like `dump` or `honest_dump`. What `unlike` matches only looks like the trace:
    it is left out before the pattern is looked for.
    """

    name: str
    why: str
    breaking: tuple[str, ...]
    honest: tuple[str, ...] = ()
    pattern: str = ""
    unlike: str = ""
    kind: str = ""
    dump: dict[str, str] = field(default_factory=dict)
    honest_dump: dict[str, str] = field(default_factory=dict)
