"""The log of releases says what was let out, to whom, by whom and why, and shows every line that was touched."""

import json
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from flows.cli import main
from tasks.bundles import release_log
from tasks.errors import GateClosed
from tasks.storage import ed25519

KEY = ed25519.derived(b"a secret of the study", "hushtag seal")
ADA = {"by": "Ada Owl", "reason": "Counts agree.", "is_signed": False}


def release(home: Path, version: str, profile: str = "team", **study: object) -> None:
    (home / version).mkdir(parents=True)
    manifest = {"study": {"profile": profile, **study}, "counts": {"ingest.kept": 5}}
    (home / version / "manifest.json").write_text(json.dumps(manifest))
    release_log.enter(home, version, KEY, ADA)


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """Two releases for the team and one for the public."""
    home = tmp_path / "released" / "owls"
    release(home, "aaa")
    release(home, "bbb", title="Owls")
    release(home, "ccc", "public")
    return home


def test_a_release_is_a_line_with_what_differs_from_the_one_before_it(home: Path) -> None:
    told = release_log.entries(home)
    expected = [(1, "aaa", "team"), (2, "bbb", "team"), (3, "ccc", "public")]
    assert [(each.number, each.version, each.profile) for each in told] == expected
    assert [each.changed for each in told] == [("first release",), ("study.title",), ("first release",)]
    assert {(each.by, each.reason) for each in told} == {("Ada Owl", "Counts agree.")}
    assert (home / "releases.jsonl").stat().st_mode & 0o777 == 0o600


def test_the_same_release_again_is_no_line_and_one_that_comes_back_is(home: Path) -> None:
    release_log.enter(home, "bbb", KEY, ADA)
    assert len(release_log.entries(home)) == 3
    release_log.enter(home, "aaa", KEY, ADA)
    assert [each.version for each in release_log.entries(home)] == ["aaa", "bbb", "ccc", "aaa"]


def test_releases_that_are_older_than_the_log_are_entered_as_found(home: Path) -> None:
    (home / "releases.jsonl").unlink()
    release(home, "ddd")
    told = release_log.entries(home)
    assert {each.version for each in told[:3]} == {"aaa", "bbb", "ccc"}
    assert {each.reason for each in told[:3]} == {release_log.FOUND}
    assert (told[3].version, told[3].by) == ("ddd", "Ada Owl")


def changed(lines: list[str]) -> list[str]:
    return [lines[0], lines[1].replace("Ada Owl", "Bo Heron"), lines[2]]


def signed_anew(lines: list[str]) -> list[str]:
    """A forger's own key for one line: the next one does not follow it."""
    theirs = ed25519.derived(b"another secret", "hushtag seal")
    entry = release_log.Entry.model_validate_json(lines[1]).model_copy(
        update={"by": "Bo Heron", "key": ed25519.public_of(theirs)}
    )
    entry = entry.model_copy(update={"signature": ed25519.signed(theirs, entry.words())})
    return [lines[0], entry.model_dump_json(), lines[2]]


@pytest.mark.parametrize(
    ("touch", "told"),
    [
        (changed, "line 2 is not signed by the key that it names"),
        (signed_anew, "line 3 does not follow the line before it"),
        (lambda lines: lines[1:], "line 1 does not follow the line before it"),
        (lambda lines: [lines[0], lines[2]], "line 2 does not follow the line before it"),
        (lambda lines: [lines[1], lines[0], lines[2]], "line 1 does not follow the line before it"),
        (lambda lines: [*lines, "{}"], "line 4 is not a line of a log"),
    ],
)
def test_a_line_that_was_touched_is_told(home: Path, touch: Callable[[list[str]], list[str]], told: str) -> None:
    path = home / "releases.jsonl"
    path.write_text("\n".join(touch(path.read_text().splitlines())) + "\n")
    with pytest.raises(GateClosed, match=told):
        release_log.entries(home)


def test_the_command_lists_them_and_refuses_a_log_that_was_altered(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = home.parent.parent
    assert main(["releases", "owls", "--data", str(folder)]) == 0
    told = capsys.readouterr().out
    assert "owls bbb  team" in told
    assert "Ada Owl, not signed by a key: Counts agree." in told
    assert "changed: study.title" in told
    assert f"sealed by {ed25519.public_of(KEY)} from line 1 on" in told
    assert main(["releases", "--data", str(folder), "--json"]) == 0
    assert [each["version"] for each in json.loads(capsys.readouterr().out)["owls"]] == ["aaa", "bbb", "ccc"]
    assert main(["releases", "finches", "--data", str(folder)]) == 2
    path = home / "releases.jsonl"
    path.write_text(path.read_text().replace("Ada Owl", "Bo Heron"))
    assert main(["releases", "owls", "--data", str(folder)]) == 3


def test_the_newest_of_a_profile_is_told_apart(home: Path) -> None:
    newest = [release_log.newest(release_log.entries(home), profile) for profile in ("team", "public", "nobody")]
    assert [each and each.version for each in newest] == ["bbb", "ccc", None]
    shutil.rmtree(home / "bbb")
    release(home, "ddd")
    assert release_log.entries(home)[-1].changed == ()
