import numpy as np
import pytest

pytest.importorskip("sklearn", reason="the tagger is learned with the extra `train`")

from tasks.models import lexicon, load, shared_weights, train
from tasks.pure.anonymise import features
from tasks.pure.anonymise.words import digests_of

WORDS = ["leeds", "tressick", "osgood", "ask", "the", "lovely"]
TEXTS = ("Ask Orla Tressick in Leeds", "the lovely ward of Kevin Osgood", "nobody in Leeds knows Tamsin", "Acme Post sells it")


def marked(text: str) -> dict[str, object]:
    kinds = {"Orla Tressick": "PERSON", "Kevin Osgood": "PERSON", "Tamsin": "PERSON", "Leeds": "LOCATION", "Acme Post": "ORG"}
    spans = [(text.index(name), text.index(name) + len(name), kind) for name, kind in kinds.items() if name in text]
    return {"text": text, "spans": spans}


@pytest.fixture
def listed(monkeypatch: pytest.MonkeyPatch) -> None:
    digests = np.sort(digests_of(WORDS))
    fields = np.zeros((len(WORDS), len(lexicon.FIELDS)), dtype=np.uint8)
    table = {"digests": digests, "fields": fields, "groups": np.array([5, 5, 9, 0, 0, 9])}
    monkeypatch.setattr(lexicon, "table", lambda: {name: array.copy() for name, array in table.items()})
    monkeypatch.setattr(train, "SEEDS", (1,))
    monkeypatch.setattr(train, "FOLDS", 2)


def test_the_same_lines_give_the_same_weights(listed: None) -> None:
    gold = [marked(text) for text in TEXTS for _ in range(30)]
    one, other = train.learned(gold)[0], train.learned(gold)[0]
    assert one.keys() == other.keys()
    assert all(np.array_equal(one[name], other[name]) for name in one)
    assert np.isfinite(one["linear"]).all()


def test_words_of_a_group_and_classes_with_a_fact_share_what_they_learn() -> None:
    groups = np.array([0, 3, 3, 19])
    shared = shared_weights.sharing(groups, 4)
    width = features.sparse_width(4)
    assert shared.shape[0] == width
    assert (shared[:, :width].diagonal() == 1).all()
    common = shared[1].multiply(shared[2]).nnz
    assert common == len(shared_weights.PATHS)
    assert shared[0].nnz == 1
    assert 0 < shared[1].multiply(shared[3]).nnz < common


def test_the_shipped_table_knows_the_fields_that_are_read() -> None:
    assert len(lexicon.FIELDS) == len(features.FIELD_SCALES) == load.model().fields.shape[1]
