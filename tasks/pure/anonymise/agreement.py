"""The second pass: what the corpus knows as a name goes wherever it stands, and what was found by chance stays."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence

import polars as pl

from tasks.pure.anonymise import canonical, placeholders
from tasks.pure.anonymise.corpus import SHORTEST_NAMED
from tasks.pure.anonymise.evidence import UNSPACED
from tasks.pure.anonymise.hashtags import whole_in_texts
from tasks.pure.anonymise.spans import JOINERS, KINDS, MERGING

# Where a name stands inside a word, and what it is.
Inside = tuple[int, int, str]
PARTS = re.compile(r"[^\W\d_]+")
# Layers that guess from what stands beside a word.
GUESSES = ("tagger", "context")
HEARD = {"word": pl.String, "in_hashtag": pl.Boolean, "first": pl.Int64, "last": pl.Int64, "kind": pl.String}
# Short words of hashtags, which no list of plain words holds.
SHORT_WORDS = frozenset(str.split("dr mr mrs ms rip gp so we my to in on is it of at be by do go he if me no or us up"))
JOINING = frozenset(chr(code) for code in JOINERS)
MERGED = frozenset(KINDS[kind] for kind in MERGING)


def open_words(traces: pl.DataFrame) -> pl.DataFrame:
    """The words about which a part asks the whole corpus: loose ones, which no layer found, and finds, which may be chance.

    Rows: one a word, in hashtags apart from outside, in order.
    """
    said = traces.select("word", "in_hashtag", is_loose=pl.col("kind").is_null())
    return said.unique().sort("word", "in_hashtag", "is_loose")


def heard(asked: Iterable[pl.DataFrame], told: pl.DataFrame, common: frozenset[str]) -> Iterator[pl.DataFrame]:
    """What the whole corpus answers each part: where a name stands in a loose word, and what it is; no kind for what was chance.

    Rows: by word, first and last, those of chance behind.
    """
    # Looked up once for all parts: a join would go through all that the corpus knows for each of them.
    named = dict(told.drop_nulls("kind").iter_rows())
    chance = frozenset(told.filter(pl.col("kind").is_null())["word"])
    begun: dict[str, list[str]] = {}
    for name in sorted((word for word in named if UNSPACED.fullmatch(word)), key=lambda word: (-len(word), word)):
        begun.setdefault(name[:2], []).append(name)
    for each in asked:
        loose = each.filter("is_loose").select("word", "in_hashtag")
        found = [
            (word, tagged, *place)
            for word, tagged in loose.iter_rows()
            for place in inside(word, tagged, named, common) or within_run(word, tagged, begun)
        ]
        finds = each.filter(~pl.col("is_loose"))["word"].unique().sort()
        words = finds.filter(pl.Series([word in chance for word in finds], dtype=pl.Boolean)).to_frame()
        yield pl.concat([pl.DataFrame(found, schema=HEARD, orient="row"), words], how="diagonal")


def agreed(texts: pl.Series, spans: pl.DataFrame, traces: pl.DataFrame, answers: pl.DataFrame) -> pl.DataFrame:
    """The spans of texts, once the whole corpus was heard.

    Rows: by text, then start, never overlapping.
    """
    chance = traces.join(answers.filter(pl.col("kind").is_null()), on="word", how="semi")
    by_chance = spans.filter(pl.col("rule").is_in(GUESSES)).join(chance, on=["row", "start", "end"], how="semi")
    kept = spans.join(by_chance, on=["row", "start"], how="anti")
    more = _more(traces.filter(pl.col("kind").is_null()), answers.drop_nulls("kind"))
    tagged = whole_in_texts(texts, more.filter("in_hashtag"))
    return _merged(texts, kept, pl.concat([more.filter(~pl.col("in_hashtag")), tagged]))


def undecided(doubts: pl.DataFrame, spans: pl.DataFrame) -> pl.DataFrame:
    """The doubts that no span touches.

    Rows: in the order of the doubts.
    """
    near = doubts.join(spans.select("row", first="start", last="end"), on="row")
    touched = near.filter((pl.col("first") < pl.col("end")) & (pl.col("start") < pl.col("last")))
    return doubts.join(touched, on=["row", "start"], how="anti", maintain_order="left")


def written(texts: pl.DataFrame, finds: pl.DataFrame, spans: pl.DataFrame) -> pl.Series:
    """What is left of each text (text, and left by the first pass), written again where spans differ from its finds."""
    whole = ["row", "start", "end", "kind"]
    changed = pl.concat([each.join(other, on=whole, how="anti") for each, other in ((spans, finds), (finds, spans))])["row"]
    pieces: dict[int, list[Inside]] = {row: [] for row in changed.unique().sort().to_list()}
    for row, start, end, kind in spans.join(changed.unique().to_frame(), on="row", how="semi").select(whole).iter_rows():
        pieces[row].append((start, end, kind))
    again = [canonical.shown("".join(placeholders.rewritten(texts.item(row, "text"), each))) for row, each in pieces.items()]
    return texts["left"].scatter(list(pieces), again) if again else texts["left"]


def _more(loose: pl.DataFrame, names: pl.DataFrame) -> pl.DataFrame:
    """Spans of the names among words that no layer found."""
    places = loose.drop("kind").join(names.rename({"kind": "as"}), on=["word", "in_hashtag"], maintain_order="left_right")
    # Where letters were put together or left out, the whole word goes.
    exact = pl.col("word").str.len_chars() == pl.col("end") - pl.col("start")
    return places.select(
        "row",
        pl.when(exact).then(pl.col("start") + pl.col("first")).otherwise("start").alias("start"),
        pl.when(exact).then(pl.col("start") + pl.col("last")).otherwise("end").alias("end"),
        pl.col("as").alias("kind"),
        pl.lit("corpus").alias("rule"),
        pl.lit(1.0).alias("score"),
        "in_hashtag",
    ).unique(["row", "start"], keep="first", maintain_order=True)


def inside(word: str, tagged: bool, named: Mapping[str, str], common: frozenset[str]) -> list[Inside]:
    """Names in a word: the word itself, its singular, one joined by _ or digits, or one in a hashtag of plain words."""
    kind = named.get(word)
    if kind:
        return [] if tagged and kind == "USER" else [(0, len(word), kind)]
    if word.endswith("s") and named.get(word[:-1], "USER") != "USER":
        return [(0, len(word), named[word[:-1]])]
    pieces = [(m.start(), m.end(), named.get(m.group(), "USER")) for m in PARTS.finditer(word)]
    if len(pieces) > 1 or (pieces and pieces[0][:2] != (0, len(word))):
        joined = [piece for piece in pieces if piece[1] - piece[0] >= SHORTEST_NAMED and piece[2] != "USER"]
        return joined if tagged else [(0, len(word), kind) for *_, kind in joined[:1]]
    return _cut(word, named, common) if tagged else []


def within_run(word: str, tagged: bool, begun: Mapping[str, Sequence[str]]) -> list[Inside]:
    """Names within a run of letters without spaces, the longest first; `begun` are those by their first two letters."""
    found: list[Inside] = []
    if tagged or not begun or not UNSPACED.search(word):
        return found
    for start in range(len(word) - 1):
        if not found or start >= found[-1][1]:
            names = (name for name in begun.get(word[start : start + 2], ()) if word.startswith(name, start))
            found += [(start, start + len(name), "PERSON") for name in list(names)[:1]]
    return found


def _cut(word: str, named: Mapping[str, str], common: frozenset[str]) -> list[Inside]:
    """Names in a hashtag that can be cut into names and plain words to its end."""
    best: list[list[Inside] | None] = [[], *[None] * len(word)]
    for last in range(2, len(word) + 1):
        for first in range(max(0, last - 16), last - 1):
            so_far, piece = best[first], word[first:last]
            kind = named.get(piece, "USER")
            if so_far is None or best[last]:
                continue
            if kind != "USER":
                best[last] = [*so_far, (first, last, kind)]
            elif (piece in common or piece in SHORT_WORDS) and best[last] is None:
                best[last] = so_far
    return best[-1] or []


def _merged(texts: pl.Series, kept: pl.DataFrame, more: pl.DataFrame) -> pl.DataFrame:
    """Both kinds of spans in order; neighbours of one kind that one of them is new to are one name."""
    touched = more.select("row").unique()
    still = kept.join(touched, on="row", how="anti")
    both = pl.concat([kept.join(touched, on="row", how="semi"), more.select(kept.columns)]).sort("row", "start", "end")
    rows: list[tuple[int, int, int, str, str, float]] = []
    for row, start, end, kind, rule, score in both.iter_rows():
        if rows and rows[-1][0] == row and (start < rows[-1][2] or _goes_on(texts[row], rows[-1], start, kind)):
            last = rows.pop()
            rows.append((row, last[1], max(end, last[2]), last[3], last[4], max(score, last[5])))
        else:
            rows.append((row, start, end, kind, rule, score))
    return pl.concat([still, pl.DataFrame(rows, schema=kept.schema, orient="row")]).sort("row", "start")


def _goes_on(text: str, last: tuple[int, int, int, str, str, float], start: int, kind: str) -> bool:
    between = text[last[2] : start]
    return kind == last[3] and kind in MERGED and (not between or between in JOINING)
