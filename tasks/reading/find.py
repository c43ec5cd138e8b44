"""The files that a study's dumps name: files, folders, globs and the members of archives, each once."""

import glob
import re
import zipfile
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from tasks.errors import DumpUnreadable
from tasks.storage import store

TABLES = {".csv", ".tsv", ".json", ".jsonl", ".ndjson", ".parquet", ".xlsx", ".xlsm", ".xls", ".ods", ".numbers", ".zip"}
PACKED = {".gz", ".bz2", ".xz", ".zst"}
TWEETS_JS = re.compile(r"tweets?(-part\d+)?\.js|\d{4}_\d\d\.js")

# The folders of the data folder that stages and commands write.
WRITTEN = {
    "ingested", "anonymised", "deduplicated", "withheld", "search_back", "coded", "quotes", "tabulated", "disclosed", "paraphrased",
    "gated", "results", "runs", "drafts", "votes", "attacks", "released", "keys", "paraphrases",
}  # fmt: skip


@dataclass(frozen=True)
class Place:
    """Where a file is: its path, the member of it if it is an archive, whether it was named or only found, its bytes, and the
    place of the member among the archive's."""

    path: Path
    member: str | None
    is_named: bool
    size: int = 0
    number: int = 0


def places(paths: Sequence[str | Path]) -> list[Place]:
    """The files that paths name, A to Z; of an archive, its members.

    Raises: DumpUnreadable when a path names nothing, leads out of its folder or into what Hushtag wrote, has a name that is
    not UTF-8, or when an archive is damaged or reaches outside itself.
    """
    found: dict[Path, bool] = {}
    for path in paths:
        files = [_inside(file, Path(path)) for file in _files(str(path))]
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
    seen: dict[str, int] = {}
    return [_once(short[place.path] + (f"/{place.member}" if place.member else ""), seen) for place in where]


def _once(name: str, seen: dict[str, int]) -> str:
    """A name, numbered where it came before: an archive may hold two members of one name."""
    seen[name] = seen.get(name, 0) + 1
    return name if seen[name] == 1 else f"{name} ({seen[name]})"


def _inside(file: Path, asked: Path) -> Path:
    """A file's own path, where it may be read."""
    own, shown = file.resolve(), file.name.encode("utf-8", "replace").decode()
    if shown != file.name:
        raise DumpUnreadable("its name is not UTF-8", shown, "Rename it.")
    folder = _fixed(asked)
    if file != asked and not own.is_relative_to(folder):
        raise _leads_out(shown)
    written = store.root()
    if own.is_relative_to(written) and own.relative_to(written).parts[0] in WRITTEN and file != asked:
        raise DumpUnreadable("lies among what Hushtag wrote, and is not a dump", shown, "Name the dump's own folder.")
    return own


def beside(file: Path, is_wanted: Callable[[str], bool]) -> list[Path]:
    """What lies in the folder of a file of a dump under a wanted name, A to Z.

    Raises: DumpUnreadable when one of it leads out of that folder.
    """
    there = [each for each in sorted(file.parent.iterdir()) if is_wanted(each.name) and each.is_file()]
    for each in there:
        if each.resolve().parent != file.parent.resolve():
            raise _leads_out(each.name)
    return there


def _leads_out(name: str) -> DumpUnreadable:
    return DumpUnreadable("is a link that leads out of the folder of the dump", name, "Name the file that it leads to.")


def _fixed(asked: Path) -> Path:
    """The folder that a path names, or that a pattern begins in."""
    if asked.is_dir():
        return asked.resolve()
    parts = list(asked.parts)
    wild = next((place for place, part in enumerate(parts) if any(mark in part for mark in "*?[")), len(parts) - 1)
    return Path(*parts[:wild]).resolve()


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
        yield Place(file, None, is_named, file.stat().st_size)
        return
    wanted = [(name, size, number) for name, size, number in _members(file) if _is_wanted(PurePosixPath(name))]
    # As in a folder, prose beside dumps is none.
    members = [each for each in wanted if not each[0].lower().endswith(".txt")] or wanted
    if not members:
        raise DumpUnreadable("the archive holds no dump", file.name, "Look inside it for a file of tweets.")
    yield from (Place(file, name, is_named and len(members) == 1, size, number) for name, size, number in members)


def _members(file: Path) -> list[tuple[str, int, int]]:
    """The name, the size and the place of each file in an archive, A to Z."""
    try:
        with zipfile.ZipFile(file) as archive:
            every = list(enumerate(archive.infolist()))
    except (zipfile.BadZipFile, OSError) as error:
        raise DumpUnreadable(f"is not an archive that opens ({type(error).__name__})", file.name, "Fetch it again.") from None
    inside = sorted((info.filename, info.file_size, number) for number, info in every if not info.is_dir())
    paths = [PurePosixPath(name) for name, _, _ in inside]
    if any(path.is_absolute() or ".." in path.parts or "\\" in str(path) for path in paths):
        raise DumpUnreadable("the archive holds a path that leads outside it", file.name, "Do not trust it.")
    return inside


def _is_wanted(member: PurePosixPath) -> bool:
    is_visible = not member.name.startswith((".", "~$")) and "__MACOSX" not in member.parts
    suffixes = TABLES - {".zip"} | PACKED | {".txt"}
    return is_visible and (member.suffix.lower() in suffixes or bool(TWEETS_JS.fullmatch(member.name)))
