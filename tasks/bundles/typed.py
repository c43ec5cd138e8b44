"""The words that people typed into what a bundle is made of, gathered for the gate, and where they break a rule."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import polars as pl

from expectations.verdict import LISTS
from expectations.withhold import typed_script
from tasks.bundles.checks.bundle import Bundle
from tasks.codebook.loading import SHIPPED
from tasks.errors import GateClosed
from tasks.pure.disclosure.typed_words import told_places, typed_words
from tasks.schema import ANONYMISED, COPIES, INGESTED, REPLACEMENTS, TypedWords
from tasks.storage import parquet_sql, store
from tasks.storage.source import Source
from tasks.storage.store import Receipt
from tasks.studies.study import Study

# Where things lie on this machine, when it runs and who may read it there: a release does not tell it.
UNTOLD = {"dumps", "reference", "paraphrases", "decisions", "agreement", "codebook", "schedule", "group"}
OF_DUMP = {"ingested": INGESTED, "anonymised": ANONYMISED, "replacements": REPLACEMENTS, "copies": COPIES}
OUTPUT = "typed_words"
SAY_IT_OTHERWISE = (
    "Say it otherwise there and run again, or except that place in the study's file: [[exceptions]], output ="
    f' "{OUTPUT}", rule = the place, reason and by.'
)


def of_study(study: Study, codebook: Source, withheld: Receipt | None, paraphrased: Receipt | None) -> TypedWords:
    """What people typed that a release of a study would tell, but for a sign-off's reason."""
    reasons = _reasons(_column(withheld, "let_out", "reason"), _column(paraphrased, "paraphrases", "reason"))
    settings = study.model_dump(mode="json", exclude=UNTOLD)
    return typed_words(_text(Path(codebook.path)), settings, reasons, _excepted(settings), _shipped())


def of_bundle(bundle: Bundle) -> TypedWords:
    """What people typed that a bundle tells."""
    reasons = [each["reason"] for each in bundle.held_back["let_out"]]
    said = _reasons(reasons, [each["reason"] for each in bundle.manifest.get("paraphrases", ())])
    sign_off = bundle.manifest.get("sign_off") or {}
    people = [sign_off, *sign_off.get("others", ())]
    said["reason of the sign-off"] = "\n".join(each.get("reason", "") for each in people)
    settings = bundle.manifest["study"]
    return typed_words(_text(bundle.folder / "codebook.toml"), settings, said, _excepted(settings), _shipped())


def of_reason(reason: str) -> TypedWords:
    """A sign-off's reason."""
    return typed_words("", {}, {"--reason, or the reason of the sign-off": reason})


def broken_places(words: TypedWords, inputs: Mapping[str, Sequence[str]] | None = None) -> list[str]:
    """Where typed words break a rule of the gate, and which; `inputs` are the files of the dump's tables.

    Without a dump only those rules are held that need none.
    """
    with store.scratch() as folder:
        typed, broken = folder / "typed_words.parquet", folder / "broken.parquet"
        words.write_parquet(typed)
        views = {name: inputs[name] if inputs else [_empty(folder, name)] for name in OF_DUMP} | {OUTPUT: [str(typed)]}
        parquet_sql.query(typed_script(LISTS), views, {"broken": broken})
        found = pl.read_parquet(broken).join(words, on="tweet_key", maintain_order="left")
        return told_places(found.select("place", "text", "rule").iter_rows())


def _text(codebook: Path) -> str:
    return codebook.read_text(encoding="utf-8-sig")


def _shipped() -> list[str]:
    return [_text(path) for path in sorted(SHIPPED.glob("*.toml"))]


def _empty(folder: Path, table: str) -> str:
    path = folder / f"{table}.parquet"
    OF_DUMP[table].empty().write_parquet(path)
    return str(path)


def closed(places: Sequence[str], study: str) -> GateClosed:
    """The refusal of words that people typed."""
    more = f" and {len(places) - 5} more" if len(places) > 5 else ""
    what = f"the gate is closed: typed words lead to somebody or repeat a tweet: {', '.join(places[:5])}{more}"
    return GateClosed(what, study, SAY_IT_OTHERWISE)


def _reasons(let_out: Sequence[str], paraphrases: Sequence[str]) -> dict[str, str]:
    said = {"reason for letting out text": let_out, "reason of paraphrase": paraphrases}
    return {f"{place} {number}": text for place, texts in said.items() for number, text in enumerate(texts, 1)}


def _column(receipt: Receipt | None, table: str, column: str) -> list[str]:
    return store.read(receipt, table)[column].to_list() if receipt and table in receipt.rows else []


def _excepted(settings: Mapping[str, Any]) -> list[str]:
    return [each["rule"] for each in settings.get("exceptions", ()) if each["output"] == OUTPUT]
