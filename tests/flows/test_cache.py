"""What a whole run takes from earlier ones, and what it does not; the gate, which has tests of its own, is left out."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.metadata import version
from pathlib import Path

import polars as pl
import pytest
from prefect import flow

from expectations.verdict import Verdict
from flows import progress
from flows import study as study_module
from flows.progress import StageDone
from tasks.pure.coding import shares
from tasks.reading import dump_files, order
from tasks.storage import caching, keys, store
from tasks.storage.caching import uncached_task
from tasks.storage.store import Receipt
from tests.flows.conftest import ASKING, dump, small_study
from tests.small_studies import CODEBOOK, write_tags


@uncached_task
def gate(*_: object) -> Receipt:
    """Lets everything through: what is looked at here comes before it."""
    verdict = Verdict(lines=(), expectations_sha256="")
    return store.write("gated", verdict=pl.DataFrame({"verdict": [verdict.model_dump_json()]}))


@contextmanager
def heard() -> Iterator[list[StageDone]]:
    done: list[StageDone] = []

    def listen(news: str | StageDone) -> None:
        if isinstance(news, StageDone):
            done.append(news)

    progress.listeners.append(listen)
    yield done
    progress.listeners.remove(listen)


def fresh(file: Path, **changes: object) -> set[str]:
    """The stages that a run does itself."""

    @flow(persist_result=False)
    def stages() -> None:
        spec, codebook, dumps = study_module.prepared(str(file), changes)
        keys.drawn(spec.id)
        study_module.gated(spec, codebook, dumps)

    with heard() as done:
        stages()
    return {stage.stage for stage in done if stage.cached < stage.parts} - {"gate"}


@pytest.fixture(scope="module")
def file(folder: Path) -> Iterator[Path]:
    path = small_study(folder, "cached")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(study_module, "gate", gate)
        assert "ingest" in fresh(path)
        yield path


def test_two_studies_that_share_a_dump_share_what_comes_before_their_keys(file: Path, folder: Path) -> None:
    sibling = folder / "sibling.toml"
    sibling.write_text(file.read_text(encoding="utf-8").replace('id = "cached"', 'id = "sibling"'))
    assert not fresh(sibling) & {"ingest", "survey", "harvest", "look_again", "corroborate"}


def test_parameters_a_then_b_then_a_are_done_once_each(file: Path) -> None:
    assert "survey" in fresh(file, strictness="light")
    assert fresh(file) == set()
    assert fresh(file, strictness="light") == set()


def test_a_codebook_that_is_edited_in_place_only_codes(file: Path, folder: Path) -> None:
    codebook = folder / "cached" / "small.toml"
    codebook.write_text(CODEBOOK.replace('"listen to me"', '"is late"'))
    assert fresh(file) >= {"assign_themes", "tabulate"}
    codebook.write_text(f"# A remark.\n{codebook.read_text()}")
    assert "anonymise" not in fresh(file)
    codebook.write_text(CODEBOOK)
    assert fresh(file) == set()


def test_other_content_under_the_same_name_and_of_the_same_size_is_read(file: Path, folder: Path) -> None:
    path = folder / "cached" / "first.csv"
    size = path.stat().st_size
    dump(path, tuple(words.replace("bus", "cab") for words in ASKING))
    assert path.stat().st_size == size
    assert fresh(file) >= {"ingest", "anonymise", "deduplicate"}
    dump(path, ASKING)
    assert fresh(file) == set()


def test_of_large_dumps_a_file_that_is_added_is_read_alone(
    file: Path, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(dump_files, "BYTES_AT_ONCE", 0)
    monkeypatch.setattr(dump_files, "BYTES_A_DUMP", 0)
    assert "read_dump" in fresh(file)
    added = folder / "cached" / "second.csv"
    dump(added, ASKING, 40)
    with heard() as done:
        fresh(file)
    assert [(stage.parts, stage.cached) for stage in done if stage.stage == "read_dump"] == [(2, 1)]
    added.unlink()


def test_a_file_more_is_read_alone_and_codes_the_parts_that_its_texts_are_in(
    file: Path, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Task runs before and after: how many parts a stage has, and how many of them it takes from the run before."""
    for name in ("BYTES_AT_ONCE", "BYTES_A_DUMP"):
        monkeypatch.setattr(dump_files, name, 0)
    monkeypatch.setattr(shares, "ROWS_A_PART", 1)
    others = [folder / "cached" / f"more-{number}.csv" for number in range(6)]
    for number, path in enumerate(others):
        dump(path, (f"Nobody listens to number {number} on the ward #care",), 100 + number)
    fresh(file)
    dump(added := folder / "cached" / "z-added.csv", ("Nobody listens to the last one on the ward #care",), 200)
    with heard() as done:
        fresh(file)
    counts = {stage.stage: (stage.parts, stage.cached) for stage in done}
    assert counts["read_dump"] == (8, 7)
    parts, cached = counts["assign_themes"]
    assert (parts > 6, cached) == (True, parts - 1)
    for path in (*others, added):
        path.unlink()


def test_a_file_more_is_surveyed_alone_and_only_parts_to_which_it_adds_are_written_again(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Of six parts the new one knows of nobody in the first two, of a name in the third and of an author in the fourth."""
    monkeypatch.setattr(study_module, "gate", gate)
    monkeypatch.setattr(order, "ROWS_A_PART", 1)
    path = small_study(folder, "grown", words=("Please listen to me #care",))
    days = ("Nobody listens on the ward #care", "please more tressock on the ward #care", "quillowl listens on the ward #care")
    for number, words in enumerate(days):
        dump(folder / "grown" / f"more-{number}.csv", (words,), 100 + number)
    fresh(path)
    write_tags(folder / "grown" / "z-added.csv", [(204, "quillowl", "Dr Tressock listens, as Dr Quarnby does #care")])
    with heard() as done:
        fresh(path)
    counts = {stage.stage: (stage.parts, stage.cached) for stage in done}
    assert counts["survey"] == (5, 4)
    assert counts["look_again"] == (5, 3)
    assert counts["anonymise"] == (5, 2)
    with heard() as done:
        assert fresh(path) == set()
    with pytest.MonkeyPatch.context() as elsewhere:
        grown = digests("anonymised", "deduplicated", "coded", "tabulated")
        elsewhere.setenv(store.DATA_VARIABLE, str(folder / "cold"))
        shutil.copytree(folder / "data" / "keys", folder / "cold" / "keys")
        fresh(path)
        assert digests("anonymised", "deduplicated", "coded", "tabulated") <= grown


def digests(*stages: str) -> set[str]:
    return {f"{stage}/{each.name}" for stage in stages for each in (store.root() / stage).iterdir() if each.is_dir()}


def test_an_output_that_was_altered_or_deleted_is_made_again_and_nothing_after_it(file: Path) -> None:
    """Same bytes come of it, so that what was built on them still stands."""
    for spoil in (lambda path: path.write_bytes(b"nonsense"), Path.unlink):
        kept = {path: path.read_bytes() for path in (store.root() / "coded").glob("*/codes.parquet")}
        for path in kept:
            spoil(path)
        assert fresh(file) == {"assign_themes"}
        assert len([path for path, words in kept.items() if path.exists() and path.read_bytes() == words]) == 1
        assert fresh(file) == set()


def test_a_library_that_shapes_bytes_makes_all_anew_when_it_is_upgraded(
    file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(caching, "version", lambda name: "99" if name == "polars" else version(name))
    assert fresh(file) >= {"ingest", "anonymise", "deduplicate", "assign_themes", "tabulate"}
    monkeypatch.undo()
    assert fresh(file) == set()


def test_a_module_that_a_stage_calls_is_edited_and_only_that_stage_is_done(
    file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    known = caching.code_digest
    monkeypatch.setattr(caching, "code_digest", lambda module: known(module) + "x" * module.endswith(".assign_themes"))
    assert fresh(file) == {"assign_themes"}
