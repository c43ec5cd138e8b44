"""What a person can see: control characters have no place in a page, a figure or a manuscript, and break the last two."""

import re
from collections.abc import Mapping
from dataclasses import fields, is_dataclass, replace
from typing import Any

import polars as pl

# All that XML 1.0 refuses, and the controls that it merely advises against.
UNSEEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ufffe\uffff]")


def visible(value: Any) -> Any:
    """The value without control characters in any text within it, tables and declarations included."""
    match value:
        case str():
            return UNSEEN.sub("", value)
        case Mapping():
            return {visible(key): visible(each) for key, each in value.items()}
        case list() | tuple():
            return type(value)(visible(each) for each in value)
        case pl.DataFrame():
            return value.with_columns(pl.col(pl.String).str.replace_all(UNSEEN.pattern, ""))
    if is_dataclass(value) and not isinstance(value, type):
        return replace(value, **{each.name: visible(getattr(value, each.name)) for each in fields(value)})
    return value
