"""How fast tweets are coded, beside one bare pass that only asks whether any of as many words stands in them.

Both run on one core, in time of the processor, over spliced invented tweets, all of them different: as dense in what the
frame looks for as the challenge set, and with four in five of their words changed for others. The frames of ten times
the rules hold nine copies of every heading: in one each phrase ends on a word that no tweet has, in the other it has
some of its words changed for others of the frame, so that they stand in the tweets as often.

    python bench/assign_themes.py [FILE]        a text a line in place of the invented tweets
"""

import os
import random
import re
import sys
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

# One thread for every library: set before they are imported.
for variable in ("POLARS_MAX_THREADS", "OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS"):
    os.environ[variable] = "1"

import polars as pl  # noqa: E402

PROJECT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(PROJECT))

from tasks import codebook as frames  # noqa: E402
from tasks.codebook.model import Codebook, Heading  # noqa: E402
from tasks.pure.coding.assign_themes import assign_themes  # noqa: E402
from tasks.pure.coding.compiled_frame import phrases_of  # noqa: E402
from tasks.pure.coding.matcher import find_hits  # noqa: E402
from tasks.schema import DEDUPLICATED  # noqa: E402

TWEETS, SEED, TIMES, MOST = 100_000, 1, 10, 100_000
WORD = re.compile(r"(?<![\w{<!#.'-])[a-z]+(?![\w}>'-])")


def spliced(tweets: int) -> pl.Series:
    """Different tweets, each the beginning of one invented tweet and the end of another."""
    chance = random.Random(SEED)  # noqa: S311 (invented words, no secret)
    said = pl.read_csv(PROJECT / "tests" / "codebooks" / "dearmhp.challenge.csv").get_column("text").to_list()
    made: dict[str, None] = {}
    while len(made) < tweets:
        one, other = chance.choice(said).split(), chance.choice(said).split()
        made[" ".join(one[: chance.randint(1, len(one))] + other[chance.randint(0, len(other)) :])] = None
    return pl.Series(list(made))


def thinned(texts: pl.Series) -> pl.Series:
    """The texts with four in five of their words changed for words that are none, some of them common and most rare."""
    chance = random.Random(SEED)  # noqa: S311 (invented words, no secret)
    others = ["".join(chance.choices("aeioudlmnrst", k=chance.randint(2, 9))) for _ in range(50_000)]

    def other(word: str) -> str:
        return word if chance.random() < 0.2 else others[int(len(others) * chance.random() ** 3)]

    return pl.Series([" ".join(map(other, text.split())) for text in texts.to_list()])


def widened(codebook: Codebook, times: int, changed: Callable[[str], str]) -> Codebook:
    """The frame with so many times its headings and phrases, those of the copies changed."""

    def copy(heading: Heading, number: int) -> Heading:
        phrases = {kind: tuple(map(changed, getattr(heading, kind))) for kind in ("strong", "weak", "unless")}
        return replace(heading, id=f"{heading.id}_{number}", **phrases)

    copies = tuple(copy(heading, number) for number in range(1, times) for heading in codebook.headings)
    return replace(codebook, headings=codebook.headings + copies)


def changing(codebook: Codebook) -> Callable[[str], str]:
    """Changes some of the words of a phrase for others of the frame."""
    chance = random.Random(SEED)  # noqa: S311 (changed words, no secret)
    words = sorted({word for rule in phrases_of(codebook) for word in WORD.findall(rule.phrase.written)})
    return lambda phrase: WORD.sub(lambda word: chance.choice(words) if chance.random() < 0.5 else word[0], phrase)


def silenced(phrase: str) -> str:
    """The phrase with a word after it that no tweet has."""
    return f"{phrase.strip('/')} unheardof"


def rate(run: Callable[[], object], tweets: int) -> float:
    """Tweets a second of the second of two calls, for the first compiles what it needs."""
    run()
    start = time.process_time()
    run()
    return tweets / (time.process_time() - start)


def report(texts: pl.Series, frame: Codebook) -> None:
    """Prints how fast texts are coded by a frame."""
    keys = pl.int_range(texts.len(), eager=True).cast(pl.String)
    tweets = DEDUPLICATED.empty().clear(texts.len()).with_columns(tweet_key=keys, text=texts)
    rules = phrases_of(frame)
    words = sorted({word for rule in rules for word in WORD.findall(rule.phrase.written)})
    floor = rate(lambda: texts.str.contains_any(words, ascii_case_insensitive=True), texts.len())
    coded = rate(lambda: assign_themes(tweets, frame), texts.len())
    hits = find_hits(texts, frame).height / texts.len()
    print(
        f"{len(rules):,} rules, {hits:.1f} hits a tweet: {coded:,.0f} tweets/s; "
        f"one pass for {len(words):,} words: {floor:,.0f}, {floor / coded:.0f} times as many"
    )


HOSTILE = {
    "one letter": "a",
    "digits": "1",
    "@": "@",
    "dots": ".",
    "quotes": "'",
    "words in quotes": "me'' '@me ",
    "links": "http://",
    "a phrase again and again": "you don't listen to me, dr ",
}


def growth(piece: str, frame: Codebook) -> float:
    """How many times as long 200,000 letters of a text that repeats itself take as 50,000 do."""
    times = []
    for letters in (50_000, 200_000):
        text = pl.Series([piece * (letters // len(piece))])
        start = time.process_time()
        find_hits(text, frame)
        times.append(time.process_time() - start)
    return times[1] / times[0]


def main() -> None:
    codebook = frames.load(frames.find("dearmhp"))
    changed = changing(codebook)
    texts = pl.Series(Path(sys.argv[1]).read_text("utf-8").splitlines()[:TWEETS]) if sys.argv[1:] else spliced(TWEETS)
    for frame in (codebook, widened(codebook, TIMES, silenced), widened(codebook, TIMES, changed)):
        for said in (texts,) if sys.argv[1:] else (texts, thinned(texts)):
            report(said, frame)
    for name, piece in HOSTILE.items():
        print(f"{name}: {growth(piece, codebook):.1f} times as long for four times as many letters")
    most = widened(codebook, MOST // len(phrases_of(codebook)) + 1, changed)
    start = time.process_time()
    print(f"{len(phrases_of(most)):,} rules are set up in {time.process_time() - start:.1f} s")


if __name__ == "__main__":
    main()
