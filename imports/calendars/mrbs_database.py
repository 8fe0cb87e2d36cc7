"""MRBS's own database or GRR's, PostgreSQL or MariaDB, read in a transaction that cannot write.

Facts of MRBS 1.7 to 1.12 and of GRR 3 and 4: both keep areas, rooms, entries and repeats under a prefix (`mrbs_`,
`grr_`), times as seconds since 1970, and each date of a series as an entry of its own with the id of its repeat.
The password comes in the address or apart; it is neither kept nor said.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import datetime
from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit

import psycopg
import pymysql
from psycopg.rows import dict_row
from pymysql.cursors import DictCursor

from core.french import spaced
from core.imports.tables import Unreadable

Row = Mapping[str, Any]
NEEDED: dict[str, tuple[str, ...]] = {
    "area": ("id", "area_name"),
    "room": ("id", "area_id", "room_name"),
    "entry": ("id", "start_time", "end_time", "room_id", "name", "create_by"),
}
# What is read of an entry, where the version has it.
OF_AN_ENTRY = (
    *NEEDED["entry"],
    "entry_type", "repeat_id", "status", "private", "description", "ical_uid", "ical_recur_id",
    "beneficiaire", "beneficiaire_ext", "moderate", "option_reservation", "supprimer",
)  # fmt: skip
OF_A_REPEAT = ("id", "rep_type", "rep_opt", "rep_interval", "rep_num_weeks")
OPTIONAL = ("repeat", "users", "user", "utilisateurs", "site", "j_site_area")
# Never a password, not even as a digest.
SECRET = {"password", "password_hash", "reset_key_hash"}


def prefix_of(names: Iterable[str], wanted: str = "") -> str:
    """Return the prefix of `area`, `room` and `entry`; raise Unreadable for none, or for several."""
    known = set(names)
    found = sorted(
        prefix
        for name in known
        if name.endswith("entry")
        and {(prefix := name.removesuffix("entry")) + table for table in NEEDED} <= known
    )
    if wanted and wanted in found:
        return wanted
    if not found:
        raise Unreadable(
            spaced("On n’y trouve ni les tables de MRBS ni celles de GRR : ni area, ni room, ni entry.")
        )
    if len(found) > 1 or wanted:
        listed = ", ".join(spaced(f"« {prefix} »") for prefix in found)
        raise Unreadable(spaced(f"Dites quelles tables lire avec --prefixe : on trouve {listed}."))
    return found[0]


def check_columns(tables: Database) -> None:
    for table, needed in NEEDED.items():
        if missing := set(needed) - tables.columns(table):
            raise Unreadable(
                spaced(
                    f"La table {tables.prefix}{table} n’a pas la colonne {sorted(missing)[0]} : "
                    "c’est une version que l’on ne connaît pas."
                )
            )


def is_grr(tables: Database) -> bool:
    return "beneficiaire" in tables.columns("entry")


def number(row: Row, name: str, otherwise: int = 0) -> int:
    """Drivers give numbers or text, old versions give nothing."""
    value: Any = row.get(name)
    try:
        return int(value)
    except (TypeError, ValueError, OverflowError):
        return otherwise


def text(row: Row, name: str) -> str:
    value = row.get(name)
    return "" if value is None else str(value).replace("\x00", "")


def is_true(row: Row, name: str) -> bool:
    return text(row, name) in ("1", "y", "True", "true")


POSTGRES, MYSQL = ("postgres", "postgresql"), ("mysql", "mariadb")
PATIENCE = 10
# A statement that takes longer than this, in seconds, is not going to end.
LONGEST = 120
BAD_URL = spaced(
    "L’adresse de la base ne se lit pas. Elle a cette forme : mysql://utilisateur@serveur/mrbs "
    "ou postgres://utilisateur@serveur/mrbs."
)
WRONG_PASSWORD = "La base refuse ce nom ou ce mot de passe."
REFUSED_CODES = (1044, 1045, 1698)
REFUSED_WORDS = ("authentication failed", "no password", "pg_hba", "authentification", "mot de passe")
NO_DATABASE = 1049


class Database:
    """The tables that one connection sees. `connected` opens it."""

    def __init__(self, connection: Any, *, is_mysql: bool, prefix: str) -> None:
        self._connection, self._quote = connection, "`" if is_mysql else '"'
        schema = "DATABASE()" if is_mysql else "ANY (current_schemas(false))"
        found = self._all(
            "SELECT table_name AS name, column_name AS part FROM information_schema.columns "  # noqa: S608  (constants)
            f"WHERE table_schema = {schema}"
        )
        self._columns: dict[str, set[str]] = defaultdict(set)
        for row in found:
            self._columns[row["name"]].add(row["part"].lower())
        self.prefix = prefix_of(self._columns, prefix)

    def columns(self, table: str) -> set[str]:
        return self._columns.get(self.prefix + table, set())

    def rows(self, table: str) -> list[Row]:
        assert table in (*NEEDED, *OPTIONAL)
        return self._select(table, set(OF_A_REPEAT) if table == "repeat" else self.columns(table) - SECRET)

    def entries(self, since: datetime) -> list[Row]:
        """Return those that end after `since`, by room, then by repeat, then by start.

        All are read before the first is booked: MariaDB drops a result that nobody reads for a minute.
        """
        repeat = "repeat_id, " if "repeat_id" in self.columns("entry") else ""
        which = f"WHERE end_time > %s ORDER BY room_id, {repeat}start_time, id"
        return self._select("entry", set(OF_AN_ENTRY), which, int(since.timestamp()))

    def _select(self, table: str, columns: set[str], which: str = "", *values: Any) -> list[Row]:
        names = [*sorted(columns & self.columns(table)), self.prefix + table]
        *listed, source = (
            self._quote + name.replace(self._quote, self._quote * 2) + self._quote for name in names
        )
        # Names that the database gave.
        return self._all(f"SELECT {', '.join(listed)} FROM {source} {which}", values) if listed else []  # noqa: S608

    def _all(self, statement: str, values: Sequence[Any] = ()) -> list[Row]:
        with self._connection.cursor() as cursor:
            cursor.execute(statement, list(values))
            return [{name.lower(): value for name, value in row.items()} for row in cursor]


@contextmanager
def connected(url: str, *, password: str = "", prefix: str = "") -> Iterator[Database]:
    """Raises Unreadable, with a sentence that holds neither the address nor the password."""
    try:
        parts = urlsplit(url)
        is_mysql = parts.scheme in MYSQL
        if not (is_mysql or parts.scheme in POSTGRES) or not parts.path.strip("/"):
            raise Unreadable(BAD_URL)
        options = {name: values[-1] for name, values in parse_qs(parts.query).items()}
        where: dict[str, Any] = {
            "host": unquote(parts.hostname or "") or options.get("host", "localhost"),
            "port": parts.port or (3306 if is_mysql else 5432),
            "user": unquote(parts.username or ""),
            "password": password or unquote(parts.password or ""),
        }
    except ValueError:
        raise Unreadable(BAD_URL) from None
    name = unquote(parts.path.strip("/"))
    try:
        connection = (_mysql if is_mysql else _postgres)(where, name, options)
    except (pymysql.Error, psycopg.Error, OSError, RuntimeError) as error:
        raise Unreadable(_sentence(error)) from None
    try:
        yield Database(connection, is_mysql=is_mysql, prefix=prefix)
    except (pymysql.Error, psycopg.Error) as error:
        raise Unreadable(
            spaced(f"La base de MRBS s’est interrompue : {type(error).__name__}. Relancez.")
        ) from None
    finally:
        connection.close()


def _mysql(where: dict[str, Any], name: str, options: dict[str, str]) -> Any:
    connection = pymysql.connect(
        **where,
        database=name,
        unix_socket=options.get("socket"),
        charset="utf8mb4",
        connect_timeout=PATIENCE,
        read_timeout=LONGEST,
        cursorclass=DictCursor,
    )
    with connection.cursor() as cursor:
        cursor.execute("SET SESSION TRANSACTION READ ONLY")
        cursor.execute("START TRANSACTION READ ONLY")
    return connection


def _postgres(where: dict[str, Any], name: str, options: dict[str, str]) -> Any:
    connection = psycopg.connect(
        **where,
        dbname=name,
        sslmode=options.get("sslmode", "prefer"),
        connect_timeout=PATIENCE,
        options=f"-c statement_timeout={LONGEST}s",
        row_factory=dict_row,
    )
    connection.read_only = True
    return connection


def _sentence(error: Exception) -> str:
    """PostgreSQL says why it lets nobody in by words alone, in its own language."""
    code = error.args[0] if isinstance(error, pymysql.Error) and error.args else None
    said = str(error)
    if code in REFUSED_CODES or any(words in said for words in REFUSED_WORDS):
        return WRONG_PASSWORD
    if code == NO_DATABASE or any(words in said for words in ("does not exist", "n'existe pas")):
        return "Ce serveur n’a pas de base de ce nom."
    return spaced(
        "Le serveur de la base ne répond pas : vérifiez son nom, son port, et qu’il accepte cette machine."
    )
