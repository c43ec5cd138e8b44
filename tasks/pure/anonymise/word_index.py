"""Which words stand in which texts of a part, by digest: a term of the dump is looked for only where it may stand.

Where scripts set no space between words, every two letters side by side are there as well, and a name is known by its first
two. A digest may stand for other words too. That costs a text that is read for nothing, and no text is missed.
"""

from collections.abc import Sequence

import numpy as np
import polars as pl
from numpy.typing import NDArray

from tasks.pure.anonymise import characters
from tasks.pure.anonymise.characters import Flags, Page, Places
from tasks.pure.anonymise.evidence import is_unspaced
from tasks.pure.anonymise.rolling_digests import Digests
from tasks.pure.anonymise.unspaced import BEGUN, pairs, unspaced
from tasks.pure.anonymise.words import Words, digests_of, digests_of_runs, parted, words

INDEX = {"digest": pl.UInt32, "row": pl.UInt32, "is_free": pl.Boolean}
TERMS = {"words": pl.String, "kind": pl.String, "as_written": pl.Boolean}
PIECES = r"[^\w\s'’.-]|(?i)\b(?:and|or)\b"
ROWS_AT_ONCE, VALUES_AT_ONCE = 8_192, 50_000


def indexed(page: Page, split: Words, spaceless: Places, is_free: Flags, offset: int) -> pl.DataFrame:
    """The words of a page's texts, which begin with number `offset`; free are those that no pattern holds.

    Rows: as the words stand, then the pairs of letters of scripts without spaces, each once a text.
    """
    near = pairs(spaceless)
    digests = np.concatenate([split.digests, digests_of_runs(page, near, near + 2)])
    owner = np.concatenate([np.arange(len(split.starts)), np.searchsorted(split.starts, near, side="right") - 1])
    short, rows, is_free = _short(digests), split.rows[owner].astype(np.uint64), is_free[owner]
    # One number says the same as three columns and is compared in one step.
    packed = (short.astype(np.uint64) << np.uint64(32)) | (rows << np.uint64(1)) | is_free.astype(np.uint64)
    first = pl.Series(packed).arg_unique().to_numpy()
    columns = {"digest": short[first], "row": rows[first].astype(np.uint32) + np.uint32(offset), "is_free": is_free[first]}
    return pl.DataFrame(columns, schema=INDEX)


def vocabulary(texts: pl.Series) -> pl.Series:
    """Digests of all words in texts, and of letters side by side in scripts without spaces.

    Rows: one a word, in no order.
    """
    pages = (texts.slice(first, ROWS_AT_ONCE).to_list() for first in range(0, len(texts), ROWS_AT_ONCE))
    found = [np.empty(0, np.uint32)]
    for given in pages:
        page = characters.page(given)
        near = pairs(unspaced(page))
        found += [np.unique(_short(each)) for each in (parted(page, words(page)).digests, digests_of_runs(page, near, near + 2))]
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
    in_runs = np.isin(each.starts, pairs(unspaced(page)))
    ends = np.where(in_runs, each.starts + 2, each.ends)
    is_spoken = pl.Series(_short(digests_of_runs(page, each.starts, ends))).is_in(spoken.implode()).to_numpy()
    # One letter of such a script may stand within a run, where only pairs are known.
    is_alone = np.isin(each.starts, unspaced(page)) & (each.ends - each.starts == 1)
    said, unsaid = (np.bincount(each.rows[chosen], minlength=page.rows) for chosen in (is_spoken, ~is_spoken & ~is_alone))
    # Where a name falls into pieces, any word may be one.
    return pl.Series(said > 0) & (pl.Series(unsaid == 0) | values.str.contains(PIECES))


def headed(terms: pl.DataFrame) -> pl.DataFrame:
    """Terms with the digests of their first word, or of its first two letters, and, of longer ones, of their second word."""
    split = [words.lower().split() for words in terms["words"]]
    longer = [len(words) > 1 and not is_unspaced("".join(words)) for words in split]
    columns = {
        "first": _digests([_begin(words) for words in split]),
        "second": _digests([words[1] if is_longer else "" for words, is_longer in zip(split, longer, strict=True)]),
        "is_longer": pl.Series(longer, dtype=pl.Boolean),
    }
    return terms.with_columns(**columns)


def _begin(words: Sequence[str]) -> str:
    """What stands in the index for a term: its first word, or two letters where it may stand inside a run of them."""
    if is_unspaced("".join(words)):
        # Two letters of one word are side by side whether or not there is a space between the words.
        return next((word for word in words if len(word) > 1), "".join(words))[:2]
    return words[0][:2] if len(words) == 1 and BEGUN.match(words[0]) else words[0].lstrip("#")


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
    begun = index.join(longer, left_on="digest", right_on="first").select("row", digest="second")
    # Few words are the second of a term: two small tables are compared, not one with the whole index.
    seconds = index.join(longer.select(digest="second"), on="digest", how="semi")
    phrases = begun.join(seconds, on=["row", "digest"], how="semi")
    return pl.concat([single["row"], phrases["row"]]).unique().sort()


def _digests(words: Sequence[str]) -> pl.Series:
    some = (digests_of(words[first : first + VALUES_AT_ONCE]) for first in range(0, len(words), VALUES_AT_ONCE))
    return pl.Series(np.concatenate([np.empty(0, np.uint32), *map(_short, some)]))


def _short(digests: Digests) -> NDArray[np.uint32]:
    return (digests >> np.uint64(32)).astype(np.uint32)
