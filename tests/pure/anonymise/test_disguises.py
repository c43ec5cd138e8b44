import tomllib
from typing import Any

import numpy as np
import pytest

from tasks.models import load
from tasks.pure.anonymise import characters
from tasks.pure.anonymise.canonical import canonical, is_plain, undisguised
from tasks.pure.anonymise.engine import Engine, anonymised
from tasks.pure.anonymise.evidence import terms

PAGE = tomllib.loads((load.MODELS / "disguises.toml").read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def engine() -> Engine:
    return load.engine({term for kind, values in PAGE["dump"].items() for term in terms(kind, values, load.lists())})


@pytest.mark.parametrize("case", PAGE["disguises"], ids=lambda case: case["what"])
def test_no_disguise_gets_through_and_no_more_goes(case: dict[str, Any], engine: Engine) -> None:
    text = anonymised([case["text"]], engine).texts[0]
    assert text is not None
    assert [name for name in case["gone"] if name in text] == []
    assert [words for words in case["stays"] if words not in text] == []
    assert all(name in case["text"] for name in [*case["gone"], *case["stays"]])


def test_plain_letters_take_the_place_of_disguised_ones_one_by_one() -> None:
    disguised = "𝐎𝐫 ｗ８ ٠ wеn привет μg 名前"
    assert undisguised(disguised) == "Or w8 0 wen привет μg 名前"
    assert canonical(disguised)[1] == list(range(len(disguised) + 1))


def test_half_a_surrogate_pair_is_never_written() -> None:
    assert anonymised(["\ud800 a\u200bb", "\ud800"], load.engine()).texts == ["\ufffd ab", "\ufffd"]


def test_long_runs_are_read_in_step_with_their_length() -> None:
    long = ["dot" + "a." * 5_000, "dot " + " " * 10_000, "о" + "a" * 10_000, "(at)" * 2_500 + "dot", "0 " * 5_000]
    assert len(anonymised(long, load.engine()).texts) == len(long)


def test_whatever_is_not_doubtful_reads_as_it_is_written() -> None:
    certain = np.flatnonzero(characters.bits()[:-1] & characters.DOUBTFUL == 0)
    plain = "".join(chr(code) for code in certain.tolist() if not 0xD800 <= code < 0xE000)
    assert len(plain) > 100_000
    assert is_plain(plain)
    page = characters.page([plain, "", "a\u0301b", "x \ufe0f", "𠀀", "привет"])
    assert page.doubtful() == [2, 3, 4, 5]
