"""`hushtag check` finds every promise that a bundle can break."""

import json
from collections.abc import Callable
from pathlib import Path

import polars as pl
import pytest

from expectations.honest import frames
from flows.cli import main
from tasks.caching import Source
from tasks.check import hold
from tasks.errors import GateClosed
from tasks.gate import Line, Verdict
from tasks.publish import write_bundle
from tasks.store import DATA_VARIABLE, file_sha256, write
from tasks.study import Study

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


@pytest.fixture
def bundle(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv(DATA_VARIABLE, str(tmp_path / "data"))
    (tmp_path / "codebook.toml").write_text(CODEBOOK)
    tables = {name: frames()[name] for name in ("table1", "overlap", "timeline", "flow", "tweets", "codes")}
    removed = pl.DataFrame({"kind": ["USER"], "spans": [1], "tweets": [1]})
    line = Line(rule="unique text", table="tweets", why="So.", severity="critical", outcome="pass", rows=0)
    folder = tmp_path / "bundle"
    folder.mkdir()
    study = Study(id="small", dumps=("a.csv",))
    tabulated = write("tabulated", removed=removed, **tables)
    verdict = Verdict(lines=(line,), expectations_sha256="0")
    inputs = {"versions": {"hushtag": "0"}, "study": {}}
    write_bundle(folder, study, tabulated, verdict, Source.of(tmp_path / "codebook.toml"), inputs)
    return folder


def resigned(folder: Path) -> None:
    """A forger would mend the digests too."""
    manifest = json.loads((folder / "manifest.json").read_text())
    files = [path for path in folder.rglob("*") if path.is_file() and path.name != "manifest.json"]
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


BREAKS: list[tuple[str, Callable[[Path], None]]] = [
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
    ("no platform ids", appended("timeline.csv", "366123456789012345,1,1\n")),
    ("no e-mail addresses", appended("report.html", "owl@example.org")),
]


def swapped(folder: Path, name: str, old: str, new: str) -> None:
    text = (folder / name).read_text()
    assert old in text
    (folder / name).write_text(text.replace(old, new))
    resigned(folder)


def test_a_whole_bundle_keeps_every_promise(bundle: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["check", str(bundle)]) == 0
    assert "Every promise is kept." in capsys.readouterr().out


@pytest.mark.parametrize(
    ("promise", "breaks"), BREAKS, ids=[f"{place} {name}" for place, (name, _) in enumerate(BREAKS)]
)
def test_a_broken_promise_is_named(bundle: Path, promise: str, breaks: Callable[[Path], None]) -> None:
    breaks(bundle)
    with pytest.raises(GateClosed) as caught:
        hold(bundle)
    assert promise in caught.value.line()
    assert "wendlefen82" not in caught.value.line()


def test_what_is_no_bundle_is_said_so(tmp_path: Path) -> None:
    assert main(["check", str(tmp_path)]) == 4
