"""What a table is: what a row means, who may see it, and its columns."""

from dataclasses import dataclass
from typing import Literal

import polars as pl

Audience = Literal["restricted", "internal", "public"]


@dataclass(frozen=True)
class Column:
    """A column: its name, its type, and what it means; null is "the source does not say"."""

    name: str
    dtype: pl.DataType | type[pl.DataType]
    meaning: str


@dataclass(frozen=True)
class Table:
    """A table of one stage: what a row is, who may see it, its columns in order."""

    name: str
    audience: Audience
    row: str
    columns: tuple[Column, ...]

    @property
    def dtypes(self) -> pl.Schema:
        return pl.Schema({column.name: column.dtype for column in self.columns})

    @property
    def names(self) -> list[str]:
        return [column.name for column in self.columns]

    def empty(self) -> pl.DataFrame:
        return pl.DataFrame(schema=self.dtypes)

    def conform(self, frame: pl.DataFrame) -> pl.DataFrame:
        """The frame with exactly this table's columns, in order and cast.

        Raises: polars.exceptions.ColumnNotFoundError when a column is missing; InvalidOperationError when one does
        not fit its type.
        """
        return frame.select(pl.col(column.name).cast(column.dtype) for column in self.columns)
