"""A bundle as its reader has it: a folder and what its manifest says."""

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

import polars as pl

from tasks import codebook as frames
from tasks.errors import DumpUnreadable, GateClosed

MANIFEST = "manifest.json"
# A table whose every count is withheld has no numbers to tell its columns' type by.
COUNTED = {"tweets": pl.Int64, "unique_tweets": pl.Int64}


def has_questions(columns: Mapping[str, Any]) -> bool:
    """Whether a study's [columns], of all files or of some, name the one of the question that a text answers."""
    return "question" in columns or any("question" in said for said in columns.values() if isinstance(said, Mapping))


@dataclass(frozen=True, eq=False)
class Bundle:
    """A folder with a manifest."""

    folder: Path
    manifest: dict[str, Any]

    @property
    def is_public(self) -> bool:
        """Whether it was let out to everybody."""
        return bool(self.manifest["study"].get("profile") == "public")

    @property
    def profile(self) -> str:
        """The profile by whose promises it is held."""
        return "public" if self.is_public else "team"

    @property
    def distinct(self) -> int | None:
        """N, as the manifest has it; null where it is withheld."""
        kept: int | None = self.manifest["counts"]["deduplicate.kept"]
        return kept

    @property
    def exceptions(self) -> list[dict[str, Any]]:
        """The rules of the public profile that do not hold for one of its tables."""
        return list(self.manifest["study"]["exceptions"])

    @property
    def keeps_short_texts(self) -> bool:
        """Whether "thank you!!" of two people stands twice."""
        return bool(self.manifest["study"].get("short_texts") == "keep")

    @property
    def has_questions(self) -> bool:
        """Whether "nothing" in answer to two questions stands twice."""
        return has_questions(self.manifest["study"].get("columns") or {})

    @property
    def held_back(self) -> dict[str, Any]:
        """How many texts are counted but not told, by rule, and which a person let out."""
        return {"texts": 0, "by_rule": {}, "let_out": [], **(self.manifest.get("held_back") or {})}

    @property
    def let_out(self) -> frozenset[str]:
        """Keys of the tweets whose words break a rule, and that a person let out all the same."""
        return frozenset(each["tweet_key"] for each in self.held_back["let_out"])

    @cached_property
    def files(self) -> set[str]:
        """Every plain file, by its path within the bundle; links to elsewhere are none."""
        return {
            path.relative_to(self.folder).as_posix()
            for path in self.folder.rglob("*")
            if path.is_file() and not path.is_symlink()
        }

    @cached_property
    def headings(self) -> pl.DataFrame:
        """The headings of its codebook, as `Codebook.frame` gives them."""
        return frames.load(self.folder / "codebook.toml").frame()

    def json(self, name: str) -> dict[str, Any]:
        """A file of JSON."""
        return dict(json.loads((self.folder / name).read_text(encoding="utf-8")))

    def csv(self, name: str) -> pl.DataFrame:
        """A table by its name, without its ending."""
        return pl.read_csv(self.folder / f"{name}.csv", schema_overrides=COUNTED)

    def cells(self, name: str) -> pl.DataFrame:
        """A table whose every cell is text."""
        return pl.read_csv(self.folder / f"{name}.csv", infer_schema=False)

    def tables(self) -> dict[str, pl.DataFrame]:
        """Every table of its own folder, by name."""
        return {path.stem: self.csv(path.stem) for path in sorted(self.folder.glob("*.csv"))}


def has_noise(manifest: Mapping[str, Any]) -> bool:
    """Whether the counts of a bundle carry noise."""
    return bool((manifest.get("disclosure") or {}).get("noise"))


@dataclass(frozen=True)
class Promise:
    """What is promised, why, and in which or in how many places it is broken; an error breaks it too.

    A place is a file, with a row and a column where it has them: never a word of a cell.
    """

    name: str
    why: str
    broken: Callable[[Bundle], int | Sequence[str]]


def opened(folder: Path) -> Bundle:
    """The bundle in a folder.

    Raises: DumpUnreadable when it is none; GateClosed when its manifest cannot be read.
    """
    path = folder / MANIFEST
    if not path.is_file():
        raise DumpUnreadable("is not a bundle: there is no manifest.json", folder, "Name a folder under data/released.")
    try:
        manifest = json.loads(path.read_text(encoding="utf-8"))
        return Bundle(folder, {**manifest, "study": {**manifest["study"]}, "files": {**manifest["files"]}})
    except (ValueError, TypeError, KeyError, OSError, RecursionError):
        raise GateClosed("manifest.json: is not a manifest", folder.name, "The bundle was altered or cut short.") from None
