"""Which words stand in which texts of a part, by digest: a term of the dump is looked for only where it may stand.

A digest may stand for other words too. That costs a text that is read for nothing, and no text is missed.
"""

from collections.abc import Sequence

import numpy as np
import polars as pl
from numpy.typing import NDArray

from tasks.pure.anonymise import characters
from tasks.pure.anonymise.characters import Flags
from tasks.pure.anonymise.rolling_digests import Digests
from tasks.pure.anonymise.words import Words, digests_of, parted, words

INDEX = {"digest": pl.UInt32, "row": pl.UInt32, "is_free": pl.Boolean}
TERMS = {"words": pl.String, "kind": pl.String, "as_written": pl.Boolean}
PIECES = r"[^\w\s'’.-]|(?i)\b(?:and|or)\b"
ROWS_AT_ONCE, VALUES_AT_ONCE = 8_192, 50_000


def indexed(split: Words, is_free: Flags, offset: int) -> pl.DataFrame:
    """The words of a page's texts, which begin with number `offset`; free are those that no pattern holds.

    Rows: as the words stand, each once a text.
    """
    short, rows = _short(split.digests), split.rows.astype(np.uint64)
    # One number says the same as three columns and is compared in one step.
    packed = (short.astype(np.uint64) << np.uint64(32)) | (rows << np.uint64(1)) | is_free.astype(np.uint64)
    first = pl.Series(packed).arg_unique().to_numpy()
    columns = {"digest": short[first], "row": (split.rows[first] + offset).astype(np.uint32), "is_free": is_free[first]}
    return pl.DataFrame(columns, schema=INDEX)


def vocabulary(texts: pl.Series) -> pl.Series:
    """Digests of all words in texts.

    Rows: one a word, in no order.
    """
    pages = (texts.slice(first, ROWS_AT_ONCE).to_list() for first in range(0, len(texts), ROWS_AT_ONCE))
    found = [np.empty(0, np.uint32)]
    for given in pages:
        page = characters.page(given)
        found.append(np.unique(_short(parted(page, words(page)).digests)))
    return pl.Series("digest", np.concatenate(found)).unique()


def said(values: pl.Series, spoken: pl.Series) -> pl.Series:
    """Those of some names, handles or places of which some piece is made of words that are spoken.

    Rows: in order.
    """
    some = (values.slice(first, VALUES_AT_ONCE) for first in range(0, len(values), VALUES_AT_ONCE))
    return pl.concat([values.clear(), *(each.filter(_is_said(each, spoken)) for each in some)])


def _is_said(values: pl.Series, spoken: pl.Series) -> pl.Series:
    page = characters.page(values.to_list())
    each = words(page)
    is_spoken = pl.Series(_short(each.digests)).is_in(spoken.implode()).to_numpy()
    said, unsaid = (np.bincount(each.rows[chosen], minlength=page.rows) for chosen in (is_spoken, ~is_spoken))
    # Where a name falls into pieces, any word may be one.
    return pl.Series(said > 0) & (pl.Series(unsaid == 0) | values.str.contains(PIECES))


def headed(terms: pl.DataFrame) -> pl.DataFrame:
    """Terms with the digests of their first word and, of longer ones, their second."""
    split = [words.lower().split() for words in terms["words"]]
    columns = {
        "first": _digests([words[0].lstrip("#") for words in split]),
        "second": _digests([words[1] if len(words) > 1 else "" for words in split]),
        "is_longer": pl.Series([len(words) > 1 for words in split], dtype=pl.Boolean),
    }
    return terms.with_columns(**columns)


def lacking(every: pl.DataFrame, own: pl.DataFrame, index: pl.DataFrame) -> pl.DataFrame:
    """Of every term of the dump, with its digests, those that may stand in a part and are not among its own.

    Rows: in order.
    """
    spoken = index.group_by("digest").agg(pl.col("is_free").any())
    near = every.join(spoken, left_on="first", right_on="digest", how="inner", maintain_order="left")
    near = near.filter(pl.col("is_longer") | pl.col("is_free")).drop("is_free")
    fits = near.filter(~pl.col("is_longer") | pl.col("second").is_in(spoken["digest"].implode()))
    return fits.join(own, on=list(TERMS), how="anti", maintain_order="left").select(*TERMS)


def concerned(terms: pl.DataFrame, index: pl.DataFrame) -> pl.Series:
    """The texts in which terms, with their digests, may stand.

    Rows: by number.
    """
    alone, longer = terms.filter(~pl.col("is_longer")), terms.filter("is_longer").select("first", "second").unique()
    single = index.filter("is_free").join(alone, left_on="digest", right_on="first", how="semi")
    begun = index.select("digest", "row").unique().join(longer, left_on="digest", right_on="first").select("row", digest="second")
    phrases = begun.unique().join(index, on=["row", "digest"], how="semi")
    return pl.concat([single["row"], phrases["row"]]).unique().sort()


def _digests(words: Sequence[str]) -> pl.Series:
    some = (digests_of(words[first : first + VALUES_AT_ONCE]) for first in range(0, len(words), VALUES_AT_ONCE))
    return pl.Series(np.concatenate([np.empty(0, np.uint32), *map(_short, some)]))


def _short(digests: Digests) -> NDArray[np.uint32]:
    return (digests >> np.uint64(32)).astype(np.uint32)
