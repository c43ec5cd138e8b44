"""A whole run beside the floor: processor time and peak memory of the whole tree of processes, on an invented archive.

    python bench/whole_run.py [ROWS | FOLDER ...]

The floor is the least that such a run must do: DuckDB turns the CSV files into Parquet, polars masks handles and links and
splits words once, and texts are told apart once. The files have the same columns, and DuckDB is told so: to look at those of
783 files one by one takes it 63 seconds more. Then follow a cold run, a second one in which nothing has changed, and one
with a file added. Memory is each process's own share (PSS), looked at five times a second; each stage is told with what it took.
"""

import os
import resource
import shutil
import subprocess
import sys
import tempfile
import threading
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from pathlib import Path

import duckdb
import invented_archive
import polars as pl

ROWS_A_PASS = 1_000_000
SECONDS_BETWEEN = 0.2


def main(given: Sequence[str]) -> None:
    """Prints a few lines an archive."""
    for each in given or [str(invented_archive.ROWS)]:
        with tempfile.TemporaryDirectory(prefix="hushtag-bench-") as name:
            home = Path(name)
            if each.isdigit():
                invented_archive.write(home / "archive", int(each))
            measure(home / "archive" if each.isdigit() else Path(each), home)


def measure(archive: Path, home: Path) -> None:
    """The floor, then three runs."""
    files = sorted(archive.glob("*.csv"))
    print(f"{archive.name}: {len(files)} files, {sum(file.stat().st_size for file in files) / 1e6:,.0f} MB", flush=True)
    floor, _, _ = tree([sys.executable, __file__, "--floor", str(archive), str(home / "bare.parquet")], os.environ)
    rows = duckdb.sql(f"SELECT count(*) FROM '{home / 'bare.parquet'}'").fetchall()[0][0]
    print(f"  floor of {rows:,} rows: {floor:.1f} s of processor time", flush=True)
    # The last file is left out at first, so that it can be added.
    (dump := home / "dump").mkdir()
    for file in files[:-1]:
        shutil.copyfile(file, dump / file.name)
    for what in ("cold", "nothing changed", "one file added"):
        if what == "one file added":
            shutil.copyfile(files[-1], dump / files[-1].name)
        taken, peak, code = tree(_command(dump, home), environment(home), tell=True)
        print(f"  {what}: {taken:.1f} s, {taken / floor:.2f} times the floor; peak {peak / 1024:,.0f} MB; exit {code}", flush=True)


def _command(dump: Path, home: Path) -> list[str]:
    options = ["--timezone", "Europe/London", "--data", str(home / "data"), "--json"]
    return [sys.executable, "-m", "flows.cli", "run", "--dump", str(dump), *options]


def environment(home: Path) -> dict[str, str]:
    """Ours, with a Prefect of its own."""
    bare = {name: value for name, value in os.environ.items() if not name.startswith(("PREFECT", "HUSHTAG"))}
    return bare | {"PREFECT_HOME": str(home / "prefect")}


def tree(command: Sequence[str], environment: Mapping[str, str], *, tell: bool = False) -> tuple[float, float, int]:
    """Processor seconds, peak memory in kB and exit code of a command with all that it starts; tells its stages if asked."""
    before, peaks = _seconds(), [0.0]
    process = subprocess.Popen(  # noqa: S603 (our own command)
        command, env=environment, cwd=invented_archive.PROJECT, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True
    )
    ended = threading.Event()
    watching = threading.Thread(target=_watch, args=(process.pid, ended, peaks))
    watching.start()
    highest = _followed(process, peaks, tell)
    code = process.wait()
    ended.set()
    watching.join()
    return _seconds() - before, max(highest, *peaks), code


def _followed(process: "subprocess.Popen[str]", peaks: list[float], tell: bool) -> float:
    """Passes on what a command says, a line a stage with what it took; returns the highest memory of any stage."""
    last, highest = 0.0, 0.0
    for line in process.stderr or ():
        now, peak = sum(map(_spent, _family(process.pid))), max(peaks)
        if tell:
            print(f"    {line.rstrip():<50} {now - last:7.1f} s {peak / 1024:7,.0f} MB", flush=True)
        highest, last = max(highest, peak), now
        peaks[:] = [0.0]
    return highest


def _seconds() -> float:
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def _spent(process: int) -> float:
    """Processor seconds of a process and of its children that have ended."""
    with suppress(OSError):
        fields = Path(f"/proc/{process}/stat").read_text(encoding="utf-8").rpartition(")")[2].split()
        return sum(map(int, fields[11:15])) / os.sysconf("SC_CLK_TCK")
    return 0.0


def _watch(process: int, ended: threading.Event, peaks: list[float]) -> None:
    while not ended.wait(SECONDS_BETWEEN):
        peaks.append(sum(map(_memory, _family(process))))


def _family(process: int) -> Iterator[int]:
    yield process
    for children in Path(f"/proc/{process}/task").glob("*/children"):
        with suppress(OSError):
            for child in children.read_text(encoding="utf-8").split():
                yield from _family(int(child))


def _memory(process: int) -> float:
    with suppress(OSError):
        for line in Path(f"/proc/{process}/smaps_rollup").read_text(encoding="utf-8").splitlines():
            if line.startswith("Pss:"):
                return float(line.split()[1])
    return 0.0


def floor_of(archive: str, bare: str) -> None:
    """What any run must do at the least."""
    duckdb.execute(f"COPY (FROM read_csv('{archive}/*.csv')) TO '{bare}' (FORMAT parquet)")
    texts = pl.scan_parquet(bare).select("text")
    rows = texts.select(pl.len()).collect().item()
    for first in range(0, rows, ROWS_A_PASS):
        said = texts.slice(first, ROWS_A_PASS).collect()["text"]
        masked = said.str.replace_all(r"https?://\S+", "[LINK]").str.replace_all(r"[@＠]\w+", "[USER]")
        masked.str.extract_all(r"\w+")
    texts.unique().select(pl.len()).collect()


if __name__ == "__main__":
    if sys.argv[1:2] == ["--floor"]:
        floor_of(*sys.argv[2:])
    else:
        main(sys.argv[1:])
