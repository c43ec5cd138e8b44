"""A bundle that somebody changed fails its check, however well they changed its digests too."""

import json
import shutil
from collections.abc import Callable
from pathlib import Path

import polars as pl
import pytest

from expectations.passing_release import frames
from flows.cli import main
from tasks.bundles import release_log
from tasks.bundles.check import hold
from tasks.bundles.checks.seal import SEAL
from tasks.bundles.seal import seal
from tasks.errors import GateClosed
from tasks.publish import publish
from tasks.storage import ed25519, keys, store
from tasks.storage.source import Source
from tasks.studies.study import Study
from tests.bundles.public_release import REMOVED, VERDICT
from tests.bundles.test_check import CODEBOOK, resigned

TEXTS = ("we can host", "can host two", "can host you", "can host all", "a bed, can host")


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The releases of a study, of which there is one, of five tweets."""
    folder = tmp_path_factory.mktemp("sealed")
    (folder / "codebook.toml").write_text(CODEBOOK)
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv(store.DATA_VARIABLE, str(folder / "data"))
        keys.drawn("small")
        study = Study.model_validate({"id": "small", "dumps": ("a.csv",)})
        publish.fn(study, store.write("tabulated", removed=REMOVED, **five()), VERDICT, Source.of(folder / "codebook.toml"))
    return folder / "data" / "released" / "small"


def five() -> dict[str, pl.DataFrame]:
    """The tables of a release of five tweets, all under one heading."""
    many = {name: frames()[name] for name in ("table1", "overlap", "timeline", "flow")}
    counts = pl.col(pl.Int64).replace({1: 5, 2: 6})
    told = {name: table.with_columns(counts) for name, table in many.items()}
    told["flow"] = told["flow"].with_columns(
        tweets=pl.when(pl.col("outcome") == "set_aside").then(1).otherwise(pl.col("tweets"))
    )
    rows = {
        name: pl.concat(
            [frames()[name].with_columns(tweet_key=pl.lit(f"{place:016}")) for place in range(1, 6)]
        ).with_columns(changed)
        for name, changed in {"tweets": [pl.Series("text", TEXTS)], "codes": [pl.lit("can host").alias("words")]}.items()
    }
    return told | rows


@pytest.fixture
def bundle(home: Path, tmp_path: Path) -> Path:
    (found,) = (path for path in home.iterdir() if path.is_dir() and not path.is_symlink())
    return Path(shutil.copytree(found, tmp_path / "bundle"))


def declared(folder: Path, **more: object) -> None:
    manifest = json.loads((folder / "manifest.json").read_text()) | more
    (folder / "manifest.json").write_text(json.dumps(manifest))


def approved(folder: Path) -> None:
    """A decision that nobody took."""
    declared(folder, sign_off={"decision": "approve", "by": "Ada Owl", "reason": "Seen.", "is_signed": False, "given_through": "x"})


def slandered(folder: Path) -> None:
    page = folder / "report.html"
    page.write_text(page.read_text().replace("</main>", "<p>Orla Finch said so.</p></main>"))
    resigned(folder)


def moved(folder: Path, tables: tuple[str, ...] = ("tweets.parquet", "tweets.csv")) -> None:
    """Five tweets under another heading, in the files named."""
    tweets = pl.read_parquet(folder / "tweets.parquet").with_columns(heading=pl.lit("thanks.thanks"), theme=pl.lit("thanks"))
    if "tweets.parquet" in tables:
        tweets.write_parquet(folder / "tweets.parquet", statistics=False)
        tweets.write_csv(folder / "tweets.csv")
    if "codes.parquet" in tables:
        codes = pl.read_parquet(folder / "codes.parquet").with_columns(heading=pl.lit("thanks.thanks"))
        codes.write_parquet(folder / "codes.parquet", statistics=False)
    if "table1.csv" in tables:
        table = folder / "table1.csv"
        table.write_text(table.read_text().replace("Offers,5", "Offers,0").replace("Thanks,Thanks,0", "Thanks,Thanks,5"))
    resigned(folder)


def sealed_by_another(folder: Path) -> None:
    """A forger's own seal over what they changed."""
    approved(folder)
    seal(folder, ed25519.derived(b"another secret", "hushtag seal"))


def without_seal(folder: Path) -> None:
    (folder / SEAL).unlink()


FORGED: list[tuple[Callable[[Path], None], str]] = [
    (approved, "the seal is whole: broken in 1 place. seal.json, root: is of other files"),
    (slandered, "the seal is whole: broken in 1 place. seal.json, root: is of other files"),
    (sealed_by_another, "seal.json, key: is not that of the manifest"),
    (without_seal, "the seal is whole: broken in 1 place. seal.json: is missing"),
    (moved, "every tweet stands under its primary code: broken in 5 places. tweets.parquet, row 1, column heading"),
    (
        lambda folder: moved(folder, ("tweets.parquet", "codes.parquet")),
        "Table 1 follows from the codes: broken in 2 places. table1.csv, row 1, column tweets; table1.csv, row 2, column tweets",
    ),
    (
        lambda folder: moved(folder, ("tweets.parquet", "codes.parquet", "table1.csv")),
        "the overlap follows from the codes: broken in 2 places. overlap.csv, row 1, column tweets; overlap.csv, row 3,",
    ),
]


@pytest.mark.parametrize(("forge", "told"), FORGED, ids=range(len(FORGED)))
def test_a_forgery_is_found_with_file_row_and_column(bundle: Path, forge: Callable[[Path], None], told: str) -> None:
    forge(bundle)
    with pytest.raises(GateClosed) as caught:
        hold(bundle)
    assert told in caught.value.line()


def test_another_month_is_not_that_of_the_timeline(bundle: Path) -> None:
    tweets = pl.read_parquet(bundle / "tweets.parquet").with_columns(month=pl.lit("2013-09"))
    tweets.write_parquet(bundle / "tweets.parquet", statistics=False)
    tweets.write_csv(bundle / "tweets.csv")
    resigned(bundle)
    with pytest.raises(GateClosed, match=r"timeline.csv, 2013-08, column unique_tweets; timeline.csv, 2013-09"):
        hold(bundle)


def test_a_bundle_of_a_version_that_did_not_seal_is_checked_and_told_to_be_unsealed(
    bundle: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (bundle / SEAL).unlink()
    manifest = json.loads((bundle / "manifest.json").read_text())
    del manifest["sealed_by"]
    (bundle / "manifest.json").write_text(json.dumps(manifest))
    assert main(["check", str(bundle)]) == 0
    assert "? not sealed" in capsys.readouterr().out


def test_a_key_that_is_known_from_elsewhere_unmasks_a_seal_that_was_made_again(
    bundle: Path, home: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    ours, theirs = release_log.entries(home)[0].key, ed25519.derived(b"another secret", "hushtag seal")
    declared(bundle, sealed_by=ed25519.public_of(theirs))
    seal(bundle, theirs)
    assert main(["check", str(bundle)]) == 0
    assert f"sealed by {ed25519.public_of(theirs)}" in capsys.readouterr().out
    assert main(["check", str(bundle), "--key", ours]) == 3
    assert "is sealed by another key" in capsys.readouterr().err
    assert main(["check", str(home / "latest"), "--key", ours]) == 0


def test_a_forger_beside_the_log_is_told_by_the_log(home: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Who seals anew and names the folder anew has still not written the log's line."""
    place = Path(shutil.copytree(home, tmp_path / "small", symlinks=True))
    (version,) = (path for path in place.iterdir() if path.is_dir() and not path.is_symlink())
    theirs = ed25519.derived(b"another secret", "hushtag seal")
    declared(version, sealed_by=ed25519.public_of(theirs))
    seal(version, theirs)
    assert main(["check", str(version)]) == 3
    assert "releases.jsonl has another seal for it" in capsys.readouterr().err
    version.rename(place / "0123456789ab")
    assert main(["check", str(place / "0123456789ab")]) == 3
    assert "releases.jsonl does not name it" in capsys.readouterr().err
