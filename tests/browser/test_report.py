"""The report where it is read: in a browser, on a phone, in the dark, on paper, by keyboard, and by those who attack it."""

import json
import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

from tasks.pure.report.drawings import drawings
from tasks.pure.report.facts import facts_of
from tasks.pure.report.page import report_page
from tests.pure.report.reporting import HOSTILE, RELEASE, hostile, paraphrased
from tests.pure.report.test_page import SECTIONS

LARGE, PHONE, SMALL = (1280, 800), (360, 740), (320, 568)
# A sheet within the margins of the style sheet, at 96 pixels an inch.
A4 = (672, 986)
OPEN_ALL = "document.querySelectorAll('details').forEach(each => { each.open = true })"
TOUCH_ALL = """document.querySelectorAll('*').forEach(each => ['load', 'error', 'focus', 'mouseover', 'click']
    .forEach(kind => each.dispatchEvent(new Event(kind))))"""
SCROLLING = """[...document.querySelectorAll('*')].filter(each =>
    each.scrollWidth > each.clientWidth + 1 && ['auto', 'scroll'].includes(getComputedStyle(each).overflowX))"""


@dataclass
class Seen:
    """A page that is open, and what it did."""

    page: Any
    said: list[str] = field(default_factory=list)
    asked: list[str] = field(default_factory=list)


Open = Callable[..., Any]


@pytest.fixture
def opened(browser: Any) -> Open:
    """Opens a file as a reader with a screen of some size and colours would, and watches it."""

    @contextmanager
    def open_page(path: Path, size: tuple[int, int] = LARGE, scheme: str = "light") -> Iterator[Seen]:
        context = browser.new_context(viewport=dict(zip(("width", "height"), size, strict=True)), color_scheme=scheme)
        seen = Seen(context.new_page())
        seen.page.on("console", lambda message: seen.said.append(message.text))
        seen.page.on("pageerror", lambda error: seen.said.append(str(error)))
        seen.page.on("dialog", lambda dialog: (seen.said.append(dialog.message), dialog.dismiss()))
        seen.page.on("request", lambda request: seen.asked.append(request.url))
        seen.page.goto(path.as_uri(), wait_until="load")
        yield seen
        context.close()

    return open_page


def test_every_section_of_a_run_is_there_and_nothing_is_asked_for_or_complained_of(opened: Open, report: Path) -> None:
    with opened(report) as seen:
        # A run knows when its themes were spoken of.
        after = SECTIONS.index("timeline") + 1
        sections = [*SECTIONS[:after], "over-time", *SECTIONS[after:]]
        assert seen.page.locator("h2").evaluate_all("all => all.map(each => each.id)") == sections
        assert seen.page.locator("h2:visible").count() == len(sections)
        assert seen.page.locator("svg:visible").count() == 3
        for link in seen.page.locator("nav a").all():
            link.click()
            assert seen.page.locator(":target").count() == 1
        seen.page.evaluate(OPEN_ALL)
        assert seen.said == []
        assert {url.partition("#")[0] for url in seen.asked} == {report.as_uri()}


def test_its_numbers_are_those_of_the_bundle(opened: Open, report: Path) -> None:
    counts = json.loads((report.parent / "manifest.json").read_text())["counts"]
    with opened(report) as seen:
        boxes = [int(words.replace(",", "")) for words in seen.page.locator(".flow .box b").all_inner_texts()]
        assert boxes[0] == counts["ingest.read"]
        assert boxes[1:5] == [counts[f"{stage}.kept"] for stage in ("ingest", "anonymise", "deduplicate", "assign_themes")]
        assert sum(boxes[5:]) == counts["assign_themes.kept"]
        cells = seen.page.locator("#table-1 ~ .scroll tbody tr:last-child td").all_inner_texts()
        assert cells[0].replace(",", "") == str(counts["deduplicate.kept"])


@pytest.mark.parametrize("size", [PHONE, SMALL], ids=["360", "320"])
def test_a_phone_does_not_scroll_sideways(opened: Open, report: Path, size: tuple[int, int]) -> None:
    with opened(report, size) as seen:
        seen.page.evaluate(OPEN_ALL)
        assert seen.page.evaluate("document.scrollingElement.scrollWidth") == size[0]
        wide = "all => all.filter(each => each.getBoundingClientRect().right > innerWidth + 1 && !each.closest('.scroll'))"
        assert seen.page.locator("main *").evaluate_all(f"{wide[:-1]}).map(each => each.outerHTML.slice(0, 80))") == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("size", [LARGE, PHONE], ids=["large", "phone"])
def test_nobody_is_kept_out(opened: Open, report: Path, size: tuple[int, int], scheme: str) -> None:
    axe = pytest.importorskip("axe_playwright_python.sync_playwright", reason="axe-core is not installed").Axe()
    with opened(report, size, scheme) as seen:
        seen.page.evaluate(OPEN_ALL)
        found = axe.run(seen.page).response
        assert {each["id"] for each in found["passes"]} >= {"color-contrast", "document-title", "heading-order"}
        assert [(each["id"], each["impact"], len(each["nodes"])) for each in found["violations"]] == []


def test_the_keyboard_reaches_whatever_scrolls_or_opens_and_shows_where_it_is(opened: Open, report: Path) -> None:
    with opened(report, PHONE) as seen:
        seen.page.locator("figure summary").first.focus()
        seen.page.keyboard.press("Enter")
        assert seen.page.locator("figure details[open]").count() == 1
        seen.page.evaluate(OPEN_ALL)
        wanted = seen.page.evaluate(f"{SCROLLING}.length + document.querySelectorAll('a, summary').length")
        seen.page.evaluate("document.activeElement.blur()")
        mark = f"(() => {{ const found = {SCROLLING}.concat([...document.querySelectorAll('a, summary')]); let shown = 0;"
        mark += "window.reached = new Set(); window.unseen = 0; document.addEventListener('focusin', event => {"
        mark += "if (found.includes(event.target)) window.reached.add(event.target);"
        mark += "if (getComputedStyle(event.target).outlineStyle === 'none') window.unseen += 1; }); })()"
        seen.page.evaluate(mark)
        for _ in range(wanted + 30):
            seen.page.keyboard.press("Tab")
        assert wanted > len(SECTIONS) + 3
        assert seen.page.evaluate("window.reached.size") == wanted
        assert seen.page.evaluate("window.unseen") == 0


def channels(colour: str) -> tuple[float, ...]:
    return tuple(float(part) for part in re.findall(r"[\d.]+", colour))[:3]


def contrast(one: tuple[float, ...], other: tuple[float, ...]) -> float:
    """Source: WCAG 2.2, relative luminance and contrast ratio."""
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def luminance(colour: tuple[float, ...]) -> float:
    linear = [part / 255 / 12.92 if part / 255 <= 0.04045 else ((part / 255 + 0.055) / 1.055) ** 2.4 for part in colour]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_numbers_stand_out_from_their_cells_and_bars_from_the_page(opened: Open, report: Path, scheme: str) -> None:
    style = "all => all.map(each => getComputedStyle(each)).map(style => [style.fill, style.fillOpacity])"
    with opened(report, scheme=scheme) as seen:
        paper, ink = (
            channels(seen.page.evaluate(f"getComputedStyle(document.body).{name}")) for name in ("backgroundColor", "color")
        )
        cells = seen.page.locator("#overlap ~ figure .mark-rect path").evaluate_all(style)
        bars = seen.page.locator("#timeline ~ figure .mark-rect path").evaluate_all(style)
    assert len(cells) > 20
    assert len(bars) == 4 * 24
    for fill, opacity in cells:
        mixed = tuple(float(opacity) * a + (1 - float(opacity)) * b for a, b in zip(channels(fill), paper, strict=True))
        assert contrast(ink, mixed) >= 4.5
    assert min(contrast(channels(fill), paper) for fill, _ in bars) >= 2


def test_on_paper_all_that_is_folded_lies_open_and_nothing_is_cut(opened: Open, report: Path) -> None:
    with opened(report, A4) as seen:
        hidden = seen.page.locator(".voice details > blockquote").first
        assert hidden.evaluate("each => each.checkVisibility({contentVisibilityAuto: true})") is False
        seen.page.emulate_media(media="print")
        assert hidden.evaluate("each => each.getBoundingClientRect().height") > 0
        assert not seen.page.locator("nav").is_visible()
        assert seen.page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(255, 255, 255)"
        assert seen.page.evaluate("document.scrollingElement.scrollWidth") == A4[0]
        assert seen.page.evaluate(f"{SCROLLING}.length") == 0
        assert len(seen.page.pdf(format="A4")) > 10_000


HARMLESS = {
    "with hostile tweets": RELEASE,
    "with hostile names": hostile(),
    "with hostile paraphrases": paraphrased(*HOSTILE),
}


@pytest.mark.parametrize("name", HARMLESS)
def test_hostile_words_are_read_and_do_not_run(opened: Open, tmp_path: Path, name: str) -> None:
    release = HARMLESS[name]
    told = facts_of(release)
    path = tmp_path / "report.html"
    path.write_text(report_page(release, told, drawings(release, told)), encoding="utf-8")
    with opened(path) as seen:
        seen.page.evaluate(OPEN_ALL)
        seen.page.evaluate(TOUCH_ALL)
        assert seen.page.title() == release.title
        assert seen.page.evaluate("document.scripts.length + document.images.length + frames.length") == 0
        links = seen.page.locator("a:not([href^='#'])").evaluate_all("all => all.map(each => each.getAttribute('href'))")
        assert all(re.fullmatch(r"(figures/)?[a-z0-9]+\.[a-z]{2,7}", link) for link in links), links
        assert HOSTILE[0] in seen.page.inner_text("main")
        assert seen.said == []
        assert {url.partition("#")[0] for url in seen.asked} == {path.as_uri()}


@pytest.mark.parametrize("words", [HOSTILE[0], HOSTILE[1], HOSTILE[3]])
def test_they_would_run_if_a_page_let_them(opened: Open, tmp_path: Path, words: str) -> None:
    path = tmp_path / "open.html"
    path.write_text(f"<!doctype html><title>safe</title><p>{words}</p>", encoding="utf-8")
    with opened(path) as seen:
        seen.page.wait_for_function("document.title !== 'safe'", timeout=5000)
        assert seen.page.title() == "run"
