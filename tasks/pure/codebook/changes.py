"""What a new version of a coding frame changes: its rules, and the tweets that change heading."""

import hashlib
import json
from collections.abc import Iterator
from dataclasses import asdict

import polars as pl

from tasks.codebook.model import Codebook, Heading, Question, Subject
from tasks.pure.coding.assign_themes import coded_texts

LISTS = ("strong", "weak", "unless", "examples", "near_misses")
WORDS = ("name", "theme", "definition", "include", "exclude", "negated")
RULES = ("id", "theme", "strong", "weak", "unless", "negated")


def rules_digest(codebook: Codebook) -> str:
    """Twelve hex digits over all that decides a code: phrases, sets, kinds of themes, subject, questions, precedence, order of
    headings.
    """
    rules = {
        "sets": codebook.sets,
        "themes": {theme.id: theme.kind for theme in codebook.themes},
        "headings": [[getattr(heading, field) for field in RULES] for heading in codebook.headings],
        "precedence": codebook.precedence,
        # Frames that say nothing of a subject or of questions keep the digests that they were sealed with.
        **({"subject": _of_subject(codebook.subject)} if codebook.subject else {}),
        **({"questions": {each.id: each.phrases for each in codebook.questions}} if codebook.questions else {}),
    }
    return hashlib.sha256(json.dumps(rules, sort_keys=True).encode()).hexdigest()[:12]


def _of_subject(subject: Subject) -> list[object]:
    """What decides of a subject; frames that say nothing of weak phrases keep the digests that they were sealed with."""
    return [subject.enough, subject.points, *([] if subject.enough_for_weak is None else [subject.enough_for_weak])]


def changed_rules(old: Codebook, new: Codebook) -> list[str]:
    """A line a difference: headings that came, went or changed, in the new frame's order and then the old one's."""
    before = {heading.id: heading for heading in old.headings}
    after = {heading.id: heading for heading in new.headings}
    lines = [line for name, heading in after.items() for line in _of_heading(before.get(name), heading)]
    lines += [f"- {name}: heading is gone" for name in before if name not in after]
    lines += [f"~ set {name}" for name in sorted({*old.sets, *new.sets}) if old.sets.get(name) != new.sets.get(name)]
    lines += [f"~ question {name}" for name in sorted({*_asks(old), *_asks(new)}) if _asks(old).get(name) != _asks(new).get(name)]
    lines += ["~ subject"] if old.subject != new.subject else []
    lines += ["~ precedence"] if old.precedence != new.precedence else []
    lines += _of_themes(old, new)
    if _order(old, new) != _order(new, old):
        lines.append("~ order of the headings")
    if rules_digest(old) != rules_digest(new) and old.version == new.version:
        lines.append(f"! the rules changed and the version did not: it is still {new.version}")
    return lines


def _asks(codebook: Codebook) -> dict[str, Question]:
    return {each.id: each for each in codebook.questions}


def coded_by_both(tweets: pl.DataFrame, old: Codebook, new: Codebook) -> pl.DataFrame:
    """Tweets as each of two frames codes them, by the questions (`asked`) that the old one knew.

    Rows: one a tweet, in order: tweet_key, text; before and after, the primary heading (null is uncoded); had and has, all
    live headings.
    """
    texts = tweets.get_column("text")
    asked = tweets.get_column("asked") if "asked" in tweets.columns else None
    one, other = coded_texts(texts, old, asked), coded_texts(texts, new, asked)
    return tweets.select("tweet_key", "text").with_columns(
        before=one["primary"], after=other["primary"], had=one["headings"], has=other["headings"]
    )


def moved_tweets(both: pl.DataFrame) -> pl.DataFrame:
    """Tweets whose primary heading is another: tweet_key, text, before, after.

    Rows: one a tweet that changes, by before, after and tweet_key.
    """
    moved = both.filter(pl.col("before").ne_missing(pl.col("after"))).drop("had", "has")
    return moved.sort("before", "after", "tweet_key", nulls_last=True)


def shifted_headings(both: pl.DataFrame) -> pl.DataFrame:
    """Headings that tweets gain or lose, primary or not: heading, gained, lost.

    Rows: one a heading with either, A to Z.
    """
    gained = (
        both.select(heading=pl.col("has").list.set_difference("had"))
        .explode("heading")
        .with_columns(side=pl.lit("gained"))
    )
    lost = (
        both.select(heading=pl.col("had").list.set_difference("has"))
        .explode("heading")
        .with_columns(side=pl.lit("lost"))
    )
    shifts = pl.concat([gained, lost]).drop_nulls("heading")
    side = pl.col("side")
    return shifts.group_by("heading").agg(gained=(side == "gained").sum(), lost=(side == "lost").sum()).sort("heading")


def _of_themes(old: Codebook, new: Codebook) -> Iterator[str]:
    before, after = ({theme.id: asdict(theme) for theme in codebook.themes} for codebook in (old, new))
    yield from (f"+ theme {name}" for name in after if name not in before)
    yield from (f"- theme {name}" for name in before if name not in after)
    for name in after:
        changed = [field for field, value in after[name].items() if before.get(name, after[name])[field] != value]
        yield from (f"~ theme {name} {field}" for field in changed)


def _order(one: Codebook, other: Codebook) -> list[str]:
    shared = {heading.id for heading in other.headings}
    return [heading.id for heading in one.headings if heading.id in shared]


def _of_heading(before: Heading | None, after: Heading) -> Iterator[str]:
    if before is None:
        yield f"+ {after.id}: new heading"
        return
    for field in LISTS:
        old, new = getattr(before, field), getattr(after, field)
        yield from (f"+ {after.id} {field}: {phrase}" for phrase in new if phrase not in old)
        yield from (f"- {after.id} {field}: {phrase}" for phrase in old if phrase not in new)
    for field in WORDS:
        if getattr(before, field) != getattr(after, field):
            yield f"~ {after.id} {field}"
