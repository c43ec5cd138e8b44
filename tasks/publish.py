"""Publish: the bundle, written aside, checked and put in place whole; `latest` points to the newest."""

import hashlib
import json
import os
import shutil
import tempfile
from collections.abc import Mapping
from importlib.metadata import version
from pathlib import Path
from typing import Any

import polars as pl
from pydantic import BaseModel, ConfigDict

from tasks import codebook as frames
from tasks import store
from tasks.caching import Source, uncached_task
from tasks.check import hold
from tasks.differencing import hold_apart
from tasks.digests import file_sha256, folder_sha256
from tasks.errors import GateClosed, StorageError, StudyInvalid
from tasks.faults import ADVICE, told
from tasks.gate import Verdict
from tasks.profiles import public_profile
from tasks.pure.disclosed_tables import TOLD
from tasks.pure.exports import harmless
from tasks.pure.outputs import outputs
from tasks.pure.report.release import Release
from tasks.pure.signatures import signatures
from tasks.reach import code_digest
from tasks.schema import CONTRASTS, QUOTES
from tasks.store import PROJECT, Receipt
from tasks.study import Study

FIGURES = PROJECT / "data" / "models" / "figures.json"
LIBRARIES = (
    "hushtag", "polars", "duckdb", "prefect", "great-expectations", "great-tables", "altair", "vl-convert-python", "python-docx",
)  # fmt: skip
COUNTED = ("table1", "overlap", "timeline", "flow")
# What each profile's release is made of; of these, what is written as CSV.
TABLES = {"team": (*TOLD, "tweets", "codes"), "public": (*TOLD, "themes")}
WRITTEN = {"team": {*COUNTED, "tweets", "quotes", "contrasts"}, "public": {*COUNTED, "themes", "paraphrases"}}


class Published(BaseModel):
    """What a run ends with: where the bundle lies, and its counts."""

    model_config = ConfigDict(frozen=True)

    study: str
    version: str
    path: str
    counts: dict[str, int | None]


@uncached_task
def publish(
    study: Study,
    tabulated: Receipt,
    verdict: Verdict,
    codebook: Source,
    sign_off: Mapping[str, str] | None = None,
    quoted: Receipt | None = None,
) -> Published:
    """Writes the bundle of one study and puts it in place; `sign_off` says who let it out, and why.

    `tabulated` are the tables of the paper, or for profile public what `disclose` made of them.

    Raises: GateClosed when a finished file breaks a promise of the bundle; StorageError when one cannot be written.
        Nothing is in place then.
    """
    inputs = manifest_inputs(study, tabulated, codebook, verdict) | {"sign_off": sign_off}
    inputs["inputs"] |= {"quotes": quoted.sha256 if quoted else None}
    name = hashlib.sha256(_json(inputs).encode()).hexdigest()[:12]
    home = store.root() / "released" / study.id
    try:
        home.mkdir(parents=True, exist_ok=True)
        if study.profile == "public":
            hold_apart(study, {name: store.read(tabulated, name) for name in TABLES["public"]}, home)
        aside = Path(tempfile.mkdtemp(prefix=".aside-", dir=home))
        try:
            write_bundle(aside, study, tabulated, verdict, codebook, inputs, quoted)
            hold(aside, study.id)
            put_in_place(aside, home / name)
        finally:
            shutil.rmtree(aside, ignore_errors=True)
        point_latest(home, name)
    except OSError as error:
        raise StorageError(f"cannot write ({told(error)})", home, ADVICE) from None
    counts = _counts(store.read(tabulated, "flow"))
    return Published(study=study.id, version=name, path=f"released/{study.id}/{name}", counts=counts)


def write_bundle(
    folder: Path,
    study: Study,
    tabulated: Receipt,
    verdict: Verdict,
    codebook: Source,
    inputs: Mapping[str, Any],
    quoted: Receipt | None = None,
) -> None:
    """Every file of the bundle; the manifest last, for it holds the digests of the others."""
    declared = study.model_dump(mode="json")
    tables = {name: store.read(tabulated, name) for name in TABLES[study.profile]}
    if study.profile == "team":
        tables |= {
            table.name: store.read(quoted, table.name) if quoted else table.empty() for table in (QUOTES, CONTRASTS)
        }
    elif quoted:
        # Its key would tie a paraphrase to the study's own files.
        tables["paraphrases"] = store.read(quoted, "paraphrases").drop("tweet_key")
    for name in WRITTEN[study.profile] & tables.keys():
        harmless(tables[name]).write_csv(folder / f"{name}.csv")
    for name in {"tweets", "codes"} & set(tables):
        tables[name].write_parquet(folder / f"{name}.parquet", compression="zstd")
    checks = [line.model_dump() for line in verdict.lines]
    shutil.copyfile(codebook.path, folder / "codebook.toml")
    release = Release(
        study=declared,
        tables=tables,
        reference=_reference(study.reference),
        codebook=frames.load(Path(codebook.path)),
        checks=checks,
        leak=_leak(),
        versions=inputs["versions"],
        inputs_sha256=hashlib.sha256(_json(inputs).encode()).hexdigest(),
        inputs=inputs.get("inputs", {}),
        sign_off=inputs.get("sign_off"),
        **_disclosure(study, tables),
    )
    write_report(folder, release)
    judged = outputs((*_names(folder), "checks.json"), declared, tables, checks)
    _write(folder / "checks.json", {"is_open": verdict.is_open, "checks": checks, "outputs": judged})
    files = {name: file_sha256(folder / name) for name in _names(folder)}
    manifest = {**inputs, "counts": _counts(tables["flow"]), "files": files, "outputs": judged}
    if study.profile == "public":
        manifest["paraphrases"] = signatures(tables["paraphrases"]) if quoted else []
    _write(folder / "manifest.json", manifest)
    if failed := [f"{each['file']}: {each['reason']}" for each in judged if each["outcome"] == "fail"]:
        raise GateClosed("; ".join(failed), study.id, "Release it as profile team, or gather more tweets.")


def write_report(folder: Path, release: Release) -> None:
    """The page, the manuscript and the figures."""
    # Imported here: the libraries that draw cost a second, and only a release needs them.
    from tasks.pure.report.files import report_files

    (folder / "figures").mkdir()
    for name, content in report_files(release):
        (folder / name).write_bytes(content)


def manifest_inputs(study: Study, tabulated: Receipt, codebook: Source, verdict: Verdict) -> dict[str, Any]:
    """What decides the bundle: parameters, inputs by digest, the code and the versions of what it runs on."""
    settings = study.model_dump(mode="json", exclude={"dumps", "reference", "paraphrases", "codebook", "schedule"})
    return {
        "study": settings,
        "disclosure": public_profile().model_dump() if study.profile == "public" else None,
        "inputs": {
            "tabulated": tabulated.sha256,
            "codebook": codebook.sha256,
            "reference": Source.of(Path(study.reference)).sha256 if study.reference else None,
            "expectations": verdict.expectations_sha256,
            "code": code_digest("tasks.publish"),
        },
        "versions": {name: version(name) for name in LIBRARIES},
        "leak": _leak(),
    }


def put_in_place(aside: Path, place: Path) -> None:
    """Renames a finished folder to where it belongs; the same release may already stand there."""
    aside.chmod(0o755)
    if place.is_dir() and folder_sha256(place) == folder_sha256(aside):
        return
    shutil.rmtree(place, ignore_errors=True)
    aside.replace(place)


def point_latest(home: Path, name: str) -> None:
    """Points `latest` to a version, in one step."""
    link = home / f".latest-{os.getpid()}"
    link.unlink(missing_ok=True)
    link.symlink_to(name)
    link.replace(home / "latest")


def _disclosure(study: Study, tables: Mapping[str, pl.DataFrame]) -> dict[str, Any]:
    """What the report says of how counts are told; nothing where they are told as they are."""
    if study.profile == "team":
        return {}
    profile = public_profile()
    sums = dict(tables["themes"].iter_rows())
    return {"round_to": profile.round_to, "smallest_count": profile.smallest_count, "theme_totals": sums}


def _names(folder: Path) -> list[str]:
    return [path.relative_to(folder).as_posix() for path in sorted(folder.rglob("*")) if path.is_file()]


def _counts(flow: pl.DataFrame) -> dict[str, int | None]:
    told = pl.when(pl.col("tweets").null_count() == 0).then(pl.col("tweets").sum())
    sums = flow.group_by("stage", "outcome", maintain_order=True).agg(told)
    return {f"{stage}.{outcome}": tweets for stage, outcome, tweets in sums.iter_rows()}


def _reference(path: str | None) -> pl.DataFrame | None:
    if path is None:
        return None
    try:
        return pl.read_csv(path).select("theme", "heading", "tweets")
    except (OSError, pl.exceptions.PolarsError) as error:
        raise StudyInvalid(
            f"reference cannot be read ({type(error).__name__})",
            Path(path).name,
            "It has the columns theme, heading, tweets.",
        ) from None


def _leak() -> dict[str, Any] | None:
    return json.loads(FIGURES.read_text()) if FIGURES.is_file() else None


def _json(value: Any) -> str:
    return json.dumps(value, indent=2, sort_keys=True, ensure_ascii=False)


def _write(path: Path, value: Any) -> None:
    path.write_text(_json(value) + "\n", encoding="utf-8")
