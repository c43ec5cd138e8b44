"""How many texts are held back, and by which rule."""


from tasks.schema import Withheld


def by_rule(withheld: Withheld) -> dict[str, int]:
    """Texts by rule, most first and then A to Z; each counts for the first rule that it breaks, so that the sum is their number."""
    first = withheld.unique("tweet_key", keep="first", maintain_order=True)
    counted = first.group_by("rule").len("texts").sort("texts", "rule", descending=[True, False])
    return {str(rule): int(texts) for rule, texts in counted.iter_rows()}
