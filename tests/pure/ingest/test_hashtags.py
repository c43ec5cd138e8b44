"""Hashtags: where they begin and end, and which are one."""

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tasks.pure.ingest import hashtags
from tasks.pure.ingest.hashtags import folded, tags_of


@pytest.mark.parametrize(
    ("one", "other"),
    [("SichereStraße", "SICHERESTRASSE"), ("κόσμος", "ΚΌΣΜΟΣ"), ("İyi", "IYI"), ("sağlık", "SAĞLIK"), ("sante\u0301", "santé"),
     ("Ｃａｒｅ", "care"), ("#Care", "＃care")],
)  # fmt: skip
def test_tags_that_differ_in_case_width_or_how_marks_are_written_are_one(one: str, other: str) -> None:
    assert folded(one) == folded(other)


@pytest.mark.parametrize(
    ("words", "tags"),
    [("#Care", ["care"]), ("see ＃Care.", ["care"]), ("(#Care)", ["care"]), ("#Care's", ["care"]), ("#Care😀", ["care"]),
     ("。#Care。", ["care"]), ("#a #b #a", ["a", "b"]), ("x#Care", None), ("@sock#Care", None), ("http://x.org/page#Care", None),
     ("example.org/#Care", None), ("&#Care", None), ("#️⃣Care", None), ("#Care\u200dZ", ["care\u200dz"]), ("#Care\u200b", ["care"]),
     ("no tag", None), (None, None)],
)  # fmt: skip
def test_a_tag_begins_and_ends_where_the_platform_has_it(words: str | None, tags: list[str] | None) -> None:
    (found,) = tags_of(pl.Series([words], dtype=pl.String)).to_list()
    assert found == tags


PIECES = ("#", "＃", "a", "Z", ".", "/", ":", "http://", "t.co/", " ", "\u00a0", "&", "-", "\ufe0f", "。")


@settings(deadline=None)
@given(st.lists(st.sampled_from(PIECES)).map("".join))
def test_links_make_no_difference_but_where_a_tag_is_in_one_run_of_letters_with_one(words: str) -> None:
    with pytest.MonkeyPatch.context() as patch:
        found = tags_of(pl.Series([words])).to_list()
        patch.setattr(hashtags, "IN_LINKS", "")
        assert found == tags_of(pl.Series([words])).to_list()
