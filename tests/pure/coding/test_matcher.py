"""The matcher: what words decide is what the exact pattern of each phrase finds, on the wildest texts."""

import polars as pl
from hypothesis import example, given, settings
from hypothesis import strategies as st

from tasks.codebook.model import Codebook, Heading, Theme
from tasks.pure.coding.compiled_frame import phrases_of
from tasks.pure.coding.matcher import find_hits
from tasks.pure.coding.negation import is_negated

SETS = {
    "who": ("nurse*", "dr|drs", "my friend", "don't know <user>"),
    "all": ("{who}", "cat", "well-being"),
    "tag": ("#care*|#mind", "care"),
}
STRONG = (
    "listen ..2 me",
    "hear* me",
    "i|me ..3 you|don't",
    "{who} ..3 kind",
    "{all}",
    "{tag} ..2 is|it's",
    "#care",
    "#care now",
    "<link>",
    "me ..4 <link> ..1 you",
    "rt <user>",
    "<place> ..1 <person>",
    "a&e|casualty",
    "self-harm",
    "self-* me",
    "a-b-c",
    "!GP ..1 me",
    "not ..1 it ..2 me",
    "me ..2 me ..2 me",
    "nurse? you",
    "*ing me",
    "é*|ſo",
    "can't ..2 won't",
    "me ..30 you",
    "-b me",
    "user|person",
    "{all} ..2 person ..1 place*",
    "me ..2 hear* ..1 me",
    "a*b*c|ab|it's|b",
    "/li(st|ft)en/",
)
FRAME = Codebook(
    "wild",
    "1",
    "Wild",
    (Theme("a", "A", "content"),),
    (
        Heading(
            "a.all", "a", "All", "So.", strong=STRONG, weak=("voice", "me"), unless=("not ..1 listen", "me ..1 you")
        ),
    ),
    SETS,
)
WORDS = (
    "listen lifting to me ME not hear hearing nurse nurses dr my friend kind care mind cat well being well-being selfharm "
    "self harm a e a&e b c ab abc GP gp now it it's is i you don't don’t dont know can't won't 't s rt é Émile ſo so K "
    "[LINK] [link] http://example.org/a'b [USER] @name [PLACE] [PERSON] #care #mind #me can casualty running 1 _ 😀"
)
PAUSES = (
    "",
    " ",
    "  ",
    "\n",
    "-",
    "–",
    "'",
    "’",
    " '",
    "' ",
    ". ",
    "...",
    " … ! - ",
    "#",
    " #",
    "##",
    "@",
    " @",
    "&",
    "]",
    "\t#",
    "ʼ",
)
PIECES = st.tuples(st.sampled_from(WORDS.split(" ")), st.sampled_from((" ", *PAUSES)))
TEXTS = st.lists(st.lists(PIECES, max_size=14).map(lambda pairs: "".join(map("".join, pairs))), min_size=1, max_size=6)


@settings(max_examples=150, deadline=None)
@given(TEXTS)
@example([""])
@example(["me", "you"])
@example(["hear . . me", "hear  ..me", "me . . you . . #care", "listenhttp://example.org me"])
@example(["me me me me me", "'me' #me me's me'd"])
@example(["me [user] you [person] [place] x", "[me] [user] user rt [user] person"])
@example(["[me] you", "x [me you", "#[mind me"])
@example(["i don't don't you", "self- harm me self-harm me"])
@example(["me " * 200 + "you", "me" + " '" * 90 + "you", "dr " * 70 + "http://example.org dr kind"])
@example(["[user]", "USER [USER] user's", "nurse's nurse's' nurse'sx 'nurse' #nurse nurse'"])
@example(["me hear me hearing hear me", "me a'b'c'd'e'f'g'h'i'j'k'l'm'n'o'p'q'r's you"])
def test_words_decide_as_the_patterns_do(texts: list[str]) -> None:
    found = set(find_hits(pl.Series(texts, dtype=pl.String), FRAME).select("row", "phrase", "start", "end").iter_rows())
    assert found == plainly_found(texts)


@given(st.lists(st.text(max_size=30), min_size=1, max_size=4))
@settings(max_examples=60, deadline=None)
def test_any_text_is_read_as_the_patterns_read_it(texts: list[str]) -> None:
    kept = [text.encode(errors="ignore").decode() for text in texts]
    found = set(find_hits(pl.Series(kept), FRAME).select("row", "phrase", "start", "end").iter_rows())
    assert found == plainly_found(kept)


def test_hits_do_not_depend_on_the_texts_beside() -> None:
    texts = ["not listen to me, dr", "", "me", "RT @name a&e", "you"]
    together = find_hits(pl.Series(texts), FRAME)
    for row, text in enumerate(texts):
        alone = find_hits(pl.Series([text]), FRAME).drop("row")
        assert set(together.filter(pl.col("row") == row).drop("row").iter_rows()) == set(alone.iter_rows())


def test_a_denial_close_before_is_heard() -> None:
    assert is_negated("I do not really listen", 16)
    assert not is_negated("I do not think that they ever listen", 30)


def plainly_found(texts: list[str]) -> set[tuple[int, int, int, int]]:
    """What each phrase's own pattern finds; an `unless` only where its heading has a cue."""
    hits = [
        (rule.strength == "unless", (row, number, match.start(), match.end()))
        for row, text in enumerate(texts)
        for number, rule in enumerate(phrases_of(FRAME))
        for match in rule.phrase.finditer(text)
    ]
    cued = {hit[0] for is_unless, hit in hits if not is_unless}
    return {hit for is_unless, hit in hits if not is_unless or hit[0] in cued}
