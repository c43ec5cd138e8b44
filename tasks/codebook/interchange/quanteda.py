"""quanteda: themes as keys of a YAML mapping, headings as keys under them, a list of phrases under each."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import yaml

from tasks.codebook.interchange.flat import assembled, kept, losses, text_of
from tasks.codebook.model import Codebook
from tasks.errors import CodebookInvalid

TITLE = "quanteda dictionary"
ENDINGS = (".yml", ".yaml")
SAMPLE = b"Shelter:\n  Offers:\n  - can host\n  - sofa*\n  Needs:\n  - no room\nFood:\n- soup\n"
HEADINGS = {"Offers": ("can host", "sofa*"), "Needs": ("no room",), "Food": ("soup",)}
ADVICE = "Write a key for each theme, one for each heading under it, and a list of phrases."
Row = tuple[str, str, str, tuple[str, ...]]


class _Words(yaml.SafeLoader):
    """Every scalar stays text, for `no` is a word; no aliases, of which a few lines can fill the memory."""

    def compose_node(self, parent: Any, index: Any) -> Any:
        """A node that is written where it stands."""
        if self.check_event(yaml.AliasEvent):
            raise yaml.YAMLError("an alias")
        return super().compose_node(parent, index)

    def construct_mapping(self, node: Any, deep: bool = False) -> Any:
        """A mapping whose keys come once each: of two the first would be lost."""
        seen: set[str] = set()
        for key, _ in node.value:
            if key.value in seen:
                raise yaml.constructor.ConstructorError(None, None, "a key that comes twice", key.start_mark)
            seen.add(str(key.value))
        return super().construct_mapping(node, deep)


_Words.yaml_implicit_resolvers = {}


def decoded(content: bytes, path: Path) -> Codebook:
    """A heading a list; a list at the top is a theme and its only heading; deeper keys are joined.

    Raises: CodebookInvalid naming the line or the key.
    """
    source = text_of(content, path)
    try:
        declared = yaml.load(source, Loader=_Words)  # noqa: S506 - a SafeLoader
    except (yaml.YAMLError, RecursionError) as error:
        mark = getattr(error, "problem_mark", None)
        where = f"{path}, line {mark.line + 1}" if mark else path
        raise CodebookInvalid("is not YAML that we read", where, ADVICE) from None
    if not isinstance(declared, dict):
        raise CodebookInvalid("is not a mapping of keys", path, ADVICE)
    return assembled(path, [row for name, below in declared.items() for row in _rows(name, "", below, path)], source)


def encoded(codebook: Codebook) -> bytes:
    """Themes and headings by name, in the order of the frame."""
    tree = {
        theme.name: {each.name: kept(codebook, each) for each in codebook.headings if each.theme == theme.id}
        for theme in codebook.themes
    }
    return yaml.safe_dump(tree, allow_unicode=True, sort_keys=False, width=2**16).encode()


def lost(codebook: Codebook) -> list[str]:
    """What the form cannot hold."""
    return [*losses(codebook), "ids are left out"]


def _rows(theme: str, name: str, below: object, path: Path) -> Iterator[Row]:
    if isinstance(below, dict):
        for key, deeper in below.items():
            yield from _rows(theme, f"{name} / {key}" if name else str(key), deeper, path)
        return
    phrases = [below] if isinstance(below, str) else below
    if not isinstance(phrases, list) or not all(isinstance(each, str) for each in phrases):
        raise CodebookInvalid(f"key {name or theme} holds no list of phrases", path, ADVICE)
    yield theme, name or theme, "", tuple(dict.fromkeys(phrases))
