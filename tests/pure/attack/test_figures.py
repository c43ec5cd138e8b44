"""A public release tells no small count of an attack, and no share that says one exactly."""

from tasks.pure.attack.figures import for_public, people_figures, share


def test_small_counts_are_withheld_others_rounded_and_shares_to_a_hundredth() -> None:
    given = {"texts": 123, "on": "2026-01-31", "quotes": None, "style": {"first": share(3, 66), "few": 9, "none": 0}}
    told = for_public(given, 10, 5)
    assert told["texts"] == 125
    assert told["style"]["few"] is None
    assert told["style"]["none"] == 0
    assert told["style"]["first"] == {"of": 65, "share": 0.05, "low": 0.02, "high": 0.13}
    assert (told["on"], told["quotes"]) == ("2026-01-31", None)


def test_people_are_summed_and_nobody_is_told_as_nobody() -> None:
    assert people_figures([]) is None
    sheets = [{"tried": 20, "claims": 3, "right": 1, "minutes": 18.0}, {"tried": 10, "claims": 0, "right": 0}]
    found = people_figures(sheets)
    assert found is not None
    assert (found["people"], found["minutes"], found["claimed"]["of"], found["claimed"]["share"]) == (2, 18, 30, 0.1)
