"""One file of a dump: its format recognised, its records made rows or set aside, a batch at a time."""

import re
from collections.abc import Iterator, Sequence
from functools import partial
from itertools import chain, islice
from pathlib import Path

import polars as pl

from tasks.errors import DumpUnreadable
from tasks.formats import Format, formats
from tasks.reading import guess, pieces, recognise, tables, words, workbooks
from tasks.reading.ahead import ahead
from tasks.reading.bulk import Bulk
from tasks.reading.parts import File, Haul, Part, ledger, parts
from tasks.reading.records import ASSIGNMENT, NOT_A_TWEET, Record, elements, is_lines, of_lines, pages, within
from tasks.reading.rows import from_records
from tasks.schema import INGESTED

NO_TWEETS = "file without tweets"
NO_TEXT = "tweet without text"
PEEK = 200
MANY = 1 << 20
LINES = 16 << 20
RECORDS = 8_000


def read(file: File) -> Iterator[Part]:
    """The parts of a file, as `hauls` are read."""
    return parts(hauls(file))


def hauls(file: File) -> Iterator[Haul]:
    """The records of a file in their format's sources.

    Rows: tweets and set-aside records together are the file's records, in order.
    Raises: DumpUnreadable when nothing in it can be read, with the nearest format or a guess at its columns.
    """
    suffix = file.path.suffix.lower()
    if suffix in workbooks.SHEETS | {".numbers"}:
        return _of_sheets(file)
    with file.path.open("rb") as opened:
        if opened.read(4) == b"PAR1":
            return _of_parquet(file)
    path = words.unpacked(file.path, file.name, file.aside)
    first = next(words.lines(path, file.name), None)
    if first is None:
        raise DumpUnreadable("the file is empty", file.name, "Leave it out, or fetch it again.")
    if _is_json(first[1]):
        return _of_lines(file, path) if is_lines(path, file.name) else _of_json(file, elements(path, file.name))
    top = tables.header(path, file.name)
    if suffix in {".txt", ""} and not file.columns and not recognise.of_table(top.names):
        return _of_text(file, path)
    return _of_table(file, top.names, tables.csv_batches(path, file.name, top))


def without_tweets(file: File) -> Part:
    """No tweets, and every record of the file set aside because it holds none: lines, elements, or the whole."""
    aside = [(line, NO_TWEETS) for line in range(1, _records_in(file) + 1)]
    return Part(INGESTED.empty().drop("sequence"), ledger(file.name, aside))


def likely_columns(file: File) -> dict[str, str]:
    """A guess at what the columns of a table mean that is in no known format; empty for what is no such table."""
    path = words.unpacked(file.path, file.name, file.aside)
    if file.path.suffix.lower() in workbooks.SHEETS | {".numbers"}:
        batch = next((each for each in workbooks.sheets(file.path, file.name) if each.rows.width > 1), None)
        names = batch.rows.columns[:-1] if batch else []
    elif file.path.suffix.lower() == ".parquet" or _is_json(next(words.lines(path, file.name), (1, b"{"))[1]):
        return {}
    else:
        top = tables.header(path, file.name)
        names, batch = list(top.names), next(tables.csv_batches(path, file.name, top))
    found = {} if batch is None or recognise.of_table(names) or not guess.is_header(names) else guess.guessed(batch.rows)
    return found if "text" in found else {}


def _records_in(file: File) -> int:
    if file.path.suffix.lower() in workbooks.SHEETS | {".numbers", ".parquet", ".zip"}:
        return 1
    try:
        path = words.unpacked(file.path, file.name, file.aside)
        first = next(words.lines(path, file.name), None)
        if first and _is_json(first[1]) and not is_lines(path, file.name):
            return sum(1 for _ in elements(path, file.name))
        return sum(1 for _ in words.lines(path, file.name))
    except DumpUnreadable:
        return int(file.path.stat().st_size > 0)


def _is_json(first: bytes) -> bool:
    return first.lstrip()[:1] in (b"{", b"[") or bool(ASSIGNMENT.match(first))


def _of_table(file: File, names: Sequence[str], batches: Iterator[pieces.Batch]) -> Iterator[Haul]:
    mapped = recognise.mapped(file.columns, frozenset(names), file.name) if file.columns else None
    claim = (mapped, {}) if mapped else recognise.of_table(names)
    if claim is None:
        raise _unlike(file, names, next(batches).rows)
    format, renamed = claim
    wanted = {each for sources in format.columns.values() for source in sources for each in (source, *re.split(r"[/?]", source))}
    kept = {name: renamed.get(name, name) for name in names if renamed.get(name, name) in wanted}
    sources = [pl.col(name).alias(declared) for name, declared in kept.items()]
    return (Haul(file, format, batch.rows.select("line", *sources), batch.aside, NO_TEXT) for batch in batches)


def _unlike(file: File, names: Sequence[str], head: pl.DataFrame) -> DumpUnreadable:
    if not guess.is_header(list(names)):
        looked_for = "Its first row must name the columns: one of text, one of time, one of ids."
        return DumpUnreadable("has no header", file.name, looked_for)
    found = guess.guessed(head)
    likely = f"If that is right, write in the study file: {guess.toml(found)}"
    advice = likely if "text" in found else recognise.ADVICE
    return DumpUnreadable(recognise.nearest(frozenset(names), "csv"), file.name, advice)


def _of_sheets(file: File) -> Iterator[Haul]:
    full = [batch for batch in workbooks.sheets(file.path, file.name) if batch.rows.width > 1]
    if not full:
        raise DumpUnreadable("the workbook is empty", file.name, "Leave it out, or fetch it again.")
    known = [batch for batch in full if _is_known(file, batch)] or full[:1]
    return chain.from_iterable(_of_table(file, batch.rows.columns[:-1], iter([batch])) for batch in known)


def _is_known(file: File, batch: pieces.Batch) -> bool:
    names = frozenset(batch.rows.columns)
    return names >= set((file.columns or {}).values()) if file.columns else bool(recognise.of_table(names))


def _of_parquet(file: File) -> Iterator[Haul]:
    batches = workbooks.parquet(file.path, file.name)
    first = next(batches, None)
    if first is None or not first.width:
        raise DumpUnreadable("the file is empty", file.name, "Leave it out, or fetch it again.")
    frames = _numbered(chain([first], batches))
    if any(dtype.is_nested() for dtype in first.dtypes):
        records = chain.from_iterable(zip(frame["line"], frame.drop("line").to_dicts(), strict=True) for frame in frames)
        return _of_json(file, records)
    strings = (frame.select("line", pl.exclude("line").cast(pl.String)) for frame in frames)
    return _of_table(file, first.columns, (pieces.Batch(frame) for frame in strings))


def _numbered(frames: Iterator[pl.DataFrame]) -> Iterator[pl.DataFrame]:
    line = 1
    for frame in frames:
        yield frame.with_columns(pl.int_range(line, line + frame.height, dtype=pl.Int64).alias("line"))
        line += frame.height


def _of_json(file: File, records: Iterator[Record]) -> Iterator[Haul]:
    head = list(islice(records, PEEK))
    return _in_hauls(file, _format(file, head), chain(head, records))


def _of_lines(file: File, path: Path) -> Iterator[Haul]:
    format = _format(file, list(islice(of_lines(words.lines(path, file.name)), PEEK)))
    try:
        bulk = Bulk(format, file.aside) if path.stat().st_size > MANY and _is_bulky(format) else None
    except ValueError:
        bulk = None
    if bulk is None:
        return _in_hauls(file, format, of_lines(words.lines(path, file.name)))
    return ahead(partial(_haul_of_lines, file, format, bulk), _numbered_lines(path, file.name))


def _is_bulky(format: Format) -> bool:
    return format.container != "csv" and not format.pages


def _format(file: File, head: Sequence[Record]) -> Format:
    seen = [recognise.keys(record) for _, record in head if not isinstance(record, str)]
    everything = frozenset(chain.from_iterable(seen))
    if file.columns:
        return recognise.mapped(file.columns, everything, file.name)
    known = recognise.recognised(seen, "json") or recognise.of_records(
        chain.from_iterable(record for _, record in head if not isinstance(record, str))
    )
    if known is None:
        raise DumpUnreadable(recognise.nearest(everything, "json"), file.name, recognise.ADVICE)
    return known


def _in_hauls(file: File, format: Format, records: Iterator[Record]) -> Iterator[Haul]:
    return map(partial(_haul_of_records, file, format), _chunks(_shaped(records, format)))


def _numbered_lines(path: Path, name: str) -> Iterator[pl.DataFrame]:
    number = 1
    for block in words.blocks(path, name, LINES):
        told = pl.read_lines(block, name="words")
        line = pl.int_range(number, number + told.height, dtype=pl.Int64, eager=True).alias("line")
        number += told.height
        is_blank = told["words"].str.len_bytes() == 0
        yield told.select(line, "words").filter(~is_blank) if is_blank.any() else told.select(line, "words")


def _haul_of_lines(file: File, format: Format, bulk: Bulk, numbered: pl.DataFrame) -> Haul:
    sources, astray = bulk.read(numbered)
    if astray.is_empty():
        return Haul(file, format, sources, [], NOT_A_TWEET)
    records = of_lines((line, each.encode()) for line, each in astray.iter_rows() if not each.isspace())
    odd = _sources(list(_shaped(records, format)), format)
    return Haul(file, format, pl.concat([sources, odd[0]]).sort("line", maintain_order=True), odd[1], NOT_A_TWEET)


def _shaped(records: Iterator[Record], format: Format) -> Iterator[Record]:
    if format.pages:
        return pages(records)
    return within(records, format.within) if format.within else records


def _chunks(records: Iterator[Record]) -> Iterator[list[Record]]:
    while chunk := list(islice(records, RECORDS)):
        yield chunk


def _haul_of_records(file: File, format: Format, chunk: Sequence[Record]) -> Haul:
    return Haul(file, format, *_sources(chunk, format), NOT_A_TWEET)


def _sources(chunk: Sequence[Record], format: Format) -> tuple[pl.DataFrame, pieces.Aside]:
    whole = [(line, record) for line, record in chunk if not isinstance(record, str)]
    return from_records(whole, format), [(line, record) for line, record in chunk if isinstance(record, str)]


def _of_text(file: File, path: Path) -> Iterator[Haul]:
    format = next(each for each in formats() if each.container == "text")
    text = pl.DataFrame(list(_tweets_of(path, file.name)), schema={"line": pl.Int64, "text": pl.String}, orient="row")
    return iter([Haul(file, format, text, [], NO_TEXT)])


def _tweets_of(path: Path, name: str) -> Iterator[tuple[int, str]]:
    """A tweet a line or, where empty lines divide them, a tweet between those."""
    found = [(number, line.decode().strip()) for number, line in words.lines(path, name)]
    if found[-1][0] - found[0][0] + 1 == len(found):
        yield from found
        return
    block = [found[0]]
    for number, line in found[1:]:
        if number > block[-1][0] + 1:
            yield block[0][0], "\n".join(line for _, line in block)
            block = []
        block.append((number, line))
    yield block[0][0], "\n".join(line for _, line in block)
