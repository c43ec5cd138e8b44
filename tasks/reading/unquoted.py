"""Tables written without quotes around words that hold what divides cells, or line ends: told apart from both ends."""

import csv
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

from tasks.reading.encodings import lines

KINDS = {
    "nothing": re.compile(r"(?:NA|NULL|None|nan|NaN)?"),
    "answer": re.compile(r"(?i:true|false|yes|no)"),
    "number": re.compile(r"-?\d+(?:\.\d+)?(?:[eE]\+?\d+)?"),
    "time": re.compile(r"\d{4}-\d\d-\d\d(?:[T ]\d\d:\d\d.*)?|\w{3} \w{3} \d\d \d\d:\d\d:\d\d .*|\d{1,2}/\d{1,2}/\d{2,4}(?: \d.*)?"),
    "word": re.compile(r"\S{1,40}"),
}
SAMPLE = 5_000
LONGEST = 30
RARE = 0.03


@dataclass(frozen=True)
class Ends:
    """The fields before the words and those after them, each by the kinds that it holds; none for what may be anything."""

    before: Sequence[frozenset[str] | None]
    after: Sequence[frozenset[str] | None]

    def fields(self, line: str, delimiter: str) -> list[str] | None:
        """The fields of a record, with all that stands between its ends as one; none where the ends do not fit."""
        cells = line.split(delimiter)
        between = len(cells) - len(self.before) - len(self.after)
        last = len(self.before) + between
        if between < 1 or not _fit(cells, self.before) or not _fit(cells[last:], self.after):
            return None
        return [*cells[: len(self.before)], delimiter.join(cells[len(self.before) : last]), *cells[last:]]


def requoted(path: Path, name: str, aside: Path, names: Sequence[str], words: str, delimiter: str, above: int) -> Path:
    """A copy of a table without quotes, with quotes where they are needed and each record on its own lines; the file itself
    where it has quotes, or where the column of words is the last, behind which nothing tells."""
    place = names.index(words)
    if place == len(names) - 1:
        return path
    head = [line.decode().rstrip("\n") for number, line in islice(lines(path, name), SAMPLE) if number > above]
    ends = _learned(head, delimiter, len(names), place)
    if ends is None:
        return path
    copy = aside / "requoted.csv"
    with copy.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, delimiter=delimiter, lineterminator="\n")
        writer.writerow(names)
        file.write("\n" * (above - 1))
        written = above
        for number, record, fields in _records(path, name, ends, delimiter, above):
            file.write("\n" * (number - written - 1))
            if fields:
                writer.writerow(fields)
            else:
                file.write(f"{record}\n")
            written = number + record.count("\n")
    return copy


def _learned(head: Sequence[str], delimiter: str, width: int, place: int) -> Ends | None:
    """What stands at the ends of sound rows, if enough of the others hold more or fewer cells and no quotes."""
    bare = [line.split(delimiter) for line in head if '"' not in line]
    sound = [cells for cells in bare if len(cells) == width]
    quoted = sum(f'{delimiter}"' in line or (line.startswith('"') and f'"{delimiter}' in line) for line in head)
    broken = len(bare) - len(sound)
    if not sound or broken < max(1, RARE * len(head)) or broken < quoted:
        return None
    kinds = [_kinds([cells[column] for cells in sound]) for column in range(width)]
    ends = Ends(kinds[:place], kinds[place + 1 :])
    return ends if any(ends.after) else None


def _kinds(cells: Sequence[str]) -> frozenset[str] | None:
    counts = Counter(next((kind for kind, form in KINDS.items() if form.fullmatch(cell.strip())), "anything") for cell in cells)
    if counts["anything"] > RARE * len(cells):
        return None
    return frozenset(kind for kind, cells_of in counts.items() if cells_of > RARE * len(cells))


def _fit(cells: Sequence[str], kinds: Sequence[frozenset[str] | None]) -> bool:
    return all(
        allowed is None or any(KINDS[kind].fullmatch(cell.strip()) for kind in {*allowed, "nothing"})
        for cell, allowed in zip(cells, kinds, strict=False)
    )


def _records(
    path: Path, name: str, ends: Ends, delimiter: str, above: int
) -> Iterator[tuple[int, str, list[str] | None]]:
    """Each record with the line on which it begins, its lines, and its fields if its ends are found."""
    held: list[tuple[int, str]] = []
    for number, raw in lines(path, name):
        if number <= above:
            continue
        line = raw.decode().rstrip("\n")
        alone = ends.fields(line, delimiter)
        # What begins as a record does is one, and what waits before it was cut.
        if held and (len(held) >= LONGEST or (alone and any(ends.before)) or number > held[-1][0] + LONGEST):
            yield from ((waiting, words, None) for waiting, words in held)
            held = []
        held.append((number, line))
        first = held[0][0]
        # Lines that are blank are within the words.
        record = "".join(
            f"{words}" if waiting == first else "\n" * (waiting - before) + words
            for (before, _), (waiting, words) in zip([held[0], *held], held, strict=False)
        )
        fields = alone if len(held) == 1 else ends.fields(record, delimiter)
        if fields:
            yield first, record, fields
            held = []
    yield from ((waiting, words, None) for waiting, words in held)
