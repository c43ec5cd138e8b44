"""Hashtags in words, where they begin and end as the platform has it, and folded one way wherever they are compared."""

import unicodedata

import polars as pl

# Letters, marks and digits, and what joins them: joiners, and signs within words of some scripts.
JOINERS = r"\x{200c}\x{200d}\x{a67e}\x{5be}\x{5f3}\x{5f4}\x{ff5e}\x{301c}\x{309b}\x{309c}\x{30a0}\x{30fb}\x{3003}\x{b7}"
WITHIN = rf"\p{{L}}\p{{M}}\p{{Nd}}_{JOINERS}"
# A sign after a letter, or within a link, begins no tag; nor does the sign of a key, which a mark follows.
TAG = rf"(?:^|[^&{WITHIN}])[#＃][{WITHIN}]+"
LINKS = r"(?i)\bhttps?://\S+|\b[\w-]+(?:\.[\w-]+)+/\S*"
# A tag and a link in one run of letters: elsewhere it makes no difference to tags whether links are there.
IN_LINKS = r"[#＃]\S*/|/\S*[#＃]"
SIGN = r"^[^#＃]*[#＃]"
KEYCAP = "[#＃]\ufe0f?\u20e3|[#＃]\ufe0f"


def folded(tag: str) -> str:
    """A tag as it is compared: of letters that differ in case, width, marks written apart or a dot on an i, one."""
    words = unicodedata.normalize("NFKC", tag.strip("#＃\u200c\u200d")).casefold()
    return unicodedata.normalize("NFC", words.replace("i\u0307", "i").replace("ı", "i"))


def tags_of(words: pl.Series) -> pl.Series:
    """The folded tags of each text; null where it has none.

    Rows: as given, tags in their order.
    """
    held = words.str.contains("[#＃]").fill_null(False)
    if not held.any():
        return pl.Series(words.name, [None], dtype=pl.List(pl.String)).new_from_index(0, len(words))
    plain = words.set(~held, None)
    linked = plain.str.contains(IN_LINKS).fill_null(False).arg_true()
    plain = plain.scatter(linked, plain.gather(linked).str.replace_all(LINKS, " ")).str.replace_all(KEYCAP, " ")
    tags = plain.str.extract_all(TAG).list.eval(pl.element().str.replace(SIGN, ""))
    return folded_lists(tags.set(tags.list.len() == 0, None) if (tags.list.len() == 0).any() else tags)


def folded_lists(tags: pl.Series) -> pl.Series:
    """Lists of tags with each folded, and each once."""
    every = tags.explode().unique().drop_nulls()
    known = {tag: folded(tag) for tag in every}
    return tags.list.eval(pl.element().replace(known)).list.unique(maintain_order=True) if known else tags
