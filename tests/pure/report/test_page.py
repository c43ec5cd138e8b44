"""The page tells the true numbers, in order, and nothing in it can run or reach out."""

import re
from dataclasses import replace
from html.parser import HTMLParser

import polars as pl
import pytest

from tasks.pure.report.drawings import drawings
from tasks.pure.report.facts import facts_of
from tasks.pure.report.page import report_page
from tasks.pure.report.release import Release
from tasks.schema import AUTHORS
from tests.pure.report.reporting import HOSTILE, RELEASE, TABLES, empty, hostile, paraphrased, told

SECTIONS = [
    "flow", "table-1", "table-2", "overlap", "timeline", "themes", "removed", "gate", "method", "limitations", "statements",
    "checklist", "codebook", "manifest",
]  # fmt: skip
BESIDE = re.compile(r"[a-z_0-9]+\.csv|figures/[a-z]+\.(svg|png)")
ATTRIBUTES = re.compile(r"^(on\w+|src|srcset|action|formaction|ping|background|poster|xlink:href)$")


class Page(HTMLParser):
    """What a browser would make of a page: its elements, and its words."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.elements: list[tuple[str, dict[str, str]]] = []
        self.words: list[str] = []
        self.feed(page)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, {name: value or "" for name, value in attrs}))

    def handle_data(self, data: str) -> None:
        self.words += data.split()

    @property
    def text(self) -> str:
        return " ".join(self.words)

    def values(self, attribute: str) -> list[str]:
        return [found[attribute] for _, found in self.elements if attribute in found]


def page_of(release: Release) -> str:
    facts_ = facts_of(release)
    return report_page(release, facts_, drawings(release, facts_))


@pytest.fixture(scope="module")
def page() -> Page:
    return Page(page_of(RELEASE))


def numbers(words: str) -> list[int]:
    return [int(number.replace(",", "")) for number in re.findall(r"\d[\d,]*", words)]


def test_every_section_is_there_in_order_and_in_the_contents(page: Page) -> None:
    headed = [found["id"] for tag, found in page.elements if tag == "h2"]
    assert headed == SECTIONS
    assert [target for target in page.values("href") if target.startswith("#")] == [f"#{section}" for section in SECTIONS]
    assert page.values("aria-labelledby") == SECTIONS


def test_no_id_stands_twice(page: Page) -> None:
    assert len(page.values("id")) == len(set(page.values("id")))


def test_the_flow_reconciles_as_it_is_drawn() -> None:
    drawn = page_of(RELEASE)
    flow = drawn[drawn.index('<ol class="flow">') : drawn.index("</ol>", drawn.index('<ol class="flow">'))]
    kept = [numbers(box)[0] for box in re.findall(r'<div class="box"><b>([\d,]+)', flow)]
    aside = [numbers(part.partition("</ul>")[0]) for part in flow.split('<div class="aside">')[1:]]
    assert kept == [60, 50, 50, 40, 40, 39, 1]
    assert all(total == sum(parts) for total, *parts in aside)
    assert sum(total for total, *_ in aside) == kept[0] - kept[4]
    assert kept[4] == kept[5] + kept[6]


def test_the_summary_tells_the_numbers_of_the_tables(page: Page) -> None:
    assert "Of 60 archived records, 50 are tweets of this study." in page.text
    assert "They hold 40 distinct texts once 10 retweets and copies are set aside." in page.text
    assert "39 of these (97.5 %) are coded and 1 uncoded." in page.text
    assert "The largest themes are Shelter (35, 87.5 %) and Thanks (4, 10.0 %)." in page.text


def test_a_quote_that_can_be_found_is_marked_and_its_opposite_says_why(page: Page) -> None:
    texts = page.text
    marked = sum(TABLES[name].get_column("is_singled_out").sum() for name in ("quotes", "contrasts"))
    assert texts.count("findable word for word") == 1 + marked
    assert "they can host nobody" in texts
    assert "a denial stands close before the words that fired" in texts


def test_quotes_that_nobody_searched_for_are_taken_to_be_findable() -> None:
    unsearched = TABLES["quotes"].with_columns(is_singled_out=pl.lit(None, pl.Boolean))
    assert "take each to be findable word for word" in Page(page_of(told(quotes=unsearched))).text


def test_a_public_page_has_no_words_of_a_tweet_even_where_it_is_given_them() -> None:
    public = page_of(replace(told(study={"profile": "public"}), round_to=5, smallest_count=10))
    assert not [words for words in ("three of you", "host nobody", *HOSTILE) if words in Page(public).text]
    assert 'id="themes"' not in public
    assert "#themes" not in public
    assert "pseudonymised" not in public
    assert "rounded to the nearest 5" in public
    assert "Withheld are counts below 10" in public


def test_a_withheld_count_is_said_to_be_and_gives_no_sum() -> None:
    hidden = TABLES["table1"].with_columns(tweets=pl.when(pl.col("tweets") >= 10).then("tweets"))
    words = Page(page_of(told(table1=hidden))).text
    assert "Shelter withheld –" in words
    assert "Searches withheld –" in words
    assert "Offers 30 75.0 %" in words


def test_a_withheld_reason_leaves_the_flow_its_sum() -> None:
    hidden = TABLES["flow"].with_columns(tweets=pl.when(pl.col("tweets") != 3).then("tweets"))
    assert "10 set aside 7 outside the window withheld broken record" in Page(page_of(told(flow=hidden))).text


def test_a_sum_that_a_profile_tells_is_told() -> None:
    hidden = TABLES["table1"].with_columns(tweets=pl.when(pl.col("tweets") >= 10).then("tweets"))
    words = Page(page_of(replace(told(table1=hidden), theme_totals={"Shelter": 35}))).text
    assert "Shelter 35 87.5 %" in words
    assert "Thanks withheld –" in words


@pytest.mark.parametrize("release", [RELEASE, hostile()], ids=["with hostile tweets", "with hostile names"])
def test_nothing_can_run_or_reach_out(release: Release) -> None:
    page = Page(page_of(release))
    tags = {tag for tag, _ in page.elements}
    assert not tags & {"script", "img", "iframe", "object", "embed", "form", "input", "link", "base", "use", "image"}
    assert not [name for _, found in page.elements for name in found if ATTRIBUTES.match(name)]
    assert all(target.startswith("#") or BESIDE.fullmatch(target) for target in page.values("href"))
    assert [tag for tag, _ in page.elements].count("style") == 1
    assert not [value for value in page.values("style") if "url" in value or "expression" in value]


def test_hostile_words_stand_as_they_were_written(page: Page) -> None:
    for words in HOSTILE:
        assert " ".join(words.split()) in page.text


def test_what_a_template_would_read_is_not_read(page: Page) -> None:
    assert str(7 * 191) not in page.text


def test_a_check_that_failed_is_counted_and_shown(page: Page) -> None:
    assert "1 check of 2 did not pass; none of them closes the gate." in page.text
    assert "days add up Too. fail 2" in page.text


def test_whoever_signed_is_named_with_the_reason(page: Page) -> None:
    given = {"decision": "approve", "by": "A. Steward", "reason": "Looked at Table 1.", "given_through": "account ada"}
    typed = Page(page_of(replace(RELEASE, sign_off={**given, "is_signed": False}))).text
    assert "Let out by A. Steward (the name as typed, not signed by a key; given through account ada): Looked at Table 1." in typed
    signed = Page(page_of(replace(RELEASE, sign_off={**given, "is_signed": True}))).text
    assert "Let out by A. Steward: Looked at Table 1." in signed
    assert "Let out by" not in page.text


def test_the_leak_stands_beside_the_kind_that_it_was_measured_for(page: Page) -> None:
    assert "people 2 1 17.2 %" in page.text
    assert "handles 1 1 –" in page.text
    assert "people 17.2 %, tweets measured: 2,387." in page.text


def test_a_study_of_nothing_has_a_page_too() -> None:
    words = Page(page_of(empty())).text
    assert "Of 0 archived records, 0 are tweets of this study." in words
    assert "None" not in words


def test_the_same_release_gives_the_same_page() -> None:
    assert page_of(RELEASE) == page_of(RELEASE)


def test_a_public_release_quotes_its_paraphrases_and_says_who_vouches_for_them() -> None:
    page = Page(page_of(paraphrased("A bed is free.", *HOSTILE, "There is no bed.")))
    assert [found["id"] for tag, found in page.elements if tag == "h2"] == SECTIONS
    assert f"No tweet is quoted. {len(HOSTILE) + 2} paraphrases stand for tweets" in page.text
    assert "signed by A. Reader." in page.text
    assert "There is no bed. a denial stands close before the words that fired" in page.text
    assert [tag for tag, _ in page.elements].count("blockquote") == len(HOSTILE) + 2
    assert "findable" not in page.text
    assert "Their words" not in page.text


def test_a_public_release_without_paraphrases_has_no_such_section() -> None:
    page = Page(page_of(told(study={"profile": "public"})))
    assert [found["id"] for tag, found in page.elements if tag == "h2"] == [
        each for each in SECTIONS if each != "themes"
    ]


def test_the_headline_is_the_largest_content_theme_with_its_interval_and_people() -> None:
    known = pl.DataFrame({"theme": ["Shelter", "Thanks", "Uncoded", None], "authors": [21, 4, 1, 24]}, schema=AUTHORS.dtypes)
    page = Page(page_of(told(authors=known)))
    assert (
        "The largest theme is Shelter (a roof for a night): 87.5 % of the texts (95 % interval 73.9–94.5 %), written by 21 people."
        in page.text
    )
    assert "24 people wrote the distinct texts; one person may speak under several themes." in page.text
    assert "authors.csv" in page.values("href")


def test_uncoded_has_no_bar(page: Page) -> None:
    bars = [found["style"] for tag, found in page.elements if tag == "b" and "width" in found.get("style", "")]
    assert bars[-2:] == ["width:0.0%", "width:0.0%"]
    assert bars.count("width:0.0%") == 3


def test_statements_and_checklist_mark_what_the_run_cannot_know(page: Page) -> None:
    assert "Approval: [to be filled in: committee and reference, or why none was needed]." in page.text
    assert "The tweets told here were posted 10 August 2013 to 11 August 2013." in page.text
    assert "21 items, 7 of them to be written by the authors" in page.text
    assert [found.get("class") for tag, found in page.elements if tag == "span"].count("blank") == 7


def test_voices_stand_in_the_order_of_table_1() -> None:
    one, two, three = RELEASE.codebook.headings
    later = replace(RELEASE.codebook, headings=(two, one, three))
    quotes = pl.concat([TABLES["quotes"], TABLES["quotes"].head(1).with_columns(heading=pl.lit("shelter.search"))])
    page = Page(page_of(replace(told(quotes=quotes), codebook=later)))
    assert page.text.index("Offers 30 tweets") < page.text.index("Searches 5 tweets")


def test_a_public_page_counts_no_people() -> None:
    public = page_of(told(study={"profile": "public"}))
    assert "people wrote" not in public
    assert ">People</th>" not in public
