"""Its files: all there, no other, of kinds that can be read through, and as they were written."""

from pathlib import PurePosixPath

from tasks.bundles.checks.bundle import MANIFEST, Bundle, Promise
from tasks.bundles.checks.seal import SEAL
from tasks.bundles.checks.words import SEARCHED
from tasks.storage.digests import file_sha256

ALWAYS = {"table1.csv", "overlap.csv", "timeline.csv", "flow.csv", "report.html", "codebook.toml", "checks.json"}
NEEDED = {"team": ALWAYS | {"tweets.csv", "tweets.parquet", "codes.parquet"}, "public": ALWAYS | {"themes.csv"}}
FIGURES = {f"figures/{name}.{kind}" for name in ("flow", "overlap", "timeline", "themes") for kind in ("svg", "png")}
# By which other programs open a bundle.
PACKAGING = {"bundle.sql", "datapackage.json", "dictionary.csv", "ro-crate-metadata.json"}
OF_TEAM = {"quotes.csv", "contrasts.csv", "decisions.csv", "asked.csv", "authors.csv", "hours.csv", "theme_timeline.csv"}
KNOWN = {
    "team": NEEDED["team"] | FIGURES | PACKAGING | {"report.docx", "attack.html", *OF_TEAM},
    "public": NEEDED["public"] | FIGURES | PACKAGING | {"report.docx", "attack.html", "paraphrases.csv"},
}
SAID = {
    "counts", "disclosure", "files", "held_back", "inputs", "leak", "outputs", "paraphrases", "sign_off", "study", "versions",
    "decisions", "added", "agreement", "frame", "sealed_by", "attack", "removed", "reference",
}  # fmt: skip

GIVEN = {"code", "codebook", "expectations", "reference", "report"}
"""What the manifest has the digests of besides its files: what people wrote. A digest over rows that are not released leads
back to them: who has the archive tries rows until it fits."""


def _missing(bundle: Bundle) -> int:
    return len({*NEEDED[bundle.profile], *bundle.manifest["files"]} - bundle.files)


def _strangers(bundle: Bundle) -> int:
    """Whatever lies there besides the files of the manifest and the folders that they are in: links and empty folders too."""
    listed = {*bundle.manifest["files"], MANIFEST, SEAL} & bundle.files
    folders = {parent.as_posix() for name in listed for parent in PurePosixPath(name).parents}
    there = {path.relative_to(bundle.folder).as_posix() for path in bundle.folder.rglob("*")}
    return len(there - listed - folders)


def _unsearched(bundle: Bundle) -> int:
    return sum(PurePosixPath(name).suffix not in SEARCHED for name in bundle.files)


def _altered(bundle: Bundle) -> list[str]:
    files = bundle.manifest["files"].items()
    altered = [name for name, digest in files if file_sha256(bundle.folder / name) != digest]
    # A name that is not ours could be anybody's.
    return [name if name in KNOWN[bundle.profile] else "a file" for name in altered]


def _strange_words(bundle: Bundle) -> int:
    strange = bundle.manifest.keys() - SAID, bundle.manifest.get("inputs", {}).keys() - GIVEN
    checks = bundle.json("checks.json").keys() - {"checks", "held_back", "is_open", "outputs", "canaries"}
    return sum(map(len, (*strange, checks)))


def _closed(bundle: Bundle) -> int:
    checks = bundle.json("checks.json")
    failed: int = sum(check["outcome"] != "pass" and check["severity"] == "critical" for check in checks["checks"])
    unheld = sum(check["outcome"] not in {"pass", "fail"} for check in checks["checks"])
    return failed + unheld + int(not checks["is_open"]) + int(not checks["checks"])


def _unjudged(bundle: Bundle) -> int:
    outputs = bundle.manifest["outputs"]
    judged = {each["file"]: each["outcome"] for each in outputs}
    unfit = sum(judged.get(name) not in {"pass", "review"} for name in bundle.manifest["files"])
    # Nobody can search pixels for words: a picture that we did not draw could show a tweet.
    unknown = bundle.files - KNOWN[bundle.profile] - {MANIFEST, SEAL}
    return unfit + len(unknown) + int(bundle.json("checks.json")["outputs"] != outputs)


FIRST = (
    Promise("every file is there", "A bundle is whole or not at all.", _missing),
    Promise("no other file is there", "What the manifest does not list was never checked.", _strangers),
    Promise("only kinds of file that can be searched", "What nobody searches may hold anything.", _unsearched),
    Promise("every file is as it was written", "Its digest is in the manifest.", _altered),
    Promise("the manifest says what a manifest says", "What nobody expects there nobody reads.", _strange_words),
    Promise("the gate was open", "Nothing is released by a closed gate.", _closed),
)
LAST = (Promise("each file may go out", "What is not judged, or fails, is not released.", _unjudged),)
