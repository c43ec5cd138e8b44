"""The shipped model and lists, read from data/models; a damaged or foreign file is refused."""

import hashlib
import zipfile
from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from operator import attrgetter
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from tasks.errors import StorageError
from tasks.pure.anonymise.dictionary import Dictionary
from tasks.pure.anonymise.digest_table import Table
from tasks.pure.anonymise.engine import Engine
from tasks.pure.anonymise.evidence import Lists, Term, terms
from tasks.pure.anonymise.features import list_classes
from tasks.pure.anonymise.spans import DICTIONARY, GAZETTEER
from tasks.pure.anonymise.tagger import INPUT_STEPS, WEIGHT_STEPS, Model

MODELS = Path(__file__).resolve().parents[2] / "data" / "models"
SEALED = ("lexicon.npz", "tagger.npz", "common_words.txt", "given_names.txt", "places.txt",
          "proper_words.txt", "keep.txt", "idioms.txt", "services.txt", "tlds.txt")  # fmt: skip
DIGESTS = "digests.txt"
ADVICE = "Restore data/models from the release, or rebuild it with `python -m tasks.models.train`."
# Least chance of being part of a name, by strictness: where a person, where a place is the likelier.
THRESHOLDS = {"light": (0.35, 0.4), "standard": (0.2, 0.25), "strict": (0.06, 0.06)}


def engine(dump: Iterable[Term] = ()) -> Engine:
    """The engine with the terms of a dump beside those of the gazetteer.

    Raises: StorageError when a file of the model is missing or is not the one that was shipped.
    """
    own = Dictionary.of((term, DICTIONARY) for term in _ordered(dump))
    dictionaries = (gazetteer(), own) if len(own.table.digests) > 1 else (gazetteer(),)
    return Engine(model(), THRESHOLDS, dictionaries, idioms(), endings())


@cache
def model() -> Model:
    """The tagger's weights and word table."""
    return assembled({**_arrays("lexicon.npz"), **_arrays("tagger.npz")})


@cache
def gazetteer() -> Dictionary:
    """The unambiguous places, and services that are known by a name alone."""
    services = {Term(form, "SERVICE") for name in _lines("services.txt") for form in (name, name.replace(" and ", " "))}
    return Dictionary.of((term, GAZETTEER) for term in _ordered(services | terms("place", lists().places, lists())))


@cache
def idioms() -> Dictionary:
    """Phrases in which a name is nobody's."""
    return Dictionary.of((Term(phrase, "PERSON"), GAZETTEER) for phrase in _lines("idioms.txt") if not phrase.startswith("#"))


@cache
def lists() -> Lists:
    """The word lists of the rule of evidence."""
    return Lists(*(frozenset(_lines(name)) for name in ("common_words.txt", "given_names.txt", "places.txt")))


@cache
def endings() -> frozenset[str]:
    """Top-level domains."""
    return frozenset(_lines("tlds.txt"))


def assembled(arrays: Mapping[str, NDArray[Any]]) -> Model:
    """A model from its arrays."""
    fields = np.pad(arrays["fields"], ((0, 1), (0, 0)))
    known = int(arrays["known"])
    return Model(
        Table.of(arrays["digests"]),
        fields,
        list_classes(fields),
        np.append(arrays["vocabulary"], known).astype(np.int64),
        known,
        arrays["linear"].astype(np.float32),
        (arrays["hidden"].astype(np.float32), arrays["hidden_bias"].astype(np.float32)),
        (arrays["output"].astype(np.float32), arrays["output_bias"].astype(np.float32)),
    )


def quantised(weights: Sequence[NDArray[Any]], biases: Sequence[NDArray[Any]]) -> dict[str, NDArray[Any]]:
    """The network's weights as whole numbers."""
    whole = [np.clip(np.round(layer * WEIGHT_STEPS), -32768, 32767).astype(np.int16) for layer in weights]
    offsets = [np.round(bias * WEIGHT_STEPS * INPUT_STEPS).astype(np.int32) for bias in biases]
    return {"hidden": whole[0], "hidden_bias": offsets[0], "output": whole[1], "output_bias": offsets[1]}


def _ordered(every: Iterable[Term]) -> list[Term]:
    return sorted(every, key=attrgetter("words", "kind", "as_written"))


def save(path: Path, arrays: Mapping[str, NDArray[Any]]) -> None:
    """Arrays as a zip of plain .npy files; the same arrays give the same bytes."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, array in sorted(arrays.items()):
            with archive.open(zipfile.ZipInfo(f"{name}.npy", (1980, 1, 1, 0, 0, 0)), "w") as file:
                np.lib.format.write_array(file, np.asarray(array), allow_pickle=False)


def seal() -> None:
    """Writes down the digest of every file of the model."""
    sums = (f"{_sha256(MODELS / name)}  {name}\n" for name in SEALED)
    (MODELS / DIGESTS).write_text("".join(sums), encoding="utf-8")


def _arrays(name: str) -> dict[str, NDArray[Any]]:
    with np.load(checked(name), allow_pickle=False) as archive:
        return dict(archive)


def _lines(name: str) -> list[str]:
    return checked(name).read_text(encoding="utf-8").splitlines()


def checked(name: str) -> Path:
    """The path of a file of the model, once its digest is the shipped one.

    Raises: StorageError when it is missing or another.
    """
    path = MODELS / name
    try:
        shipped = dict(line.split()[::-1] for line in (MODELS / DIGESTS).read_text(encoding="utf-8").splitlines())
        sound = shipped.get(name) == _sha256(path)
    except (OSError, ValueError):
        raise StorageError("a file of the anonymiser's model is missing", path, ADVICE) from None
    if not sound:
        raise StorageError("this is not the file that was shipped", path, ADVICE)
    return path


def _sha256(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()
