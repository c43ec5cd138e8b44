"""Rules that carry their own proof: each example and each near miss, at every strictness."""

import importlib
import pkgutil

import pytest

from tasks.models import load
from tasks.pure import anonymise
from tasks.pure.anonymise.engine import anonymised

MODULES = [importlib.import_module(f"{anonymise.__name__}.{module.name}") for module in pkgutil.iter_modules(anonymise.__path__)]
PROVEN = [module for module in MODULES if hasattr(module, "PROOF")]
CASES = [(text, left) for module in PROVEN for text, left in module.PROOF.items()]


@pytest.mark.parametrize("strictness", ["light", "standard", "strict"])
@pytest.mark.parametrize(("text", "left"), CASES)
def test_each_rule_keeps_what_its_file_says(text: str, left: str, strictness: str) -> None:
    assert anonymised([text], load.engine(), strictness).texts == [left]  # type: ignore[arg-type]


@pytest.mark.parametrize("module", PROVEN, ids=lambda module: module.__name__.rpartition(".")[2])
def test_a_proof_holds_examples_and_near_misses(module: object) -> None:
    proof = vars(module)["PROOF"]
    assert sum(text != left for text, left in proof.items()) >= 3
    assert sum(text == left for text, left in proof.items()) >= 3
