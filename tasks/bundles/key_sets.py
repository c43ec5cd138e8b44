"""Public releases of all studies of a data folder, held against each other by the tweets that each was made of.

    <data>/ingested/.releases/<study>.<version>.parquet    restricted: keyed digests of tweets and authors

The same dump under another study's id, less one person's tweets, shows that person in the difference of the counts. Keys of
studies do not tell which tweets two studies share, so that these digests are with a secret of the data folder.
"""

import hmac
from collections.abc import Iterator, Sequence
from hashlib import sha256
from pathlib import Path

import polars as pl

from tasks.errors import GateClosed, Postponed, StorageError
from tasks.pure.disclosure.same_tweets import apart, apart_from_several
from tasks.storage import keys, store
from tasks.storage.disk_errors import ADVICE, told
from tasks.storage.store import RESTRICTED_STAGE, Receipt
from tasks.studies.profiles import PublicProfile
from tasks.studies.study import Study

FOLDER = ".releases"
RULE, ALL = "differencing", {"table1", "overlap", "timeline", "flow"}
NAMES = ("tweet_id", "author_id", "handle", "posted_at", "text")
DIGEST_BYTES = 12


def key_set(ingested: Sequence[Receipt]) -> pl.DataFrame:
    """The tweets of a release and who wrote them, by keyed digest; a tweet without an id goes by author, time and words.

    Rows: one a tweet, in no order that tells anything.
    """
    begun = hmac.new(keys.folder_secret(), digestmod=sha256)
    rows = []
    for tweet_id, author_id, handle, posted_at, text in store.scan(ingested, "tweets").select(NAMES).collect().iter_rows():
        author = author_id or (handle or "").lower().lstrip("@") or None
        tweet = tweet_id or f"{author}\0{posted_at}\0{text}"
        rows.append((_digest(begun, f"tweet {tweet}"), author and _digest(begun, f"author {author}")))
    return pl.DataFrame(rows, schema={"tweet": pl.Binary, "author": pl.Binary}, orient="row").unique("tweet").sort("tweet")


def hold_sets_apart(study: Study, made_of: pl.DataFrame, profile: PublicProfile) -> None:
    """Holds the tweets of a release against those of every public release of the data folder.

    Raises: GateClosed where what lies between two of them is of too few tweets or people; Postponed where counts carry noise and
        the other release is of the study itself: it comes with more tweets, and nobody has to do anything.
    """
    if {each.output for each in study.exceptions if each.rule == RULE} >= ALL:
        return
    released = dict(_released())
    for release, others in released.items():
        found = apart(made_of, others)
        is_few = found and (found.tweets < profile.smallest_difference or found.people < profile.fewest_authors)
        if found and found.tweets and is_few and profile.smallest_difference > 1:
            few = f"fewer than {profile.smallest_difference} tweets or {profile.fewest_authors} people"
            if profile.noise and release.startswith(f"{study.id}/"):
                raise Postponed(f"{few} came or went since the release {release}", study.id, "Nothing was published.")
            raise GateClosed(
                f"its tweets and those of the public release {release} differ by {few}: a reader who has both can subtract one"
                " from the other",
                study.id,
                "Gather more tweets, leave out the same ones, withdraw that release (remove its folder), or except table1, overlap,"
                f' timeline and flow: rule = "{RULE}".',
            )
    several = apart_from_several(made_of, released, profile.smallest_difference, profile.fewest_authors)
    if several and profile.smallest_difference > 1:
        names = " and ".join([", ".join(several[0][:-1]), several[0][-1]])
        raise GateClosed(
            f"the public releases {names}, added to and taken from its own, leave fewer than {profile.smallest_difference} tweets"
            f" or {profile.fewest_authors} people: a reader who has all of them can do the sum",
            study.id,
            "Gather more tweets, or withdraw one of those releases (remove its folder).",
        )


def remember(study: str, version: str, made_of: pl.DataFrame) -> None:
    """Keeps what a public release was made of, for those that come after it.

    Raises: StorageError when it cannot be written.
    """
    home = _home()
    path = home / f"{study}.{version}.parquet"
    try:
        home.mkdir(mode=0o700, parents=True, exist_ok=True)
        aside = path.with_suffix(".aside")
        aside.touch(mode=0o600)
        made_of.write_parquet(aside)
        aside.replace(path)
    except OSError as error:
        raise StorageError(f"cannot write ({told(error)})", home, ADVICE) from None


def _released() -> Iterator[tuple[str, pl.DataFrame]]:
    """What each public release was made of that lies in the data folder still, A to Z."""
    for path in sorted(_home().glob("*.parquet")):
        study, version = path.stem.rsplit(".", 1)
        if (store.root() / "released" / study / version).is_dir():
            yield f"{study}/{version}", pl.read_parquet(path)


def _home() -> Path:
    return store.root() / RESTRICTED_STAGE / FOLDER


def _digest(begun: hmac.HMAC, words: str) -> bytes:
    one = begun.copy()
    one.update(words.encode("utf-8", "surrogatepass"))
    return one.digest()[:DIGEST_BYTES]
