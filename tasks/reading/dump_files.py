"""The files of a dump: what is named, found, packed together or too much at once, and the parts that they are read into."""

import json
import shlex
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from fnmatch import fnmatchcase
from itertools import accumulate, takewhile
from pathlib import Path

from pydantic import BaseModel, ConfigDict

from tasks.errors import DumpUnreadable
from tasks.reading import batches, dump, find, packages, personal_archives
from tasks.reading.batches import ReadPart, SourceBatch
from tasks.storage.digests import file_sha256
from tasks.storage.source import Source

LEFT_OUT = "left out by the study"
Columns = Mapping[str, str | bool | Mapping[str, str | bool]]
"""What a study says of columns: of all files, or of those whose names are like a pattern."""
FILES_A_DUMP = 500
BYTES_A_DUMP = 32 << 20
BYTES_AT_ONCE = 256 << 20


class File(BaseModel):
    """A file of a dump: its name in the ledger, its content, its place if it is a member of that, its bytes, whether it was
    named itself or found, whether the study leaves it out, and what lies beside it that says more of its tweets."""

    model_config = ConfigDict(frozen=True)

    name: str
    source: Source
    member: int | None
    size: int
    is_named: bool
    is_left_out: bool = False
    beside: tuple[Source, ...] = ()

    @property
    def sources(self) -> tuple[Source, ...]:
        """All content that its tweets are made of."""
        return (self.source, *self.beside)


class Dump(BaseModel):
    """Files that one task reads: a large one, or some small ones."""

    model_config = ConfigDict(frozen=True)

    files: tuple[File, ...]


def find_dumps(paths: Sequence[str | Path], leave_out: Sequence[str] = ()) -> list[Dump]:
    """The files that paths, folders, globs and archives name, each once, A to Z; those to be left out by name or pattern marked.

    Raises: DumpUnreadable when a path names nothing.
    """
    where = find.places(paths)
    sources = {path: Source.of(path) for path in {place.path for place in where}}
    beside = {path: _beside(path) for path in sources}
    files = [
        File(
            name=name,
            source=sources[place.path],
            member=place.number if place.member else None,
            size=place.size,
            is_named=place.is_named,
            is_left_out=any(_is_like(name, pattern) for pattern in leave_out),
            beside=beside[place.path],
        )
        for name, place in zip(find.names(where), where, strict=True)
    ]
    return [Dump(files=tuple(group)) for group in _groups(files)]


def are_large(dumps: Sequence[Dump]) -> bool:
    """Whether it pays to keep what each is read into, so that one that is added is read alone."""
    return sum(file.size for dump in dumps for file in dump.files) > BYTES_AT_ONCE


def parts_of(dumps: Iterable[Dump], columns: Columns | None, timezone: str, aside: Path) -> Iterator[ReadPart]:
    """The parts of all files, in order; one that was only found and holds no words of tweets is set aside whole.

    Raises: DumpUnreadable when a file that was named or may hold tweets cannot be read, with all others that cannot, or
    when one changes while it is read.
    """
    return batches.parts(_batches([file for dump in dumps for file in dump.files], columns, timezone, aside))


def _batches(files: Sequence[File], columns: Columns | None, timezone: str, copies: Path) -> Iterator[SourceBatch | ReadPart]:
    for place, file in enumerate(files):
        try:
            yield from _batches_of(file, columns, timezone, copies)
        except _Unknown as unknown:
            left = (_refused(other, columns, timezone, copies) for other in files[place + 1 :])
            raise _together([unknown, *(other for other in left if other)]) from None
        # The members of an archive have one source, which is as long as its last is read.
        is_last = place + 1 == len(files) or files[place + 1].source != file.source
        if is_last and file_sha256(Path(file.source.path)) != file.source.sha256:
            raise DumpUnreadable("changed while it was read", file.name, "Run again once it is complete.")


def _beside(path: Path) -> tuple[Source, ...]:
    """What lies beside the tweets of a personal archive that was unpacked, and says more of them."""
    if not find.TWEETS_JS.fullmatch(path.name):
        return ()
    return tuple(map(Source.of, find.beside(path, personal_archives.is_beside)))


def _groups(files: Sequence[File]) -> Iterator[list[File]]:
    begin = 0
    while begin < len(files):
        end = _end(files, begin)
        yield list(files[begin:end])
        begin = end


def _end(files: Sequence[File], begin: int) -> int:
    """Where a group ends: between half full and full, at a file that its content picks, or after the last if all fit."""
    sizes = accumulate(file.size for file in files[begin : begin + FILES_A_DUMP])
    fitting = list(takewhile(lambda size: size <= BYTES_A_DUMP, sizes)) or [files[begin].size]
    full = begin + len(fitting)
    if full == len(files):
        return full
    half = (at for at, size in enumerate(fitting, 1) if 2 * size >= BYTES_A_DUMP or 2 * at >= FILES_A_DUMP)
    # Picked by content, the same file begins a group again after one is added: its neighbours are regrouped and no others.
    # The members of an archive are of one content, and fill their groups.
    return min(range(begin + next(half, len(fitting)), full + 1), key=lambda at: (files[at].source.sha256, -at))


class _Unknown(DumpUnreadable):
    """A refusal of one file among others that may hold tweets, with its records."""

    def __init__(self, refusal: DumpUnreadable, records: int) -> None:
        super().__init__(refusal.what, refusal.where, refusal.advice)
        self.records = records


def _refused(file: File, columns: Columns | None, timezone: str, copies: Path) -> _Unknown | None:
    """The refusal of a file, if it is one among others that cannot be read; no more of it is read than tells."""
    try:
        next(_batches_of(file, columns, timezone, copies), None)
    except _Unknown as unknown:
        return unknown
    except DumpUnreadable:
        return None
    return None


def _together(unknown: Sequence[_Unknown]) -> DumpUnreadable:
    """One refusal of all files that cannot be read, with their records and how to go on without them."""
    first, *others = unknown
    names = [str(each.where) for each in unknown]
    left_out = f"leave_out = {json.dumps(names, ensure_ascii=False)} or --leave-out {shlex.join(names)}"
    if not others:
        what = f"{first.what} ({first.records:,} records)"
        return DumpUnreadable(what, first.where, f"{first.advice} Or leave it out: {left_out}.")
    told = ", ".join(f"{each.where} ({each.records:,} records)" for each in unknown)
    advice = f"See what each holds: hushtag formats FILE. Or leave them out: {left_out}."
    return DumpUnreadable(f"of the dump's files {len(unknown):,} may hold tweets and cannot be read", told, advice)


def _is_like(name: str, pattern: str) -> bool:
    return fnmatchcase(name, pattern) or fnmatchcase(name.rpartition("/")[2], pattern)


def _columns_of(name: str, columns: Columns | None) -> Mapping[str, str | bool] | None:
    """What the study says of a file's columns: in the first pattern that is its name's, else for all files."""
    named = [said for pattern, said in (columns or {}).items() if isinstance(said, Mapping) and _is_like(name, pattern)]
    every = {target: source for target, source in (columns or {}).items() if not isinstance(source, Mapping)}
    return (named[0] if named else every) or None


def _batches_of(file: File, columns: Columns | None, timezone: str, copies: Path) -> Iterator[SourceBatch | ReadPart]:
    path = Path(file.source.path)
    is_begun, opened = False, batches.File(path, file.name, _columns_of(file.name, columns), timezone, copies)
    try:
        if file.member is not None:
            inside = packages.member(path, file.member, file.name, copies)
            opened = replace(opened, path=inside, beside=personal_archives.of_member(path, file.member))
        elif file.beside:
            opened = replace(opened, beside=personal_archives.of_files(file.beside))
        if file.is_left_out:
            yield dump.without_tweets(opened, LEFT_OUT)
            return
        for batch in dump.source_batches(opened):
            is_begun = True
            yield batch
    except DumpUnreadable as refusal:
        if file.is_named or is_begun:
            raise
        if dump.holds_words(opened):
            raise _Unknown(refusal, dump.records_in(opened)) from None
        yield dump.without_tweets(opened)
    except OSError as error:
        raise DumpUnreadable(f"cannot be read ({error.strerror})", file.name, "Check its permissions.") from None
