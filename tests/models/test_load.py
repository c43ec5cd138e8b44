from pathlib import Path

import numpy as np
import pytest

from tasks.errors import StorageError
from tasks.models import load


def test_arrays_are_saved_to_the_same_bytes_and_need_no_pickle(tmp_path: Path) -> None:
    arrays = {"b": np.arange(5, dtype=np.uint16), "a": np.eye(2, dtype=np.float16)}
    one, other = tmp_path / "one.npz", tmp_path / "other.npz"
    load.save(one, arrays)
    load.save(other, dict(reversed(arrays.items())))
    assert one.read_bytes() == other.read_bytes()
    with np.load(one, allow_pickle=False) as read:
        assert all(np.array_equal(read[name], array) for name, array in arrays.items())


def test_what_was_pickled_is_never_written(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="Object arrays"):
        load.save(tmp_path / "odd.npz", {"odd": np.array([{}], dtype=object)})


def test_every_sealed_file_is_the_shipped_one() -> None:
    assert [load.checked(name).name for name in load.SEALED] == list(load.SEALED)


def test_a_missing_file_is_one_line_with_advice(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(load, "MODELS", tmp_path)
    with pytest.raises(StorageError, match=r"missing.*Restore"):
        load.checked("tagger.npz")


def test_whole_weights_stay_within_their_type() -> None:
    arrays = load.quantised([np.array([[1e6, -1e6, 0.5]])] * 2, [np.array([0.25])] * 2)
    assert arrays["hidden"].dtype == np.int16
    assert arrays["hidden"].tolist() == [[32767, -32768, 128]]
    assert arrays["output_bias"].tolist() == [4096]


def test_the_model_is_a_few_megabytes() -> None:
    assert sum((load.MODELS / name).stat().st_size for name in load.SEALED) < 10_000_000
