"""Work on what comes next while the last is still in use: both cores busy, the order kept, memory bounded."""

from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from typing import TypeVar

Item = TypeVar("Item")
Made = TypeVar("Made")
WORKERS = 2


def ahead(make: Callable[[Item], Made], items: Iterable[Item]) -> Iterator[Made]:
    """What `make` gives for each item, in order; no more than a few items are begun before they are asked for.

    Raises: what `make` or the items raise, in its place.
    """
    with ThreadPoolExecutor(WORKERS) as pool:
        begun: deque[Future[Made]] = deque()
        for item in items:
            begun.append(pool.submit(make, item))
            if len(begun) > WORKERS:
                yield begun.popleft().result()
        while begun:
            yield begun.popleft().result()
