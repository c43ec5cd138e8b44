"""Ids in the cells of a dump: without what surrounds them, and none that a spreadsheet has rounded."""

import polars as pl

SCIENTIFIC = r"^\d(?:[.,]\d+)?[eE]\+?\d+$|^\d{16,}[.,]0+$"
STATUS = "/status/"
DRESS = " \t\u00a0'\"=`\ufeff\u200b\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"
FEWEST_ZEROS = 3
FEWEST_FLOATS = 1_000


def ids_of(words: pl.Series) -> pl.Series:
    """Ids of the platform, which are numbers of at most 64 bits, in digits; null where a cell holds none, or a destroyed one.

    Rows: as given.
    """
    is_plain = _is_plain(words)
    bare = words if is_plain else _bare(words)
    destroyed = _is_destroyed(bare)
    if is_plain or _is_plain(bare):
        return bare.set(destroyed, None) if destroyed.any() else bare
    is_number = bare.cast(pl.UInt64, strict=False).is_not_null() & bare.str.contains(r"^\d{1,20}$")
    return bare.set(destroyed | ~is_number, None)


def are_destroyed(words: pl.Series) -> pl.Series:
    """Whether a spreadsheet or a floating-point number has eaten the last digits of a cell's id."""
    return _is_destroyed(_bare(words))


def _is_plain(words: pl.Series) -> bool:
    """Whether all are whole numbers, written as numbers are."""
    is_short = words.cast(pl.UInt64, strict=False).null_count() == words.null_count()
    # Zeros and signs come before the other digits.
    return is_short and not (words < "1").any()


def _bare(words: pl.Series) -> pl.Series:
    """An id without what a dump puts around it: quotes, signs that no one sees, letters or a name before it, thousands, a link."""
    bare = words.str.strip_chars(DRESS).str.strip_prefix("x")
    # A short number is exact as a float too.
    bare = bare.str.replace(r"^(\d{1,15})\.0$", "$1") if bare.str.ends_with(".0").any() else bare
    bare = bare.str.replace(r"^[A-Za-z][^/]*:(\d+)$", "$1").str.replace(r"^[A-Za-z]{1,8}[_'-]?(\d{15,20})$", "$1")
    grouped = bare.str.contains(r"^\d{1,3}(?:[,.\u00a0\u202f ]\d{3}){4,6}$").fill_null(False)
    bare = bare.zip_with(~grouped, bare.str.replace_all(r"\D", "")) if grouped.any() else bare
    linked = bare.str.contains("/", literal=True).fill_null(False)
    return bare.zip_with(~linked, _in_links(bare)) if linked.any() else bare


def _in_links(links: pl.Series) -> pl.Series:
    # What follows the word is found many times faster than a pattern is, and mostly is the id.
    ids = links.str.slice(links.str.find(STATUS, literal=True) + len(STATUS))
    odd = ids.cast(pl.UInt64, strict=False).is_null().arg_true()
    return ids.scatter(odd, links.gather(odd).str.extract(r"/status(?:es)?/(\d+)"))


def _is_destroyed(ids: pl.Series) -> pl.Series:
    """Whether a spreadsheet or a floating-point number has eaten an id's last digits."""
    every = ids.cast(pl.Int64, strict=False)
    is_plain = every.null_count() == ids.null_count()
    scientific = (every.is_null() if is_plain else ids.str.contains(SCIENTIFIC)).fill_null(False) & ids.is_not_null()
    long = (every >= 10**16).fill_null(False) & (ids.str.len_bytes() <= 19)
    numbers = every.filter(long)
    floats = int((numbers.cast(pl.Float64).cast(pl.Int64) == numbers).sum())
    # One id in a hundred ends in two zeros, as what JavaScript rounded does; three in four are numbers that a float can hold.
    is_rounded = any(
        (zeros := int((numbers % ending == 0).sum())) >= fewest and 2 * zeros > len(numbers)
        for ending, fewest in ((100, FEWEST_ZEROS), (10, 10 * FEWEST_ZEROS))
    )
    is_float = floats >= FEWEST_FLOATS and floats == len(numbers)
    return scientific | long if is_rounded or is_float else scientific
