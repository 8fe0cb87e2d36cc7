"""The town's texts, read from `demo/data/` as records: TOML for texts, CSV for long tables.

In a TOML text between triple quotes, a text that begins with a tag is HTML: its line ends count for nothing.
"""

import csv
import tomllib
from dataclasses import MISSING, fields, is_dataclass
from pathlib import Path
from types import NoneType
from typing import Any, get_args, get_origin, get_type_hints

FOLDER = Path(__file__).resolve().parent / "data"


def read_text(name: str) -> str:
    return (FOLDER / name).read_text(encoding="utf-8")


def read_toml(name: str) -> dict[str, Any]:
    """Arrays become tuples."""
    found: dict[str, Any] = _tidied(tomllib.loads(read_text(name)))
    return found


def records[Record](kind: type[Record], rows: tuple[dict[str, Any], ...]) -> tuple[Record, ...]:
    return tuple(record(kind, row) for row in rows)


def record[Record](kind: type[Record], row: dict[str, Any]) -> Record:
    """A dataclass from a TOML table, and those that it holds; an unknown key or a missing one raises TypeError."""
    hints = get_type_hints(kind)
    # TOML has no null.
    empty = {name: None for name in _required(kind) if name not in row and NoneType in get_args(hints[name])}
    return kind(**empty, **{name: _as(hints.get(name), value) for name, value in row.items()})


def read_csv[Record](kind: type[Record], name: str) -> tuple[Record, ...]:
    """One record a line; an empty cell is the field's default, or None."""
    hints, required = get_type_hints(kind), _required(kind)
    with (FOLDER / name).open(encoding="utf-8", newline="") as file:
        return tuple(
            kind(
                **{
                    column: _cell(hints[column], cell)
                    for column, cell in row.items()
                    if cell or column in required
                }
            )
            for row in csv.DictReader(file, delimiter=";")
        )


def _required(kind: Any) -> set[str]:
    return {field.name for field in fields(kind) if field.default is MISSING}


def _tidied(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _tidied(each) for key, each in value.items()}
    if isinstance(value, list):
        return tuple(_tidied(each) for each in value)
    if isinstance(value, str) and "\n" in value:
        return value.replace("\n", "") if value.startswith("<") else value.removesuffix("\n")
    return value


def _as(hint: Any, value: Any) -> Any:
    if isinstance(value, dict) and is_dataclass(hint):
        return record(hint, value)  # type: ignore[arg-type]  # (a dataclass, as just asked)
    if isinstance(value, tuple) and get_origin(hint) is tuple:
        inner = get_args(hint)[0]
        return tuple(_as(inner, each) for each in value)
    return value


def _cell(hint: Any, cell: str) -> Any:
    if hint is bool:
        return cell == "yes"
    if not cell and NoneType in get_args(hint):
        return None
    return int(cell) if hint is int or int in get_args(hint) else cell
