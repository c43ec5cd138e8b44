"""Names of the dump's own columns inside runs of letters without spaces."""

import pytest

from tasks.models import load
from tasks.pure.anonymise.engine import anonymised
from tasks.pure.anonymise.evidence import terms


@pytest.mark.parametrize(
    ("text", "left"),
    [("昨日佐々木花と会った", "昨日[PERSON]と会った"), ("谢谢王晓明了", "谢谢[PERSON]了"), ("今日は晴れ", "今日は晴れ"), ("", "")],
)
def test_a_name_of_the_dump_is_found_inside_a_run_of_letters(text: str, left: str) -> None:
    own = terms("display_name", ["佐々木花", "王晓明"], load.lists())
    assert anonymised([text], load.engine(own)).texts == [left]
