"""What is published says nothing of rows that are not in it, is whole, and is for those whom it is for."""

import grp
import json
import os
from collections.abc import Iterator
from pathlib import Path

import polars as pl
import pytest

from expectations.passing_release import frames
from tasks.publish import publish
from tasks.pure.attack.figures import identifier_figures, style_figures
from tasks.pure.attack.identifiers import crowds, identifiers
from tasks.storage import asides, keys, store
from tasks.storage.source import Source
from tasks.studies import attacks
from tasks.studies.published import Published
from tasks.studies.study import Study
from tests.bundles.public_release import REMOVED, VERDICT, told
from tests.bundles.test_check import CODEBOOK

OURS = grp.getgrgid(os.getgid()).gr_name
NO_TEXTS = pl.DataFrame(schema={"tweet_key": pl.String, "text": pl.String})
NO_OTHERS = pl.DataFrame(schema={"author": pl.String, "kind": pl.String, "term": pl.String})
TEAM = ("table1", "overlap", "timeline", "flow", "tweets", "codes")


@pytest.fixture(autouse=True)
def root(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    monkeypatch.setenv(store.DATA_VARIABLE, str(tmp_path / "data"))
    (tmp_path / "codebook.toml").write_text(CODEBOOK)
    keys.drawn("small")
    before = os.umask(0)
    yield tmp_path / "data"
    os.umask(before)


def published(root: Path, profile: str, secret: int = 0, **settings: object) -> Published:
    """A release; `secret` changes rows that no file of it has."""
    study = Study.model_validate({"id": "small", "dumps": ("a.csv",), "profile": profile, **settings})
    made = dict(told()) if profile == "public" else {"removed": REMOVED} | {name: frames()[name] for name in TEAM}
    unsaid = pl.DataFrame({"tweet_key": [f"{secret:016}"], "text": [f"what person {secret} said"]})
    paraphrases = frames()["paraphrases"].with_columns(tweet_key=pl.lit(f"{secret:016}"))
    quoted = store.write("paraphrased", paraphrases=paraphrases, kept_back=unsaid) if profile == "public" else None
    codebook = Source.of(root.parent / "codebook.toml")
    ended: Published = publish.fn(study, store.write("tabulated", unsaid=unsaid, **made), VERDICT, codebook, None, quoted)
    return ended


def bytes_of(bundle: Path) -> dict[str, bytes]:
    return {str(path.relative_to(bundle)): path.read_bytes() for path in sorted(bundle.rglob("*")) if path.is_file()}


@pytest.mark.parametrize("profile", ["public", "team"])
def test_rows_that_are_not_released_change_no_byte_and_no_name(root: Path, profile: str) -> None:
    """Who has the archive could else try rows until a digest fits."""
    first = published(root, profile, secret=1)
    content = bytes_of(root / first.path)
    second = published(root, profile, secret=2)
    assert second.version == first.version
    assert bytes_of(root / second.path) == content


def test_what_is_released_changes_the_name(root: Path) -> None:
    assert published(root, "public").version != published(root, "public", title="Other").version


@pytest.mark.parametrize(
    ("profile", "group", "modes"),
    [
        ("team", None, {0o700, 0o600}),
        ("team", OURS, {0o750, 0o640}),
        ("public", None, {0o755, 0o644}),
    ],
)
def test_a_bundle_is_for_those_whom_it_is_for(root: Path, profile: str, group: str | None, modes: set[int]) -> None:
    bundle = root / published(root, profile, group=group).path
    assert {path.stat().st_mode & 0o777 for path in (bundle, *bundle.rglob("*"))} == modes
    assert bundle.parent.stat().st_mode & 0o777 == 0o755


def test_the_readers_of_a_release_change_with_the_study(root: Path) -> None:
    bundle = root / published(root, "team", group=OURS).path
    assert bundle.stat().st_mode & 0o777 == 0o750
    assert root / published(root, "team").path == bundle
    assert {path.stat().st_mode & 0o777 for path in (bundle, *bundle.rglob("*"))} == {0o700, 0o600}


def test_a_teams_manifest_says_what_was_added_since_the_release_before_and_the_same_again_is_the_same(root: Path) -> None:
    first = published(root, "team")
    assert published(root, "team").version == first.version
    path = root / first.path / "tweets.parquet"
    assert json.loads((path.parent / "manifest.json").read_text())["added"] is None
    tweets = pl.read_parquet(path)
    pl.concat([tweets, tweets.with_columns(tweet_key=pl.lit("00000000000000aa"))]).write_parquet(path)
    second = published(root, "team", title="Other")
    said = json.loads((root / second.path / "manifest.json").read_text())["added"]
    assert said == {"since": first.version, "texts": 0, "gone": 1}
    again = published(root, "team", title="Once more")
    assert json.loads((root / again.path / "manifest.json").read_text())["added"] == said


@pytest.mark.parametrize(("profile", "authors"), [("team", 66), ("public", 65)])
def test_a_study_that_was_attacked_says_what_came_of_it_and_on_a_page(root: Path, profile: str, authors: int) -> None:
    figures = {
        "study": "small",
        "profile": "team",
        "on": "2026-01-31",
        "texts": 123,
        "released_texts": None,
        "quotes": None,
        "style": style_figures([1] * 3 + [9] * 63),
        "identifiers": identifier_figures(0, identifiers(NO_TEXTS), crowds(identifiers(NO_TEXTS), NO_OTHERS)),
        "people": None,
    }
    attacks.keep("small", figures, "")
    bundle = root / published(root, profile).path
    told = json.loads((bundle / "manifest.json").read_text())["attack"]
    assert (told["style"]["authors"], told["profile"]) == (authors, profile)
    assert "the right author comes first" in (bundle / "attack.html").read_text()
    page = (bundle / "report.html").read_text()
    assert "the right author came first" in page
    assert 'href="attack.html"' in page


def test_a_damaged_bundle_is_put_in_place_anew_and_nothing_is_left_beside_it(root: Path) -> None:
    bundle = root / published(root, "team").path
    content = bytes_of(bundle)
    (bundle / "table1.csv").write_text("damaged")
    assert root / published(root, "team").path == bundle
    assert bytes_of(bundle) == content
    assert {path.name for path in bundle.parent.iterdir()} == {bundle.name, "latest", "latest-team", "releases.jsonl"}


def test_what_a_killed_run_left_beside_the_releases_goes(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(asides, "YOUNG_SECONDS", 0)
    left = [root / place / ".aside-dead" for place in ("released/small", "coded", "ingested")]
    for path in left:
        path.mkdir(parents=True)
    store.sweep("small")
    assert not [path for path in left if path.exists()]
