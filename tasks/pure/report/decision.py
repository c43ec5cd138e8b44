"""Who let a release out, and why: what is written into a report after people have seen the rest."""

import re
from collections.abc import Mapping
from typing import Any

from markupsafe import Markup

PLACE = re.compile(r'<div id="decision">.*?</div>', re.DOTALL)
WORDS = "Let out by {by}{how}: {reason}"
DRAFT = re.compile(r'<div id="draft">.*?</div>', re.DOTALL)
WARNING = '<p class="note"><strong>Draft.</strong> No person has let it out: quote nothing of it.</p>'


def paragraph(sign_off: Mapping[str, Any] | None) -> Markup:
    """The place of the decision: empty where none was asked for, or none is taken yet."""
    people = [sign_off, *sign_off.get("others", ())] if sign_off else []
    said = Markup("").join(Markup('<p class="note">{}</p>').format(_said(each)) for each in people)
    return Markup('<div id="decision">{}</div>').format(said)


def decided(page: str, sign_off: Mapping[str, Any] | None) -> str:
    """A report with a decision where it had another or none; without one, its top says that it is a draft.

    Raises: ValueError when the page has no one place for it.
    """
    if len(PLACE.findall(page)) != 1:
        raise ValueError("the report has no place for a decision")
    page = PLACE.sub(lambda _: str(paragraph(sign_off)), page)
    return DRAFT.sub(lambda _: str(notice(sign_off)), page)


def notice(sign_off: Mapping[str, Any] | None) -> Markup:
    """The place, at the top of a report that people decide on, which says whether it is a draft still."""
    return Markup('<div id="draft">{}</div>').format(Markup("" if sign_off else WARNING))  # noqa: S704  our own words


def _said(one: Mapping[str, Any]) -> str:
    typed = f" (the name as typed, not signed by a key; given through {one.get('given_through')})"
    signed = f" (signed by the key {one['key']})" if one.get("key") else ""
    return WORDS.format(by=one["by"], how=signed if one["is_signed"] else typed, reason=one["reason"])
