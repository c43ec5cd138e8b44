"""JSON records a line, read at once by DuckDB: the sources of a format as columns, as `paths` would read them."""

import json
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import duckdb
import polars as pl

from tasks.formats import Format, bases
from tasks.reading.arrow_stream import Stream
from tasks.reading.paths import BETWEEN, DRESS, NO_MARK, steps
from tasks.schema import INGESTED

# The ids that an edited tweet had; not a column of `ingested`.
EDITIONS = "editions"
LISTS = {column.name for column in INGESTED.columns if column.dtype == pl.List(pl.String)} | {EDITIONS}
# A wrapper of search results, which has tweets inside.
WRAPPER = "statuses"


class Bulk:
    """A format's sources, ready to be read from many lines."""

    def __init__(self, format: Format, aside: Path | None = None, is_flat: bool = True) -> None:
        """Of records that may be flat, keys with dots are read too; else what has no object in it is given back as odd.

        Raises: ValueError when the sources ask for one key in two shapes.
        """
        self._tree: dict[str, Any] = {WRAPPER: "JSON"}
        inside = self._tree.setdefault(format.within, {}) if format.within else self._tree
        base = f"record.{_quoted(format.within)}" if format.within else "record"
        # A cell that holds JSON is followed further when the rows are made, and columns are joined then.
        columns = {
            base: name in LISTS and "/" not in source
            for name, sources in format.columns.items() for source in sources for base in bases(source)
        }  # fmt: skip
        # A mark is of the shape that other sources give it, which come first for that.
        ordered = sorted(columns, key=lambda source: source.endswith("?"))
        sql = {source: _column(inside, source, base, columns[source], is_flat) for source in ordered}
        hollow = [each for source in ordered if source.endswith("?") for each in _hollow(inside, steps(source), base)]
        objects = [f"{base}.{_quoted(key)} IS NULL" for key, inner in inside.items() if isinstance(inner, dict | list)]
        bare = [f"({' AND '.join(objects)})"] if objects and not is_flat else []
        if format.wrapped:
            inside[format.wrapped] = "JSON"
            bare.append(f"{base}.{_quoted(format.wrapped)} IS NOT NULL")
        odd = " OR ".join([f"{base} IS NULL", f"record.{WRAPPER} IS NOT NULL", *hollow, *bare])
        told = ", ".join(f"{sql[source]} AS {_quoted(source)}" for source in columns)
        self._columns, self._lists = list(columns), sorted(source for source, is_list in columns.items() if is_list)
        shape = json.dumps(self._tree).replace("'", "''")
        self._sql = f"""
            WITH parsed AS (SELECT line, CASE WHEN json_valid(words) THEN json_transform(words, '{shape}') END AS record FROM lines)
            SELECT line, {odd} AS is_odd, {told} FROM parsed"""
        folder = {"temp_directory": str(aside)} if aside else {}
        self._duck = duckdb.connect(config={"autoinstall_known_extensions": False, **folder})
        self._duck.execute("SET enable_progress_bar = false")

    def read(self, lines: pl.DataFrame) -> tuple[pl.DataFrame, pl.DataFrame]:
        """Of (line, words): the sources of each, and the lines that hold anything but one plain record.

        Rows: one a line, in order, in the one or the other.
        """
        is_object = lines["words"].str.starts_with("{")
        objects = lines if is_object.all() else lines.filter(is_object)
        with self._duck.cursor() as duck:
            duck.register("lines", Stream(objects))
            told = pl.DataFrame(Stream(duck.sql(self._sql)))
        plain = told.drop("is_odd") if not (astray := self._is_astray(told)).any() else told.filter(~astray).drop("is_odd")
        if plain.height == lines.height:
            return plain, lines.clear()
        return plain, lines.join(plain, on="line", how="anti", maintain_order="left")

    def _is_astray(self, told: pl.DataFrame) -> pl.Series:
        """Whether a record has an object or a list where words should be."""
        said = [name for name in self._columns if told[name].null_count() < told.height]
        # Letters are compared several times faster than a beginning is looked for.
        begins = [pl.col(name).is_between(pl.lit(mark), pl.lit(after), "left") for name in said for mark, after in ("[\\", "{|")]
        holds = [pl.col(name).str.contains_any(["{", "["]) for name in said if name in self._lists]
        return told.select(pl.any_horizontal(*(each.fill_null(False) for each in (*begins, *holds)), "is_odd")).to_series()


def _column(tree: dict[str, Any], source: str, base: str, is_list: bool, is_flat: bool) -> str:
    path = steps(source)
    if not is_flat or len(path) == 1 or any(step["many"] or step["there"] for step in path):
        return _told(tree, path, base, is_list)
    # Flat records may have dots in their keys.
    _leaf(tree, source, is_list)
    flat = [{"key": source, "many": None, "there": None}]
    return f"coalesce({_told(tree, flat, base, is_list)}, {_told(tree, path, base, is_list)})"


def _told(tree: dict[str, Any], path: Sequence[Mapping[str, Any]], base: str, is_list: bool) -> str:
    """The SQL that follows a path from a struct, which is given the keys that it needs."""
    step, *rest = path
    here = f"{base}.{_quoted(step['key'])}"
    inner: dict[str, Any]
    if step["many"]:
        (inner,) = _within(tree, step["key"], [{}])
        chosen = _chosen(inner, step, here) if step["by"] else here
        if step["every"] or not step["by"]:
            if not rest:
                raise ValueError
            items = f"list_transform({chosen}, lambda item: {_told(inner, rest, 'item', False)})"
            return f"array_to_string(list_filter({items}, lambda word: word <> ''), '{BETWEEN}')"
        here = f"{chosen}[1]"
    if step["there"]:
        if step["many"] or isinstance(tree.setdefault(step["key"], "VARCHAR"), dict):
            return f"({here} IS NOT NULL)::VARCHAR"
        return f"(coalesce(lower(trim({here}, {_literal(DRESS)})), '') NOT IN ({', '.join(map(_literal, NO_MARK))}))::VARCHAR"
    if rest:
        inner = inner if step["many"] else _within(tree, step["key"], {})
        return _told(inner, rest, here, is_list)
    _leaf(tree, step["key"], is_list)
    if not is_list:
        return here
    items = f"array_to_string(list_filter({here} ->> '$[*]', lambda word: word <> ''), '{BETWEEN}')"
    return f"CASE json_type({here}) WHEN 'ARRAY' THEN {items} ELSE {here} ->> '$' END"


def _chosen(tree: dict[str, Any], step: Mapping[str, Any], here: str) -> str:
    """The items of a list that hold a value under a key, which may lie deeper."""
    *outer, last = step["by"].split(">")
    for key in outer:
        tree = _within(tree, key, {})
    _leaf(tree, last, False)
    return f"list_filter({here}, lambda one: one.{'.'.join(map(_quoted, (*outer, last)))} = {_literal(step['value'])})"


def _hollow(tree: dict[str, Any], path: Sequence[Mapping[str, Any]], here: str) -> Iterator[str]:
    """The SQL for a mark that is there without anything that is asked of it, as words in an object's stead would be."""
    inner: Any = tree
    for step in path:
        inner, here = inner[step["key"]], f"{here}.{_quoted(step['key'])}"
    if isinstance(inner, dict):
        yield f"({here} IS NOT NULL AND coalesce({', '.join(_leaves(inner, here))}) IS NULL)"


def _leaves(tree: dict[str, Any], here: str) -> Iterator[str]:
    for key, inner in tree.items():
        if isinstance(inner, dict):
            yield from _leaves(inner, f"{here}.{_quoted(key)}")
        else:
            yield f"{here}.{_quoted(key)}::VARCHAR"


def _within(tree: dict[str, Any], key: str, empty: Any) -> Any:
    found = tree.setdefault(key, empty)
    if type(found) is not type(empty):
        raise ValueError
    return found


def _leaf(tree: dict[str, Any], key: str, is_list: bool) -> None:
    kind = "JSON" if is_list else "VARCHAR"
    if tree.setdefault(key, kind) != kind:
        raise ValueError


def _quoted(key: str) -> str:
    escaped = key.replace('"', '""')
    return f'"{escaped}"'


def _literal(words: str) -> str:
    escaped = words.replace("'", "''")
    return f"'{escaped}'"
