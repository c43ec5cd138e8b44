"""The word table: what public lists say of each word, as small numbers beside its digest.

`python -m tasks.models.lexicon` writes data/models/lexicon.npz again from the lists as they are, for the weights as they are.
"""

import math
from collections.abc import Iterable, Mapping

import numpy as np

from tasks.models import load, sources
from tasks.models.lists import MODELS, kept_terms
from tasks.pure.anonymise.words import digests_of

# One byte a word and field: 0 is "not in that list", larger is commoner.
FIELDS = (
    "english", "small", "given", "surname", "place", "british", "region", "place_part", "kept", "proper",
    "heard", "titled", "shouted", "rare",
)  # fmt: skip

# Of names that no other list holds, the shortest that are worth a place.
RAREST = 4
# The rank of a surname that the census does not hold and a list of some origin does.
OF_AN_ORIGIN = 2
# Terms worth keeping that also name people or places: the tagger decides.
NAMES_TOO = frozenset(str.split("april may june august easter march nice sad mind chair ward ot aims will"))


def table() -> dict[str, np.ndarray]:
    """Digests of all words of all lists, sorted, with their fields and groups in step; group 0 is none."""
    columns = _columns()
    every = sorted({word for column in columns.values() for word in column if 1 < len(word) <= 24})
    fields = np.array([[columns[name].get(word, 0) for name in FIELDS] for word in every], dtype=np.uint8)
    known = sources.groups()
    groups = np.array([known.get(word, 0) for word in every])
    keys = digests_of(every)
    order = np.argsort(keys)
    return {"digests": keys[order], "fields": fields[order], "groups": groups[order]}


def renewed(shipped: Mapping[str, np.ndarray], listed: Mapping[str, np.ndarray]) -> dict[str, np.ndarray]:
    """The shipped table with what the lists say now. Words keep their number in the vocabulary; new ones are unknown to it."""
    every = np.union1d(shipped["digests"], listed["digests"])
    fields = np.zeros((len(every), listed["fields"].shape[1]), dtype=np.uint8)
    fields[np.searchsorted(every, listed["digests"])] = listed["fields"]
    vocabulary = np.full(len(every), int(shipped["known"]), dtype=np.uint16)
    vocabulary[np.searchsorted(every, shipped["digests"])] = shipped["vocabulary"]
    return {"digests": every, "fields": fields, "vocabulary": vocabulary, "known": shipped["known"]}


def _columns() -> dict[str, dict[str, int]]:
    common, proper = (
        (MODELS / f"{name}.txt").read_text(encoding="utf-8").split() for name in ("common_words", "proper_words")
    )
    cities = sources.cities(15_000)
    regions = _single(sources.regions())
    columns = {
        "english": _logarithmic(sources.english_words(), 1e4, 1.6),
        "small": dict.fromkeys(common, 1),
        "given": _logarithmic(sources.given_names(), 200, 2),
        "surname": _logarithmic(sources.census_names("all.last"), 0.0005, 2),
        "place": _logarithmic({name: people for name, (people, _) in cities.items() if " " not in name}, 300, 2),
        "british": {name: 1 for name, (_, british) in cities.items() if british and " " not in name},
        "region": dict.fromkeys(regions, 1),
        "place_part": _parts([*cities, *sources.regions()]),
        "kept": dict.fromkeys((term for term in kept_terms() if term.isalnum() and term not in NAMES_TOO), 1),
        "proper": dict.fromkeys(proper, 1),
        **_manners(sources.written()),
    }
    given, surnames = sources.names_by_origin()
    elsewhere = {name for name in surnames if len(name) > 2} - columns["place"].keys() - columns["region"].keys()
    columns["surname"] = dict.fromkeys(elsewhere, OF_AN_ORIGIN) | columns["surname"]
    heard = {word for column in columns.values() for word in column}
    rare = (name for name in sources.rare_given_names() | given if len(name) >= RAREST and name not in heard)
    return columns | {"rare": dict.fromkeys(rare, 1)}


def _manners(written: Mapping[str, tuple[float, float, float]]) -> dict[str, dict[str, int]]:
    """How common each word is, and in how many fifteenths it has a capital, or only capitals."""
    total = {word: sum(manners) for word, manners in written.items()}
    return {
        "heard": {word: max(1, min(15, round(math.log(chance)) + 20)) for word, chance in total.items()},
        "titled": {word: 1 + round(14 * manners[2] / total[word]) for word, manners in written.items()},
        "shouted": {word: 1 + round(14 * manners[1] / total[word]) for word, manners in written.items()},
    }


def _logarithmic(counts: Mapping[str, float], floor: float, base: float) -> dict[str, int]:
    return {word: min(15, 1 + max(0, round(math.log(count / floor, base)))) for word, count in counts.items() if count > 0}


def _single(names: Iterable[str]) -> list[str]:
    return [name for name in names if name.isalpha()]


def _parts(names: Iterable[str]) -> dict[str, int]:
    split = (name.replace("-", " ").replace("'", " ").split() for name in names)
    return {word: 1 for words in split if len(words) > 1 for word in words if len(word) > 2}


def main() -> None:
    """Writes the word table again, and its digest."""
    with np.load(MODELS / "lexicon.npz", allow_pickle=False) as archive:
        load.save(MODELS / "lexicon.npz", renewed(dict(archive), table()))
    load.seal()


if __name__ == "__main__":
    main()
