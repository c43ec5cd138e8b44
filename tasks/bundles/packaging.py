"""What lets other programs open a bundle: a data package, a research object, a data dictionary and SQL with every view.

Frictionless Data Package 1.0 with table schemas (specs.frictionlessdata.io), RO-Crate 1.2 (w3id.org/ro/crate/1.2). All of it is
drawn from the bundle's own tables and files, so that it is the same bytes for the same release.
"""

import json
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

import polars as pl

from tasks.schema import TABLES, Column
from tasks.storage.digests import file_sha256

FILES = ("bundle.sql", "datapackage.json", "dictionary.csv", "ro-crate-metadata.json")
# By the type of a column: what a table schema, and what DuckDB, calls it.
TYPES: Mapping[Any, tuple[str, str]] = {
    pl.String: ("string", "VARCHAR"),
    pl.Int64: ("integer", "BIGINT"),
    pl.Float64: ("number", "DOUBLE"),
    pl.Boolean: ("boolean", "BOOLEAN"),
    pl.Date: ("date", "DATE"),
    pl.Datetime("us"): ("datetime", "TIMESTAMP"),
}
KINDS = {
    ".csv": "text/csv", ".parquet": "application/vnd.apache.parquet", ".html": "text/html", ".json": "application/json",
    ".toml": "application/toml", ".svg": "image/svg+xml", ".png": "image/png", ".sql": "application/sql",
    ".docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
}  # fmt: skip
CRATE = "https://w3id.org/ro/crate/1.2"
LICENCES = "https://spdx.org/licenses/"
UNLICENSED = "For the study's team, or as its data steward says: no licence is given in the study's file."


def write_packaging(folder: Path, study: Mapping[str, Any], tables: Mapping[str, pl.DataFrame]) -> None:
    """Writes the files of FILES beside those that lie in the bundle's folder."""
    names = [path.relative_to(folder).as_posix() for path in sorted(folder.rglob("*")) if path.is_file()]
    shown = {name.partition(".")[0]: name for name in names if name.endswith((".csv", ".parquet"))}
    dictionary = dictionary_of({name: tables[name] for name in sorted(shown)})
    dictionary.write_csv(folder / "dictionary.csv")
    known = {**tables, "dictionary": dictionary}
    csvs = sorted(name for name in (*names, "dictionary.csv") if name.endswith(".csv"))
    (folder / "bundle.sql").write_text(views({**shown, "dictionary": "dictionary.csv"}, known), encoding="utf-8")
    package = data_package(study, known, {name: folder / name for name in csvs})
    _write(folder / "datapackage.json", package)
    _write(folder / "ro-crate-metadata.json", crate(study, sorted({*names, *FILES, "checks.json", "manifest.json"})))


def dictionary_of(tables: Mapping[str, pl.DataFrame]) -> pl.DataFrame:
    """The data dictionary.

    Rows: one a column, tables in the order given, columns in theirs.
    """
    rows = [
        (name, column, TYPES[dtype][0], *_described(name, column))
        for name, table in tables.items()
        for column, dtype in table.schema.items()
    ]
    names = ("table", "column", "type", "meaning", "audience")
    return pl.DataFrame(rows, schema=dict.fromkeys(names, pl.String), orient="row")


def data_package(study: Mapping[str, Any], tables: Mapping[str, pl.DataFrame], paths: Mapping[str, Path]) -> dict[str, Any]:
    """A Frictionless data package of CSV tables: each with the types, and what is known of the meaning, of its columns."""
    cited = study["citation"]
    return {
        "profile": "tabular-data-package",
        "name": study["id"],
        **_given(title=study["title"]),
        **_given(licenses=[{"name": cited["licence"], "path": LICENCES + cited["licence"]}] if cited["licence"] else []),
        **_given(contributors=[{"title": name, "role": "author"} for name in cited["creators"]]),
        "resources": [_resource(name, tables[name.removesuffix(".csv")], path) for name, path in paths.items()],
    }


def crate(study: Mapping[str, Any], files: Sequence[str]) -> dict[str, Any]:
    """An RO-Crate's metadata: the bundle, its files, who made it and how it may be used.

    It is whole once the study's file says when the release is published, since nothing else of a bundle knows a date.
    """
    cited = study["citation"]
    people = [{"@id": f"#creator-{number}", "@type": "Person", "name": name} for number, name in enumerate(cited["creators"], 1)]
    terms = {"@id": LICENCES + cited["licence"]} if cited["licence"] else {"@id": "#terms"}
    root = {
        "@id": "./",
        "@type": "Dataset",
        "name": study["title"] or study["id"],
        "description": f"A release of the study {study['id']} for {'everybody' if study['profile'] == 'public' else 'its team'}: "
        "tables, report, coding frame, the gate's outcome and a manifest of digests.",
        **_given(datePublished=cited["published"], identifier=cited["doi"], author=[{"@id": each["@id"]} for each in people]),
        "license": terms,
        "hasPart": [{"@id": name} for name in files if name != FILES[-1]],
    }
    about = {"@id": FILES[-1], "@type": "CreativeWork", "about": {"@id": "./"}, "conformsTo": {"@id": CRATE}}
    said = {"@type": "CreativeWork", "name": cited["licence"] or "Terms of use", "description": cited["licence"] or UNLICENSED}
    parts = [
        {"@id": name, "@type": "File", "name": name, "encodingFormat": KINDS[Path(name).suffix]}
        for name in files
        if name != FILES[-1]
    ]
    return {"@context": f"{CRATE}/context", "@graph": [about, root, terms | said, *people, *parts]}


def views(files: Mapping[str, str], tables: Mapping[str, pl.DataFrame]) -> str:
    """SQL that opens every table as a view in DuckDB, its columns in their types and with what they mean."""
    lines = ["-- Every table of this bundle as a view. In the bundle's folder: duckdb -init bundle.sql\n"]
    for name, file in sorted(files.items()):
        lines.append(f"CREATE VIEW {name} AS FROM {_source(file, tables[name])};")
        meant = ((column, _described(name, column)[0]) for column in tables[name].columns)
        lines += [f"COMMENT ON COLUMN {name}.{_name(column)} IS {_word(meaning)};" for column, meaning in meant if meaning]
    return "\n".join(lines) + "\n"


def _source(file: str, table: pl.DataFrame) -> str:
    if file.endswith(".parquet"):
        return f"read_parquet({_word(file)})"
    columns = ", ".join(f"{_word(column)}: '{TYPES[dtype][1]}'" for column, dtype in table.schema.items())
    return f"read_csv({_word(file)}, header = true, delim = ',', quote = '\"', columns = {{{columns}}})"


def _resource(name: str, table: pl.DataFrame, path: Path) -> dict[str, Any]:
    stem = name.removesuffix(".csv")
    fields = [
        {"name": column, "type": TYPES[dtype][0], **_given(description=_described(stem, column)[0])}
        for column, dtype in table.schema.items()
    ]
    told = TABLES[stem].row if stem in TABLES else ""
    return {
        "name": stem,
        "path": name,
        "profile": "tabular-data-resource",
        **_given(description=f"Each row is {told}." if told else ""),
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "bytes": path.stat().st_size,
        "hash": f"sha256:{file_sha256(path)}",
        "schema": {"fields": fields, "missingValues": [""]},
    }


def _described(table: str, column: str) -> tuple[str, str]:
    """What a column means, and who may see it; a table that no stage has takes the words of one that it is summed from."""
    known = TABLES.get(table) or (TABLES["table1"] if table == "themes" else None)
    found: Iterable[Column] = known.columns if known else ()
    return next(((each.meaning, known.audience) for each in found if known and each.name == column), ("", ""))


def _given(**told: Any) -> dict[str, Any]:
    return {name: value for name, value in told.items() if value}


def _word(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"


def _name(column: str) -> str:
    return '"' + column.replace('"', '""') + '"'


def _write(path: Path, value: Any) -> None:
    path.write_text(json.dumps(value, indent=2, ensure_ascii=False) + "\n", encoding="utf-8")
