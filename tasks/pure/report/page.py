"""The page itself, put together by a template that escapes whatever it is given."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import polars as pl
from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from tasks.codebook.model import Codebook
from tasks.pure.report.figures import overlap_figure, timeline_figure
from tasks.pure.report.table1 import table1_page

TEMPLATES = ("page.html.j2", "page.css")

KINDS = {
    "K1": "retweets by the platform's flag",
    "K2": "retweets, “RT @…”",
    "K4": "modified retweets, “MT @…”",
    "K5": "copies “via @…”",
    "K6": "quotations of a tweet",
    "K7": "retweets cut short",
    "K8": "the same words again",
}
REMOVED = {
    "USER": "handles",
    "PERSON": "persons",
    "PLACE": "places",
    "SERVICE": "health services",
    "CONTACT": "contact details",
    "LINK": "links",
}
STAGES = {
    "ingest": "Ingested",
    "anonymise": "Anonymised",
    "deduplicate": "De-duplicated",
    "assign_themes": "Coded",
}


@dataclass(frozen=True)
class Release:
    """All that the page tells."""

    study: Mapping[str, Any]
    tables: Mapping[str, pl.DataFrame]
    reference: pl.DataFrame | None
    codebook: Codebook
    checks: Sequence[Mapping[str, Any]]
    leak: Mapping[str, Any] | None
    versions: Mapping[str, str]
    inputs_sha256: str


def report_page(release: Release) -> str:
    """The report as one HTML page without script, link or outside resource."""
    pages = Environment(
        loader=PackageLoader("tasks.pure.report", "."),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    tables = release.tables
    return pages.get_template("page.html.j2").render(
        release=release,
        study=release.study,
        css=Markup(pages.loader.get_source(pages, "page.css")[0] if pages.loader else ""),  # noqa: S704  our own file
        flow=flow_steps(tables["flow"]),
        table1=Markup(table1_page(tables["table1"], release.reference)),  # noqa: S704  escaped by great_tables
        overlap=Markup(overlap_figure(tables["overlap"])),  # noqa: S704  rendered SVG
        timeline=Markup(timeline_figure(tables["timeline"])),  # noqa: S704  rendered SVG
        removed=[(REMOVED.get(kind, kind), spans, tweets) for kind, spans, tweets in tables["removed"].iter_rows()],
        summary=summary(tables),
        themes=[
            (theme, [each for each in release.codebook.headings if each.theme == theme.id])
            for theme in release.codebook.themes
        ],
        failed=[check for check in release.checks if check["outcome"] != "pass"],
    )


def summary(tables: Mapping[str, pl.DataFrame]) -> dict[str, Any]:
    """The numbers of the first paragraph."""
    flow = tables["flow"]
    counts = tables["table1"]
    themes = (
        counts.filter(pl.col("theme") != "Uncoded").group_by("theme", maintain_order=True).agg(pl.col("tweets").sum())
    )
    largest = themes.sort("tweets", descending=True, maintain_order=True).head(3)
    return {
        "read": _number(flow, "ingest", "read"),
        "in_scope": _number(flow, "ingest", "kept"),
        "distinct": _number(flow, "deduplicate", "kept"),
        "copies": _number(flow, "deduplicate", "set_aside"),
        "uncoded": counts.filter(pl.col("theme") == "Uncoded").get_column("tweets").sum(),
        "headings": counts.filter((pl.col("tweets") > 0) & (pl.col("theme") != "Uncoded")).height,
        "all_headings": counts.height - 1,
        "largest": list(largest.iter_rows()),
        "spans": tables["removed"].get_column("spans").sum(),
    }


def flow_steps(flow: pl.DataFrame) -> list[dict[str, Any]]:
    """The flow diagram's boxes, in order: what a stage read and kept, and what it set aside by reason."""
    return [
        {
            "name": name,
            "read": _number(flow, stage, "read"),
            "kept": _number(flow, stage, "kept"),
            "aside": [(KINDS.get(reason, reason), tweets) for reason, tweets in _reasons(flow, stage, "set_aside")],
            "split": _reasons(flow, stage, "kept") if stage == "assign_themes" else [],
        }
        for stage, name in STAGES.items()
    ]


def _number(flow: pl.DataFrame, stage: str, outcome: str) -> int:
    rows = flow.filter((pl.col("stage") == stage) & (pl.col("outcome") == outcome))
    return int(rows.get_column("tweets").sum())


def _reasons(flow: pl.DataFrame, stage: str, outcome: str) -> list[tuple[str, int]]:
    rows = flow.filter((pl.col("stage") == stage) & (pl.col("outcome") == outcome))
    return list(rows.sort("tweets", descending=True, maintain_order=True).select("reason", "tweets").iter_rows())
