"""The report of a bundle drawn again from the bundle's own tables, and every file of it held to what comes out.

Sentences, figures and tables are drawn by the functions that a release is drawn by. So a bundle tells by which code that was: drawn
by other code, or with other libraries, the same numbers may well look otherwise.
"""

import hashlib
import zipfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from importlib.metadata import version
from io import BytesIO
from itertools import zip_longest
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import polars as pl

from tasks import codebook as frames
from tasks.bundles import files, released
from tasks.bundles.checks.bundle import Bundle, opened
from tasks.bundles.checks.reported import MANUSCRIPT, PAGE, WORD, parsed
from tasks.bundles.files import APART, REPORTS, disclosed_as, json_of, to_look_at
from tasks.bundles.packaging import FILES as PACKAGING
from tasks.bundles.unsigned import DRAWN_BY, INPUTS
from tasks.errors import GateClosed
from tasks.pure.disclosure.outputs import outputs
from tasks.pure.report.decision import decided
from tasks.pure.report.release import Release
from tasks.storage.code_digest import code_digest
from tasks.studies import stages

LIBRARIES = ("polars", "great-tables", "altair", "vl-convert-python", "python-docx")
DRAWN_FROM = (
    "table1", "themes", "overlap", "timeline", "flow", "quotes", "contrasts", "authors", "hours", "theme_timeline", "paraphrases",
)  # fmt: skip
"""The tables of a bundle that a report is drawn from, beside what its manifest tells."""
GIVEN = ("study", "disclosure", "inputs", "versions", "leak", "held_back", "added", "attack")
SHOWN = 3
HEADING = 'h2 id="'


def hold_report(folder: Path) -> bool:
    """Holds a bundle's report to its tables; whether that could be done, which takes the code that drew it.

    Raises: GateClosed naming the first places that say something else.
    """
    bundle = opened(folder)
    if not _is_ours(bundle):
        return False
    if places := list(differing(bundle)):
        more = f" and {len(places) - SHOWN:,} more" if len(places) > SHOWN else ""
        what = f"the report says something else than the tables: {'; '.join(places[:SHOWN])}{more}"
        raise GateClosed(what, folder.name, "A sentence, a number or a figure was changed by hand.")
    return True


def differing(bundle: Bundle) -> Iterator[str]:
    """Places of the report's files that are drawn otherwise from the tables: a file, with a section and a line or a paragraph."""
    # Imported here: the libraries that draw cost a second.
    from tasks.pure.report.files import report_files

    for name, content in report_files(release_of(bundle)):
        path = bundle.folder / name
        if not path.is_file():
            yield f"{name}: is missing"
        elif name == PAGE:
            yield from _in_page(decided(path.read_text(encoding="utf-8"), None), content.decode())
        elif path.read_bytes() != content:
            yield from _in_manuscript(bundle, content) if name == MANUSCRIPT else [name]


def release_of(bundle: Bundle) -> Release:
    """All that the report of a bundle was made of, from the bundle alone."""
    manifest, checks = bundle.manifest, bundle.json("checks.json")
    tested = checks.get("canaries") or {}
    tables = released.tables_of(bundle.folder, DRAWN_FROM)
    # A file of CSV does not tell an empty text from nothing.
    tables["flow"] = tables["flow"].with_columns(pl.col("reason").fill_null(""))
    tables["removed"] = pl.DataFrame(manifest["removed"], schema={"kind": pl.String, "spans": pl.Int64, "tweets": pl.Int64})
    inputs = {name: manifest[name] for name in GIVEN if name in manifest}
    agreed = manifest.get("agreement")
    return Release(
        study=manifest["study"],
        tables=tables,
        reference=_reference(manifest.get("reference")),
        codebook=frames.load(bundle.folder / "codebook.toml"),
        checks=checks["checks"],
        leak=manifest.get("leak") and _ordered(manifest["leak"], files.leak() or ()),
        versions=_ordered(manifest["versions"], stages.LIBRARIES),
        inputs_sha256=hashlib.sha256(json_of({**inputs, **APART}).encode()).hexdigest(),
        inputs=_ordered(manifest["inputs"], INPUTS),
        decisions=manifest.get("decisions"),
        agreement=None if agreed is None else pl.DataFrame(agreed, schema=AGREED, orient="row"),
        frame=manifest["frame"],
        canaries=tested.get("rules", 0),
        among_own=tested.get("among_own", 0),
        to_look_at=to_look_at(outputs((*_written_first(bundle), *REPORTS), manifest["study"], tables, checks["checks"])),
        held_back=_most_first(manifest.get("held_back") or {}),
        attack=manifest.get("attack"),
        **disclosed_as(manifest["disclosure"], tables),
    )


def _most_first(held: Mapping[str, Any]) -> dict[str, Any]:
    """What is held back, its rules in the order in which a report tells them."""
    rules = sorted(held.get("by_rule", {}).items(), key=lambda each: (-each[1], each[0]))
    return {**held, "by_rule": dict(rules)}


def _ordered(told: Mapping[str, Any], names: Iterable[str]) -> dict[str, Any]:
    """What a manifest tells from A to Z, as it was before."""
    return {name: told[name] for name in (*names, *told) if name in told}


AGREED = {
    "statistic": pl.String, "between": pl.String, "tweets": pl.Int64, "value": pl.Float64, "low": pl.Float64, "high": pl.Float64,
}  # fmt: skip


def _is_ours(bundle: Bundle) -> bool:
    """Whether the code and the libraries at hand are those that the report was drawn by."""
    told, used = bundle.manifest.get("inputs", {}), bundle.manifest.get("versions", {})
    return "removed" in bundle.manifest and told.get("report") == code_digest(DRAWN_BY) and all(
        used.get(name) == version(name) for name in LIBRARIES
    )  # fmt: skip


def _reference(told: Mapping[str, Any] | None) -> pl.DataFrame | None:
    """The published counts: those of the frame's headings, and all others as one that no heading bears."""
    if told is None:
        return None
    known = [(each["theme"], each["heading"], each["tweets"]) for each in told["headings"]]
    rest = told["all"] - sum(tweets for _, _, tweets in known)
    return pl.DataFrame(
        [*known, ("", "", rest)], schema={"theme": pl.String, "heading": pl.String, "tweets": pl.Int64}, orient="row"
    )


def _written_first(bundle: Bundle) -> Sequence[str]:
    """The files that lay there when the report was written."""
    later = {*REPORTS, *PACKAGING, "attack.html", "checks.json", "manifest.json", "seal.json"}
    return sorted(name for name in bundle.files - later if not name.startswith("figures/"))


def _in_page(told: str, drawn: str) -> Iterator[str]:
    section = "its head"
    for number, (said, line) in enumerate(zip_longest(told.splitlines(), drawn.splitlines()), 1):
        if line and HEADING in line:
            section = line.partition(HEADING)[2].partition('"')[0]
        if said != line:
            yield f"{PAGE}, section {section}, line {number}"


def _in_manuscript(bundle: Bundle, content: bytes) -> Iterator[str]:
    with zipfile.ZipFile(BytesIO(content)) as archive:
        drawn = ElementTree.fromstring(archive.read("word/document.xml"))  # noqa: S314  drawn here
    pairs = zip_longest(*(list(each.iter(f"{WORD}p")) for each in (parsed(bundle), drawn)))
    places = [number for number, (said, wanted) in enumerate(pairs, 1) if _words(said) != _words(wanted)]
    yield from [f"{MANUSCRIPT}, paragraph {number}" for number in places] or [f"{MANUSCRIPT}: its figures, or how it is set"]


def _words(paragraph: ElementTree.Element | None) -> str | None:
    return None if paragraph is None else "".join(paragraph.itertext())
