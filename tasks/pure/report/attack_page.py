"""The page that records an attack: what an intruder could find, in figures; a page of the report of its own."""

from collections.abc import Iterator, Mapping
from typing import Any

from tasks.pure.report.numbers import count
from tasks.pure.report.templates import rendered, style_sheet

TEMPLATES = ("attack.html.j2", "page.css")
KINDS = {
    "age": "an age",
    "occupation": "an occupation",
    "family": "somebody of the family",
    "date": "a date",
    "condition": "a rare condition",
    "workplace": "a workplace",
}

Row = tuple[str, str]


def attack_page(figures: Mapping[str, Any], title: str) -> str:
    """The page; figures as `tasks.attack` gives them."""
    return str(rendered("attack.html.j2", css=style_sheet(), title=title, figures=figures, parts=list(_parts(figures))))


def summary(figures: Mapping[str, Any]) -> Iterator[str]:
    """The figures for a terminal, a line each, under the names of their parts."""
    for name, _, rows in _parts(figures):
        yield f"{name}:"
        yield from (f"  {what}: {found}" for what, found in rows)


def in_short(figures: Mapping[str, Any]) -> Iterator[str]:
    """What came of the attack, a sentence a part of it."""
    for name, texts in (("released_texts", "Released texts"), ("quotes", "Quotes")):
        if found := figures[name]:
            words, runs = found["by_all_words"], found["by_runs"]
            yield f"{texts} searched for by all their words: their own tweet came first for {_share(words['first'])}."
            yield f"{texts} searched for by a run of their words: it led to theirs alone for {_share(runs['singled_out'])}."
    style, lives, people = figures["style"], figures["identifiers"], figures["people"]
    if style["authors"] != 0:
        yield f"Linked by style, the right author came first for {_share(style['top_1'])}; by chance {_percent(style['chance_1'])}."
    if figures["quotes"]:
        yield f"Quotes with a detail of a life that fewer than ten authors share: {_share(lives['shared_by_few'])}."
    yield _tried(people) if people else "Nobody has tried the kit for people yet."


def _tried(people: Mapping[str, Any]) -> str:
    minutes = people.get("minutes")
    spent = f" in {count(minutes)} minutes" if minutes else ""
    return (
        f"People who tried: {count(people['people'])}{spent}. They named an account for {_share(people['claimed'])}, "
        f"the right one for {_share(people['right'])}."
    )


def _parts(figures: Mapping[str, Any]) -> Iterator[tuple[str, str, list[Row]]]:
    """Each part of the attack: its name, how it was made, and its figures."""
    for name, heading in (("released_texts", "Released texts searched for"), ("quotes", "Quotes searched for")):
        if found := figures[name]:
            yield heading, SEARCH, list(_search(found))
    style = figures["style"]
    yield "Linked by style", STYLE, [
        ("authors with at least four texts of their own", count(style["authors"])),
        ("the right author comes first", f"{_share(style['top_1'])}; by chance {_percent(style['chance_1'])}"),
        ("the right author is among five", f"{_share(style['top_5'])}; by chance {_percent(style['chance_5'])}"),
    ]
    lives = figures["identifiers"]
    yield "What quotes tell of a life", LIVES, [
        ("tell something", _share(lives["with_any"])),
        *((f"texts with {KINDS[kind]}", count(texts)) for kind, texts in lives["by_kind"].items()),
        ("with a detail that fewer than ten authors share", _share(lives["shared_by_few"])),
        ("all of whose details fewer than ten authors share", _share(lives["together_by_few"])),
        ("all of whose details no other author of the dump shares", _share(lives["of_one_author"])),
    ]
    people = figures["people"]
    yield "Tried by people", PEOPLE if people else UNTRIED, [
        ("people", count(people["people"])),
        ("minutes that they spent", count(people.get("minutes"))),
        ("an account was named, of the quotes tried", _share(people["claimed"])),
        ("the account was the author’s", _share(people["right"])),
    ] if people else [("people", "nobody yet")]


SEARCH = (
    "An intruder who holds all originals searches them for the words that are left: for all of them (BM25), and for runs of "
    "three or more between placeholders. Bits say how rare the words are."
)
STYLE = (
    "Every other text of an author, as it was written, is what the intruder knows; the rest, anonymised, is linked to it by "
    "the likeness of their letters (n-grams, TF-IDF, cosine)."
)
LIVES = "Ages, occupations, family, dates, rare conditions and workplaces, by patterns, and how many authors tell the same."
PEOPLE = "People were given quotes, a search engine and twenty minutes, and named whom they found; it was held against the dump."
UNTRIED = (
    "People get quotes, a search engine and twenty minutes: `hushtag attack STUDY --kit OUT.xlsx` writes the kit, `--read` reads"
    " it back."
)


def _search(found: Mapping[str, Any]) -> Iterator[Row]:
    words, runs = found["by_all_words"], found["by_runs"]
    yield "texts searched for", count(found["searched"])
    yield "their own tweet comes first", _share(words["first"])
    yield "their own tweet is among the first 20", _share(words["among_20"])
    yield "no other tweet comes near", _share(words["singled_out"])
    yield "a run of words leads to their own tweet alone", _share(runs["singled_out"])
    yield "bits that the words tell, median", _number(words["median_bits"])
    yield "words of the longest run that leads to one tweet, median", _number(runs["median_longest_run"])


def _share(told: Mapping[str, Any]) -> str:
    if told["share"] is None:
        return "nothing to tell"
    return f"{_percent(told['share'])} ({_percent(told['low'])} to {_percent(told['high'])}) of {count(told['of'])}"


def _percent(share: float | None) -> str:
    return "–" if share is None else f"{100 * share:.1f} %"


def _number(value: float | None) -> str:
    return "–" if value is None else f"{value:g}"
