"""Searches long texts with every pattern of the rooms that search a release's words, and prints each one's name before it starts.

A process of its own, because a search cannot be stopped.
"""

import importlib
import pkgutil
import re
from collections.abc import Iterator

import expectations
import tasks

TEXTS = tuple(letter * 1_000_000 for letter in ("a", "1", "@", "."))
# The rooms that search texts from anywhere on; the others match at places that something else found.
SEARCHING = ("tasks.bundles.", "tasks.codebook.", "tasks.pure.coding.", "tasks.pure.disclosure.", "expectations.")
# These read a researcher's own files.
FRAMES = "tasks.codebook.interchange."



def patterns() -> Iterator[tuple[str, re.Pattern[str]]]:
    """The name and pattern of every regular expression that a module holds, alone or in a table."""
    for package in (tasks, expectations):
        for module in pkgutil.walk_packages(package.__path__, f"{package.__name__}."):
            if module.name.startswith(SEARCHING) and not module.name.startswith(FRAMES):
                for name, value in vars(importlib.import_module(module.name)).items():
                    yield from ((f"{module.name}.{name}", each) for each in held(value))


def held(value: object) -> Iterator[re.Pattern[str]]:
    """The patterns of texts in a value of a module."""
    several = value.values() if isinstance(value, dict) else value if isinstance(value, list | tuple) else (value,)
    yield from (each for each in several if isinstance(each, re.Pattern) and isinstance(each.pattern, str))


if __name__ == "__main__":
    for found, where in {found: where for where, found in patterns()}.items():
        print(where, flush=True)
        for text in TEXTS:
            sum(1 for _ in found.finditer(text))
