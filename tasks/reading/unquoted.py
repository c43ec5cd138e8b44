"""Tables written without quotes around words that hold what divides cells, or line ends: told apart by the types around them."""

import csv
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice, pairwise
from pathlib import Path

from tasks.reading.csv_blocks import lines_are_even
from tasks.reading.encodings import blocks, lines

KINDS = {
    "nothing": re.compile(r"(?:NA|NULL|None|nan|NaN)?"),
    "answer": re.compile(r"(?i:true|false|yes|no)"),
    "number": re.compile(r"-?\d+(?:\.\d+)?(?:[eE]\+?\d+)?"),
    "time": re.compile(r"\d{4}-\d\d-\d\d(?:[T ]\d\d:\d\d.*)?|\w{3} \w{3} \d\d \d\d:\d\d:\d\d .*|\d{1,2}/\d{1,2}/\d{2,4}(?: \d.*)?"),
    "word": re.compile(r"\S{1,40}"),
}
SAMPLE = 5_000
LONGEST, MOST_CELLS = 30, 300
RARE = 0.03
# Of the first rows, how many must be broken before a table is taken for one without quotes.
BROKEN = 0.001
FEW = 0.2


@dataclass(frozen=True)
class Column:
    """What the cells of a column are: of some kinds, or among some words; neither where they may be anything. And whether
    a blank may come first, which tells words with a comma among them from a new cell."""

    kinds: frozenset[str] = frozenset()
    words: frozenset[str] = frozenset()
    begins_blank: bool = False

    @property
    def is_free(self) -> bool:
        return not self.kinds and not self.words

    @property
    def is_telling(self) -> bool:
        """Whether no word of a text looks like its cells."""
        return bool(self.kinds) and self.kinds <= {"number", "time", "nothing"} and self.kinds != {"nothing"}

    def fits(self, cell: str) -> bool:
        bare = cell.strip()
        return bare in self.words or any(KINDS[kind].fullmatch(bare) for kind in {*self.kinds, "nothing"})


@dataclass(frozen=True)
class Layout:
    """The columns of a table, and the place of the one that holds the words."""

    columns: Sequence[Column]
    place: int
    delimiter: str

    def fields(self, record: str) -> list[str] | None:
        """The fields of a record; none where its cells fit the columns in no way, or in several."""
        cells = record.split(self.delimiter)
        if not len(self.columns) <= len(cells) <= MOST_CELLS:
            return None
        ways, ends = self._ways(cells)
        if ways != 1:
            return None
        starts = [0, *ends]
        return [self.delimiter.join(cells[start:end]) for start, end in zip(starts, ends, strict=False)]

    def begins(self, line: str) -> bool:
        """Whether a line begins as a record does, however it goes on."""
        return self.columns[0].is_telling and self.columns[0].fits(line.split(self.delimiter, 1)[0])

    def _ways(self, cells: Sequence[str]) -> tuple[int, list[int]]:
        """In how many ways the cells fit, two standing for more, and where each column ends in the first of them."""
        room = len(cells) - len(self.columns) + 1
        below: dict[int, tuple[int, list[int]]] = {len(cells): (1, [])}
        for number in range(len(self.columns) - 1, -1, -1):
            below = {
                start: found
                for start in range(number, number + room)
                if (found := self._from(self.columns[number], cells, start, below))[0]
            }
        return below.get(0, (0, []))

    def _from(
        self, column: Column, cells: Sequence[str], start: int, below: dict[int, tuple[int, list[int]]]
    ) -> tuple[int, list[int]]:
        if not column.is_free:
            count, ends = below.get(start + 1, (0, [])) if column.fits(cells[start]) else (0, [])
            return count, [start + 1, *ends]
        if cells[start].startswith(" ") and not column.begins_blank:
            return 0, []
        found = [(end, *below[end]) for end in range(start + 1, len(cells) + 1) if end in below]
        return min(2, sum(count for _, count, _ in found)), [found[0][0], *found[0][2]] if found else []


def requoted(path: Path, name: str, aside: Path, names: Sequence[str], words: str, delimiter: str, above: int) -> Path:
    """A copy of a table without quotes, with quotes where they are needed and each record on its own lines; the file itself
    where it has quotes, or where no column but that of the words tells anything."""
    if lines_are_even(blocks(path, name), delimiter, len(names), above, SAMPLE):
        return path
    head = [line.decode().rstrip("\n") for number, line in islice(lines(path, name), SAMPLE) if number > above]
    layout = _learned(head, delimiter, len(names), names.index(words))
    if layout is None:
        return path
    copy = aside / "requoted.csv"
    told = ((number, raw.decode().rstrip("\n")) for number, raw in lines(path, name) if number > above)
    with copy.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, delimiter=delimiter, lineterminator="\n")
        writer.writerow(names)
        file.write("\n" * (above - 1))
        written = above
        for number, record, fields in _records(told, layout):
            file.write("\n" * (number - written - 1))
            if fields:
                writer.writerow(fields)
            else:
                file.write(f"{record}\n")
            written = number + record.count("\n")
    return copy


def _learned(head: Sequence[str], delimiter: str, width: int, place: int) -> Layout | None:
    """What the columns of sound rows hold, if enough of the others hold more or fewer cells and few are quoted."""
    bare = [line.split(delimiter) for line in head if '"' not in line]
    sound = [cells for cells in bare if len(cells) == width]
    # A quote that a blank follows behind its delimiter is within words: `"In a way", she said`.
    at = re.escape(delimiter)
    cell = re.compile(rf'{at}"|^"(?:[^"]|"")*"{at}(?! )')
    quoted = sum(bool(cell.search(line)) for line in head)
    longer, broken = sum(len(cells) > width for cells in bare), len(bare) - len(sound)
    if not sound or broken < max(1, BROKEN * len(head)) or (quoted and longer <= quoted):
        return None
    columns = [_column([cells[column] for cells in sound]) for column in range(width)]
    blank = columns[place].begins_blank
    columns[place] = Column(begins_blank=blank)
    return Layout(columns, place, delimiter) if any(not column.is_free for column in columns) else None


def _column(cells: Sequence[str]) -> Column:
    counts = Counter(next((kind for kind, form in KINDS.items() if form.fullmatch(cell.strip())), "anything") for cell in cells)
    if counts["anything"] <= RARE * len(cells):
        return Column(frozenset(kind for kind, cells_of in counts.items() if cells_of > RARE * len(cells)))
    words = frozenset(cell.strip() for cell in cells)
    if len(words) <= FEW * len(cells):
        return Column(words=words)
    return Column(begins_blank=sum(cell.startswith(" ") for cell in cells) > RARE * len(cells))


Record = tuple[int, str, list[str] | None]
"""The line on which a record begins, its lines, and its fields if they are told apart."""


def _records(told: Iterable[tuple[int, str]], layout: Layout) -> Iterator[Record]:
    return _ending_in_words(told, layout) if layout.place == len(layout.columns) - 1 else _ending_in_cells(told, layout)


def _ending_in_words(told: Iterable[tuple[int, str]], layout: Layout) -> Iterator[Record]:
    """Records of which the words are the last: what does not begin as a record goes on with the one before."""
    is_told = any(column.is_telling for column in layout.columns[: layout.place])
    held: tuple[int, str, list[str]] | None = None
    for number, line in told:
        fields = layout.fields(line)
        if fields is None and held and is_told and not layout.begins(line) and number <= held[0] + LONGEST:
            more = "\n" * (number - held[0] - held[1].count("\n")) + line
            held = held[0], held[1] + more, [*held[2][:-1], held[2][-1] + more]
            continue
        if held:
            yield held
        held = (number, line, fields) if fields else None
        if not fields:
            yield number, line, None
    if held:
        yield held


def _ending_in_cells(told: Iterable[tuple[int, str]], layout: Layout) -> Iterator[Record]:
    """Records that end in other cells: lines are put together until those are there."""
    begins_typed = any(not column.is_free for column in layout.columns[: layout.place])
    held: list[tuple[int, str]] = []
    for number, line in told:
        alone = layout.fields(line)
        # What begins as a record does is one, and what waits before it was cut.
        if held and (len(held) >= LONGEST or (alone and begins_typed) or number > held[-1][0] + LONGEST):
            yield from ((waiting, words, None) for waiting, words in held)
            held = []
        held.append((number, line))
        first, record = held[0]
        # Lines that are blank are within the words.
        for (before, _), (after, words) in pairwise(held):
            record += "\n" * (after - before) + words
        fields = alone if len(held) == 1 else layout.fields(record)
        if fields:
            yield first, record, fields
            held = []
    yield from ((waiting, words, None) for waiting, words in held)
