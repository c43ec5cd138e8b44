"""A second opinion: what another recogniser still finds in texts that are anonymised, so that people look there first.

It ranks and never changes a text. Presidio is asked where it is installed, else spaCy; neither is needed to run.
"""

import re
from collections.abc import Callable, Iterable, Sequence
from importlib import import_module

import polars as pl

from tasks.errors import UsageError

# Where in a text a name may still stand, and how sure that is, from 0 to 1.
Finding = tuple[int, int, float]
Recogniser = Callable[[str], Iterable[Finding]]

PLACEHOLDER = re.compile(r"\[(?:USER|PERSON|PLACE|SERVICE|CONTACT|LINK|DATE|ID)\]")
LANGUAGE_MODEL = "en_core_web_sm"
NAMES = ("PERSON", "GPE", "LOC", "FAC")
REVIEW = {"row": pl.Int64, "names": pl.Int64, "score": pl.Float64}


def ranked(texts: Sequence[str | None], recogniser: Recogniser) -> pl.DataFrame:
    """The rows in which another recogniser finds names: how many, and how sure it is of the surest.

    Rows: one a text with a finding outside its placeholders; the surest first, then the most names, then by row.
    """
    found = [(row, _outside(text, recogniser(_whole(text)))) for row, text in enumerate(texts) if text]
    rows = [(row, len(scores), max(scores)) for row, scores in found if scores]
    table = pl.DataFrame(rows, schema=REVIEW, orient="row")
    return table.sort("score", "names", "row", descending=[True, True, False])


def _whole(text: str) -> str:
    """The text as other libraries can read it: half a surrogate pair gives way to a question mark."""
    return text.encode("utf-8", "replace").decode("utf-8")


def _outside(text: str, findings: Iterable[Finding]) -> list[float]:
    covered = [match.span() for match in PLACEHOLDER.finditer(text)]
    return [score for start, end, score in findings if not any(start < last and first < end for first, last in covered)]


def installed() -> Recogniser:
    """The recogniser that this machine has.

    Raises: UsageError when it has none.
    """
    for recogniser in (_presidio, _spacy):
        try:
            return recogniser()
        except (ImportError, OSError):
            continue
    raise UsageError(
        "no recogniser is installed that could give a second opinion",
        "--second-opinion",
        f"Install Hushtag with the extra `second-opinion`, and spaCy's {LANGUAGE_MODEL}.",
    )


def _presidio() -> Recogniser:
    provider = import_module("presidio_analyzer.nlp_engine").NlpEngineProvider
    _spacy()  # Presidio would fetch a missing model by itself.
    models = [{"lang_code": "en", "model_name": LANGUAGE_MODEL}]
    engine = provider(nlp_configuration={"nlp_engine_name": "spacy", "models": models}).create_engine()
    analyser = import_module("presidio_analyzer").AnalyzerEngine(nlp_engine=engine, supported_languages=["en"])

    def recognise(text: str) -> Iterable[Finding]:
        found = analyser.analyze(text=text, language="en", entities=["PERSON", "LOCATION"])
        return [(each.start, each.end, float(each.score)) for each in found]

    return recognise


def _spacy() -> Recogniser:
    nlp = import_module("spacy").load(LANGUAGE_MODEL, disable=["lemmatizer"])
    return lambda text: [(each.start_char, each.end_char, 1.0) for each in nlp(text).ents if each.label_ in NAMES]
