"""What distinguishes some texts from others: words and phrases by log-likelihood.

G2 = 2 (a ln(a / E1) + b ln(b / E2)) of Rayson and Garside (2000), where a and b are how often a phrase is said here and
there, and E1 and E2 how often it would be if it were said equally often everywhere. Above 6.63 it is less likely than
1 in 100 for a word named beforehand; a table of many words holds some of those by chance.
"""

import polars as pl

LONGEST, LONGEST_JOINED = 4, 20
FEWEST = 3
LEAST_G2 = 6.63
PLACEHOLDER = r"\[(user|person|place|service|contact|link|date|id)\]"
SAID = r"<\w+>|#?\w[\w'’]*"


def keyness(here: pl.Series, there: pl.Series) -> pl.DataFrame:
    """Words and phrases that are said more here than there, as they can be written in a rule.

    Rows: one a phrase of 1 to LONGEST words in at least FEWEST texts here: phrase, words, texts (here), other_texts,
    g2; by g2 falling, then phrase. A phrase that always stands within a longer one of the table is left to that one;
    longer ones, up to LONGEST_JOINED words, are those that a phrase of the table always stands within.
    """
    ours, theirs = _tokens(here), _tokens(there)
    found = [_of_length(ours, theirs, words) for words in range(1, LONGEST + 1)]
    while found[-1].height and len(found) < LONGEST_JOINED:
        # A longer phrase stands for parts that are told, so that it needs no number of its own.
        found.append(_joined(_of_length(ours, theirs, len(found) + 1, least=0.0), found[-1]))
    return _without_parts(pl.concat(found)).sort("g2", "phrase", descending=[True, False])


def _tokens(texts: pl.Series) -> pl.DataFrame:
    text = texts.alias("text").str.to_lowercase().str.replace_all(PLACEHOLDER, "<$1>")
    told = text.str.extract_all(SAID).alias("token").to_frame().with_row_index("row")
    return told.explode("token").drop_nulls()


def _of_length(ours: pl.DataFrame, theirs: pl.DataFrame, words: int, least: float = LEAST_G2) -> pl.DataFrame:
    here = _phrases(ours, words)
    counted = _counted(here).filter(pl.col("texts") >= FEWEST)
    there = _phrases(theirs, words)
    rival = _counted(there.join(counted.select("phrase"), on="phrase", how="semi")).rename(
        {"times": "other_times", "texts": "other_texts"}
    )
    both = counted.join(rival, on="phrase", how="left").with_columns(pl.col("other_times", "other_texts").fill_null(0))
    told = both.with_columns(words=pl.lit(words), g2=_g2(here.height, there.height).round(4))
    more = (pl.col("other_times") == 0) | (pl.col("times") * there.height > pl.col("other_times") * here.height)
    return told.filter(more, pl.col("g2") >= least).select(_COLUMNS)


def _phrases(tokens: pl.DataFrame, words: int) -> pl.DataFrame:
    ahead = [pl.col("token").shift(-step) for step in range(words)]
    is_whole = pl.col("row").shift(1 - words) == pl.col("row")
    return tokens.select("row", phrase=pl.concat_str(ahead, separator=" "), is_whole=is_whole).filter("is_whole")


def _counted(phrases: pl.DataFrame) -> pl.DataFrame:
    return phrases.group_by("phrase").agg(times=pl.len().cast(pl.Int64), texts=pl.col("row").n_unique().cast(pl.Int64))


def _g2(ours: int, theirs: int) -> pl.Expr:
    said = pl.col("times") + pl.col("other_times")
    share = said / max(ours + theirs, 1)
    return 2 * (_part(pl.col("times"), share * ours) + _part(pl.col("other_times"), share * theirs))


def _part(times: pl.Expr, expected: pl.Expr) -> pl.Expr:
    return pl.when(times > 0).then(times * (times / expected).log()).otherwise(0.0)


def _joined(longer: pl.DataFrame, shorter: pl.DataFrame) -> pl.DataFrame:
    """The phrases within which their first words, or their last, all but one, always stand."""
    words = pl.col("phrase").str.split(" ").list
    known = shorter.select(pl.struct(part="phrase", texts="texts")).to_series().implode()
    ends = (words.head(words.len() - 1), words.tail(words.len() - 1))
    return longer.filter(pl.any_horizontal(pl.struct(part=end.list.join(" "), texts="texts").is_in(known) for end in ends))


def _without_parts(found: pl.DataFrame) -> pl.DataFrame:
    longer, longest = found.filter(pl.col("words") > 1), max([LONGEST, *found.get_column("words")])
    parts = [
        longer.select(
            "texts",
            phrase=pl.col("phrase").str.split(" ").list.slice(start, length).list.join(" "),
            is_part=pl.col("words") > length,
        )
        for length in range(1, longest)
        for start in range(longest - length + 1)
    ]
    held = pl.concat(parts).filter("is_part")
    return found.join(held, on=["phrase", "texts"], how="anti")


_COLUMNS = ("phrase", "words", "texts", "other_texts", "g2")
