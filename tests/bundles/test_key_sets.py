"""Public releases of all studies are held apart by the tweets that they are made of."""

from pathlib import Path

import pytest

from tasks.bundles import key_sets
from tasks.errors import GateClosed, Postponed
from tasks.schema import INGESTED
from tasks.storage import store
from tasks.studies.profiles import NoiseSettings, public_profile
from tasks.studies.study import Study
from tests.review.test_paraphrase import table


@pytest.fixture(autouse=True)
def root(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv(store.DATA_VARIABLE, str(tmp_path / "data"))
    return tmp_path / "data"


def study(name: str, *excepted: str) -> Study:
    waivers = [{"output": each, "rule": "differencing", "reason": "So.", "by": "A. Steward"} for each in excepted]
    return Study.model_validate({"id": name, "dumps": ["a.csv"], "profile": "public", "exceptions": waivers})


def release(name: str, tweets: range, by: int = 1, *excepted: str, first: int = 0, with_ids: bool = True) -> None:
    """A release of tweets by number, `by` of each author."""
    rows = [
        {
            "sequence": number,
            "dump": name,
            "tweet_id": str(first + number) if with_ids else None,
            "author_id": f"a{first + number // by}",
            "text": f"words {first + number}",
        }
        for number in tweets
    ]
    made_of = key_sets.key_set([store.write("ingested", tweets=table(INGESTED, rows))])
    key_sets.hold_sets_apart(study(name, *excepted), made_of, public_profile())
    (store.root() / "released" / name / "v1").mkdir(parents=True, exist_ok=True)
    key_sets.remember(name, "v1", made_of)


@pytest.mark.parametrize(
    ("tweets", "by", "with_ids"), [(range(5, 300), 1, True), (range(40, 300), 40, True), (range(1, 300), 1, False)]
)
def test_the_same_dump_under_another_id_less_one_persons_tweets_is_refused(tweets: range, by: int, with_ids: bool) -> None:
    release("owls", range(300), by, with_ids=with_ids)
    told = "larks: its tweets and those of the public release owls/v1 differ by fewer than 10"
    with pytest.raises(GateClosed, match=told) as caught:
        release("larks", tweets, by, with_ids=with_ids)
    assert caught.value.exit_code == 3


def test_the_same_tweets_again_many_more_and_others_altogether_are_let_through() -> None:
    release("owls", range(300))
    release("larks", range(300))
    release("wrens", range(330))
    release("gulls", range(5), first=5000)


def test_a_release_that_was_withdrawn_and_one_that_is_excepted_hold_nothing_up(root: Path) -> None:
    release("owls", range(300))
    with pytest.raises(GateClosed):
        release("larks", range(295), 1, "table1")
    release("larks", range(295), 1, "table1", "overlap", "timeline", "flow")
    for name in ("owls", "larks"):
        (root / "released" / name / "v1").rmdir()
    release("wrens", range(293))


def test_what_is_remembered_is_for_its_owner_and_holds_no_id(root: Path) -> None:
    release("owls", range(300), first=366_123_456_789_012_345)
    (path,) = (root / "ingested" / ".releases").iterdir()
    assert path.stat().st_mode & 0o777 == 0o600
    assert b"3661234567890123" not in path.read_bytes()
    assert (root / "keys" / "releases.secret").stat().st_mode & 0o777 == 0o600


def test_with_noise_a_release_of_a_few_tweets_more_is_postponed_and_another_studys_is_still_refused() -> None:
    release("owls", range(300))
    made_of = key_sets.key_set([store.write("ingested", tweets=table(INGESTED, [
        {"sequence": number, "dump": "a", "tweet_id": str(number), "author_id": f"a{number}", "text": f"words {number}"}
        for number in range(304)
    ]))])  # fmt: skip
    profile = public_profile().model_copy(update={"noise": NoiseSettings(maximum=10, variance=20.0)})
    with pytest.raises(Postponed, match="owls: fewer than 10 tweets or 10 people came or went since the release owls/v1"):
        key_sets.hold_sets_apart(study("owls"), made_of, profile)
    with pytest.raises(GateClosed):
        key_sets.hold_sets_apart(study("larks"), made_of, profile)


def test_a_release_that_two_others_fill_but_for_a_few_tweets_is_refused_and_one_that_many_more_are_in_is_not() -> None:
    release("owls", range(150))
    release("wrens", range(150, 300))
    with pytest.raises(GateClosed, match="larks: the public releases owls/v1 and wrens/v1, added to and taken from its own, leave"):
        release("larks", range(304))
    release("gulls", range(330))


def test_three_releases_that_add_up_to_a_new_one_but_for_a_person_are_told() -> None:
    for place, name in enumerate(("owls", "wrens", "tits")):
        release(name, range(100 * place, 100 * place + 100))
    with pytest.raises(GateClosed, match="owls/v1, tits/v1 and wrens/v1"):
        release("larks", range(2, 300))


def test_releases_that_grow_night_after_night_are_let_through() -> None:
    for place, name in enumerate(("owls", "wrens", "tits", "larks", "gulls")):
        release(name, range(100 + 40 * place))
