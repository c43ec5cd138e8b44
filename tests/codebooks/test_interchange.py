"""Coding frames in other tools' forms: every form reads its own sample, and says what it cannot hold."""

import string
import zipfile
from dataclasses import replace
from pathlib import Path
from types import ModuleType
from xml.etree import ElementTree

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from flows.cli import main
from tasks import codebook as frames
from tasks.codebook.interchange import exported, forms, imported, refi_qda, sheet, workbook
from tasks.codebook.interchange.flat import entries
from tasks.codebook.loading import parsed
from tasks.codebook.model import Change, Codebook, Heading, Question, Theme
from tasks.codebook.phrases import compiled
from tasks.codebook.writing import written
from tasks.errors import CodebookInvalid, UsageError

FORMS = sorted(forms().items())
texts = st.text(st.characters(codec="utf-8"), max_size=12)
said = st.text(st.characters(codec="utf-8"), min_size=1, max_size=12)
names = st.text(string.ascii_lowercase, min_size=1, max_size=6)
phrases = st.lists(st.sampled_from(["can host", "sofa*", "spare ..2 room|bed", "!GP", "/a\\d+b/", "it's"]), unique=True)


@st.composite
def codebooks(draw: st.DrawFn) -> Codebook:
    """Frames that the loader takes, with every kind of text in them."""
    ids = draw(st.lists(names.filter(lambda name: name != "uncoded"), min_size=1, max_size=3, unique=True))
    themes = tuple(Theme(each, draw(said), draw(st.sampled_from(["content", "residual", "fallback"])), draw(texts)) for each in ids)
    heads = draw(st.lists(st.tuples(st.sampled_from(ids), names), min_size=1, max_size=4, unique=True))
    headings = tuple(
        Heading(
            id=f"{theme}.{name}",
            theme=theme,
            name=draw(said),
            definition=draw(texts),
            include=draw(texts),
            strong=tuple(draw(phrases)),
            unless=tuple(draw(phrases)),
            negated=draw(st.booleans()),
            examples=tuple(draw(st.lists(said, max_size=3))),
        )
        for theme, name in heads
    )
    history = tuple(Change("0.1.0", "2026-11-20", draw(said)) for _ in range(draw(st.integers(0, 1))))
    sets: dict[str, tuple[str, ...]] = dict.fromkeys(draw(st.lists(names, max_size=2, unique=True)), ("a", "b c"))
    asked = draw(st.sampled_from([(), (Question("why", ("a*", "b c"), ("Why\n a?",)), Question("how", ("x",)))]))
    precedence = (headings[0].id,)
    return Codebook(draw(names), "0.1.0", draw(said), themes, headings, sets, precedence, history, questions=asked)


@pytest.mark.parametrize(("ending", "form"), FORMS)
def test_a_form_reads_its_own_sample(ending: str, form: ModuleType, tmp_path: Path) -> None:
    path = tmp_path / f"sample{ending}"
    path.write_bytes(form.SAMPLE)
    found = imported(path)
    assert {each.name: each.strong for each in found.headings} == form.HEADINGS


@pytest.mark.parametrize(("ending", "form"), FORMS)
def test_a_form_reads_what_it_writes_and_says_what_it_cannot_hold(
    ending: str, form: ModuleType, tmp_path: Path
) -> None:
    dearmhp = frames.load(frames.find("dearmhp"))
    losses = exported(dearmhp, tmp_path / f"dearmhp{ending}")
    found = imported(tmp_path / f"dearmhp{ending}")
    assert len(found.headings) == len(dearmhp.headings)
    assert bool(losses) == (found != dearmhp)
    exported(dearmhp, tmp_path / f"again{ending}")
    assert (tmp_path / f"again{ending}").read_bytes() == (tmp_path / f"dearmhp{ending}").read_bytes()


@pytest.mark.parametrize(("ending", "form"), FORMS)
@pytest.mark.parametrize(
    "content", [b"", b"\xff\xfe\xfa", b"\x00\x01", b"%\nx", b"- [", b'"', b"<a/>", b"part\nnonsense\n"]
)
def test_what_is_no_such_file_is_refused_in_one_line(
    ending: str, form: ModuleType, content: bytes, tmp_path: Path
) -> None:
    path = tmp_path / f"broken{ending}"
    path.write_bytes(content)
    with pytest.raises(CodebookInvalid) as refused:
        imported(path)
    assert str(path) in str(refused.value)


@settings(max_examples=60)
@given(codebooks())
def test_a_sheet_and_our_own_file_give_the_frame_back_exactly(codebook: Codebook) -> None:
    assert sheet.decoded(sheet.encoded(codebook), Path("x.csv")) == codebook
    assert parsed(written(codebook), Path("x.toml")) == codebook


@settings(max_examples=25)
@given(codebooks())
def test_a_workbook_gives_the_frame_back_exactly(codebook: Codebook) -> None:
    assert workbook.decoded(workbook.encoded(codebook), Path("x.xlsx")) == codebook


@pytest.mark.parametrize("name", ["dearmhp", "nhs_experience"])
def test_a_shipped_frame_written_again_is_the_same(name: str) -> None:
    codebook = frames.load(frames.find(name))
    assert parsed(written(codebook), Path("x.toml")) == codebook


def test_a_phrase_becomes_plain_entries_or_is_told_to_be_more() -> None:
    sets = {"who": ("nurse*", "dr|drs")}
    assert entries("dear {who}", sets) == ["dear nurse*", "dear dr", "dear drs"]
    assert entries("self-harm*", sets) == ["self-harm*", "self harm*", "selfharm*"]
    for more in ("spare ..2 room", "nurse?", "!GP", "/a+/", "<link>"):
        assert entries(more, sets) is None


def test_codes_of_refi_qda_have_guids_that_stay_and_names_that_are_unique() -> None:
    dearmhp = frames.load(frames.find("dearmhp"))
    root = ElementTree.fromstring(refi_qda.encoded(dearmhp))  # noqa: S314 - our own
    codes = list(root.iter(f"{{{refi_qda.NAMESPACE}}}Code"))
    assert len({code.get("name") for code in codes}) == len({code.get("guid") for code in codes}) == len(codes) == 47
    assert {code.tag.rpartition("}")[2] for code in root.iter()} == {"CodeBook", "Codes", "Code", "Description"}
    assert all(code.get("isCodable") in {"true", "false"} for code in codes)
    renamed = replace(dearmhp, themes=tuple(replace(each, name=f"{each.name}!") for each in dearmhp.themes))
    again = ElementTree.fromstring(refi_qda.encoded(renamed))  # noqa: S314 - our own
    assert [code.get("guid") for code in again.iter(f"{{{refi_qda.NAMESPACE}}}Code")] == [c.get("guid") for c in codes]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_a_doctype_is_never_read(encoding: str, tmp_path: Path) -> None:
    bomb = '<!DOCTYPE CodeBook [<!ENTITY a "ha"><!ENTITY b "&a;&a;">]><CodeBook><Codes>&b;</Codes></CodeBook>'
    (tmp_path / "bomb.qdc").write_bytes(bomb.encode(encoding))
    with pytest.raises(CodebookInvalid, match="DOCTYPE"):
        imported(tmp_path / "bomb.qdc")


def test_an_alias_is_never_followed(tmp_path: Path) -> None:
    (tmp_path / "bomb.yml").write_text("a: &a [ha, ha]\nb: [*a, *a]\n")
    with pytest.raises(CodebookInvalid, match="YAML"):
        imported(tmp_path / "bomb.yml")


def test_yaml_words_that_look_like_values_stay_words(tmp_path: Path) -> None:
    (tmp_path / "words.yml").write_text("denial:\n- no\n- 999\n- on\n")
    assert imported(tmp_path / "words.yml").headings[0].strong == ("no", "999", "on")


def test_a_wrong_line_of_a_dictionary_is_named(tmp_path: Path) -> None:
    (tmp_path / "wrong.dic").write_text("%\n1\ta\n%\nsofa\t1\nbed\t7\n")
    with pytest.raises(CodebookInvalid, match="line 5: names category 7"):
        imported(tmp_path / "wrong.dic")


def test_an_unknown_ending_is_a_fault_of_use(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match=r"\.dic"):
        imported(tmp_path / "frame.docx")


def test_the_commands_carry_a_frame_there_and_back(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    out, back = tmp_path / "frame.csv", tmp_path / "frame.toml"
    assert main(["codebook", "export", "nhs_experience", str(out)]) == 0
    assert main(["codebook", "import", str(out), "-o", str(back)]) == 0
    assert frames.load(back) == frames.load(frames.find("nhs_experience"))
    assert main(["codebook", "export", "nhs_experience", str(tmp_path / "frame.dic")]) == 0
    assert "cannot hold everything" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("dictionary", "headings"),
    [
        (b"%\n1\tshelter\n2\tfood\n%\nsofa*\t01\nsoup\t02\n%\n", {"shelter": ("sofa*",), "food": ("soup",)}),
        (b"%\r\n1\tshelter (Places to be)\r\n\t2\tfood\r\n%\r\ncaf\xe9*\t2\r\n", {"shelter": (), "food": ("café*",)}),
        (b"%\n1\tbed\n2\tfood\n%\nlike\t(02 134)125/464\t1\nkind\t(131)1/(132)2\n", {"bed": ("like", "kind"), "food": ("kind",)}),
    ],
)
def test_dictionaries_of_liwc_s_years_are_read(tmp_path: Path, dictionary: bytes, headings: dict[str, tuple[str, ...]]) -> None:
    (tmp_path / "old.dic").write_bytes(dictionary)
    assert {each.name: each.strong for each in imported(tmp_path / "old.dic").headings} == headings


def test_codes_above_codes_keep_their_own_where_text_is_coded_with_them(tmp_path: Path) -> None:
    code = '<Code guid="{0}" name="{0}" isCodable="{1}"><Description>On {0}.</Description>{2}</Code>'
    below = code.format("Phone", "true", code.format("Unanswered", "true", ""))
    codes = code.format("Waiting", "true", code.format("Letters", "true", "") + below + code.format("Ways", "false", below))
    book = f'<CodeBook xmlns="{refi_qda.NAMESPACE}"><Codes>{codes}</Codes></CodeBook>'
    (tmp_path / "nested.qdc").write_text(book, encoding="utf-8")
    found = imported(tmp_path / "nested.qdc").headings
    assert [each.name for each in found] == ["Waiting", "Letters", "Phone", "Unanswered", "Ways / Phone", "Unanswered"]
    assert found[0].definition == "On Waiting."


def test_a_key_that_comes_twice_is_refused_where_it_stands(tmp_path: Path) -> None:
    (tmp_path / "twice.yml").write_text("food:\n- soup\nsleep:\n- bed\nfood:\n- bread\n", encoding="utf-8")
    with pytest.raises(CodebookInvalid, match="line 5"):
        imported(tmp_path / "twice.yml")


@pytest.mark.parametrize(
    ("content", "ending"),
    [(b"%\n1\tmood\n%\n:)\t1\n<3\t1\n:D\t1\nsofa*\t1\n", ".dic"), (b"DicTerm,mood\n:),X\n<3,X\n:D,X\nsofa*,X\n", ".dicx")],
)
def test_emoticons_of_a_dictionary_are_found_by_their_signs(tmp_path: Path, content: bytes, ending: str) -> None:
    (tmp_path / f"mood{ending}").write_bytes(content)
    (heading,) = imported(tmp_path / f"mood{ending}").headings
    found = [text for text in ("so :) it", "I <3 tea", "tea :D", "the sofas", "x:Dy", "3 teas") for each in heading.strong
             if any(compiled(each, {}).finditer(text))]  # fmt: skip
    assert found == ["so :) it", "I <3 tea", "tea :D", "the sofas"]


@pytest.mark.parametrize(
    ("was", "becomes", "told"),
    [
        (b"can host", "£*".encode(), r"row 4, column strong: .*'£\*'.* /£\\w\*/"),
        (b"can host", "🙂".encode(), r"row 4, column strong: .*'🙂'.* /🙂/"),
        (b"Offers,shelter", b"Offers,nowhere", r"row 4, column (theme|id): .*nowhere"),
        (b"spare ..2 room", b"{nobody}", r"row 4, column strong: .*nobody"),
    ],
)
@pytest.mark.parametrize("ending", [".csv", ".xlsx"])
def test_what_is_wrong_in_a_sheet_is_told_by_sheet_row_and_column(
    was: bytes, becomes: bytes, told: str, ending: str, tmp_path: Path
) -> None:
    path, content = tmp_path / f"frame{ending}", sheet.SAMPLE.replace(was, becomes)
    path.write_bytes(content if ending == ".csv" else workbook.encoded(sheet.decoded(content, path)))
    with pytest.raises(CodebookInvalid, match=(", sheet codebook, " if ending == ".xlsx" else r"\.csv, ") + told):
        imported(path)


@pytest.mark.parametrize("blank", [b"\r\n", b",,,,,,\r\n"], ids=["empty", "commas"])
def test_blank_rows_of_a_sheet_count_as_rows(blank: bytes, tmp_path: Path) -> None:
    path, lines = tmp_path / "frame.csv", sheet.SAMPLE.splitlines(keepends=True)
    path.write_bytes(b"".join([lines[0], blank, *lines[1:3], blank, blank, *lines[3:]]))
    assert imported(path).headings[0].strong == ("can host", "spare ..2 room")
    for was, becomes, told in ((b"can host", "£*".encode(), "row 7, column strong"), (b"heading,", b"headding,", "row 7")):
        path.write_bytes(path.read_bytes().replace(was, becomes))
        with pytest.raises(CodebookInvalid, match=told):
            imported(path)
    path.write_bytes(b"\r\n\r\n" + sheet.SAMPLE.replace(b"can host", b"{nobody}"))
    with pytest.raises(CodebookInvalid, match="row 6, column strong"):
        imported(path)


def test_a_phrase_of_signs_is_told_a_way_that_finds_them() -> None:
    for signs, text in (("£*", "a £20 lift"), ("🙂", "fine 🙂")):
        with pytest.raises(ValueError, match="regular expression") as refused:
            compiled(signs, {})
        assert any(compiled(str(refused.value).rpartition(" ")[2], {}).finditer(text))


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("frame.dic", "%\r\n1\tshelter\r\n%\r\nsofa*\t1\r\n".encode("utf-16")),
        ("frame.dicx", b"\xef\xbb\xbfDicTerm;shelter\r\nsofa*;X\r\n"),
    ],
)
def test_dictionaries_are_read_as_spreadsheets_and_editors_of_windows_save_them(name: str, content: bytes, tmp_path: Path) -> None:
    (tmp_path / name).write_bytes(content)
    (heading,) = imported(tmp_path / name).headings
    assert (heading.name, heading.strong) == ("shelter", ("sofa*",))


def test_the_codebook_of_a_project_is_read_from_its_archive_and_from_nothing_else(tmp_path: Path) -> None:
    project = forms()[".qde"].SAMPLE.replace(b'isCodable="true"', b'isCodable="1"')
    with zipfile.ZipFile(tmp_path / "study.qdpx", "w") as archive:
        archive.writestr("project.qde", project)
    assert [each.name for each in imported(tmp_path / "study.qdpx").headings] == ["Shelter", "Offers"]
    (tmp_path / "broken.qdpx").write_bytes(b"PK")
    with pytest.raises(CodebookInvalid, match="not an archive"):
        imported(tmp_path / "broken.qdpx")
    with pytest.raises(UsageError, match="only read"):
        exported(imported(tmp_path / "study.qdpx"), tmp_path / "study.qdpx")
