"""All that a report is made of."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import polars as pl

from tasks.codebook.model import Codebook


@dataclass(frozen=True)
class Release:
    """What page and manuscript tell.

    A null count is withheld. `round_to` is the base of the others, `smallest_count` the least that is told, `theme_totals`
    the sums that may be told where they do not follow from the headings, `noise` how much may have been added to a count, or taken
    from it. Tables that a profile keeps back are absent.
    `sign_off` says who let it out, why and through which account, and whether that is signed, where a study asks for it;
    `held_back` how many texts are counted but not told, by rule, and which of them a person let out;
    `decisions` counts what people decided of the codes, and `agreement` has the figures of how far coders agreed.
    `frame` says whether the study named its coding frame (is_named), and weak_only_share, the share of its weak-only codes.
    `attack` has the figures of the last attack on the study, where one was made.
    `canaries` counts the rules of the gate that were shown rows which break them, and found them; `among_own` those that did among
    rows of the study; `to_look_at` are files that a person should look at before they go out, and why.
    """

    study: Mapping[str, Any]
    tables: Mapping[str, pl.DataFrame]
    reference: pl.DataFrame | None
    codebook: Codebook
    checks: Sequence[Mapping[str, Any]]
    leak: Mapping[str, Any] | None
    versions: Mapping[str, str]
    inputs_sha256: str
    inputs: Mapping[str, str | None] = field(default_factory=dict)
    round_to: int = 1
    smallest_count: int = 1
    noise: int = 0
    theme_totals: Mapping[str, int | None] | None = None
    sign_off: Mapping[str, Any] | None = None
    decisions: Mapping[str, int | None] | None = None
    agreement: pl.DataFrame | None = None
    frame: Mapping[str, Any] = field(default_factory=dict)
    held_back: Mapping[str, Any] = field(default_factory=dict)
    canaries: int = 0
    among_own: int = 0
    attack: Mapping[str, Any] | None = None
    to_look_at: Sequence[tuple[str, str]] = ()

    @property
    def held_back_by_rule(self) -> Mapping[str, int]:
        """Texts that are counted and coded, and whose words are told nowhere, by the first rule of the gate that they break."""
        return dict(self.held_back.get("by_rule", {}))

    @property
    def title(self) -> str:
        """The study's title, or its id."""
        return str(self.study["title"] or self.study["id"])

    @property
    def has_texts(self) -> bool:
        """Whether words of tweets are part of the release."""
        return bool(self.study["profile"] == "team")
