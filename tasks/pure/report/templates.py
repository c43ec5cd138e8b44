"""The report's templates, which escape whatever they are given."""

from functools import cache
from importlib import resources
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from tasks.pure.report.numbers import count, counted, listed, percent

ROOM = __name__.rpartition(".")[0]


def rendered(template: str, **values: Any) -> Markup:
    """A template with its values filled in."""
    return Markup(_environment().get_template(template).render(values))  # noqa: S704  escaped by the template


def style_sheet() -> Markup:
    """The page's style sheet: our own file, so not escaped."""
    return Markup((resources.files(ROOM) / "page.css").read_text(encoding="utf-8"))  # noqa: S704


@cache
def _environment() -> Environment:
    pages = Environment(
        loader=PackageLoader(ROOM, "."),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    pages.filters |= {"count": count, "counted": counted, "listed": listed, "percent": percent}
    return pages
