"""What the run's page shows: counts only, never a word of a tweet."""

from typing import Any

from prefect.artifacts import create_link_artifact, create_markdown_artifact, create_table_artifact

from tasks import store
from tasks.store import Receipt


def show_counts(study: str, tabulated: Receipt) -> None:
    """Table 1 and the flow counts as table artifacts of the run."""
    for table in ("flow", "table1"):
        create_table_artifact(_rows(tabulated, table), key=_key(study, table), description=_TITLES[table])


def show_release(study: str, verdict: Any, report: str) -> None:
    """The gate's verdict, a line a rule, and where the report lies."""
    lines = [f"| {line.rule} | {line.table} | {line.outcome} | {line.rows} |" for line in verdict.lines]
    head = ["| rule | table | outcome | rows |", "|---|---|---|--:|"]
    create_markdown_artifact("\n".join([*head, *lines]), key=_key(study, "gate"), description="The gate's verdict")
    create_link_artifact(f"file://{report}", link_text="report.html", key=_key(study, "report"))


_TITLES = {"flow": "Flow: read = kept + set aside, at every stage", "table1": "Table 1: distinct tweets a heading"}


def _rows(tabulated: Receipt, table: str) -> list[dict[str, Any]]:
    return store.read(tabulated, table).to_dicts()


def _key(study: str, name: str) -> str:
    return f"{study}-{name}".replace("_", "-")
