"""The frame of patient comments against the coders of a public data set, on the part that no rule was written from."""

from pathlib import Path

import pytest

from bench.nhs_experience import comments, scores, with_rates
from tasks import codebook as frames

COMMENTS = Path(__file__).parents[2] / "../shared/corpora/nhs/comments_dev.csv"


@pytest.mark.skipif(not COMMENTS.is_file(), reason="the coded comments are not on this machine")
def test_rules_come_near_the_coders_on_comments_that_they_were_not_written_from() -> None:
    table = scores(comments(COMMENTS, "held-out"), frames.load(frames.find("nhs_experience")))
    total = with_rates(table.select("hit", "extra", "missed").sum())
    assert table.height >= 20
    assert total.item(0, "f1") >= 0.74
    assert table.get_column("f1").mean() >= 0.58  # type: ignore[operator]
