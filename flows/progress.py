"""Running a stage from a flow: waits for it, reports how it went, and raises if any part failed."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from typing import Any, cast
from uuid import UUID

from prefect import Task, unmapped
from prefect.artifacts import create_progress_artifact, update_progress_artifact
from prefect.client.schemas import State
from prefect.futures import PrefectFutureList, as_completed

from tasks.storage import memory
from tasks.storage.store import Receipt, share


@dataclass(frozen=True)
class StageDone:
    """How a stage went: its parts, how many of them were taken from an earlier run, and the folders that it handed on."""

    stage: str
    parts: int
    cached: int
    receipts: tuple[Receipt, ...] = ()


Listener = Callable[[str | StageDone], None]
listeners: list[Listener] = []


_group: ContextVar[str | None] = ContextVar("group", default=None)


@contextmanager
def for_readers(group: str | None) -> Iterator[None]:
    """Lets a group of this machine read what its team may see of the stages that run within the block."""
    token = _group.set(group)
    try:
        yield
    finally:
        _group.reset(token)


def tell(news: str | StageDone) -> None:
    """Passes news of a run on to its listeners."""
    for listener in listeners:
        listener(news)


@contextmanager
def heard_by(listener: Listener) -> Iterator[None]:
    """Passes the news of the block on to one more listener."""
    listeners.append(listener)
    try:
        yield
    finally:
        listeners.remove(listener)


def handed_on(receipts: list[Receipt]) -> Listener:
    """A listener that keeps the receipts of all stages that end."""
    return lambda news: None if isinstance(news, str) else receipts.extend(news.receipts)


def beginnings(told: Callable[[str], None]) -> Listener:
    """A listener that passes on which stages begin, and not how they went."""
    return lambda news: told(news) if isinstance(news, str) else None


def one(stage: Task[..., Any], *args: Any, **kwargs: Any) -> Any:
    """Runs a task as a stage of its own and returns its result; whatever it raised is raised."""
    tell(stage.name)
    state: State[Any] = stage(*args, **kwargs, return_state=True)
    result = state.result()
    memory.give_back()
    tell(StageDone(stage.name, 1, _is_cached(state), _shared(result)))
    return result


def each(stage: Task[..., Any], parts: Sequence[Any], **fixed: Any) -> list[Any]:
    """Maps a task over parts and returns their results in order; if any part failed, that is raised here."""
    tell(stage.name)
    mapped: dict[str, Any] = {name: unmapped(value) for name, value in fixed.items()}
    futures = stage.map(parts, **mapped)
    if len(futures) > 1:
        _watch(stage.name, futures)
    results = list(futures.result())
    receipts = tuple(receipt for result in results for receipt in _shared(result))
    memory.give_back()
    tell(StageDone(stage.name, len(results), sum(_is_cached(future.state) for future in futures), receipts))
    return results


def _shared(result: Any) -> tuple[Receipt, ...]:
    """The receipts of a result, whose folders those whom the study names may read from now on."""
    receipts = tuple(each for each in (result if isinstance(result, list) else [result]) if isinstance(each, Receipt))
    share(receipts, _group.get())
    return receipts


def _watch(stage: str, futures: PrefectFutureList[Any]) -> None:
    """Moves a bar on the run's page as parts end, in twenty steps at most: each is a call to the server."""
    key = f"{stage}-progress".replace("_", "-")
    bar = cast(UUID, create_progress_artifact(0, key=key, description=f"{stage}: parts done"))
    step = max(1, len(futures) // 20)
    for done, _ in enumerate(as_completed(list(futures)), 1):
        if done % step == 0 or done == len(futures):
            update_progress_artifact(bar, 100 * done / len(futures))


def _is_cached(state: State[Any]) -> bool:
    return state.name == "Cached"
