"""Lists in the cells of a dump: hashtags, handles, names and places, of one source or gathered from several."""

import re
from collections.abc import Sequence
from functools import reduce

import polars as pl

from tasks.pure.ingest import hashtags
from tasks.reading import paths, people
from tasks.reading.json_lines import EDITIONS
from tasks.reading.words import words_of

MISSING = ["", "NA", "None", "null", "NULL", "NaN", "nan", "\\N", "[]", "c(NA)", "character(0)", "logical(0)", "list()",
           "<NA>", "NaT", "N/A", "n/a", "(null)", "#N/A", "#NAME?", "#VALUE!", "#REF!"]  # fmt: skip
IN_TAGS = hashtags.WITHIN
PEEK = 1_000
# An object in a cell, as JSON or Python prints it, and what it says that it is called.
OBJECT = r"[{]\s*['\"]\w+['\"]\s*:"
NAMED = rf"['\"](?:{'|'.join(paths.CALLED)})['\"]\s*:\s*['\"]([^'\"]+)"


def listed(words: pl.Series, name: str) -> pl.Series:
    """The items of each cell of a column of `ingested` that holds lists, without those that say there is none.

    Rows: as given.
    """
    if name in {"hashtags", "other_handles", EDITIONS}:
        items = _tags(people.unlinked(words) if name == "other_handles" else words)
    else:
        items = words_of(words).str.split(paths.BETWEEN)
        if name == "other_locations" and (~words.str.contains(r"\p{L}")).any():
            # A coordinate is not a name of a place; a whole number may be a postal code.
            items = items.list.eval(pl.element().filter(pl.element().str.contains(r"\p{L}|^\d+$")))
    if items.explode().is_in(MISSING).any():
        items = items.list.eval(pl.element().filter(~pl.element().is_in(MISSING)))
    if name == "hashtags":
        return hashtags.folded_lists(items)
    return items.list.unique(maintain_order=True) if (items.list.len() > 1).any() else items


def _tags(words: pl.Series) -> pl.Series:
    """What stands between signs that are in no tag or handle; where that is one and the same, it is looked for alone. Of objects
    it is what stands under the keys of tags and handles."""
    objects = words.str.contains(OBJECT).fill_null(False)
    if objects.any():
        named = words.str.extract_all(NAMED).list.eval(pl.element().str.extract(NAMED)).list.join(paths.BETWEEN)
        words = words.zip_with(~objects, named)
    divider = next(iter(words.head(PEEK).str.extract(rf"([^{IN_TAGS}])").drop_nulls()), paths.BETWEEN)
    if not words.str.contains(rf"[^{IN_TAGS}{re.escape(divider)}]").any():
        return words.str.split(divider)
    return words.str.replace(r"^c\(", "").str.replace_all("<[^>]*>", " ").str.extract_all(rf"[{IN_TAGS}]+")


def gathered(lists: Sequence[pl.Series]) -> pl.Series:
    """The items of several columns of lists in one, each item once; null where all are.

    Rows: as given.
    """
    lists = [each for each in lists if each.null_count() < len(each)] or lists[:1]
    if len(lists) == 1:
        return lists[0]
    is_null = reduce(lambda first, other: first & other, (each.is_null() for each in lists))
    full = [pl.lit(each).fill_null(pl.lit([], dtype=pl.List(pl.String))) for each in lists]
    joined = pl.select(pl.concat_list(full).list.unique(maintain_order=True)).to_series()
    return pl.select(pl.when(~is_null).then(joined)).to_series()
