"""A run whose codebook repeats a tweet closes the gate, and says in one line which heading to change."""

from pathlib import Path

import pytest

from flows.sign_off import Approval
from flows.study import study
from tasks.errors import GateClosed
from tests.flows.conftest import ASKING, small_study


def test_an_example_that_is_a_tweet_closes_the_gate_and_so_does_a_reason_that_names_a_place(folder: Path) -> None:
    file = small_study(folder, "typed", "sign_off = true\n")
    codebook = folder / "typed" / "small.toml"
    honest = codebook.read_text(encoding="utf-8")
    codebook.write_text(honest.replace('["listen to me"]', f'["listen to me"]\nexamples = ["{ASKING[0]}"]'), encoding="utf-8")
    where = r"codebook.toml, heading asking.listen, example 1 \(no tweet's words in a row\)"
    with pytest.raises(GateClosed, match=where) as caught:
        study(str(file))
    assert caught.value.line().count("\n") == 0
    assert "bus" not in caught.value.line()
    codebook.write_text(honest, encoding="utf-8")
    with pytest.raises(GateClosed, match="the reason of the sign-off"):
        study(str(file), approval=Approval(by="A. Steward", reason="They agreed in Glasgow."))
    assert study(str(file), approval=Approval(by="A. Steward", reason="Read by two of us.")).version
