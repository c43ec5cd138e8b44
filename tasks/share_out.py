"""Share out: the distinct texts in parts that are coded each by itself."""

from tasks.pure.coding.shares import shared_out
from tasks.storage import store
from tasks.storage.caching import stage_task
from tasks.storage.store import Receipt


@stage_task
def share_out(deduplicated: Receipt) -> list[Receipt]:
    """The distinct texts with their keys, in parts, in their order; a text that is added changes the part that it is in."""
    texts = store.scan(deduplicated, "tweets").select("tweet_key", "text", "question")
    ends = shared_out(texts.select("tweet_key").collect().to_series())
    return [store.write("deduplicated", tweets=texts.slice(first, rows).collect()) for first, rows in ends]
