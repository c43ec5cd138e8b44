"""Whether a bundle that was just written holds, cell by cell, the tables that the gate let out."""

from collections.abc import Iterator
from pathlib import Path

import polars as pl

from expectations.verdict import Line
from tasks.bundles.checks.bundle import Bundle
from tasks.pure.disclosure.spreadsheet_csv import harmless
from tasks.storage import store
from tasks.storage.digests import file_sha256
from tasks.storage.store import Receipt

RULE = "the tables are those that the gate let out"
WHY = "The gate judged others."
ROWS = 200_000
OF_ROWS = ("tweets", "codes")
GATED = (*OF_ROWS, "table1", "overlap", "flow")


def unlike_the_judged(bundle: Bundle, tabulated: Receipt) -> Line:
    """One line, which counts the tables of a team's bundle that are not those of `tabulated`.

    Where they are the same the gate's rules need not be held again: that would find what the gate found.
    """
    unlike = [name for name in GATED if name in tabulated.rows and not _is_same(bundle.folder, tabulated, name)]
    if file_sha256(bundle.folder / "codebook.toml") != bundle.manifest["inputs"]["codebook"]:
        unlike.append("codebook")
    why, outcome = (f"{', '.join(unlike)}. {WHY}", "fail") if unlike else (WHY, "pass")
    told = {"rule": RULE, "table": "bundle", "why": why, "severity": "critical", "outcome": outcome, "rows": len(unlike)}
    return Line.model_validate(told)


def _is_same(folder: Path, tabulated: Receipt, name: str) -> bool:
    (judged,) = store.files(tabulated, name)
    if name in OF_ROWS:
        pairs = zip(_parts(Path(judged)), _parts(folder / f"{name}.parquet"), strict=True)
        return store.rows(Path(judged)) == store.rows(folder / f"{name}.parquet") and all(ours.equals(its) for ours, its in pairs)
    return harmless(pl.read_parquet(judged)).write_csv().encode() == (folder / f"{name}.csv").read_bytes()


def _parts(path: Path) -> Iterator[pl.DataFrame]:
    """A table a part at a time, so that no two whole ones are held."""
    table = pl.scan_parquet(path)
    yield from (table.slice(first, ROWS).collect() for first in range(0, store.rows(path), ROWS))
