"""Whether lines of text are tweets alone, or a listing that says beside each tweet who wrote it or when."""

import re
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from itertools import pairwise

DIVIDERS = ("\t", "|", "^", "~", "¦", "§", "¬", ";", "::", ",", " - ", " – ", " / ", "  ")
# In prose a comma or a semicolon is a sign of its own.
OF_PROSE = {",", ";", " - ", " – ", " / "}
MONTH = r"(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec|mai|juin|okt|dez|ene|ago|dic|fev|avr|maj)[a-zé]{0,8}\.?"
NUMBERED_DAY = r"\d{4}[-/.]\d{1,2}[-/.]\d{1,2}|\d{1,2}[-/.]\d{1,2}[-/.]\d{2,4}"
SPELT_DAY = rf"\d{{1,2}}[. ]{{1,8}}{MONTH}(?:,? \d{{2,4}})?|{MONTH} \d{{1,2}}(?:st|nd|rd|th)?(?:,? \d{{4}})?"
DATE = rf"(?:(?:mon|tue|wed|thu|fri|sat|sun)[a-z]{{0,6}},? {{1,4}})?(?:{NUMBERED_DAY}|{SPELT_DAY})"
CLOCK = r"\d{1,2}:\d\d(?::\d\d)?(?: ?[ap]m)?"
LINK = r"\(?https?://\S{1,200}?/status/\d+"
HANDLE = r"[@＠]\w{1,20}"
LIKE_A_HANDLE = r"(?:[@＠]\w{1,20}|(?-i:(?:(?![a-z])\w)*+[a-z](?:(?![\d_])\w)*+[\d_]\w*|[a-z]++[A-Z]\w*))"
AT_FIRST = rf"{DATE}|{CLOCK}|\d{{9,20}}\b|<\w{{1,20}}>|\[[^\]]{{1,40}}\]|\w{{1,40}}/status/\d+"
AT_LAST = rf"{DATE}(?:,? (?:at )?{CLOCK})?|{CLOCK}(?:,? {DATE})?|\b\d{{15,20}}|{LINK}|\({LIKE_A_HANDLE}\)"
WHOLE = rf"{HANDLE}|{DATE}(?:,? {CLOCK})?|{CLOCK}(?:\W+{DATE})?|\d+ ?[smhd]|\d{{9,20}}|replying to.*|{LINK}"
CELL = rf"{DATE}(?:\W+{CLOCK}.*)?|{CLOCK}|[\d.,]++|{LIKE_A_HANDLE}|true|false|na"
BESIDE = re.compile(rf"^[\W_]*(?:{AT_FIRST})", re.I)
INTRODUCED = re.compile(rf"^[^#]{{0,60}}?\b(?:{DATE}|{CLOCK})(?!\w)[^:#]{{0,20}}[:>]\s+\S", re.I)
BEHIND = re.compile(rf"(?:{AT_LAST})[\W_]*$", re.I)
ALONE = re.compile(rf"^(?:\W*(?:{WHOLE})\W*|(?=[^\w·]*+·)\W*+)$", re.I)
TYPED = re.compile(rf"^(?:[^\w@＠]|[@＠](?!\w))*+(?:[@＠]?(?:{CELL}))?\W*+$", re.I)
NAMED = re.compile(r"^(?!RT\b|MT\b|https?:)[\[(<*_]?(\S+(?: \S+){0,3}?)[\])>*_]?(?: ?:| -| –| —| ?>| ?»)\s+\S")
WITH_HANDLE = re.compile(
    rf"^(?:[^\w\s]*+\s)*(?!RT\b|MT\b|via\b)\S+(?: \S+){{0,3}} \(?{HANDLE}\)?(?=\W)|^(?!RT ){LIKE_A_HANDLE} ?[:|>»–—-]\s"
)
MARKED_UP = re.compile(r"^\s*(?:</?\w[^<>]*>|\"[^\"]*\"[,;]|[\"']?\w+[\"']? ?: ?[\"'\[{])")
# An answer begins with the handle of whom it answers; who wrote it stands there without the sign.
FIRST_WORD = re.compile(rf"^(?:\d{{5,}}|(?![@＠]){LIKE_A_HANDLE})\s")
ORDINAL = re.compile(r"^\d{1,4}[.):]? (?=\S)")
LEAST, MOST = 0.3, 0.6


def listing(lines: Sequence[tuple[int, str]]) -> str | None:
    """What makes lines, each with its number, look like a listing and not like tweets alone; none where nothing does.

    It doubts rather than trusts: what is taken for a tweet's words is released.
    """
    words = [ORDINAL.sub("", line) for _, line in lines]
    found = (look(words) for look in LOOKS)
    return next((told for told in found if told), None) or _headed(_blocks(lines))


def divider(lines: Sequence[str]) -> str | None:
    """The sign that divides lines into as many cells each; none where no sign does."""
    return next((sign for sign in DIVIDERS if _divides(lines, sign)), None)


def _divides(lines: Sequence[str], sign: str) -> bool:
    counts = Counter(line.count(sign) if sign != "  " else len(re.findall(r"\s{2,}", line)) for line in lines)
    count, often = max(((each, times) for each, times in counts.items() if each), key=lambda pair: pair[1], default=(0, 0))
    if sign == "\t":
        return 2 * sum(times for each, times in counts.items() if each) >= len(lines)
    if sign not in OF_PROSE:
        return often >= 0.8 * len(lines) and len(lines) > 1
    # One comma in each of a few tweets says nothing; a cell that always is a number or a time does.
    cells = [line.split(sign) for line in lines[1:] if line.count(sign) >= count]
    typed = any(_share(_is_typed, [row[place] for row in cells]) >= 0.8 for place in range(count + 1) if count)
    is_table = typed or (count > 2 and often == len(lines))
    return often >= 0.8 * len(lines) and len(lines) > 1 and is_table


def _is_typed(cell: str) -> bool:
    return bool(TYPED.search(cell.strip()))


def _divided(lines: Sequence[str]) -> str | None:
    sign = divider(lines)
    return sign and f"every line is divided by {SPOKEN.get(sign, repr(sign))}"


def _shaped(pattern: re.Pattern[str], least: float, told: str) -> Callable[[Sequence[str]], str | None]:
    def look(lines: Sequence[str]) -> str | None:
        return told if _share(lambda line: bool(pattern.search(line)), lines) >= least else None

    return look


def _speakers(lines: Sequence[str]) -> str | None:
    found = [match[1] for line in lines if (match := NAMED.search(line))]
    return "lines begin with a name and a colon or a dash" if len(lines) > 1 and len(found) >= MOST * len(lines) else None


def _alike(lines: Sequence[str]) -> str | None:
    """A number or what looks like a handle first in most lines, as no writer begins most tweets."""
    is_alike = len(lines) > 1 and _share(lambda line: bool(FIRST_WORD.search(line)), lines) >= MOST
    return "lines begin with a number or what looks like a handle" if is_alike else None


def _headed(blocks: Sequence[Sequence[str]]) -> str | None:
    """A short line above a longer one in every block, as a name stands above its tweet."""
    heads = [block for block in blocks if len(block) > 1 and _is_name(block[0]) and max(map(len, block[1:])) > len(block[0])]
    return "a name stands above every text" if len(blocks) > 1 and len(heads) >= 0.8 * len(blocks) else None


def _is_name(line: str) -> bool:
    words = line.split()
    is_plain = len(line) <= 50 and len(words) <= 4 and not re.search(r"[#.!?,…]", line)
    return is_plain and all(not word[0].isalpha() or word[0].isupper() for word in words)


def _blocks(lines: Sequence[tuple[int, str]]) -> list[list[str]]:
    blocks = [[lines[0][1]]]
    for (before, _), (number, line) in pairwise(lines):
        if number > before + 1:
            blocks.append([])
        blocks[-1].append(line)
    return blocks


def _share(holds: Callable[[str], bool], lines: Iterable[str]) -> float:
    found = [holds(line) for line in lines]
    return sum(found) / max(len(found), 1)


SPOKEN = {"\t": "tabs", "  ": "runs of spaces", ",": "commas", ";": "semicolons"}
LOOKS: Sequence[Callable[[Sequence[str]], str | None]] = (
    _divided,
    _shaped(BESIDE, LEAST, "lines begin with a time, a number or a name in brackets"),
    _shaped(INTRODUCED, LEAST, "lines begin with words that hold a time"),
    _shaped(BEHIND, LEAST, "lines end with a time, a number or a link to a tweet"),
    _shaped(ALONE, 0.1, "handles, times or links stand on lines of their own"),
    _shaped(WITH_HANDLE, LEAST, "lines begin with a name or a handle"),
    _shaped(MARKED_UP, MOST, "lines begin with a mark of a language for machines"),
    _speakers,
    _alike,
)
