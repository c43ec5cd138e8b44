"""Where something stands in the file of a codebook, for errors that people can act on."""

import re
from pathlib import Path
from typing import Any, NoReturn

from tasks.codebook.file_schema import Where
from tasks.errors import CodebookInvalid

ADVICE = "See data/codebooks/dearmhp.toml for how it is written."


class Places:
    """The lines of a file."""

    def __init__(self, path: Path, text: str) -> None:
        self.path, self.lines = path, text.splitlines()

    def refuse(self, key: str, what: str, after: str = "") -> NoReturn:
        """Refuses what is quoted, or stands in a table's head, as `key`; from the line on that quotes `after`.

        Raises: CodebookInvalid with the line.
        """
        first = self._quoting(after, 0) or 0 if after else 0
        line = self._quoting(key, first)
        raise CodebookInvalid(what, f"{self.path}, line {line}" if line else self.path, ADVICE)

    def refuse_at(self, declared: dict[str, Any], where: Where, what: str) -> NoReturn:
        """Refuses the place that a path of keys and numbers leads to.

        Raises: CodebookInvalid with the heading and the line.
        """
        table, line = str(where[0]), self._table(where)
        key = next((str(part) for part in reversed(where) if isinstance(part, str)), table)
        at = self._key(key, line) or line
        raise CodebookInvalid(
            f"{_named(declared, where)} {what}", f"{self.path}, line {at}" if at else self.path, ADVICE
        )

    def refuse_syntax(self, said: str) -> NoReturn:
        """Refuses what is not TOML, in the words of its parser.

        Raises: CodebookInvalid with the line, and the heading under which it stands.
        """
        at = re.search(r" \(at line (\d+), column \d+\)", said)
        line = int(at[1]) if at else 0
        ids = [found[1] for each in self.lines[:line] if (found := re.match(r"""\s*id\s*=\s*["']([^"']+)""", each))]
        what = (said.replace(at[0], "") if at else said).replace("Cannot overwrite a value", "a key is there twice")
        under = f"at heading {ids[-1]}: " if len(ids) > 1 else ""
        raise CodebookInvalid(f"{under}is not TOML: {what}", f"{self.path}, line {line}" if line else self.path, ADVICE)

    def refuse_set(self, name: str, what: str, advice: str) -> NoReturn:
        """Refuses a set.

        Raises: CodebookInvalid with its line.
        """
        line = self._key(name, self._table(("sets",)))
        raise CodebookInvalid(what, f"{self.path}, line {line}" if line else self.path, advice)

    def refuse_again(self, name: str, what: str) -> NoReturn:
        """Refuses a heading where its id comes for the second time.

        Raises: CodebookInvalid with that line.
        """
        its = re.compile(rf"""\s*id\s*=\s*["']{re.escape(name)}["']""")
        lines = [number for number, line in enumerate(self.lines, 1) if its.match(line)]
        raise CodebookInvalid(what, f"{self.path}, line {lines[1]}" if len(lines) > 1 else self.path, ADVICE)

    def _quoting(self, key: str, first: int) -> int | None:
        escaped = re.escape(key.replace("\\", "\\\\")), re.escape(key)
        quoted = re.compile(rf"""["'\[.](?:{"|".join(escaped)})["'\]]""")
        numbered = list(enumerate(self.lines, 1))
        return next((number for number, line in numbered[first:] if key and quoted.search(line)), None)

    def _table(self, where: Where) -> int | None:
        """The line of the head of a table: the n-th [[headings]], or [themes.name]."""
        name = str(where[0])
        if len(where) > 1 and isinstance(where[1], int):
            heads = [n for n, line in enumerate(self.lines, 1) if line.strip().startswith(f"[[{name}]]")]
            return heads[where[1]] if where[1] < len(heads) else None
        exact = (f"[{name}.{where[1]}]", f"[{name}]") if len(where) > 1 else (f"[{name}]", f"[[{name}]]")
        return next(
            (n for head in exact for n, line in enumerate(self.lines, 1) if line.strip().startswith(head)), None
        )

    def _key(self, key: str, first: int | None) -> int | None:
        numbered = list(enumerate(self.lines, 1))[(first or 0) :]
        return next((n for n, line in numbered if re.match(rf"""\s*\[*["']?{re.escape(key)}\b""", line)), None)


def _named(declared: dict[str, Any], where: Where) -> str:
    """What people call a place: a heading by its id, a theme or a set by its name."""
    part = declared.get(str(where[0]))
    if len(where) > 1 and isinstance(where[1], int) and isinstance(part, list):
        named = part[where[1]] if isinstance(part[where[1]], dict) else {}
        return (
            f"{'heading' if where[0] == 'headings' else 'change'} {named.get('id', named.get('version', where[1] + 1))}"
        )
    if len(where) > 2:
        return f"{str(where[0]).rstrip('s')} {where[1]}"
    return f"[{where[0]}]" if len(where) > 1 else "the file"
