"""The files of a bundle, written into a folder that nobody sees yet: tables, report, codebook, checks, manifest."""

import hashlib
import json
import shutil
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import polars as pl

from expectations.verdict import Verdict
from tasks import codebook as frames
from tasks.bundles.agreement import agreement
from tasks.bundles.packaging import write_packaging
from tasks.bundles.row_files import write_rows
from tasks.errors import GateClosed, StudyInvalid
from tasks.pure.disclosure.outputs import outputs
from tasks.pure.disclosure.spreadsheet_csv import harmless
from tasks.pure.disclosure.suppression import Cell, Policy, rounded, smallness
from tasks.pure.disclosure.tables import TOLD
from tasks.pure.report.attack_page import attack_page
from tasks.pure.report.release import Release
from tasks.pure.review.signatures import signatures
from tasks.schema import CONTRASTS, QUOTES
from tasks.storage import store
from tasks.storage.digests import file_sha256
from tasks.storage.source import Source
from tasks.storage.store import PROJECT, Receipt
from tasks.studies.profiles import PublicProfile, public_profile
from tasks.studies.study import Study

FIGURES = PROJECT / "data" / "models" / "figures.json"
COUNTED = ("table1", "overlap", "timeline", "flow")
# What each profile's release is made of; of these, what is written as CSV.
TABLES = {"team": (*TOLD, "tweets", "codes"), "public": (*TOLD, "themes")}
OF_DECISIONS = ("applied", "changed", "gone")
OF_TEAM = ("authors", "hours", "theme_timeline")
# The report's own files, which are judged as all others are.
REPORTS = ("report.html", "report.docx")
WRITTEN = {
    "team": {*COUNTED, *OF_TEAM, "tweets", "quotes", "contrasts", "decisions", "asked"},
    "public": {*COUNTED, "themes", "paraphrases"},
}

# What the report's digest of all inputs is not over: who lets it out, and by which key it is sealed.
APART = {"sign_off": None, "sealed_by": None}


def write_bundle(
    folder: Path,
    study: Study,
    tabulated: Receipt,
    verdict: Verdict,
    codebook: Source,
    inputs: Mapping[str, Any],
    quoted: Receipt | None = None,
) -> None:
    """Every file of the bundle; the manifest last, for it holds the digests of the others.

    Raises: GateClosed when one of the files may not go out; StudyInvalid when the study's reference cannot be read.
    """
    declared = study.model_dump(mode="json")
    by_row = {"tweets", "codes"} & {*TABLES[study.profile]}
    tables = {name: store.read(tabulated, name) for name in TABLES[study.profile] if name not in by_row}
    if study.profile == "team":
        tables |= {
            table.name: store.read(quoted, table.name) if quoted else table.empty() for table in (QUOTES, CONTRASTS)
        }
        # Where a dump knows no author or no time, these say nothing, and are not released.
        tables |= {
            name: table for name in OF_TEAM if name in tabulated.rows and (table := store.read(tabulated, name)).height
        }
        if "released_decisions" in tabulated.rows:
            tables["decisions"] = store.read(tabulated, "released_decisions")
        if "asked" in tabulated.rows and (asked := store.read(tabulated, "asked")).height:
            tables["asked"] = asked
    elif quoted:
        # Its key would tie a paraphrase to the study's own files.
        tables["paraphrases"] = store.read(quoted, "paraphrases").drop("tweet_key")
    for name in WRITTEN[study.profile] & tables.keys():
        harmless(tables[name]).write_csv(folder / f"{name}.csv")
    # The rest needs their columns alone.
    tables |= {name: write_rows(folder, tabulated, name, is_csv=name in WRITTEN[study.profile]) for name in sorted(by_row)}
    decisions = decisions_of(tabulated, public_profile() if study.profile == "public" else None)
    frame = frame_of(tabulated, study)
    agreed = agreement(Path(study.agreement), study.profile == "team") if study.agreement else None
    checks = [line.model_dump() for line in verdict.lines]
    shutil.copyfile(codebook.path, folder / "codebook.toml")
    release = Release(
        study=declared,
        tables=tables,
        reference=_reference(study.reference),
        codebook=frames.load(Path(codebook.path)),
        checks=checks,
        leak=leak(),
        versions=inputs["versions"],
        inputs_sha256=hashlib.sha256(json_of({**inputs, **APART}).encode()).hexdigest(),
        inputs=inputs.get("inputs", {}),
        decisions=decisions,
        agreement=agreed,
        frame=frame,
        canaries=verdict.canaries.rules if verdict.canaries else 0,
        among_own=verdict.canaries.among_own if verdict.canaries else 0,
        to_look_at=to_look_at(outputs((*_names(folder), *REPORTS), declared, tables, checks)),
        held_back=inputs.get("held_back") or {},
        attack=inputs.get("attack"),
        **disclosed_as(inputs.get("disclosure"), tables),
    )
    write_report(folder, release)
    if attack := inputs.get("attack"):
        (folder / "attack.html").write_text(attack_page(attack, release.title), encoding="utf-8")
    write_packaging(folder, declared, tables)
    judged = outputs((*_names(folder), "checks.json"), declared, tables, checks)
    told = {"is_open": verdict.is_open, "checks": checks, "held_back": verdict.held_back, "outputs": judged}
    if verdict.canaries:
        told["canaries"] = verdict.canaries.model_dump(mode="json")
    _write(folder / "checks.json", told)
    files = {name: file_sha256(folder / name) for name in _names(folder)}
    shown = {"frame": frame, "removed": tables["removed"].to_dicts(), "counts": counts_of(tables["flow"])}
    manifest = {**inputs, **shown, "files": files, "outputs": judged}
    if release.reference is not None:
        manifest["reference"] = _compared(release.reference, tables["table1"])
    if decisions:
        manifest["decisions"] = decisions
    if agreed is not None:
        manifest["agreement"] = agreed.to_dicts()
    if study.profile == "public":
        manifest["paraphrases"] = signatures(tables["paraphrases"]) if quoted else []
    _write(folder / "manifest.json", manifest)
    if failed := [f"{each['file']}: {each['reason']}" for each in judged if each["outcome"] == "fail"]:
        raise GateClosed("; ".join(failed), study.id, "Release it as profile team, or gather more tweets.")


def to_look_at(judged: Sequence[Mapping[str, Any]]) -> tuple[tuple[str, str], ...]:
    """The files that a person should look at before they go out, and why."""
    return tuple((each["file"], each["reason"]) for each in judged if each["outcome"] == "review")


def write_report(folder: Path, release: Release) -> None:
    """The page, the manuscript and the figures."""
    # Imported here: the libraries that draw cost a second, and only a release needs them.
    from tasks.pure.report.files import report_files

    (folder / "figures").mkdir()
    for name, content in report_files(release):
        (folder / name).write_bytes(content)


def decisions_of(tabulated: Receipt, profile: PublicProfile | None = None) -> dict[str, int | None] | None:
    """How many of people's decisions are applied, changed and gone, as the profile tells counts; None where the study has none.

    Without a profile also how many headings people gave, how many the rules had found, and how many both.
    """
    if "decisions" not in tabulated.rows:
        return None
    counts: dict[str, int | None] = store.read(tabulated, "decisions").row(0, named=True)
    if profile is None:
        return counts
    rule = Policy(profile.smallest_count, 1, profile.round_to)
    return {
        name: None if smallness(Cell(name, "", number), rule) else rounded(number, profile.round_to)
        for name, number in counts.items()
        if number is not None and name in OF_DECISIONS
    }


def frame_of(tabulated: Receipt, study: Study) -> dict[str, Any]:
    """Whether the study named its coding frame, and the share of coded texts whose primary code rests on weak phrases alone."""
    coded, weak = store.read(tabulated, "strengths").row(0) if "strengths" in tabulated.rows else (0, 0)
    return {"is_named": study.names_codebook, "weak_only_share": round(weak / coded, 2) if coded else None}


def counts_of(flow: pl.DataFrame) -> dict[str, int | None]:
    """Tweets at each stage and outcome; null where one of them is withheld."""
    told = pl.when(pl.col("tweets").null_count() == 0).then(pl.col("tweets").sum())
    sums = flow.group_by("stage", "outcome", maintain_order=True).agg(told)
    return {f"{stage}.{outcome}": tweets for stage, outcome, tweets in sums.iter_rows()}


def leak() -> dict[str, Any] | None:
    """What was measured of the anonymiser, as the report tells it; none where it has not been."""
    return json.loads(FIGURES.read_text(encoding="utf-8")) if FIGURES.is_file() else None


def json_of(value: Any) -> str:
    """JSON that is the same for the same value, whatever order it was made in."""
    return json.dumps(value, indent=2, sort_keys=True, ensure_ascii=False)


def disclosed_as(rules: Mapping[str, Any] | None, tables: Mapping[str, pl.DataFrame]) -> dict[str, Any]:
    """What the report says of how counts are told, by the thresholds of a manifest; nothing where they are told as they are."""
    if rules is None or "themes" not in tables:
        return {}
    told = {name: rules[name] for name in ("round_to", "smallest_count")} | {"theme_totals": dict(tables["themes"].iter_rows())}
    return told | ({"noise": rules["noise"]["maximum"]} if rules.get("noise") else {})


def _names(folder: Path) -> list[str]:
    return [path.relative_to(folder).as_posix() for path in sorted(folder.rglob("*")) if path.is_file()]


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


def _compared(reference: pl.DataFrame, table1: pl.DataFrame) -> dict[str, Any]:
    """The published counts that the report shows: those of the frame's headings, and their sum with all others."""
    known = table1.select("theme", "heading").join(reference, on=["theme", "heading"], maintain_order="left")
    return {"headings": known.to_dicts(), "all": int(reference["tweets"].sum())}


def _write(path: Path, value: Any) -> None:
    path.write_text(json_of(value) + "\n", encoding="utf-8")
