"""Running a stage from a flow: waits for it, tells whoever listens how it went, and lets no failed part through."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from prefect import Task, unmapped
from prefect.client.schemas import State


@dataclass(frozen=True)
class StageDone:
    """How a stage went: its parts, and how many of them were taken from an earlier run."""

    stage: str
    parts: int
    cached: int


Listener = Callable[[str | StageDone], None]
listeners: list[Listener] = []


def one(stage: Task[..., Any], *args: Any, **kwargs: Any) -> Any:
    """Runs a task as a stage of its own and returns its result; whatever it raised is raised."""
    _tell(stage.name)
    state: State[Any] = stage(*args, **kwargs, return_state=True)
    result = state.result()
    _tell(StageDone(stage.name, 1, _is_cached(state)))
    return result


def each(stage: Task[..., Any], parts: Sequence[Any], **fixed: Any) -> list[Any]:
    """Maps a task over parts and returns their results in order; if any part failed, that is raised here."""
    _tell(stage.name)
    mapped: dict[str, Any] = {name: unmapped(value) for name, value in fixed.items()}
    futures = stage.map(parts, **mapped)
    results = list(futures.result())
    _tell(StageDone(stage.name, len(results), sum(_is_cached(future.state) for future in futures)))
    return results


def _is_cached(state: State[Any]) -> bool:
    return state.name == "Cached"


def _tell(news: str | StageDone) -> None:
    for listener in listeners:
        listener(news)
