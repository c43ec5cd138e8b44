"""A study file says what it means, or is refused with its line."""

import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tasks.errors import StudyInvalid
from tasks.studies import study as studies
from tasks.studies import study_file
from tests.conftest import PROJECT

GOOD = 'id = "small"\nhashtags = ["#Care"]\ndumps = ["a.csv"]\n'


def written(folder: Path, text: str) -> Path:
    path = folder / "small.toml"
    path.write_text(text)
    return path


def test_paths_are_beside_the_file_and_hashtags_are_folded(tmp_path: Path) -> None:
    study = study_file.load(written(tmp_path, f"[study]\n{GOOD}"))
    assert study.dumps == (str(tmp_path / "a.csv"),)
    assert study.hashtags == ("care",)


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ('timezone = "Mars"', "line 5: timezone"),
        ("since = 2013-08-12\nuntil = 2013-08-10", "after until"),
        ('profile = "everyone"', "line 5: profile"),
        ('colour = "blue"', "line 5: colour"),
        ("since = yesterday", "TOML"),
        ('hashtag = "owls"', "line 5: hashtag: is not a setting of a study; do you mean hashtags?"),
        ("title = 3", "line 5: title: is text, in quotes"),
        ('sign_off = "yes"', "line 5: sign_off: is true or false"),
        ('[schedule]\ncron = "often"', "line 6: schedule.cron: 'often' is not a cron line"),
        ("[schedule]", "line 5: schedule.cron: is missing"),
        ('schedule.cron = "0 4 * * *"\nschedule.timezone = "Mars"', "line 6: schedule.timezone"),
        ('[study.schedule]\ncrom = "0 4 * * *"', "line 6: schedule.crom: is not a setting of a study; do you mean cron?"),
        ("[thresholds]\nuncoded_share = 80", "line 6: thresholds.uncoded_share"),
        ('[columns]\n"text" = 3', "line 6: columns.text: is text, in quotes. Compare"),
        ('[columns]\n[columns."b.*"]\ntext = 3', "line 7: columns.b.*.text: is text, in quotes. Compare"),
        ('thresholds = "none"', "line 5: thresholds: "),
    ],
)
def test_a_mistake_is_named_with_its_line(tmp_path: Path, line: str, told: str) -> None:
    with pytest.raises(StudyInvalid) as caught:
        study_file.load(written(tmp_path, f"[study]\n{GOOD}{line}\n"))
    assert told in caught.value.line()


def test_every_mistake_is_told_on_the_one_line(tmp_path: Path) -> None:
    with pytest.raises(StudyInvalid) as caught:
        study_file.load(written(tmp_path, '[study]\nid = "A b"\nhashtags = "care"\n\nprofil = "team"\n'))
    told = caught.value.line()
    assert re.findall(r"line (\d+): (\w+)", told) == [("1", "dumps"), ("2", "id"), ("3", "hashtags"), ("5", "profil")]
    assert "\n" not in told


def test_what_is_no_table_of_settings_is_refused(tmp_path: Path) -> None:
    with pytest.raises(StudyInvalid, match="table of settings"):
        study_file.load(written(tmp_path, "study = 3\n"))


def test_a_schedule_has_a_cron_line_and_may_name_its_own_zone(tmp_path: Path) -> None:
    text = f'[study]\n{GOOD}[schedule]\ncron = "30 4 * * 1"\ntimezone = "Europe/Oslo"\n'
    assert study_file.load(written(tmp_path, text)).schedule == studies.Schedule(
        cron="30 4 * * 1", timezone="Europe/Oslo"
    )


def test_a_file_that_is_not_there_is_named() -> None:
    with pytest.raises(StudyInvalid, match="no such study file"):
        study_file.load(Path("nowhere.toml"))


def test_dumps_alone_are_a_study_of_all_that_they_hold() -> None:
    study = studies.of_dumps({"dumps": ["/somewhere/Radio Tech 14.csv"]})
    assert (study.id, study.hashtags, study.since, study.codebook) == ("radio-tech-14", (), None, "dearmhp")


@pytest.mark.parametrize("path", sorted((PROJECT / "data" / "studies").glob("*.toml")), ids=lambda path: path.stem)
def test_every_study_that_ships_is_valid_and_is_named_for_its_file(path: Path) -> None:
    assert study_file.load(path).id == path.stem


@given(
    title=st.text(st.characters(codec="utf-8"), max_size=20),
    hashtags=st.lists(
        st.text(st.characters(codec="utf-8", exclude_characters="#＃"), min_size=1, max_size=5), max_size=2
    ),
    columns=st.dictionaries(st.text(max_size=5), st.text(st.characters(codec="utf-8"), max_size=5), max_size=2),
    since=st.none() | st.dates(),
    sign_off=st.booleans(),
)
def test_a_study_that_is_written_is_read_the_same(tmp_path_factory: pytest.TempPathFactory, **settings: object) -> None:
    more = {"thresholds": {"uncoded_share": 0.5}, "schedule": {"cron": "0 4 * * *"}, "near_duplicates": 0.8}
    reason = {"output": "flow", "rule": "round_to", "reason": 'It "adds" up.', "by": "A. Steward"}
    more |= {"exceptions": [reason, reason | {"output": "table1"}]}
    study = studies.of_dumps({"dumps": ['a \\ "b".csv', "ünd/*"], **settings, **more})
    assert study_file.read(study_file.written(study), Path("small.toml")) == study


def test_a_folder_tells_of_every_study_and_of_what_is_wrong_with_one(tmp_path: Path) -> None:
    written(tmp_path, f"[study]\n{GOOD}")
    (tmp_path / "other.toml").write_text(f"[study]\n{GOOD}")
    (tmp_path / "wrong.toml").write_text("[study]\n")
    other, small, wrong = [found for _, found in study_file.every(tmp_path)]
    assert isinstance(small, studies.Study)
    assert "Name the file for the study" in str(other)
    assert "dumps: is missing" in str(wrong)


EXCEPTION = '[[exceptions]]\noutput = "timeline"\nrule = "fewest_authors"\n'


def test_an_exception_travels_with_its_reason_and_who_answers_for_it(tmp_path: Path) -> None:
    told = 'reason = "No authors were kept."\nby = "A. Steward"\n'
    study = study_file.load(written(tmp_path, f'[study]\n{GOOD}profile = "public"\n{EXCEPTION}{told}'))
    assert [each.reason for each in study.exceptions] == ["No authors were kept."]


@pytest.mark.parametrize(
    ("lines", "told"),
    [
        ('by = "A. Steward"', "exceptions.reason: is missing"),
        ('reason = " "\nby = "A. Steward"', "exceptions.reason: an exception says why"),
        ('reason = "So."\nby = ""', "exceptions.by: an exception says why"),
    ],
)
def test_an_exception_without_a_reason_is_refused(tmp_path: Path, lines: str, told: str) -> None:
    with pytest.raises(StudyInvalid) as caught:
        study_file.load(written(tmp_path, f"[study]\n{GOOD}{EXCEPTION}{lines}\n"))
    assert told in caught.value.line()
    assert caught.value.exit_code == 5


def test_whether_a_frame_was_named_outlives_changes() -> None:
    plain = studies.of_dumps({"dumps": ["a.csv"]})
    assert not plain.names_codebook
    assert not studies.changed(plain, {"profile": "public"}).names_codebook
    assert studies.changed(plain, {"codebook": "dearmhp"}).names_codebook
