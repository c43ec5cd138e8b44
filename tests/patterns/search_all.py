"""Searches texts of so many letters with every pattern of ours, and anonymises them; prints the name of each before it starts.

A process of its own, which the system ends when one takes too long: a search cannot be stopped otherwise.
"""

import importlib
import pkgutil
import re
import resource
import sys
import time
from collections.abc import Callable, Iterator

import expectations
import tasks
from tasks.models import load
from tasks.pure.anonymise.engine import anonymised
from tasks.reading.listings import listing

LETTERS = ("a", "1", "@", ".", "_", " ", "#")
# What only whole functions meet: labels and protocols without an end, and a word again and again.
PARTS = ("a.", "1.", "@a", "a@", "http://", "Aa ", "A ", "· ")
# Letters a second of the processor, for each. In proportion to the text one takes up to some seconds of a million letters; in
# proportion to its square an hour.
LEAST_SPEED = 10_000
# These read a researcher's own files.
FRAMES = "tasks.codebook.interchange."


def texts(length: int) -> tuple[str, ...]:
    """Texts of one letter each.

    What stands at the end is in no pattern: one that took all letters before it gives them back there, one by one.
    """
    return tuple(letter * length + "\0a" for letter in LETTERS)


def patterns() -> Iterator[tuple[str, re.Pattern[str]]]:
    """The name and pattern of every regular expression that a module holds, alone or in a table."""
    for package in (tasks, expectations):
        for module in pkgutil.walk_packages(package.__path__, f"{package.__name__}."):
            if not module.name.startswith(FRAMES):
                for name, value in vars(importlib.import_module(module.name)).items():
                    yield from ((f"{module.name}.{name}", each) for each in held(value))


def held(value: object) -> Iterator[re.Pattern[str]]:
    """The patterns of texts in a value of a module."""
    several = value.values() if isinstance(value, dict) else value if isinstance(value, list | tuple) else (value,)
    yield from (each for each in several if isinstance(each, re.Pattern) and isinstance(each.pattern, str))


def functions() -> Iterator[tuple[str, Callable[[str], object]]]:
    """What looks at a dump's words with more than one pattern."""
    engine = load.engine()
    yield "anonymised", lambda text: anonymised([text], engine)
    yield "listing", lambda text: listing([(1, text), (2, text)])


def announce(name: str, length: int) -> None:
    """Says what begins, and lets the system end it when it takes too long."""
    print(name, flush=True)
    limit = int(time.process_time()) + length // LEAST_SPEED
    resource.setrlimit(resource.RLIMIT_CPU, (limit, resource.getrlimit(resource.RLIMIT_CPU)[1]))


if __name__ == "__main__":
    letters = int(sys.argv[1])
    single = texts(letters)
    for found, where in {found: where for where, found in patterns()}.items():
        announce(where, letters)
        for text in single:
            sum(1 for _ in found.finditer(text))
    for name, function in functions():
        announce(name, letters)
        for text in (*single, *(part * (letters // len(part)) for part in PARTS)):
            function(text)
