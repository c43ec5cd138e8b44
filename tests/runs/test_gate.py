"""The gate as a whole: it closes on any failure and any error, counts, and never tells a word."""

import logging
import os
import sys
from pathlib import Path

import polars as pl
import pytest

from expectations.passing_release import frames
from expectations.verdict import Line, Verdict, verdict_on
from tasks.errors import GateClosed
from tasks.gate import admit
from tests.conftest import ended

MARKER = "zzmarkerzz"


def line(outcome: str, severity: str = "critical", rows: int = 0) -> Line:
    return Line.model_validate(
        {"rule": "no links", "table": "tweets", "why": "So.", "severity": severity, "outcome": outcome, "rows": rows}
    )


def views(folder: Path, **changed: pl.DataFrame) -> dict[str, list[str]]:
    tables = frames() | changed
    for name, frame in tables.items():
        frame.write_parquet(folder / f"{name}.parquet")
    return {name: [str(folder / f"{name}.parquet")] for name in tables}


@pytest.mark.parametrize(
    ("lines", "is_open"),
    [
        ([line("pass")], True),
        ([line("pass"), line("fail", rows=2)], False),
        ([line("pass"), line("fail", "warning", 2)], True),
        ([line("pass"), line("error", "warning")], False),
        ([], False),
    ],
)
def test_the_gate_is_closed_by_a_failure_an_error_and_by_having_no_rules(lines: list[Line], is_open: bool) -> None:
    assert Verdict(lines=tuple(lines), expectations_sha256="0").is_open == is_open


def test_a_closed_gate_names_the_rule_and_the_rows() -> None:
    with pytest.raises(GateClosed) as caught:
        admit(Verdict(lines=(line("pass"), line("fail", rows=1200)), expectations_sha256="0"))
    assert "tweets: no links (1,200 rows)" in caught.value.line()
    assert caught.value.exit_code == 3


def test_a_rule_that_cannot_be_held_closes_the_gate(tmp_path: Path) -> None:
    without_text = frames()["tweets"].with_columns(pl.lit(1).alias("text"))
    verdict = verdict_on("error", views(tmp_path, tweets=without_text))
    assert not verdict.is_open
    assert {each.outcome for each in verdict.lines if (each.rule, each.table) == ("no links", "tweets")} == {"error"}


def test_nothing_that_the_gate_writes_holds_a_word(
    tmp_path: Path, capfd: pytest.CaptureFixture[str], caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    tweets, dump = frames()["tweets"], frames()["ingested"]
    loud = tweets.with_columns(text=pl.lit(f"@{MARKER} http://t.co/{MARKER} {MARKER}@{MARKER}.org"))
    named = dump.with_columns(handle=pl.lit(MARKER), display_name=pl.lit(f"{MARKER} Owl"))
    verdict = verdict_on("marker", views(tmp_path, tweets=pl.concat([loud, loud]), ingested=named))
    with pytest.raises(GateClosed) as caught:
        admit(verdict)
    written = capfd.readouterr()
    told = [verdict.model_dump_json(), repr(caught.value), written.out, written.err]
    # Queries are ours and may be logged; results may not.
    assert not [place for place, words in enumerate([*told, caplog.text]) if MARKER in words]
    failed = {each.rule for each in verdict.lines if each.outcome == "fail"}
    assert {"no usernames", "no handle of the dump", "no links", "no contact details", "unique text"} <= failed


def test_the_gate_is_silent_and_asks_nobody(tmp_path: Path) -> None:
    paths = views(tmp_path)
    script = f"from expectations.verdict import verdict_on; raise SystemExit(not verdict_on('quiet', {paths!r}).is_open)"
    environment = os.environ | {"HOME": str(tmp_path), "PREFECT_HOME": str(tmp_path / "prefect")}
    done = ended([sys.executable, "-c", script], environment)
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")


@pytest.mark.parametrize("is_named", [True, False])
def test_rows_are_spilled_into_the_folder_that_is_named_and_else_nowhere(tmp_path: Path, is_named: bool) -> None:
    from expectations.duckdb_source import OPEN, opened

    with opened("spill", {}, spill=tmp_path if is_named else None):
        asked = OPEN["spill"].execute("SELECT current_setting('temp_directory')").fetchone()
        assert asked == (str(tmp_path) if is_named else "",)


JUDGED = "we are heard in the cold ward of Tarnwick http://t.co/abc"


@pytest.mark.parametrize(
    ("released", "known", "rows"),
    [
        (JUDGED, [], 0),
        (JUDGED, ["no links"], 1),
        (JUDGED + "d", [], 1),
        (f"{JUDGED} again", ["no links"], 1),
    ],
    ids=["judged and broke nothing", "judged and let stand all the same", "not judged", "neither"],
)
def test_what_a_text_broke_when_it_was_judged_is_known_and_any_other_text_is_looked_at(
    released: str, known: list[str], rows: int, tmp_path: Path
) -> None:
    key = frames()["tweets"]["tweet_key"][0]
    judged = pl.DataFrame({"tweet_key": [key], "text": [JUDGED]})
    held = frames()["withheld"].clear().vstack(
        pl.DataFrame([{"tweet_key": key, "rule": rule} for rule in known], schema=frames()["withheld"].schema)
    )
    tweets = frames()["tweets"].with_columns(
        text=pl.when(pl.col("tweet_key") == key).then(pl.lit(released)).otherwise(pl.col("text"))
    )
    verdict = verdict_on("judged", views(tmp_path, tweets=tweets, withheld=held, judged=judged))
    assert [each.rows for each in verdict.lines if (each.table, each.rule) == ("tweets", "no links")] == [rows]
