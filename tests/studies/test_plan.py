"""What a plan says of a study is what its run's cache keys say, for random edits of all that decides them."""

import inspect
import random
from collections.abc import Callable, Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any
from unittest.mock import MagicMock

import pytest

from flows import study as flow
from tasks import codebook as frames
from tasks.reading.dump_files import find_dumps
from tasks.storage import caching, code_digest, store
from tasks.storage.caching import cache_key
from tasks.storage.source import Source
from tasks.storage.store import Receipt
from tasks.studies import plan, profiles, record
from tasks.studies.plan import steps
from tasks.studies.record import Record, taken
from tasks.studies.stages import GIVEN, READS, STAGES
from tasks.studies.study import Study
from tests.small_studies import CODEBOOK, write_tags

EDITS = [30, pytest.param(200, marks=pytest.mark.nightly)]


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with a dump, a codebook, and what lies beside a study."""
    monkeypatch.setenv(store.DATA_VARIABLE, str(tmp_path / "data"))
    # No edit here adds an import or a file: what a module reaches is looked up once.
    monkeypatch.setattr(code_digest, "reached", lru_cache(code_digest.reached))
    monkeypatch.setattr(code_digest, "file_sha256", lru_cache(code_digest.file_sha256))
    write_tags(tmp_path / "a.csv", [(1, "anna", "please listen to me")])
    (tmp_path / "small.toml").write_text(CODEBOOK)
    for name in ("decisions", "paraphrases"):
        (tmp_path / f"{name}.toml").write_text("")
    key = tmp_path / "data" / "keys" / "small.key"
    key.parent.mkdir(parents=True)
    key.touch(mode=0o600)
    key.write_text("0123456789abcdef" * 4)
    return tmp_path


def study(home: Path, settings: Mapping[str, Any]) -> Study:
    beside = {"dumps": [str(home / "*.csv")], "codebook": str(home / "small.toml")}
    return Study.model_validate({"id": "small", **beside, **settings})


def keys_of(home: Path, spec: Study, monkeypatch: pytest.MonkeyPatch) -> dict[str, set[str]]:
    """The cache keys of a run's tasks by stage, where every stage hands on what it handed on before."""
    found: dict[str, set[str]] = {}

    def one(task: Any, *given: Any, **named: Any) -> Any:
        bound = inspect.signature(task.fn).bind(*given, **named)
        bound.apply_defaults()
        stage = task.fn.__module__.removeprefix("tasks.")
        found.setdefault(stage, set()).add(f"{task.fn.__name__} {cache_key(task.fn, bound.arguments)}")
        made = Receipt(stage=stage, path=f"{stage}/{'0' * 16}", sha256="0" * 64, rows={})
        return [made] if "list" in str(inspect.signature(task.fn).return_annotation) else made

    def each(task: Any, parts: Any, **named: Any) -> list[Receipt]:
        return [one(task, part, **named) for part in parts]

    with monkeypatch.context() as patch:
        patch.setattr(flow, "one", one)
        patch.setattr(flow, "each", each)
        for name in ("artifacts", "held", "verdict_of"):
            patch.setattr(flow, name, MagicMock())
        flow.gated(spec, Source.of(frames.find(spec.codebook)), find_dumps(spec.dumps, spec.leave_out))
    return found


Edit = Callable[[Path, dict[str, Any], pytest.MonkeyPatch, random.Random], None]


def of_setting(home: Path, settings: dict[str, Any], _: pytest.MonkeyPatch, chance: random.Random) -> None:
    name, values = chance.choice(list(SETTINGS.items()))
    settings[name] = chance.choice([value for value in values if value != settings.get(name)])


def of_dump(home: Path, _: dict[str, Any], __: pytest.MonkeyPatch, chance: random.Random) -> None:
    write_tags(home / chance.choice(["a.csv", "b.csv"]), [(2, "bert", f"words {chance.random()}")])


def of_codebook(home: Path, _: dict[str, Any], __: pytest.MonkeyPatch, chance: random.Random) -> None:
    path = home / "small.toml"
    words = f"word{chance.randrange(10**6)}" if chance.random() < 0.8 else "thanks"
    path.write_text(CODEBOOK.replace('strong = ["thanks"]', f'strong = ["{words}"]').replace("heard.", f"heard {chance.random()}."))


def of_file_beside(home: Path, settings: dict[str, Any], _: pytest.MonkeyPatch, chance: random.Random) -> None:
    name = chance.choice(["decisions", "paraphrases"])
    settings[name] = str(home / f"{name}.toml")
    (home / f"{name}.toml").write_text(f"# {chance.random()}\n")


def of_key(home: Path, *_: Any) -> None:
    (home / "data" / "keys" / "small.key").write_text("f" * 64)


def of_profile(_: Path, __: dict[str, Any], patch: pytest.MonkeyPatch, chance: random.Random) -> None:
    real = profiles.public_profile()
    edited = real.model_copy(update={chance.choice(["smallest_count", "shared_words"]): chance.choice([20, 30])})
    for module in (flow, record):
        patch.setattr(module, "public_profile", lambda: edited)


def of_library(_: Path, __: dict[str, Any], patch: pytest.MonkeyPatch, chance: random.Random) -> None:
    name = chance.choice(["polars", "duckdb", "great-expectations", "altair"])
    real = caching.version
    for module in (caching, record):
        patch.setattr(module, "version", lambda each: "0" if each == name else real(each))


def of_code(_: Path, __: dict[str, Any], patch: pytest.MonkeyPatch, chance: random.Random) -> None:
    path = chance.choice(code_digest.reached(f"tasks.{chance.choice(tuple(READS))}"))
    digest = f"{chance.random()}"
    if path.suffix != ".py":
        real = code_digest.file_sha256
        patch.setattr(code_digest, "file_sha256", lambda each: digest if each == path else real(each))
        return
    page = code_digest.page_of(path)
    part = chance.choice([*page.parts])
    patch.setitem(
        code_digest.KNOWN, (path, path.stat().st_mtime_ns), code_digest.Page(page.imports, page.files, {**page.parts, part: digest})
    )


SETTINGS: dict[str, list[Any]] = {
    "hashtags": [["care"], ["rain"], []], "since": ["2013-08-10", None], "until": ["2013-08-12", None],
    "timezone": ["UTC", "Europe/London"], "columns": [{"text": "Message"}, {}], "near_duplicates": [0.8, None],
    "short_texts": ["keep", "merge"], "strictness": ["strict", "light"], "profile": ["public", "team"],
    "held_back_at_most": [0.1, 0.2], "sign_off": [True, False], "title": ["One", "Two"],
    "schedule": [{"cron": "0 4 * * *"}, None],
    "exceptions": [[{"output": "table1", "rule": "round_to", "reason": "so", "by": "A"}], []],
}  # fmt: skip
KINDS: list[Edit] = [
    of_setting, of_setting, of_setting, of_dump, of_codebook, of_file_beside, of_key, of_profile, of_library, of_code, of_code,
]  # fmt: skip


@pytest.mark.parametrize("edits", EDITS)
def test_a_plan_says_of_random_edits_what_the_cache_keys_say(home: Path, monkeypatch: pytest.MonkeyPatch, edits: int) -> None:
    chance = random.Random(18)  # noqa: S311  no secret
    for number in range(edits):
        (home / "b.csv").unlink(missing_ok=True)
        write_tags(home / "a.csv", [(1, "anna", "please listen to me")])
        (home / "small.toml").write_text(CODEBOOK)
        (home / "data" / "keys" / "small.key").write_text("0123456789abcdef" * 4)
        settings: dict[str, Any] = {"profile": chance.choice(["team", "public"])}
        old = study(home, settings)
        before = taken(old, home / "small.toml"), keys_of(home, old, monkeypatch)
        with monkeypatch.context() as patch:
            for edit in chance.sample(KINDS, chance.choice([1, 1, 2])):
                edit(home, settings, patch, chance)
            new = study(home, settings)
            now = taken(new, home / "small.toml"), keys_of(home, new, monkeypatch)
        told = {step.stage for step in steps(before[0], now[0]) if step.outlook == "runs"} - {"publish"}
        meant = {stage for stage, keys in now[1].items() if keys != before[1].get(stage)}
        assert told == meant, f"edit {number}: {settings}"


@pytest.fixture
def remembered(home: Path) -> Record:
    return taken(study(home, {}), home / "small.toml")


def told(before: Record | None, now: Record) -> dict[str, tuple[str, str]]:
    return {step.stage: (step.outlook, "; ".join(step.reasons)) for step in steps(before, now)}


def test_nothing_changed_keeps_every_stage_but_the_release(remembered: Record) -> None:
    found = told(remembered, remembered)
    assert {outlook for stage, (outlook, _) in found.items() if stage != "publish"} == {"kept"}
    assert found["publish"][0] == "runs"


def test_a_phrase_is_named_and_what_reads_its_codes_may_run(home: Path, remembered: Record) -> None:
    (home / "small.toml").write_text(CODEBOOK.replace('"thanks"]', '"thank you"]'))
    found = told(remembered, taken(study(home, {}), home / "small.toml"))
    assert found["assign_themes"] == ("runs", "codebook: thanks.thanks +“thank you”, thanks.thanks -“thanks”")
    assert found["quotes"] == ("may run", "if assign_themes gives other tables than before")
    assert found["deduplicate"] == ("kept", "")


def test_files_settings_functions_and_libraries_are_named(home: Path, remembered: Record) -> None:
    write_tags(home / "b.csv", [(3, "carl", "thanks")])
    name = "tasks/pure/copies/near.py"
    code = {**remembered.code, name: remembered.code[name].model_copy(update={"parts": {**remembered.code[name].parts, "": "x"}})}
    before = remembered.model_copy(update={"code": code, "libraries": {**remembered.libraries, "duckdb": "1"}})
    found = told(before, taken(study(home, {"hashtags": ["care"]}), home / "small.toml"))
    assert found["ingest"][1].startswith("file new: b.csv; setting hashtags: none to ['care']; duckdb 1 to ")
    assert "code: tasks/pure/copies/near.py top level" in found["deduplicate"][1]


def test_a_record_comes_back_as_it_was_kept_and_damage_is_no_record(home: Path, remembered: Record) -> None:
    record.keep("small", remembered)
    assert record.kept("small") == remembered
    (home / "data" / "runs" / "small.record.json").write_text("{}")
    assert record.kept("small") is None
    assert {outlook for outlook, _ in told(None, remembered).values()} == {"runs"}


def test_every_stage_and_every_setting_stands_in_the_tables_of_stages() -> None:
    assert {*READS, "draft", "publish"} == {*GIVEN, "draft", "publish"} == set(STAGES)
    known = {*Study.model_fields, "dumps", "codebook", "key", "allowed", "public profile", "shared words", plan.EVERY_SETTING}
    assert not [name for names in GIVEN.values() for name in names if name not in known]
