"""The town's texts, read from `demo/data/` as records: TOML for texts, CSV for long tables.

In a TOML text between triple quotes, a text that begins with a tag is HTML: its line ends count for nothing.
"""

import csv
import re
import tomllib
from pathlib import Path
from types import SimpleNamespace
from typing import Any

FOLDER = Path(__file__).resolve().parent / "data"
# « level=watch », « parent? », « weekday:int »: what an empty cell is, and what the others are.
COLUMN = re.compile(r"(?P<name>\w+)(?P<is_null>\?)?(?::(?P<kind>\w+))?(?:=(?P<default>.+))?")


class Record(SimpleNamespace):
    """A table of a data file; reading a field that it lacks raises AttributeError."""


def copied(record: object, names: str) -> dict[str, Any]:
    """Return these fields, for a row whose fields have the same names."""
    return {name: getattr(record, name) for name in names.split()}


def read_text(name: str) -> str:
    return (FOLDER / name).read_text(encoding="utf-8")


def read_toml(name: str) -> dict[str, Any]:
    """Read a file with its arrays as tuples, and the tables in them as records.

    `[defaults.steps]` completes the tables of the array `steps`; its `none` names those of their fields that are None.
    """
    found = tomllib.loads(read_text(name))
    defaults = found.pop("defaults", {})
    for table in defaults.values():
        table |= dict.fromkeys(table.pop("none", ()))
    read: dict[str, Any] = _read(found, "", defaults)
    return read


def _read(value: Any, name: str, defaults: dict[str, Any]) -> Any:
    if isinstance(value, dict):
        return {key: _read(each, key, defaults) for key, each in value.items()}
    if isinstance(value, list):
        return tuple(
            Record(**_read(defaults.get(name, {}) | each, "", defaults))
            if isinstance(each, dict)
            else _read(each, name, defaults)
            for each in value
        )
    if isinstance(value, str) and "\n" in value:
        return value.replace("\n", "") if value.startswith("<") else value.removesuffix("\n")
    return value


def read_csv(name: str) -> tuple[Record, ...]:
    """Read one record a line."""
    with (FOLDER / name).open(encoding="utf-8", newline="") as file:
        heads, *lines = csv.reader(file, delimiter=";")
    columns = [found.groupdict() for head in heads if (found := COLUMN.fullmatch(head))]
    return tuple(
        Record(**{column["name"]: _cell(cell, **column) for column, cell in zip(columns, line, strict=True)})
        for line in lines
    )


def _cell(cell: str, *, name: str, is_null: str | None, kind: str | None, default: str | None) -> Any:
    cell = cell or default or ""
    if kind == "bool":
        return cell == "yes"
    if not cell and (is_null or kind):
        return None
    return int(cell) if kind == "int" else cell
