"""Tables for the terminal."""

import polars as pl
from rich.markup import escape
from rich.table import Table

from tasks.pure.report.facts import COPIES
from tasks.pure.report.numbers import count, total


def flow_table(flow: pl.DataFrame) -> Table:
    """The flow counts, a line a number; reasons in words, under the stage that set rows aside."""
    table = Table(title="Flow of tweets", box=None, title_justify="left", header_style="bold")
    table.add_column("stage")
    table.add_column("outcome")
    table.add_column("tweets", justify="right")
    last = ""
    for stage, outcome, reason, tweets in flow.with_columns(pl.col(pl.String).fill_null("")).iter_rows():
        words = outcome.replace("_", " ")
        told = escape(f"{words}: {COPIES.get(reason, reason)}") if reason else words
        table.add_row("" if stage == last else stage, told, count(tweets))
        last = stage
    return table


def table1(counts: pl.DataFrame, themes: pl.DataFrame | None = None) -> Table:
    """Table 1 with a subtotal a theme and the total N; of a public release as its own `themes` tell them."""
    told = dict(themes.iter_rows()) if themes is not None else {}
    table = Table(title="Table 1", box=None, title_justify="left", header_style="bold")
    table.add_column("theme and heading")
    table.add_column("tweets", justify="right")
    for (theme,), headings in counts.group_by("theme", maintain_order=True):
        table.add_row(f"[bold]{theme}[/bold]", f"[bold]{count(told.get(theme) if told else total(headings['tweets']))}[/bold]")
        for heading, tweets in headings.select("heading", "tweets").iter_rows():
            if heading != theme:
                table.add_row(f"  {heading}", count(tweets))
    table.add_row("[bold]N[/bold]", f"[bold]{count(total(told.values() if told else counts['tweets']))}[/bold]")
    return table


def figures(table: pl.DataFrame) -> Table:
    """Words to the left, counts whole, other numbers to two places; what could not be told is a dash."""
    drawn = Table(box=None, header_style="bold")
    for name, kind in table.schema.items():
        drawn.add_column(name, justify="right" if kind.is_numeric() else "left", no_wrap=True)
    for row in table.iter_rows():
        drawn.add_row(*map(_figure, row))
    return drawn


def _figure(value: object) -> str:
    if value is None:
        return "–"
    return f"{value:.2f}" if isinstance(value, float) else count(value) if isinstance(value, int) else str(value)
