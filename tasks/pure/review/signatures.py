"""Who signed which paraphrase: what the manifest keeps of each, and what a bundle's own files are held to."""

import hashlib
import re
from typing import Any

import polars as pl

BLOCKQUOTE = re.compile(r"<blockquote\b(?P<attributes>[^>]*)>\s*<p\b[^>]*>(?P<words>.*?)</p>", re.DOTALL)


def signatures(paraphrases: pl.DataFrame) -> list[dict[str, Any]]:
    """Each paraphrase by the digest of its words, with its heading and who signed it when and why.

    Rows: one a paraphrase, in order.
    """
    return [
        {
            "heading": row["heading"],
            "sha256": hashlib.sha256(row["text"].encode()).hexdigest(),
            "signed_by": row["signed_by"],
            "signed_on": str(row["signed_on"]),
            "reason": row["reason"],
        }
        for row in paraphrases.iter_rows(named=True)
    ]


def unsigned(paraphrases: pl.DataFrame) -> int:
    """Paraphrases without a name, a day or a reason."""
    empty = [
        pl.col(name).cast(pl.String).fill_null("").str.strip_chars() == ""
        for name in ("signed_by", "signed_on", "reason")
    ]
    return paraphrases.filter(pl.any_horizontal(empty)).height
