"""`hushtag check` finds every promise that a bundle can break."""

import base64
import json
import re
import shutil
import struct
import zipfile
from collections.abc import Callable
from hashlib import sha256
from pathlib import Path
from zlib import crc32

import polars as pl
import pyarrow.parquet as pq
import pytest

from expectations.passing_release import frames
from flows.cli import main
from tasks.bundles.check import hold, texts
from tasks.bundles.files import write_bundle
from tasks.errors import GateClosed
from tasks.pure.disclosure.embedded_words import LARGEST
from tasks.storage.digests import file_sha256
from tasks.storage.source import Source
from tasks.storage.store import DATA_VARIABLE, write
from tasks.studies.profiles import public_profile
from tasks.studies.study import Study
from tests.bundles.public_release import REMOVED, VERDICT, told

CODEBOOK = """
[codebook]
id = "small"
version = "0.1.0"
[themes.shelter]
name = "Shelter"
[themes.thanks]
name = "Thanks"
kind = "residual"
[[headings]]
id = "shelter.offer"
name = "Offers"
definition = "A bed is offered."
strong = ["can host"]
[[headings]]
id = "thanks.thanks"
name = "Thanks"
definition = "Thanks somebody."
strong = ["thanks"]
"""


@pytest.fixture(scope="module")
def written(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A bundle of either profile, each written once."""
    home = tmp_path_factory.mktemp("bundles")
    (home / "codebook.toml").write_text(CODEBOOK)
    tables = {name: frames()[name] for name in ("table1", "overlap", "timeline", "flow", "tweets", "codes")}
    profile = public_profile()
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv(DATA_VARIABLE, str(home / "data"))
        for name, made in {"team": {"removed": REMOVED, **tables}, "public": told()}.items():
            (home / name).mkdir()
            study = Study.model_validate({"id": "small", "dumps": ("a.csv",), "profile": name})
            inputs = {
                "versions": {"hushtag": "0"},
                "study": study.model_dump(mode="json"),
                "disclosure": profile.model_dump(),
            }
            codebook = Source.of(home / "codebook.toml")
            quoted = write("paraphrases", paraphrases=frames()["paraphrases"]) if name == "public" else None
            write_bundle(home / name, study, write("tabulated", **made), VERDICT, codebook, inputs, quoted)
    return home


@pytest.fixture
def bundle(tmp_path: Path, written: Path) -> Path:
    return Path(shutil.copytree(written / "team", tmp_path / "bundle"))


@pytest.fixture
def public(tmp_path: Path, written: Path) -> Path:
    return Path(shutil.copytree(written / "public", tmp_path / "bundle"))


@pytest.mark.parametrize("name", ["tweets", "codes"])
def test_every_column_of_what_a_team_gets_says_what_it_means_and_for_whom_it_is(written: Path, name: str) -> None:
    fields = pq.read_schema(written / "team" / f"{name}.parquet")
    assert all(field.metadata[b"meaning"] and field.metadata[b"audience"] == b"internal" for field in fields)


def resigned(folder: Path) -> None:
    """A forger would mend the digests too."""
    manifest = json.loads((folder / "manifest.json").read_text())
    files = [path for path in folder.rglob("*") if path.is_file() and path.name not in {"manifest.json", "seal.json"}]
    manifest["files"] = {path.relative_to(folder).as_posix(): file_sha256(path) for path in files}
    (folder / "manifest.json").write_text(json.dumps(manifest))


def appended(name: str, words: str) -> Callable[[Path], None]:
    def change(folder: Path) -> None:
        (folder / name).write_text((folder / name).read_text() + words)
        resigned(folder)

    return change


def doubled(folder: Path) -> None:
    tweets = pl.read_parquet(folder / "tweets.parquet")
    pl.concat([tweets, tweets]).write_parquet(folder / "tweets.parquet")
    resigned(folder)


def whispered(folder: Path) -> None:
    tweets = pl.read_parquet(folder / "tweets.parquet")
    tweets.write_parquet(folder / "tweets.parquet", metadata={"note": "from @wendlefen82"})
    resigned(folder)


def reopened(folder: Path) -> None:
    checks = json.loads((folder / "checks.json").read_text())
    checks["checks"][0]["outcome"] = "fail"
    (folder / "checks.json").write_text(json.dumps(checks))
    resigned(folder)


def replaced(column: str, value: object, table: str = "tweets") -> Callable[[Path], None]:
    def change(folder: Path) -> None:
        rows = pl.read_parquet(folder / f"{table}.parquet").with_columns(pl.lit(value).alias(column))
        rows.write_parquet(folder / f"{table}.parquet")
        if table == "tweets":
            rows.write_csv(folder / "tweets.csv")
        resigned(folder)

    return change


def put_in(name: str) -> Callable[[Path], None]:
    def change(folder: Path) -> None:
        (folder / name).write_bytes(b"wendlefen82")
        resigned(folder)

    return change


def without_flow(folder: Path) -> None:
    manifest = json.loads((folder / "manifest.json").read_text())
    del manifest["counts"]
    (folder / "manifest.json").write_text(json.dumps(manifest))


def linked(folder: Path) -> None:
    """The file is there, the same bytes, and lies elsewhere."""
    elsewhere = folder.parent / "elsewhere.csv"
    (folder / "flow.csv").rename(elsewhere)
    (folder / "flow.csv").symlink_to(elsewhere)


def signed(name: str, change: Callable[[Path], object]) -> Callable[[Path], None]:
    def changed(folder: Path) -> None:
        change(folder / name)
        resigned(folder)

    return changed


def said_besides(folder: Path) -> None:
    manifest = json.loads((folder / "manifest.json").read_text())
    (folder / "manifest.json").write_text(json.dumps(manifest | {"note": "Orla said so"}))


def with_column(path: Path) -> None:
    pl.read_parquet(path).with_columns(author=pl.lit("wendlefen82")).write_parquet(path)


def with_note(path: Path) -> None:
    note = base64.b64encode(b"from @wendlefen82").decode()
    pl.read_parquet(path).write_parquet(path, metadata={"ARROW:more": note})


def with_part(name: str, part: str) -> Callable[[Path], None]:
    """A manuscript that is whole and has one part more, or another one."""

    def change(path: Path) -> None:
        with zipfile.ZipFile(path) as old:
            parts = {each: old.read(each) for each in old.namelist()}
        with zipfile.ZipFile(path, "w") as archive:
            for each, content in (parts | {name: part.encode()}).items():
                archive.writestr(zipfile.ZipInfo(each), content)

    return change


def with_bomb(path: Path) -> None:
    with zipfile.ZipFile(path, "a", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("word/bomb.xml", b" " * (LARGEST + 1))


def prefixed(path: Path) -> None:
    path.write_bytes(b"from @wendlefen82" + path.read_bytes())


def remarked(path: Path) -> None:
    with zipfile.ZipFile(path, "a") as archive:
        archive.comment = b"from @wendlefen82"


def trailed(path: Path) -> None:
    path.write_bytes(path.read_bytes() + b"from @wendlefen82")


def ended_with_words(path: Path) -> None:
    """The chunk that ends an image is empty; this one is whole, and is not."""
    end = b"IEND" + b"from @wendlefen82"
    path.write_bytes(path.read_bytes()[:-12] + struct.pack(">I", len(end) - 4) + end + struct.pack(">I", crc32(end)))


def dated(path: Path) -> None:
    path.write_text(path.read_text(encoding="utf-8").replace("2013-08-10,1,1", "2013-08-10,2,1"), encoding="utf-8")


def pictured(folder: Path) -> None:
    """A forger judges a picture of a tweet fit to go out."""
    shutil.copy(folder / "figures" / "flow.png", folder / "figures" / "tweet.png")
    for name in ("checks.json", "manifest.json"):
        content = json.loads((folder / name).read_text())
        content["outputs"].append({"file": "figures/tweet.png", "outcome": "pass", "reason": "so"})
        (folder / name).write_text(json.dumps(content))
    resigned(folder)


BREAKS: list[tuple[str, Callable[[Path], object]]] = [
    ("every file is there", lambda folder: (folder / "flow.csv").unlink()),
    ("no other file is there", lambda folder: (folder / "notes.txt").touch()),
    ("every file is as it was written", lambda folder: (folder / "report.html").write_text("altered")),
    ("the gate was open", reopened),
    ("Table 1 has every heading once", appended("table1.csv", "Shelter,Invented,0\n")),
    ("Table 1 sums to N", lambda folder: swapped(folder, "table1.csv", "Offers,1", "Offers,2")),
    ("the flow reconciles", appended("flow.csv", "ingest,set_aside,lost,3\n")),
    ("each text stands once, the same in every file", doubled),
    ("no place of the gazetteer", replaced("text", "we can host in Glasgow")),
    ("no contact details", replaced("text", "we can host, ring 01632 960123")),
    ("no platform ids", replaced("text", "we can host 366123456789012345")),
    ("no platform ids", replaced("text", "we can host 366,123,456,789,012,345")),
    ("codes are of the codebook", replaced("heading", "shelter.unheard", "codes")),
    ("the words that fired stand in the tweet", replaced("words", "wendlefen82", "codes")),
    ("Table 1 sums to N", without_flow),
    ("no usernames", appended("report.html", "<p>by @wendlefen82</p>")),
    ("no usernames", whispered),
    ("no usernames", appended("report.html", "<p>by &#64;wendlefen82</p>")),
    ("no usernames", appended("report.html", "<p>by @media</p>")),
    ("only kinds of file that can be searched", put_in("notes.pdf")),
    ("no usernames", put_in("notes.docx")),
    ("no usernames", appended("figures/flow.svg", "<text>@wendlefen82</text>")),
    ("no links", appended("codebook.toml", "# see https://t.co/abc\n")),
    ("no links", appended("codebook.toml", "# see https://doi.org/10.1234/somebody.else\n")),
    ("no links", appended("report.html", "<p>ht\u200btps://t.co/abc</p>")),
    ("no usernames", appended("report.html", "<p>by ﹫wendlefen82 and \uff20wendlefen82</p>")),
    ("no usernames", appended("report.html", "<p>by @\u200bwendlefen82</p>")),
    ("no platform ids", appended("report.html", "<p>366123456\u2060789012345</p>")),
    ("no platform ids", appended("timeline.csv", "366123456789012345,0,0\n")),
    ("no e-mail addresses", appended("report.html", "owl@example.org")),
    ("every file is there", linked),
    ("each file may go out", pictured),
    ("manifest.json: is not a manifest", lambda folder: (folder / "manifest.json").write_text("[" * 100_000)),
    ("no platform ids", appended("report.html", "<p>366123456<wbr>789012345</p>")),
    ("no other file is there", lambda folder: (folder / "wendlefen82").mkdir()),
    ("no other file is there", lambda folder: (folder / "more").symlink_to(folder.parent)),
    ("every file is there", lambda folder: (folder / "tweets.parquet").unlink()),
    ("the manifest says what a manifest says", said_besides),
    ("every table has its own columns", signed("tweets.parquet", with_column)),
    ("every table has its own columns", signed("codes.parquet", with_column)),
    ("the timeline sums to N", signed("timeline.csv", dated)),
    (
        "each text stands once, the same in every file",
        appended("quotes.csv", "shelter,shelter.offer,1,x,so it was,1,,\n"),
    ),
    ("no page runs or fetches anything", appended("report.html", "<script>x</script>")),
    ("no page runs or fetches anything", appended("report.html", "<b onclick='x'>so</b>")),
    ("no page runs or fetches anything", appended("report.html", "<a href='page.html'>so</a>")),
    ("no page runs or fetches anything", appended("report.html", "<style>b { background: url(x) }</style>")),
    ("no page runs or fetches anything", appended("report.html", "<svg/onload=x>")),
    ("no page runs or fetches anything", appended("figures/flow.svg", "<image href='x.png'/>")),
    ("no usernames", appended("report.html", "<p>by @<b>wendle</b>fen82</p>")),
    ("no page runs or fetches anything", appended("report.html", "<!-- by @wendlefen82 -->")),
    (
        "no usernames",
        lambda folder: swapped(
            folder, "codebook.toml", 'id = "small"', 'id = "small"\ntitle = "by \\u0040wendlefen82"'
        ),
    ),
    ("no usernames", signed("tweets.parquet", with_note)),
    ("no usernames", signed("report.docx", with_part("word/more.xml", "<a><![CDATA[by @wendlefen82]]></a>"))),
    ("no usernames", signed("report.docx", with_part("word/more.xml", "<a><!-- by @wendlefen82 --></a>"))),
    ("no usernames", signed("report.docx", with_part("word/more.xml", "<a b='@wendlefen82'/>"))),
    ("no usernames", signed("report.docx", with_part("word/@wendlefen82.xml", "<a/>"))),
    ("no links", signed("report.docx", with_part("word/more.xml", "<a xmlns:b='http://owl.example/x'/>"))),
    ("no usernames", signed("report.docx", with_part("word/_rels/x.rels", "<a TargetMode='External' Target='x'/>"))),
    ("no usernames", signed("report.docx", with_part("word/more.xml", "<!DOCTYPE a [<!ENTITY b 'c'>]><a>&b;</a>"))),
    ("no usernames", signed("report.docx", with_bomb)),
    ("no usernames", signed("report.docx", prefixed)),
    ("no usernames", signed("report.docx", remarked)),
    ("no usernames", signed("figures/flow.png", trailed)),
    ("no usernames", signed("figures/flow.png", ended_with_words)),
]


def swapped(folder: Path, name: str, old: str, new: str) -> None:
    text = (folder / name).read_text()
    assert old in text
    (folder / name).write_text(text.replace(old, new))
    resigned(folder)


def rewritten(old: str, new: str) -> Callable[[Path], None]:
    """Other words in the manuscript's body, at the first place that a pattern finds."""

    def change(path: Path) -> None:
        with zipfile.ZipFile(path) as archive:
            parts = {name: archive.read(name) for name in archive.namelist()}
        body = parts["word/document.xml"].decode()
        changed, places = re.subn(old, new, body, count=1, flags=re.DOTALL)
        assert places == 1
        parts["word/document.xml"] = changed.encode()
        with zipfile.ZipFile(path, "w") as archive:
            for name, content in parts.items():
                archive.writestr(name, content)

    return change


REPORTED: list[tuple[str, Callable[[Path], object]]] = [
    ("report.html, Table 1, row 2, column tweets", lambda folder: told_otherwise(folder, 2, "tweets", "7")),
    ("report.html, Table 1, row 1, column share", lambda folder: told_otherwise(folder, 1, "share", "7.0 %")),
    (
        "report.html, Table 1: is there 2 times",
        appended("report.html", '<table><tr><th id="table1-tweets">x</th></tr></table>'),
    ),
    (
        ": is one too many",
        lambda folder: swapped(folder, "report.html", "</tbody>", "<tr><td>Offers</td></tr></tbody>"),
    ),
    ("report.docx, Table 1, row 2, column heading", signed("report.docx", rewritten(">Offers<", ">Offered<"))),
    (
        "report.docx, Table 1, row 2, column tweets",
        signed("report.docx", rewritten(r"(>Offers</w:t>.*?<w:t>)[^<]*", r"\g<1>7")),
    ),
]


def told_otherwise(folder: Path, row: int, column: str, number: str) -> None:
    """Another number in a cell of the page's Table 1."""
    page = (folder / "report.html").read_text()
    cell = re.compile(rf'(headers="table1-stub-{row} table1-{column}"[^>]*>)[^<]*')
    changed, places = cell.subn(rf"\g<1>{number}", page)
    assert places == 1
    (folder / "report.html").write_text(changed)
    resigned(folder)


@pytest.mark.parametrize(("place", "breaks"), REPORTED, ids=[place for place, _ in REPORTED])
def test_a_number_of_the_report_that_is_not_the_tables_is_found(
    bundle: Path, place: str, breaks: Callable[[Path], object]
) -> None:
    breaks(bundle)
    with pytest.raises(GateClosed, match=re.escape(place)):
        hold(bundle)


def test_a_number_of_a_public_report_that_is_not_the_tables_is_found(public: Path) -> None:
    told_otherwise(public, 1, "tweets", "1,240")
    with pytest.raises(GateClosed, match=r"report\.html, Table 1, row 1, column tweets"):
        hold(public)


def test_a_whole_bundle_keeps_every_promise(bundle: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["check", str(bundle)]) == 0
    told = capsys.readouterr().out
    assert "Every promise is kept" in told
    assert "? let out by nobody named, not signed by a key" in told
    assert "? tweets.csv: holds its authors' own phrasing" in told


@pytest.mark.parametrize(
    ("promise", "breaks"), BREAKS, ids=[f"{place} {name}" for place, (name, _) in enumerate(BREAKS)]
)
def test_a_broken_promise_is_named(bundle: Path, promise: str, breaks: Callable[[Path], object]) -> None:
    breaks(bundle)
    with pytest.raises(GateClosed) as caught:
        hold(bundle)
    assert promise in caught.value.line()
    assert "wendlefen82" not in caught.value.line()


def test_the_paper_that_a_codebook_names_may_be_cited_and_no_tweet_may_name_it(bundle: Path) -> None:
    link = "https://doi.org/10.1234/owls.2013"
    swapped(bundle, "codebook.toml", 'version = "0.1.0"', f'version = "0.1.0"\ntitle = "Owls, after {link}"')
    appended("report.html", f"<p>After {link}.</p>")(bundle)
    assert hold(bundle)
    appended("figures/flow.svg", f"<text>{link}</text>")(bundle)
    with pytest.raises(GateClosed, match="no links"):
        hold(bundle)


def test_what_is_no_bundle_is_said_so(tmp_path: Path) -> None:
    assert main(["check", str(tmp_path)]) == 4


def with_tweets(folder: Path) -> None:
    (folder / "tweets.csv").write_text("tweet_key,text\n0000000000000001,we can host\n")
    resigned(folder)


def unjudged(folder: Path) -> None:
    for name in ("checks.json", "manifest.json"):
        content = json.loads((folder / name).read_text())
        content["outputs"] = content["outputs"][1:]
        (folder / name).write_text(json.dumps(content))
    resigned(folder)


def said(old: str, new: str) -> Callable[[Path], None]:
    """Other words in every file that holds them, and a signature for them."""

    def change(folder: Path) -> None:
        for name in ("paraphrases.csv", "report.html", "manifest.json"):
            path = folder / name
            path.write_text(
                path.read_text().replace(old, new).replace(*(sha256(each.encode()).hexdigest() for each in (old, new)))
            )
        resigned(folder)

    return change


def without_signatures(folder: Path) -> None:
    manifest = json.loads((folder / "manifest.json").read_text())
    (folder / "manifest.json").write_text(json.dumps(manifest | {"paraphrases": []}))


SPARE = "Somebody has a bed to spare."
PUBLIC_BREAKS: list[tuple[str, Callable[[Path], object]]] = [
    ("no tweet, row of one or quotation", with_tweets),
    ("no tweet, row of one or quotation", appended("report.html", "<blockquote>we can host</blockquote>")),
    ("no tweet, row of one or quotation", lambda folder: swapped(folder, "overlap.csv", "tweets", "authors")),
    ("only kinds of file that can be searched", put_in("notes.xlsx")),
    ("no small count is told", lambda folder: swapped(folder, "overlap.csv", "1235", "1237")),
    ("no small count is told", lambda folder: swapped(folder, "table1.csv", "Thanks,0", "Thanks,5")),
    ("no sum gives a withheld count back", lambda folder: swapped(folder, "table1.csv", "Offers,1235", "Offers,")),
    ("Table 1 sums to N", lambda folder: swapped(folder, "themes.csv", "Shelter,1235", "Shelter,1240")),
    (
        "the flow reconciles",
        lambda folder: swapped(folder, "flow.csv", 'anonymise,read,"",1235', 'anonymise,read,"",1240'),
    ),
    ("no usernames", appended("report.html", "<p>by @wendlefen82</p>")),
    ("each file may go out", unjudged),
    ("no tweet, row of one or quotation", lambda folder: swapped(folder, "report.html", SPARE, "we can host")),
    (
        "no tweet, row of one or quotation",
        lambda folder: swapped(folder, "report.html", "</blockquote>", "</blockquote><blockquote>"),
    ),
    ("no tweet, row of one or quotation", lambda folder: swapped(folder, "paraphrases.csv", "theme,", "tweet_key,")),
    ("every paraphrase is signed", lambda folder: swapped(folder, "paraphrases.csv", "A. Reader", " ")),
    ("every paraphrase is signed", lambda folder: swapped(folder, "paraphrases.csv", "A. Reader", "Another")),
    ("every paraphrase is signed", without_signatures),
    ("no place of the gazetteer", said(SPARE, "Somebody in Glasgow has a bed.")),
    ("no contact details", said(SPARE, "Somebody at 01632 960123 has a bed.")),
]


def test_a_public_bundle_keeps_its_own_promises(public: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["check", str(public)]) == 0
    assert "no small count is told" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("promise", "breaks"), PUBLIC_BREAKS, ids=[f"{place} {name}" for place, (name, _) in enumerate(PUBLIC_BREAKS)]
)
def test_a_broken_promise_of_a_public_bundle_is_named(
    public: Path, promise: str, breaks: Callable[[Path], object]
) -> None:
    breaks(public)
    with pytest.raises(GateClosed, match=promise):
        hold(public)


def test_no_count_as_it_was_is_in_any_file_of_a_public_bundle(public: Path) -> None:
    """1,237 is told as 1,235 and twice as many as 2,470; the ones that are left alone would be found."""
    told = [text for path in sorted(public.rglob("*")) if path.is_file() for text in texts(path)]
    assert [text for text in told if "1,235" in text]
    assert not [text for text in told if re.search(r"(?<![\w.])(1,?237|2,?474)(?![\w.])", text)]
    assert not [path for path in public.rglob("*") if path.suffix == ".parquet"]


def test_a_team_bundle_that_says_it_is_public_is_refused(bundle: Path) -> None:
    manifest = json.loads((bundle / "manifest.json").read_text())
    manifest["study"]["profile"] = "public"
    (bundle / "manifest.json").write_text(json.dumps(manifest))
    with pytest.raises(GateClosed, match="every file is there"):
        hold(bundle)


def test_each_file_has_an_outcome_and_its_reason(bundle: Path) -> None:
    manifest = json.loads((bundle / "manifest.json").read_text())
    assert {each["file"] for each in manifest["outputs"]} == set(manifest["files"])
    review = {each["file"] for each in manifest["outputs"] if each["outcome"] == "review"}
    assert {"tweets.csv", "tweets.parquet", "codes.parquet"} <= review


def held(folder: Path, *, is_told: bool = True, is_spoken: bool = False) -> None:
    """The bundle's tweet, and with it its codes, without words."""
    tweets = pl.read_parquet(folder / "tweets.parquet").with_columns(text=pl.lit(None, pl.String))
    tweets.write_parquet(folder / "tweets.parquet")
    tweets.write_csv(folder / "tweets.csv")
    if not is_spoken:
        codes = pl.read_parquet(folder / "codes.parquet").with_columns(words=pl.lit(None, pl.String))
        codes.write_parquet(folder / "codes.parquet")
    if is_told:
        declared(folder, held_back={"texts": 1, "by_rule": {"no links": 1}, "let_out": []})
    resigned(folder)


def declared(folder: Path, **more: object) -> None:
    manifest = json.loads((folder / "manifest.json").read_text()) | more
    (folder / "manifest.json").write_text(json.dumps(manifest))


def test_a_text_that_is_held_back_keeps_every_promise(bundle: Path) -> None:
    held(bundle)
    assert hold(bundle)


def test_words_that_are_missing_in_silence_are_found(bundle: Path) -> None:
    held(bundle, is_told=False)
    with pytest.raises(GateClosed, match="texts held back are as many as is told"):
        hold(bundle)


def test_the_words_of_a_held_text_may_not_stand_in_its_codes(bundle: Path) -> None:
    held(bundle, is_spoken=True)
    with pytest.raises(GateClosed, match="the words that fired stand in the tweet"):
        hold(bundle)


def test_a_text_that_a_person_let_out_breaks_no_rule_and_without_that_it_does(bundle: Path) -> None:
    replaced("text", "we can host at http://t.co/abc")(bundle)
    # As bundles are written: a column's bounds would be the words once more.
    pl.read_parquet(bundle / "tweets.parquet").write_parquet(bundle / "tweets.parquet", statistics=False)
    resigned(bundle)
    with pytest.raises(GateClosed, match="no links"):
        hold(bundle)
    key = pl.read_parquet(bundle / "tweets.parquet").item(0, "tweet_key")
    let_out = [{"tweet_key": key, "rule": "no links", "by": "A. Reader", "reason": "leads nowhere"}]
    declared(bundle, held_back={"texts": 0, "by_rule": {}, "let_out": let_out})
    assert hold(bundle)
