"""Which patterns of words a word fits: by its spelling, by its beginning, and only then by reading."""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator

from tasks.codebook.phrases import spelling
from tasks.pure.coding.search_plan import AFTER_AT, OPEN


class WordPatterns:
    """Patterns of words, in which * stands for any letters and ? for one or none, made ready to be asked."""

    def __init__(self, patterns: Iterable[str]) -> None:
        self.exact: set[str] = set()
        self.stems: defaultdict[str, list[tuple[str, re.Pattern[str] | None]]] = defaultdict(list)
        for pattern in patterns:
            stem = re.match("[^*?]*", pattern)[0]  # type: ignore[index]
            if stem == pattern:
                self.exact.add(pattern)
            else:
                self.stems[stem].append((pattern, None if pattern == f"{stem}*" else re.compile(spelling(pattern))))
        self.lengths = sorted({len(stem) for stem in self.stems})
        self.shortest = self.lengths[0] if self.lengths else 0
        self.beginnings = {stem[: self.shortest] for stem in self.stems}

    def fitting(self, word: str) -> Iterator[str]:
        """The patterns that a folded word fits; it may have an @ before it, and the word of a placeholder has its bracket."""
        if word in self.exact:
            yield word
        if word.startswith(OPEN):
            return
        if word.startswith(AFTER_AT):
            if AFTER_AT in self.exact:
                yield AFTER_AT
            yield from self.fitting(word[1:])
            return
        if word[: self.shortest] not in self.beginnings:
            return
        for length in self.lengths:
            for written, pattern in self.stems.get(word[:length], ()):
                if pattern is None or pattern.fullmatch(word):
                    yield written
