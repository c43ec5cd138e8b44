"""The page itself: one file without script, link or outside resource."""

from collections.abc import Iterable, Mapping
from typing import Any

import polars as pl
from markupsafe import Markup

from tasks.pure.report import prose
from tasks.pure.report.attack_page import in_short as attack_in_short
from tasks.pure.report.checklist import TO_WRITE, checklist
from tasks.pure.report.decision import notice, paragraph
from tasks.pure.report.drawings import Drawing
from tasks.pure.report.facts import Facts
from tasks.pure.report.figures import by_hour, by_time
from tasks.pure.report.gate import in_short, study_exceptions
from tasks.pure.report.held_back import held_back
from tasks.pure.report.method_text import method
from tasks.pure.report.numbers import total
from tasks.pure.report.quotes_section import quoted_themes
from tasks.pure.report.release import Release
from tasks.pure.report.reliability import figures_of, reliability
from tasks.pure.report.statements import references, statements
from tasks.pure.report.table1 import table1_page
from tasks.pure.report.templates import rendered, style_sheet
from tasks.pure.report.theme_table import headline, people, theme_rows

TEMPLATES = ("page.html.j2", "reliability.html.j2", "themes.html.j2", "statements.html.j2", "page.css")
# A placeholder, what it stands for, and under which name its leak was measured.
REMOVED = {
    "USER": ("handles", "handles (%)"),
    "PERSON": ("people", "people (%)"),
    "PLACE": ("places", "places (%)"),
    "SERVICE": ("health services", ""),
    "CONTACT": ("contact details", ""),
    "DATE": ("dates of birth", ""),
    "ID": ("numbers of patients, passports and the like", ""),
    "LINK": ("links", "links (%)"),
}
TABLES = {
    "anonymised": "Anonymised tweets",
    "deduplicated": "Distinct texts",
    "withheld": "Texts held back, internal",
    "coded": "Codes, internal",
    "tweets": "tweets.csv, tweets.parquet",
    "paraphrases": "paraphrases.csv",
    "codes": "codes.parquet",
    "table1": "table1.csv",
    "overlap": "overlap.csv",
    "timeline": "timeline.csv",
    "flow": "flow.csv",
}


def report_page(release: Release, facts: Facts, drawn: Iterable[Drawing]) -> str:
    """The report as one HTML page."""
    tables = release.tables
    return str(
        rendered(
            "page.html.j2",
            release=release,
            study=release.study,
            css=style_sheet(),
            facts=facts,
            summary=prose.summary(release, facts),
            scope=prose.scope(release),
            rounding=prose.rounding(release),
            held_back=held_back(release),
            decision=paragraph(release.sign_off),
            draft_notice=notice(release.sign_off),
            gate_in_short=list(in_short(release)),
            excepted=study_exceptions(release),
            held_texts=sum(release.held_back_by_rule.values()),
            table_note=prose.table_note(release, facts),
            method=list(method(release, facts)),
            limitations=list(prose.limitations(release)),
            table1=Markup(table1_page(release)),  # noqa: S704  escaped by great_tables
            drawn={each.name: (each, Markup(each.svg)) for each in drawn},  # noqa: S704  escaped by the renderer
            shared=_shared(tables["overlap"]),
            times=list((by_hour(tables["hours"]) if "hours" in tables else by_time(tables["timeline"])).iter_rows()),
            theme_times=list(tables["theme_timeline"].iter_rows()) if "theme_timeline" in tables else [],
            headline=headline(release, facts),
            people=people(release),
            frame_notice=prose.frame_notice(release),
            theme_rows=theme_rows(release, facts),
            statements=list(statements(release)),
            references=list(references(release)),
            checklist=checklist(release, facts),
            to_write=TO_WRITE,
            quoted_themes=quoted_themes(release),
            paraphrases=prose.paraphrases(release),
            are_searched=_are_searched(tables),
            reliability=list(reliability(release)),
            agreement=figures_of(release),
            removed=_removed(release),
            leak=", ".join(_measure(name, value) for name, value in (release.leak or {}).items()),
            all_spans=total(tables["removed"].get_column("spans")),
            gate=_gate(release),
            attack=list(attack_in_short(release.attack)) if release.attack else [],
            failed=[check for check in release.checks if check["outcome"] != "pass"],
            themes=[
                (theme, [each for each in release.codebook.headings if each.theme == theme.id])
                for theme in release.codebook.themes
            ],
        )
    )


def _shared(overlap: pl.DataFrame) -> dict[str, dict[str, int | None]]:
    """The overlap as a table: for each theme the others, in order."""
    shared: dict[str, dict[str, int | None]] = {}
    for theme, other, tweets in overlap.select("theme", "other_theme", "tweets").iter_rows():
        shared.setdefault(theme, {})[other] = tweets
    return shared


def _are_searched(tables: Mapping[str, pl.DataFrame]) -> bool:
    return "quotes" in tables and not tables["quotes"].get_column("is_singled_out").null_count()


def _removed(release: Release) -> list[tuple[str, int | None, int | None, str]]:
    """Rows: one a kind that occurs: its name, spans, tweets and measured leak."""
    leak = release.leak or {}
    return [
        (name, spans, tweets, f"{leak[measured]} %" if measured in leak else "–")
        for kind, spans, tweets in release.tables["removed"].select("kind", "spans", "tweets").iter_rows()
        for name, measured in [REMOVED.get(kind, (kind, ""))]
    ]


def _measure(name: str, value: Any) -> str:
    if name.endswith(" (%)"):
        return f"{name.removesuffix(' (%)')} {value} %"
    return f"{name}: {value:,}" if isinstance(value, int) else f"{name}: {value}"


def _gate(release: Release) -> dict[str, list[Mapping[str, Any]]]:
    checks: dict[str, list[Mapping[str, Any]]] = {}
    for check in release.checks:
        checks.setdefault(TABLES.get(check["table"], check["table"]), []).append(check)
    return checks
