"""The files that a study's dumps name: files, folders, globs and the members of archives, each once."""

import glob
import re
import zipfile
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from tasks.errors import DumpUnreadable

TABLES = {".csv", ".tsv", ".json", ".jsonl", ".ndjson", ".parquet", ".xlsx", ".xlsm", ".xls", ".ods", ".numbers", ".zip"}
PACKED = {".gz", ".bz2", ".zst"}
TWEETS_JS = re.compile(r"tweets?(-part\d+)?\.js|\d{4}_\d\d\.js")


@dataclass(frozen=True)
class Place:
    """Where a file is: its path, the member of it if it is an archive, and whether it was named or only found."""

    path: Path
    member: str | None
    is_named: bool


def places(paths: Sequence[str | Path]) -> list[Place]:
    """The files that paths name, A to Z; of an archive, its members.

    Raises: DumpUnreadable when a path names nothing, or an archive is damaged or reaches outside itself.
    """
    found: dict[Path, bool] = {}
    for path in paths:
        files = [file.resolve() for file in _files(str(path))]
        if not files:
            raise DumpUnreadable("no such file, and no dump in it", Path(path).name, "Check the path.")
        for file in files:
            found[file] = found.get(file, False) or Path(path).is_file()
    return [place for file in sorted(found) for place in _opened(file, found[file])]


def names(where: Sequence[Place]) -> list[str]:
    """A name for each, as short as tells it from the others: its last parts, with the member after the archive."""
    paths = sorted({place.path for place in where})
    short: dict[Path, str] = {}
    waiting, depth = paths, 1
    while waiting:
        told = {path: "/".join(path.parts[-depth:]) for path in paths}
        counts = _counts(told.values())
        short |= {path: told[path] for path in waiting if counts[told[path]] == 1 or depth >= len(path.parts)}
        waiting, depth = [path for path in waiting if path not in short], depth + 1
    return [short[place.path] + (f"/{place.member}" if place.member else "") for place in where]


def _counts(told: Iterable[str]) -> dict[str, int]:
    counts: dict[str, int] = {}
    for each in told:
        counts[each] = counts.get(each, 0) + 1
    return counts


def _files(path: str) -> list[Path]:
    here = Path(path)
    if here.is_dir():
        inside = [file for file in sorted(here.rglob("*")) if not _is_hidden(file)]
        # Prose lies beside dumps more often than pasted tweets do.
        return [file for file in inside if _is_dump(file)] or [file for file in inside if file.suffix == ".txt"]
    if here.is_file():
        return [here]
    # Path.glob asks for a folder to begin in, which an absolute pattern does not name.
    return [Path(found) for found in sorted(glob.glob(path, recursive=True)) if not _is_hidden(Path(found))]  # noqa: PTH207


def _is_hidden(file: Path) -> bool:
    return file.name.startswith((".", "~$")) or not file.is_file()


def _is_dump(file: Path) -> bool:
    suffix = file.suffix.lower()
    if suffix in PACKED:
        suffix = Path(file.stem).suffix.lower()
    if suffix in TABLES or TWEETS_JS.fullmatch(file.name):
        return True
    # Collections of the stream were often kept as files a day, without an ending.
    return suffix not in {".txt", ".md", ".js"} and _begins_like_json(file)


def _begins_like_json(file: Path) -> bool:
    with file.open("rb") as opened:
        return opened.read(2) in (b'{"', b"[{")


def _opened(file: Path, is_named: bool) -> Iterator[Place]:
    if file.suffix.lower() != ".zip":
        yield Place(file, None, is_named)
        return
    wanted = [name for name in _members(file) if _is_wanted(PurePosixPath(name))]
    # As in a folder, prose beside dumps is none.
    members = [name for name in wanted if not name.lower().endswith(".txt")] or wanted
    if not members:
        raise DumpUnreadable("the archive holds no dump", file.name, "Look inside it for a file of tweets.")
    yield from (Place(file, name, is_named and len(members) == 1) for name in members)


def _members(file: Path) -> list[str]:
    try:
        with zipfile.ZipFile(file) as archive:
            inside = sorted(info.filename for info in archive.infolist() if not info.is_dir())
    except (zipfile.BadZipFile, OSError) as error:
        raise DumpUnreadable(f"is not an archive that opens ({type(error).__name__})", file.name, "Fetch it again.") from None
    if any(PurePosixPath(name).is_absolute() or ".." in PurePosixPath(name).parts or "\\" in name for name in inside):
        raise DumpUnreadable("the archive holds a path that leads outside it", file.name, "Do not trust it.")
    return inside


def _is_wanted(member: PurePosixPath) -> bool:
    is_visible = not member.name.startswith((".", "~$")) and "__MACOSX" not in member.parts
    suffixes = TABLES - {".zip"} | PACKED | {".txt"}
    return is_visible and (member.suffix.lower() in suffixes or bool(TWEETS_JS.fullmatch(member.name)))
