"""Re-checking a bundle with nothing but the bundle: what a third party can hold it to."""

import html
import json
import re
import tempfile
import tomllib
import unicodedata
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any

import polars as pl

from tasks import codebook as frames
from tasks.errors import DeclarationError, DumpUnreadable, GateClosed, HushtagError
from tasks.gate import Line, verdict_on
from tasks.pure import public_promises
from tasks.pure.exports import harmless
from tasks.pure.opened import docx_words, png_words
from tasks.pure.outputs import OF_TWEETS, PUBLIC_KINDS
from tasks.schema import INGESTED
from tasks.store import file_sha256

MANIFEST = "manifest.json"
WRITTEN = frozenset({".html", ".json", ".toml", ".svg"})
OPENED = {".docx": docx_words, ".png": png_words}
STYLES = re.compile(r"<style\b.*?</style>", re.DOTALL)
# A paper leads to nobody; only files that cite may name one, and only one that the codebook's head names.
DOI = re.compile(r"https?://(?:dx\.)?doi\.org/10\.\d{4,9}/[\w.()/:;-]*\w")
CITING = {".toml", ".html", ".docx"}
UNSEEN = re.compile(
    "[\u00ad\u034f\u061c\u115f\u1160\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2069\u3164\ufe00-\ufe0f\ufeff]"
)
AT_RULES = re.compile(r"@(?:media|supports|font-face|page|keyframes|layer|container|charset)\b")
GATED = ("codes", "flow", "overlap", "table1", "tweets")
UNREADABLE = "What cannot be read cannot be vouched for."
NEEDED = ("table1.csv", "overlap.csv", "timeline.csv", "flow.csv", "report.html", "codebook.toml", "checks.json")
TRACES = {
    "no usernames": re.compile(r"(?<![\w.+-])@\w{2,}"),
    # The name space of SVG looks like a link and is none; example.org leads nowhere (RFC 2606).
    "no links": re.compile(
        r"https?://(?!www\.w3\.org/|example\.(?:org|com|net)\b)\S|(?<!http://)\bwww\.\w|\bt\.co/|\bftp://|hxxps?:",
        re.IGNORECASE,
    ),
    "no e-mail addresses": re.compile(r"[\w.+-]+@[\w-]+\.[A-Za-z]{2,}"),
    "no platform ids": re.compile(r"(?<![\w.])\d{15,20}(?![\w.])"),
}


def check_bundle(folder: Path) -> Iterator[Line]:
    """Each promise of a bundle, in order, with its outcome.

    Raises: DumpUnreadable when the folder is no bundle.
    """
    manifest = _manifest(folder)
    of_profile = PUBLIC_PROMISES if _is_public(manifest) else TEAM_PROMISES
    for name, why, broken in (*PROMISES, *of_profile):
        yield _line(name, why, lambda broken=broken: broken(folder, manifest))  # type: ignore[misc]
    if not _is_public(manifest):
        yield from _gate_again(folder)
    for trace, pattern in TRACES.items():
        yield _line(trace, "A trace in any file leads back to a person.", lambda p=pattern: _traces(folder, p))  # type: ignore[misc]
    yield _line(
        "each file may go out", "What is not judged, or fails, is not released.", lambda: _unjudged(folder, manifest)
    )


def hold(folder: Path, name: str = "") -> list[Line]:
    """Every line, if all promises are kept; errors speak of the bundle by `name`, else by its folder's.

    Raises: GateClosed naming the first broken promise and on how many places it breaks.
    """
    lines = []
    for line in check_bundle(folder):
        if line.outcome != "pass":
            raise GateClosed(
                f"{line.rule}: broken in {line.rows:,} place{'s' if line.rows != 1 else ''}",
                name or folder.name,
                line.why,
            )
        lines.append(line)
    return lines


def to_review(folder: Path) -> list[tuple[str, str]]:
    """The files of a bundle that a person should look at before they go out, and why."""
    return [(each["file"], each["reason"]) for each in _manifest(folder)["outputs"] if each["outcome"] == "review"]


def _manifest(folder: Path) -> dict[str, Any]:
    path = folder / MANIFEST
    if not path.is_file():
        raise DumpUnreadable("is no bundle: there is no manifest.json", folder, "Name a folder under data/released.")
    try:
        return dict(json.loads(path.read_text(encoding="utf-8")))
    except (ValueError, TypeError):
        raise GateClosed(
            "manifest.json: is not a JSON object", folder.name, "The bundle was altered or cut short."
        ) from None


def _line(rule: str, why: str, broken: Callable[[], int]) -> Line:
    try:
        rows = broken()
    except (OSError, ValueError, LookupError, TypeError, AttributeError, HushtagError, pl.exceptions.PolarsError):
        return Line(rule=rule, table="bundle", why=f"{why} {UNREADABLE}", severity="critical", outcome="error", rows=1)
    return Line(rule=rule, table="bundle", why=why, severity="critical", outcome="fail" if rows else "pass", rows=rows)


def _gate_again(folder: Path) -> Iterator[Line]:
    """The gate's rules on a bundle's own files; what only the restricted zone knows is empty, gazetteer and forms are not."""
    try:
        with tempfile.TemporaryDirectory() as aside:
            views = _views(folder, Path(aside))
            yield from verdict_on(f"check-{Path(aside).name}", views, GATED).lines
    except (OSError, ValueError, DeclarationError, pl.exceptions.PolarsError):
        yield Line(
            rule="the gate's rules", table="bundle", why=UNREADABLE, severity="critical", outcome="error", rows=1
        )


def _views(folder: Path, aside: Path) -> dict[str, list[str]]:
    tables = {name: pl.read_csv(folder / f"{name}.csv") for name in ("table1", "overlap", "flow")}
    tables |= {"ingested": INGESTED.empty(), "headings": frames.load(folder / "codebook.toml").frame()}
    tables["settings"] = pl.DataFrame({"keeps_short_texts": [_keeps_short_texts(_manifest(folder))]})
    for name, frame in tables.items():
        frame.write_parquet(aside / f"{name}.parquet")
    written = {"tweets": "tweets", "deduplicated": "tweets", "codes": "codes", "coded": "codes"}
    here = {view: [str(folder / f"{name}.parquet")] for view, name in written.items()}
    return here | {name: [str(aside / f"{name}.parquet")] for name in tables}


def _missing(folder: Path, manifest: dict[str, Any]) -> int:
    return sum(not (folder / name).is_file() for name in {*NEEDED, *manifest["files"]})


def _strangers(folder: Path, manifest: dict[str, Any]) -> int:
    return len(_names(folder) - set(manifest["files"]) - {MANIFEST})


def _altered(folder: Path, manifest: dict[str, Any]) -> int:
    return sum(file_sha256(folder / name) != digest for name, digest in manifest["files"].items())


def _closed(folder: Path, manifest: dict[str, Any]) -> int:
    checks = json.loads((folder / "checks.json").read_text(encoding="utf-8"))
    failed: int = sum(check["outcome"] != "pass" and check["severity"] == "critical" for check in checks["checks"])
    return failed + int(not checks["is_open"]) + int(not checks["checks"])


def _wrong_headings(folder: Path, manifest: dict[str, Any]) -> int:
    known = frames.load(folder / "codebook.toml").frame()
    table = pl.read_csv(folder / "table1.csv")
    expected = known.select(theme="theme_name", heading="heading_name")
    return table.join(expected, on=["theme", "heading"], how="anti").height + abs(table.height - expected.height)


def _wrong_sum(folder: Path, manifest: dict[str, Any]) -> int:
    total = pl.read_csv(folder / "table1.csv").get_column("tweets").sum()
    return int(total != manifest["counts"]["deduplicate.kept"])


def _wrong_flow(folder: Path, manifest: dict[str, Any]) -> int:
    signed = pl.when(pl.col("outcome") == "read").then(pl.col("tweets")).otherwise(-pl.col("tweets"))
    sums = pl.read_csv(folder / "flow.csv").group_by("stage").agg(signed.sum().alias("rest"))
    return sums.filter(pl.col("rest") != 0).height


def _unjudged(folder: Path, manifest: dict[str, Any]) -> int:
    judged = {each["file"]: each["outcome"] for each in manifest["outputs"]}
    again = json.loads((folder / "checks.json").read_text(encoding="utf-8"))["outputs"]
    unfit = sum(judged.get(name) not in {"pass", "review"} for name in manifest["files"])
    return unfit + int(again != manifest["outputs"])


def _is_public(manifest: dict[str, Any]) -> bool:
    return bool(manifest["study"].get("profile") == "public")


def _public_tables(folder: Path) -> dict[str, pl.DataFrame]:
    # A table whose every count is withheld has no numbers to tell its columns' type by.
    types = dict.fromkeys(public_promises.COUNTS, pl.Int64)
    return {path.stem: pl.read_csv(path, schema_overrides=types) for path in sorted(folder.glob("*.csv"))}


def _forbidden(folder: Path, manifest: dict[str, Any]) -> int:
    names = _names(folder)
    kinds = sum(name in OF_TWEETS or Path(name).suffix not in PUBLIC_KINDS for name in names)
    quoted = (folder / "report.html").read_text(encoding="utf-8").count("<blockquote")
    return kinds + quoted + public_promises.strange_columns(_public_tables(folder))


def _small(folder: Path, manifest: dict[str, Any]) -> int:
    rules = manifest["disclosure"], manifest["study"]["exceptions"]
    return public_promises.small_counts(_public_tables(folder), *rules)


def _given_back(folder: Path, manifest: dict[str, Any]) -> int:
    excepted = {each["output"] for each in manifest["study"]["exceptions"] if each["rule"] == "smallest_count"}
    least = 0 if excepted & {"table1", "flow"} else manifest["disclosure"]["smallest_count"]
    return public_promises.given_back(_public_tables(folder), least)


def _public_sums(folder: Path, manifest: dict[str, Any]) -> int:
    return public_promises.wrong_sums(_public_tables(folder), manifest["counts"]["deduplicate.kept"])


def _public_flow(folder: Path, manifest: dict[str, Any]) -> int:
    return public_promises.wrong_flow(_public_tables(folder)["flow"])


def _wrong_tweets(folder: Path, manifest: dict[str, Any]) -> int:
    path = folder / "tweets.parquet"
    if not path.is_file():
        return 0
    tweets = pl.read_parquet(path)
    twice = 0 if _keeps_short_texts(manifest) else tweets.height - tweets.get_column("text").n_unique()
    again = pl.read_csv(folder / "tweets.csv", infer_schema=False).select(tweets.columns)
    differ = not again.equals(harmless(tweets).cast(pl.String))
    return int(twice + differ + (tweets.height != manifest["counts"]["deduplicate.kept"]))


def _keeps_short_texts(manifest: dict[str, Any]) -> bool:
    return bool(manifest["study"].get("short_texts") == "keep")


def _traces(folder: Path, pattern: re.Pattern[str]) -> int:
    sources = _sources(folder)
    return sum(
        bool(pattern.search(_read(text, sources if path.suffix in CITING else ())))
        for path in sorted(folder.rglob("*"))
        for text in texts(path)
    )


def _read(text: str, sources: Iterable[str]) -> str:
    """A text as a reader sees it: letters in their plain form, nothing unseen, and without the codebook's own sources."""
    for source in sources:
        text = text.replace(source, "")
    if text.isascii():
        return text
    return UNSEEN.sub("", unicodedata.normalize("NFKC", text))


def _sources(folder: Path) -> list[str]:
    """Links to the papers that the codebook itself says it was made from, by their DOI."""
    path = folder / "codebook.toml"
    declared = tomllib.loads(path.read_text(encoding="utf-8")) if path.is_file() else {}
    said = " ".join(str(value) for value in declared.get("codebook", {}).values())
    return sorted(set(DOI.findall(said)), key=len, reverse=True)


def texts(path: Path) -> Iterator[str]:
    """A file's name and every text in it that could hold a trace, whatever its kind."""
    yield path.name
    if path.suffix == ".parquet":
        yield from (str(value) for value in pl.read_parquet_metadata(path).values() if not _is_schema(value))
        yield from _cells(pl.read_parquet(path))
    elif path.suffix == ".csv":
        yield from _cells(pl.read_csv(path, infer_schema=False))
    elif path.suffix in OPENED:
        yield from OPENED[path.suffix](path.read_bytes())
    elif path.suffix in WRITTEN:
        words = path.read_text(encoding="utf-8")
        yield from (_seen(words) if path.suffix in {".html", ".svg"} else words).splitlines()


def _seen(page: str) -> str:
    """A page's words with its style sheets' own @ rules out and its character references read."""
    return html.unescape(STYLES.sub(lambda style: AT_RULES.sub("", style[0]), page))


def _unsearched(folder: Path, manifest: dict[str, Any]) -> int:
    return sum(Path(name).suffix not in {*WRITTEN, *OPENED, ".csv", ".parquet"} for name in _names(folder))


def _cells(table: pl.DataFrame) -> Iterator[str]:
    """Names and text cells of a table; a key of ours may by chance be all digits."""
    yield from table.columns
    for column in table.select(pl.col(pl.String)).iter_columns():
        yield from () if column.name.endswith("_key") else column.drop_nulls()


def _is_schema(value: str) -> bool:
    # The writer keeps the columns' types in base 64.
    return bool(re.fullmatch(r"[A-Za-z0-9+/=\s]+", value))


def _names(folder: Path) -> set[str]:
    return {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()}


Promises = tuple[tuple[str, str, Callable[[Path, dict[str, Any]], int]], ...]
PROMISES: Promises = (
    ("every file is there", "A bundle is whole or not at all.", _missing),
    ("no other file is there", "What the manifest does not list was never checked.", _strangers),
    ("only kinds of file that can be searched", "What nobody searches may hold anything.", _unsearched),
    ("every file is as it was written", "Its digest is in the manifest.", _altered),
    ("the gate was open", "Nothing is released by a closed gate.", _closed),
    ("Table 1 has every heading once", "A heading without tweets is a result too.", _wrong_headings),
)
TEAM_PROMISES: Promises = (
    ("Table 1 sums to N", "A table that does not has lost or doubled tweets.", _wrong_sum),
    ("the flow reconciles", "Nothing disappears.", _wrong_flow),
    ("each text stands once, the same in every file", "A text that stands twice is counted twice.", _wrong_tweets),
)
PUBLIC_PROMISES: Promises = (
    ("no tweet, row of one or quotation", "The public profile lets nobody's words out.", _forbidden),
    ("no small count is told", "A small count can be one person.", _small),
    ("no sum gives a withheld count back", "What is told takes the rest away.", _given_back),
    ("Table 1 sums to N", "A table that does not has lost or doubled tweets.", _public_sums),
    ("the flow reconciles", "Nothing disappears.", _public_flow),
)
