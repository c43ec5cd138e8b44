"""What a codebook's file may say, and the one line in which everything else is refused."""

import json
import tomllib
from pathlib import Path
from typing import Any

import jsonschema  # type: ignore[import-untyped]
import pytest

from tasks import codebook as frames
from tasks.codebook.file_schema import schema
from tasks.codebook.slow_patterns import is_slow
from tasks.errors import CodebookInvalid

CODEBOOKS = Path(__file__).parents[2] / "data" / "codebooks"
SHIPPED = sorted(CODEBOOKS.glob("*.toml"))
GOOD = """[codebook]
id = "relief"
version = "0.1.0"
precedence = ["shelter.offer"]
[sets]
bed = ["bed|beds", "{sofa}"]
sofa = ["sofa*"]
[themes.shelter]
name = "Shelter"
[[headings]]
id = "shelter.offer"
name = "Offers"
definition = "A bed is offered."
strong = ["can host"]
weak = ["{bed}", "/li(st|ft)en/"]
[[history]]
version = "0.1.0"
date = 2026-11-20
change = "first"
"""
# What is written instead of what, the line that is named, and what is said.
BROKEN = {
    "an unknown key of a heading": ('weak = ["{bed}"', 'wek = ["{bed}"', 15, "heading shelter.offer has wek"),
    "an unknown key of the codebook": ('version = "0.1.0"\np', 'vresion = "0.1.0"\np', 3, r"\[codebook\] has vresion"),
    "an unknown table": ("[sets]", "[stes]", 5, "the file has stes"),
    "no id": ('id = "relief"\n', "", 1, r"\[codebook\] needs id"),
    "a heading without a definition": ('definition = "A bed is offered."\n', "", 10, "shelter.offer needs definition"),
    "a list that is text": ('strong = ["can host"]', 'strong = "can host"', 14, "strong is to be a list"),
    "a phrase that is a number": ('strong = ["can host"]', "strong = [1]", 14, "strong 1 is to be text in quotes"),
    "an empty phrase": ('strong = ["can host"]', 'strong = [""]', 14, "holds an empty text"),
    "a wrong kind": ('name = "Shelter"', 'name = "Shelter"\nkind = "main"', 10, "theme shelter kind"),
    "a theme that is not there": ('id = "shelter.offer"', 'id = "food.offer"', 11, "under the theme food"),
    "a name that is spoken for": ("[themes.shelter]", "[themes.uncoded]", 8, "spoken for"),
    "a set that contains itself": ('sofa = ["sofa*"]', 'sofa = ["{bed}"]', 6, "bed > sofa > bed"),
    "a set that is not there": ('"{sofa}"', '"{couch}"', 6, "couch}, which is not there"),
    "a phrase of an unknown set": ('"{bed}"', '"{bad}"', 15, "uses the set bad"),
    "precedence of an unknown heading": ('["shelter.offer"]', '["shelter.ofer"]', 4, "names shelter.ofer"),
    "a pattern that looks ahead": ("li(st|ft)en", "li(?=st)en", 15, "looks around"),
    "a pattern that looks back": ("li(st|ft)en", r"(a)\\1", 15, "looks around or back"),
    "a repeat of a repeat": ("li(st|ft)en", "(a+)+b", 15, "repeats a repeat"),
    "alternatives that overlap, repeated": ("li(st|ft)en", "(a|ab|b)*c", 15, "repeats a repeat"),
    "repeats upon repeats": ("li(st|ft)en", "a*a*a*a*b", 15, "too often"),
    "a gap without end": ("can host", "can ..99999999999 host", 14, "more than 100 words"),
    "too many words in one place": ("can host", "|".join(f"w{n}" for n in range(10_001)), 14, "more than 10,000 words"),
    "a set without a word": ('sofa = ["sofa*"]', "sofa = []", 7, "set sofa has no word"),
    "a set of a blank": ('sofa = ["sofa*"]', 'sofa = [" "]', 7, "set sofa has no word"),
    "a broken pattern": ("li(st|ft)en", "li(st", 15, "not a regular expression"),
    "a gap at an end": ("can host", "can ..2", 14, "begins and ends with a word"),
    "an unknown thing": ("can host", "can <lnik>", 14, "lnik"),
    "no letter": ("can host", "can ...", 14, "no letter"),
    "an empty alternative": ("can host", "can host|", 14, "empty alternative"),
    "no TOML": ("[sets]", "[sets", 5, "is not TOML"),
    "a key twice": (
        'name = "Offers"', 'name = "Offers"\nname = "Other"', 13,
        "at heading shelter.offer: is not TOML: a key is there twice",
    ),
}


def written(tmp_path: Path, text: str | bytes) -> Path:
    path = tmp_path / "frame.toml"
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return path


def plain(path: Path) -> dict[str, Any]:
    declared: dict[str, Any] = json.loads(json.dumps(tomllib.loads(path.read_text(encoding="utf-8")), default=str))
    return declared


@pytest.mark.parametrize("broken", BROKEN)
def test_what_is_wrong_is_told_in_one_line_with_file_and_line(broken: str, tmp_path: Path) -> None:
    before, after, line, told = BROKEN[broken]
    assert before in GOOD
    path = written(tmp_path, GOOD.replace(before, after, 1))
    with pytest.raises(CodebookInvalid, match=told) as refused:
        frames.load(path)
    said = str(refused.value)
    assert said.startswith(str(path))
    assert "\n" not in said
    assert f"line {line}" in said, said


def test_a_heading_that_is_there_twice_is_told_where_it_comes_again(tmp_path: Path) -> None:
    again = GOOD[GOOD.index("[[headings]]") : GOOD.index("[[history]]")]
    with pytest.raises(CodebookInvalid, match=r"line 17: heading shelter.offer is there twice"):
        frames.load(written(tmp_path, GOOD.replace("[[history]]", again + "[[history]]")))


@pytest.mark.parametrize("nothing", ["", "\n", "# only a comment\n"])
def test_an_empty_file_is_told_what_it_needs(nothing: str, tmp_path: Path) -> None:
    with pytest.raises(CodebookInvalid, match="the file needs codebook"):
        frames.load(written(tmp_path, nothing))


def test_bytes_that_are_no_utf_8_are_refused(tmp_path: Path) -> None:
    with pytest.raises(CodebookInvalid, match="line 2: is not UTF-8"):
        frames.load(written(tmp_path, GOOD.replace("relief", "réfuge").encode("latin-1")))


def test_a_byte_order_mark_and_other_line_ends_change_nothing(tmp_path: Path) -> None:
    usual = frames.load(written(tmp_path, GOOD))
    assert frames.load(written(tmp_path, b"\xef\xbb\xbf" + GOOD.replace("\n", "\r\n").encode())) == usual


def test_sets_that_double_at_every_step_are_refused_before_they_are_written_out(tmp_path: Path) -> None:
    doubling = "".join(f's{n} = ["{{s{n + 1}}}|{{s{n + 1}}}"]\n' for n in range(40)) + 's40 = ["a"]\n'
    with pytest.raises(CodebookInvalid, match="means more than"):
        frames.load(written(tmp_path, GOOD.replace("[sets]\n", "[sets]\n" + doubling)))


def test_a_hundred_thousand_rules_are_read(tmp_path: Path) -> None:
    headings = "".join(
        f'[[headings]]\nid = "shelter.h{n}"\nname = "H"\ndefinition = "d"\nstrong = {[f"w{m} ..2 v{n}" for m in range(1000)]}\n'
        for n in range(100)
    ).replace("'", '"')
    found = frames.load(written(tmp_path, GOOD.replace("[[history]]", headings + "[[history]]")))
    assert sum(len(each.strong) for each in found.headings) == 100_001


@pytest.mark.parametrize("path", SHIPPED, ids=lambda path: path.stem)
def test_a_shipped_codebook_is_of_the_schema_that_it_names(path: Path) -> None:
    first = path.read_text(encoding="utf-8").split("\n", 1)[0]
    assert first == "#:schema ./schema.json"
    shipped = json.loads((CODEBOOKS / "schema.json").read_text(encoding="utf-8"))
    assert shipped == schema()
    jsonschema.Draft202012Validator.check_schema(shipped)
    jsonschema.validate(plain(path), shipped, jsonschema.Draft202012Validator)


@pytest.mark.parametrize(
    "broken", ["an unknown key of a heading", "no id", "a list that is text", "a wrong kind", "an empty phrase"]
)
def test_the_schema_refuses_what_the_loader_refuses_by_shape(broken: str, tmp_path: Path) -> None:
    before, after, _, _ = BROKEN[broken]
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate(plain(written(tmp_path, GOOD.replace(before, after, 1))), schema())


OVERLAPPING = ["(a|a)*b", "(?:a|aa)+$", "a*a*a*b", "(a{0,9}){0,9}b"]
BESIDE = [r"\w+\w+x", r"\w*\w*!", "[ab]*[ab]*c", r"\d+\w+x", "a*b*a*c", r"(\w+)(\w+)x", r".*a.*b", r"\w+ *\w+x"]


@pytest.mark.parametrize("pattern", [*OVERLAPPING, *BESIDE, "(a+)+", r"(?:\w+\s?)*x", "(a{2,5})+", "((ab)*c)*"])
def test_a_repeat_within_a_repeat_or_beside_one_that_shares_letters_is_slow(pattern: str) -> None:
    assert is_slow(pattern)


APART = ["a+b+", r"\w+ing", r"\w+ \w+x", r"\d+-\d+x", "li(st|ft)en", "(?s:.*)thank(?:s|x).*", "(ab){2}c*", "(foo|bar)+"]


@pytest.mark.parametrize("pattern", [*APART, "x?y?z?"])
def test_repeats_that_share_no_letters_are_not(pattern: str) -> None:
    assert not is_slow(pattern)
