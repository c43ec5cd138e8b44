"""Themes at a glance: what each means, how many texts and people it has, and one quote; and the headline of a release."""

from dataclasses import dataclass

from tasks.codebook.model import Theme
from tasks.pure.report.facts import Facts, theme_sums
from tasks.pure.report.numbers import count, counted, interval, percent
from tasks.pure.report.quotes_section import QuotedHeading, quoted_themes
from tasks.pure.report.release import Release


@dataclass(frozen=True)
class ThemeRow:
    """A theme; `people` is empty where the dump knows no authors or a profile does not tell them, `quote` where none may go out."""

    name: str
    meaning: str
    tweets: str
    share: str
    interval: str
    people: str
    quote: str


def theme_rows(release: Release, facts: Facts) -> list[ThemeRow]:
    """Rows: one a theme, in the order of Table 1, Uncoded left out."""
    sums, people = theme_sums(release), authors(release)
    voices = {theme.id: headings for theme, headings in quoted_themes(release)}
    return [
        ThemeRow(
            theme.name,
            _meaning(release, theme),
            count(sums.get(theme.name, 0)),
            percent(sums.get(theme.name, 0), facts.distinct),
            interval(sums.get(theme.name, 0), facts.distinct),
            count(people[theme.name]) if theme.name in people else "",
            _quote(voices.get(theme.id, [])),
        )
        for theme in release.codebook.themes
    ]


def authors(release: Release) -> dict[str | None, int]:
    """Different authors of each theme's distinct texts, by its name; None for all together. Empty where nobody is known."""
    table = release.tables.get("authors")
    known: dict[str | None, int] = dict(table.iter_rows()) if table is not None else {}
    return known if known.get(None) else {}


def headline(release: Release, facts: Facts) -> str:
    """The largest content theme in one sentence; empty where no count of one is told."""
    content = {theme.name: theme for theme in release.codebook.themes if theme.kind == "content"}
    sums = [(tweets, name) for name, tweets in facts.themes if tweets and name in content]
    if not sums or not facts.distinct:
        return ""
    tweets, name = max(sums, key=lambda each: each[0])
    title = content[name].title
    meaning = f" ({title[0].lower()}{title[1:]})" if title else ""
    people = authors(release).get(name)
    by_people = f", written by {counted(people, 'person', 'people')}" if people else ""
    return (
        f"The largest theme is {name}{meaning}: {percent(tweets, facts.distinct)} of the texts "
        f"(95 % interval {interval(tweets, facts.distinct)} %){by_people}."
    )


def people(release: Release) -> str:
    """Who stands behind the counts; empty where nobody is known."""
    known = authors(release)
    if not known:
        return ""
    return f"{counted(known[None], 'person', 'people')} wrote the distinct texts; one person may speak under several themes."


def _meaning(release: Release, theme: Theme) -> str:
    """The theme's title, and which headings it gathers."""
    ours = sorted((each for each in release.codebook.headings if each.theme == theme.id), key=lambda each: each.name.lower())
    if [each.name for each in ours] == [theme.name]:
        return theme.title or ours[0].definition
    names = ", ".join(each.name for each in ours)
    return f"{theme.title or theme.name}. Headings: {names}."


def _quote(voices: list[QuotedHeading]) -> str:
    """The first quote of the largest heading, one that does not stand out by its words before one that does."""
    ordered = sorted(voices, key=lambda each: -(each.tweets or 0))
    quotes = [quote for heading in ordered for quote in heading.quotes]
    plain = [quote for quote in quotes if not quote.is_findable]
    return (plain or quotes)[0].text if quotes else ""
