"""The word lists that the anonymiser and the gate both read: `python -m tasks.models.lists SPELLING...` writes them again.

    common_words.txt   words that are plain English, or a term worth keeping, and so no evidence on their own
    given_names.txt    common words that are also given names: "Grace Young" is a person though both words are plain
    proper_words.txt   words that a spelling dictionary knows with a capital only; the tagger reads them
    places.txt         places whose name is neither a plain word nor a person's name
"""

import sys
from collections.abc import Iterable
from pathlib import Path

from tasks.models import sources
from tasks.models.sources import unaccented

MODELS = Path(__file__).resolve().parents[2] / "data" / "models"
COMMONEST = 36_000
SHORTEST = 4
# Percentage of people of the census above which a name is taken for a person's before it is for a place.
SURNAME_SHARE = 0.004
LARGE = 100_000
# Names of conditions, and plain words that a spelling dictionary does not hold.
NO_PLACES = frozenset(str.split("huntington parkinson stockholm hodgkin happy cemetery")) | {"by pass"}
# Lower-case words of the list that nearly always name somebody or some place.
NAMES_AFTER_ALL = frozenset(
    str.split(
        "smith john peter mike tom jack bob harry billy jimmy matt nick ken rob terry rick sue brad drew josh bobby tony "
        "maria lee martin roger warren chad sally patty colleen phoebe meg hank barney eddy deb derrick hector mickey noel "
        "homer jasper waldo sanders rogers watts hicks hogan garner collier huff davenport jenny kelly tommy betty molly "
        "davy jamie lewis jake ned ted ben sam don jerry timothy greg tim jane joe sandy morris gill glen china "
        "jersey guernsey wales berlin paris java cuba panama brazil kent lima troy cologne morocco bolivia guinea rhea "
        "beryl dirk hazel rosemary heather holly victor robin"
    )
)
# Given names of the census that open far more sentences than they name people.
WORDS_AFTER_ALL = frozenset(
    str.split(
        "in an will page my may see so many long art love man gay major star sun else soon loan numbers season manual min "
        "royal forest chance brain carry golden angle era hang charity son van guy miss lady queen desire tiny marry lean "
        "hung sang sung conception aide lore earnest cherish dung wan chin ping spring summer winter autumn song"
    )
)
# Places that a person's name cannot be mistaken for, though some person bears it.
SURE_PLACES = (
    "england scotland wales ireland britain london manchester liverpool birmingham glasgow edinburgh cardiff belfast "
    "bristol leeds sheffield newcastle nottingham leicester southampton portsmouth plymouth brighton norwich cambridge "
    "oxford york france germany spain italy greece poland portugal canada australia india china japan russia brazil "
    "mexico israel iraq iran syria ukraine egypt kenya nigeria pakistan bangladesh paris berlin madrid rome "
    "vienna dublin boston chicago toronto sydney melbourne brisbane perth seattle dallas philadelphia baltimore miami "
    "detroit cornwall devon kent essex sussex surrey yorkshire lancashire cheshire norfolk suffolk dorset somerset "
    "america europe africa asia california florida texas ohio michigan pennsylvania massachusetts birkenhead bolton "
    "bradford coventry hackney lambeth southwark tottenham brixton croydon islington camden lewisham greenwich "
    "hants herts notts wilts glos lancs leics lincs northants oxon warks worcs cambs"
)
SURE_PHRASES = (
    "new york", "los angeles", "san francisco", "hong kong", "new zealand", "south africa", "northern ireland",
    "united kingdom", "united states", "great britain", "milton keynes", "north wales", "south wales", "east anglia",
    "west midlands", "isle of wight", "isle of man", "greater manchester", "south london", "north london",
    "east london", "west london", "south yorkshire", "west yorkshire", "north yorkshire", "middle east", "lake district",
    "peak district", "bay area", "gold coast", "sunshine coast", "north sea", "irish sea", "black sea", "red sea", "dead sea",
    "west indies", "new england", "home counties", "black country", "channel islands", "long island", "staten island",
    "orange county", "key west", "outer banks", "west bank", "north island", "south island", "virgin islands", "las vegas",
    "vegas", "philly", "socal", "norcal", "nyc", "nsw", "qld", "cape cod", "silicon valley", "wall street", "downing street",
    "oxford street", "times square", "central park", "hyde park", "capitol hill", "notting hill", "covent garden",
    "canary wharf", "gulf coast", "great lakes", "brooklyn", "hollywood", "harlem", "washington dc", "niagara falls",
    "english channel", "bristol channel", "buckingham palace", "west end of london", "republic of ireland",
)


def kept_terms() -> list[str]:
    """The terms of keep.txt in file order."""
    lines = (MODELS / "keep.txt").read_text(encoding="utf-8").splitlines()
    return [line for line in lines if line and not line.startswith("#")]


def common_words(small: Iterable[str]) -> list[str]:
    """Words of English that are written small and often, those with an accent also without it, and every word of a term worth
    keeping; A-Z.

    `small` is a spelling dictionary, in which names are capitalised.
    """
    written_small = {word for word in small if word.islower() and word.isalpha()}
    commonest = {word for rank, word in enumerate(sources.english_words()) if rank < COMMONEST}
    kept = {word for term in kept_terms() for part in term.split() for word in (part, part.removesuffix("'s"))}
    accented = {word for word in written_small if not word.isascii()}
    names = sources.given_names() | sources.census_names("all.last")
    bare = {plain for plain in map(unaccented, accented) if names.get(plain, 0) < SURNAME_SHARE}
    return sorted((commonest & written_small) - NAMES_AFTER_ALL | kept | accented | bare)


def proper_words(small: Iterable[str]) -> list[str]:
    """Words that a spelling dictionary knows with a capital only; A-Z, lower case."""
    every = set(small)
    capitalised = {word.lower() for word in every if word.isalpha() and word[0].isupper()}
    return sorted(capitalised - {word for word in every if word.islower()})


def given_names(common: Iterable[str]) -> list[str]:
    """Common words that are also given names in the census; A-Z."""
    census = sources.census_names("male.first") | sources.census_names("female.first")
    kept = {word for term in kept_terms() for word in term.split()}
    return sorted(set(common) & set(census) - WORDS_AFTER_ALL - kept - {"king"} | {"will", "may"})


def places(common: Iterable[str], small: Iterable[str]) -> list[str]:
    """Places whose name is not a plain word and hardly a person's; A-Z."""
    plain = set(common) | {word for word in small if word.islower()}
    people = {name for name, share in sources.census_names("all.last").items() if share >= SURNAME_SHARE}
    people |= set(sources.census_names("male.first")) | set(sources.census_names("female.first"))
    people |= set(sources.given_names())
    known = {place for place, (population, british) in sources.cities(LARGE).items() if british or population >= LARGE}
    found = {place for place in known | sources.regions() if _is_unambiguous(place, plain, people)} - NO_PLACES
    return sorted({" ".join(_words(place)) for place in found} | set(SURE_PLACES.split()) | set(SURE_PHRASES))


def _is_unambiguous(place: str, plain: set[str], people: set[str]) -> bool:
    words = _words(place)
    if len(words) == 1:
        return len(place) >= SHORTEST and place.isalpha() and place not in plain and place not in people
    return all(word.isalpha() for word in words) and not all(word in plain or word in people for word in words)


def _words(place: str) -> list[str]:
    return place.replace("-", " ").replace("'", " ").replace("’", " ").replace(".", " ").split()


def main(dictionaries: list[str]) -> None:
    """Writes the lists from spelling dictionaries: one word a line, names capitalised (SCOWL)."""
    small = {word for path in dictionaries for word in Path(path).read_text(encoding="utf-8").split()}
    common = common_words(small)
    lists = {
        "common_words": common,
        "given_names": given_names(common),
        "proper_words": proper_words(small),
        "places": places(common, small),
    }
    for name, words in lists.items():
        (MODELS / f"{name}.txt").write_text("\n".join(words) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main(sys.argv[1:])
