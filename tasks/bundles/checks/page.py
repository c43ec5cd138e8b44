"""The report and the figures: opening them runs nothing and fetches nothing."""

import html
import re
from collections.abc import Iterator

from tasks.bundles.checks.bundle import Bundle, Promise

# So many parts, so that a page of tags without an end is read in proportion to its length.
TAG = re.compile(r"""</?([a-zA-Z][\w:-]*+)((?:"[^"]*+"|'[^']*+'|[^'"<>]++){0,500}+)>""")
ATTRIBUTE = re.compile(r"""(?<![^\s"'>/=])([^\s"'>/=]+)\s*=\s*("[^"]*"|'[^']*'|[^\s"'>]+)""")
STYLE = re.compile(r"<style\b[^>]*>(.*?)</style>", re.DOTALL | re.IGNORECASE)
DOCTYPE = re.compile(r"<!doctype html>", re.IGNORECASE)
# What can run, fetch or send.
ACTIVE = {
    "script", "iframe", "frame", "object", "embed", "applet", "link", "base", "img", "image", "audio", "video", "source",
    "form", "foreignobject", "animate", "set", "portal", "template",
}  # fmt: skip
LEADING = {"href", "xlink:href", "src", "srcset", "action", "formaction", "poster", "background", "ping"}
REACHING = re.compile(r"javascript:|url\(|@import|expression\(|\\", re.IGNORECASE)


def active(page: str, files: frozenset[str] = frozenset()) -> int:
    """Places of a page that could run something, fetch it or lead elsewhere, and those that cannot be read as markup.

    A link to one of `files`, which lie beside the page, leads nowhere else.
    """
    tags = list(TAG.finditer(page))
    unread = page.count("<") - len(tags) - len(DOCTYPE.findall(page))
    styles = sum(len(REACHING.findall(style)) for style in STYLE.findall(page))
    return unread + styles + sum(_is_active(tag[1].lower(), dict(_attributes(tag[2])), files) for tag in tags)


def _attributes(words: str) -> Iterator[tuple[str, str]]:
    for found in ATTRIBUTE.finditer(words):
        yield found[1].lower(), html.unescape(found[2].strip("\"'"))


def _is_active(tag: str, given: dict[str, str], files: frozenset[str]) -> bool:
    refreshes = tag == "meta" and given.get("http-equiv", "Content-Security-Policy") != "Content-Security-Policy"
    beside = {"href"} if tag == "a" and given.get("href") in files else set()
    leads = any(not given[name].startswith("#") for name in (LEADING - beside) & given.keys())
    is_listening = any(name.startswith("on") for name in given)
    return tag in ACTIVE or refreshes or leads or is_listening or bool(REACHING.search(given.get("style", "")))


def _active(bundle: Bundle) -> int:
    pages = sorted(name for name in bundle.files if name.endswith((".html", ".svg")))
    return sum(active((bundle.folder / name).read_text(encoding="utf-8"), frozenset(bundle.files)) for name in pages)


PROMISES = (Promise("no page runs or fetches anything", "A page that asks for something tells who reads it.", _active),)
