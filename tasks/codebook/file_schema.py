"""The shape of a codebook's file: what the loader holds it to, and what editors complete it from."""

import datetime
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, ValidationError

Text = Annotated[str, StringConstraints(strict=True)]
Filled = Annotated[str, StringConstraints(strict=True, min_length=1)]
Version = Annotated[str, StringConstraints(strict=True, min_length=1), Field(examples=["0.1.0"])]
Day = Annotated[datetime.date, Field(strict=True)] | Filled


class _Part(BaseModel):
    model_config = ConfigDict(extra="forbid")


class About(_Part):
    """Which frame it is."""

    id: Filled = Field(description="short name; it stays when the title changes")
    version: Version = Field(description="raised with every change of a rule, and said under [[history]]")
    title: Text = Field("", description="what readers see")
    precedence: list[Filled] = Field([], description="ids of headings; between equals the earlier one is primary")


class ThemePart(_Part):
    """An overarching theme."""

    name: Filled = Field(description="what tables show")
    kind: Literal["content", "residual", "fallback"] = Field(
        "content",
        description="residual: primary only where no content heading applies; fallback: counts only where no other theme does, "
        "the first in the file before the next",
    )
    title: Text = Field("", description="the full name, for reports")


class SubjectPart(_Part):
    """What the conversation is about, so that what is said about anything else is not coded."""

    enough: int = Field(strict=True, description="points that a text needs for a content heading to code it")
    enough_for_weak: int | None = Field(
        None, strict=True, description="points that it needs where weak phrases alone speak for the heading; as many if not said"
    )
    points: dict[Annotated[str, StringConstraints(pattern=r"^-?[1-9]\d*$")], list[Filled]] = Field(
        description="words, hashtags with their #, by the points that each gives once; below nothing where it speaks against"
    )


class QuestionPart(_Part):
    """A question that texts may answer, known by phrases in it; a phrase says `question:NAME` to ask for it."""

    phrases: list[Filled] = Field(min_length=1, description="the question is this one where one of these stands in it")
    examples: list[Filled] = Field([], description="questions that it is, as they may be put")
    near_misses: list[Filled] = Field([], description="questions that it is not")


class HeadingPart(_Part):
    """A descriptive heading, the phrases that find it and the proof that they do."""

    id: Filled = Field(description="stable: survives renaming; what is before the first dot is the theme")
    name: Filled = Field(description="what tables show")
    theme: Filled | None = Field(None, description="id of the theme, where the id does not begin with it")
    definition: Text = Field(description="what the heading means")
    include: Text = Field("", description="what else belongs here")
    exclude: Text = Field("", description="what belongs elsewhere, and where")
    negated: bool = Field(False, strict=True, description="a hit close after a denial is struck")
    strong: list[Filled] = Field([], description="one hit codes the tweet")
    weak: list[Filled] = Field([], description="two different hits code the tweet; one is a suggestion for review")
    unless: list[Filled] = Field([], description="a hit within one of these is struck, and shown as struck")
    examples: list[Filled] = Field([], description="invented tweets for which this is the primary heading")
    near_misses: list[Filled] = Field([], description="invented tweets that this heading must not code")


class ChangePart(_Part):
    """A line of the frame's history."""

    version: Version
    date: Day
    change: Filled = Field(description="what changed, and why")
    rules: Text = Field("", description="digest of the rules as this version has them: hushtag codebook test says it")


class CodebookFile(_Part):
    """A coding frame as its TOML file holds it."""

    codebook: About
    sets: dict[str, list[Filled]] = Field({}, description="words by name; a phrase uses them as {name}")
    subject: SubjectPart | None = None
    questions: dict[Annotated[str, StringConstraints(pattern=r"^\w+$")], QuestionPart] = Field(
        {}, description="by name; a phrase or an example begins with question:NAME"
    )
    themes: dict[str, ThemePart]
    headings: list[HeadingPart] = Field(min_length=1)
    history: list[ChangePart] = []


Where = tuple[int | str, ...]


def schema() -> dict[str, Any]:
    """The JSON Schema of a codebook's file."""
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", **CodebookFile.model_json_schema()}


def misshapen(declared: dict[str, Any]) -> tuple[Where, str] | None:
    """The first place that is not of the shape, and what is wrong there; None where all is well."""
    try:
        CodebookFile.model_validate(declared)
    except ValidationError as error:
        first = min(error.errors(include_url=False), key=lambda each: each["type"] != "extra_forbidden")
        where: Where = tuple(part for part in first["loc"] if not str(part).startswith(("constrained-", "date")))
        return where, _said(first["type"], _key_of(where), first["msg"])
    return None


def _key_of(where: Where) -> str:
    """The last key of a path, with the place in its list, counted from one."""
    last = where[-1]
    return f"{where[-2]} {last + 1}" if isinstance(last, int) and len(where) > 1 else str(last)


def _said(kind: str, key: str, message: str) -> str:
    known = {
        "extra_forbidden": f"has {key}, which means nothing",
        "missing": f"needs {key}",
        "string_type": f"{key} is to be text in quotes",
        "list_type": f"{key} is to be a list in brackets",
        "string_too_short": "holds an empty text",
        "too_short": f"needs at least one of {key}",
        "literal_error": f"{key} is to be content, residual or fallback",
        "bool_type": f"{key} is to be true or false",
    }
    return known.get(kind, f"{key}: {message[:1].lower()}{message[1:]}")
