"""Only a steward whom the study names has a vote, one each, and a signature is over what it says."""

from pathlib import Path

import pytest

from tasks.bundles.checks.decision import voted_words
from tasks.errors import StudyInvalid, UsageError
from tasks.storage import ed25519, store
from tasks.studies import stewards, study_file
from tasks.studies.stewards import Steward, Vote

KEYS = {name: ed25519.derived(name.encode(), "test") for name in ("Ada Owl", "Bo Heron", "Cy Wren")}
NAMED = tuple(Steward(name=name, key=ed25519.public_of(KEYS[name])) for name in ("Ada Owl", "Bo Heron"))
DRAFT = "0" * 64


@pytest.fixture(autouse=True)
def root(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv(store.DATA_VARIABLE, str(tmp_path))
    return tmp_path


def vote(name: str, decision: str = "approve", reason: str = "Seen.", draft: str = DRAFT) -> Vote:
    said = {"study": "owls", "draft": draft, "decision": decision, "reason": reason}
    signature = ed25519.signed(KEYS[name], voted_words(**said))
    return Vote.model_validate({**said, "key": ed25519.public_of(KEYS[name]), "signature": signature})


def counted(draft: str = DRAFT) -> list[tuple[str, str]]:
    return [(steward.name, each.decision) for steward, each in stewards.votes("owls", draft, NAMED)]


def test_votes_are_kept_for_their_owner_and_counted_in_the_order_of_the_stewards(root: Path) -> None:
    stewards.keep(vote("Bo Heron", "refuse"), NAMED)
    assert counted() == [("Bo Heron", "refuse")]
    stewards.keep(vote("Ada Owl"), NAMED)
    assert counted() == [("Ada Owl", "approve"), ("Bo Heron", "refuse")]
    assert counted("1" * 64) == []
    assert {path.stat().st_mode & 0o077 for path in (root / "votes", *(root / "votes").rglob("*"))} == {0}


def test_the_first_vote_of_a_steward_counts() -> None:
    stewards.keep(vote("Ada Owl", "refuse"), NAMED)
    stewards.keep(vote("Ada Owl", "approve"), NAMED)
    assert counted() == [("Ada Owl", "refuse")]


def test_a_key_that_is_not_named_has_no_vote() -> None:
    with pytest.raises(UsageError, match="does not name"):
        stewards.keep(vote("Cy Wren"), NAMED)
    assert counted() == []


@pytest.mark.parametrize("change", [{"decision": "refuse"}, {"reason": "Other."}, {"draft": "1" * 64}, {"study": "finches"}])
def test_a_vote_that_was_changed_is_none(root: Path, change: dict[str, str]) -> None:
    changed = vote("Ada Owl").model_copy(update=change)
    with pytest.raises(UsageError, match="has not signed"):
        stewards.read(changed.model_dump_json(), "vote")
    place = root / "votes" / changed.study / changed.draft[:12]
    place.mkdir(parents=True)
    (place / "x.json").write_text(changed.model_dump_json())
    assert stewards.votes(changed.study, changed.draft, NAMED) == []


def test_what_is_no_vote_is_refused_in_a_line() -> None:
    with pytest.raises(UsageError, match="is not a vote"):
        stewards.read("{}", "vote")


ADA, BO = (f'[[stewards]]\nname = "{each.name}"\nkey = "{each.key}"\n' for each in NAMED)
HEAD = '[study]\nid = "owls"\ndumps = ["a.csv"]\n'


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (f"{HEAD}{ADA}", "stewards: nobody asks them: write sign_off = true"),
        (f"{HEAD}sign_off = true\napprovals = 2\n{ADA}", "approvals: 2 people decide, and stewards names fewer"),
        (f"{HEAD}sign_off = true\napprovals = 2\n", "approvals: 2 people decide, and stewards names fewer"),
        (f"{HEAD}sign_off = true\n{ADA}{ADA}", "stewards: two have one name or one key"),
        (f'{HEAD}sign_off = true\n[[stewards]]\nname = "Ada"\nkey = "rsa:0"\n', "stewards.key: "),
    ],
)
def test_a_study_whose_stewards_do_not_hold_together_is_refused(words: str, told: str) -> None:
    with pytest.raises(StudyInvalid) as caught:
        study_file.read(words, Path("owls.toml"))
    assert told in caught.value.line()


def test_stewards_are_written_and_read_the_same() -> None:
    study = study_file.read(f"{HEAD}sign_off = true\napprovals = 2\n{ADA}{BO}", Path("owls.toml"))
    assert study.stewards == NAMED
    assert study_file.read(study_file.written(study), Path("owls.toml")) == study
