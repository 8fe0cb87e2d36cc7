"""The statements of an import: few for each batch, its values sent as one JSON text."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.core.serializers.json import DjangoJSONEncoder
from django.db import DatabaseError, connection, models
from django.utils import timezone

from core.people.models import Agent
from core.search import index
from core.ui.french import long_date, short_date, spaced
from core.ui.locks import locked
from deliberations.locking import free_slug, lock_session_names
from deliberations.models import CouncilSession, Deliberation, Matter
from deliberations.models.sessions import slug_of
from deliberations.scdl.dates import quoted
from deliberations.scdl.parser import ParsedAct, ParsedLine

# What a blank leaves alone, field by field; matter and votes have rules of their own.
SIMPLE = ("object", "budget_year", "budget_name", "prefecture", "acknowledged_on", "public_url")
MATTER = ("matter_id", "matter_code", "matter_name")
VOTES = ("seats", "voters", "votes_for", "votes_against", "abstentions")
WRITTEN = (*SIMPLE, *MATTER, *VOTES)
GIVEN = (*WRITTEN, "number", "slug", "adopted_on", "session_id")
# How the refusal of a number that another day has begins.
NUMBER_GIVEN = "numéro déjà donné"
DEADLOCK, SERIALIZATION = "40P01", "40001"

SELECT_STORED = f"""
    SELECT d.id, d.number, d.adopted_on, d.year, d.session_kind, d.numbering, s.state = 'published',
           coalesce(m.code, d.matter_code), {", ".join(f"d.{name}" for name in WRITTEN)}
    FROM deliberations_deliberation d
    JOIN deliberations_councilsession s ON s.id = d.session_id
    LEFT JOIN deliberations_matter m ON m.id = d.matter_id
"""  # noqa: S608  (the names are this module's)


@dataclass(frozen=True, slots=True)
class StoredAct:
    """A deliberation of the intranet, as much of it as a file can say."""

    pk: int
    number: str
    adopted_on: date
    year: int
    session_kind: str
    numbering: str
    is_published: bool
    matter_code: str
    values: dict[str, Any]

    @classmethod
    def of(cls, row: Sequence[Any]) -> StoredAct:
        pk, number, adopted_on, year, kind, numbering, is_published, matter_code, *values = row
        written = dict(zip(WRITTEN, values, strict=True))
        return cls(pk, number, adopted_on, year, kind, numbering, is_published, matter_code, written)


def current_matters() -> Mapping[str, int]:
    return dict(Matter.objects.current().values_list("code", "pk"))


@contextmanager
def seen_numbers() -> Iterator[None]:
    """The numbers that the file has given so far: in the database, so that memory does not grow with the file."""
    with connection.cursor() as cursor:
        cursor.execute("DROP TABLE IF EXISTS pg_temp.scdl_seen")
        cursor.execute(
            "CREATE TEMPORARY TABLE scdl_seen (year integer, kind text, number text, line integer, adopted_on date,"
            " PRIMARY KEY (year, kind, number))"
        )
    yield
    # A fault leaves it to the connection's end, or to the next import's first statement.
    with connection.cursor() as cursor:
        cursor.execute("DROP TABLE pg_temp.scdl_seen")


def prepare() -> None:
    """First in a transaction of many rows: without either, the time grows with the square of the batch.

    The history's triggers ask which of them are set aside, and a setting that does not exist raises within them;
    each such fault then walks every foreign key still to be checked.
    """
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL pgtrigger.ignore = '{}'")
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")


def claim_numbers(lines: Sequence[tuple[ParsedLine, str]]) -> dict[int, str]:
    """Take the numbers of these (line, series of its year) for the first line of the file that has each.

    Returns the other lines, with why.
    """
    given = [
        {
            "line": line.number,
            "year": row.adopted_on.year,
            "kind": kind,
            "number": row.number,
            "on": row.adopted_on,
        }
        for line, kind in lines
        if (row := line.row)
    ]
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO pg_temp.scdl_seen SELECT g.year, g.kind, g.number, g.line, g.on FROM"
            ' json_to_recordset(%s) AS g(line int, year int, kind text, number text, "on" date)'
            " ORDER BY g.line ON CONFLICT DO NOTHING RETURNING line",
            [_json(given)],
        )
        claimed = {line for (line,) in cursor.fetchall()}
        late = [each for each in given if each["line"] not in claimed]
        if not late:
            return {}
        cursor.execute(
            "SELECT g.line, seen.line, seen.adopted_on = g.on, seen.adopted_on FROM pg_temp.scdl_seen seen JOIN"
            ' json_to_recordset(%s) AS g(line int, year int, kind text, number text, "on" date)'
            " USING (year, kind, number)",
            [_json(late)],
        )
        return {line: _already(*first) for line, *first in cursor.fetchall()}


def _already(line: int, is_same_day: bool, day: date) -> str:
    if is_same_day:
        return f"même numéro et même date que la ligne {line}"
    return f"{NUMBER_GIVEN} à la ligne {line}, pour une délibération du {long_date(day)}"


def sessions_of(days: Iterable[date], *, lock: bool) -> dict[date, list[CouncilSession]]:
    """The sessions of these days, ordinary ones first; locked against a publication at the same moment."""
    sessions = CouncilSession.objects.filter(held_on__in=list(days)).order_by("pk")
    if lock:
        sessions = locked(sessions)
    found: dict[date, list[CouncilSession]] = {}
    for session in sessions:
        found.setdefault(session.held_on, []).append(session)
    for same_day in found.values():
        same_day.sort(key=lambda session: (session.kind != CouncilSession.Kind.ORDINARY, session.pk))
    return found


def stored_under(rows: Iterable[ParsedAct]) -> dict[tuple[int, str], list[StoredAct]]:
    keys = [{"year": row.adopted_on.year, "number": row.number} for row in rows]
    with connection.cursor() as cursor:
        # The series are named so that the index of numbers serves.
        cursor.execute(
            f"{SELECT_STORED} JOIN (SELECT DISTINCT * FROM json_to_recordset(%s)"  # noqa: S608  (ours)
            " AS k(year smallint, number text)) k"
            " ON d.year = k.year AND d.number = k.number"
            " WHERE d.number <> '' AND d.session_kind = ANY(%s) ORDER BY d.id",
            [_json(keys), list(CouncilSession.Kind.values)],
        )
        found: dict[tuple[int, str], list[StoredAct]] = {}
        for row in cursor.fetchall():
            held = StoredAct.of(row)
            found.setdefault((held.year, held.number), []).append(held)
    return found


def lock_acts(ids: list[int]) -> dict[int, StoredAct]:
    """These deliberations as they are now, until the transaction ends."""
    if not ids:
        return {}
    with connection.cursor() as cursor:
        cursor.execute(f"{SELECT_STORED} WHERE d.id = ANY(%s) ORDER BY d.id FOR NO KEY UPDATE OF d", [ids])
        return {held.pk: held for held in map(StoredAct.of, cursor.fetchall())}


def create_sessions(days: Iterable[date], *, by: Agent | None) -> dict[date, CouncilSession]:
    """An ordinary session for each of these days, published: the file lists published acts."""
    now = timezone.now()
    names = {day: day.isoformat() for day in days}
    if names:
        lock_session_names()
    # A session moved to another day may have kept the name of this one.
    taken = set(CouncilSession.objects.filter(slug__in=names.values()).values_list("slug", flat=True))
    sessions = [
        CouncilSession(
            held_on=day,
            year=day.year,
            slug=free_slug(day) if name in taken else name,
            state=CouncilSession.State.PUBLISHED,
            published_at=now,
            first_published_at=now,
            created_by=by,
        )
        for day, name in sorted(names.items())
    ]
    created = CouncilSession.objects.bulk_create(sessions)
    index.refresh(created)
    return {session.held_on: session for session in created}


def insert_acts(values: Sequence[dict[str, Any]]) -> None:
    """New deliberations at the end of their sessions, in the file's order, with their index rows."""
    if not values:
        return
    rows = [{**each, "slug": slug_of(each["number"])} for each in values]
    with connection.cursor() as cursor:
        cursor.execute(*_insertion(rows))
        ids = [pk for (pk,) in cursor.fetchall()]
    new = Deliberation._base_manager.filter(pk__in=ids)
    kind = index.kind_of(Deliberation)
    # Created in this transaction: no one else can be changing them.
    if kind is not None:
        index.refresh(kind.objects(new), are_new=True)


def _insertion(rows: Sequence[dict[str, Any]]) -> tuple[str, list[Any]]:
    """Every column of the table: the file's, the place, and the model's defaults for the others."""
    columns: list[str] = []
    values: list[str] = []
    defaults: list[Any] = []
    for field in Deliberation._meta.concrete_fields:
        # The key is the database's; year, kind and numbering are the session's, written by a trigger.
        if field.primary_key or field.column in ("year", "session_kind", "numbering"):
            continue
        columns.append(str(field.column))
        if field.column in GIVEN:
            values.append(f"g.{field.column}")
        elif field.column == "position":
            values.append(
                "coalesce((SELECT max(d.position) FROM deliberations_deliberation d"
                " WHERE d.session_id = g.session_id), 0)"
                " + row_number() OVER (PARTITION BY g.session_id ORDER BY g.line)"
            )
        else:
            values.append("%s")
            default = Deliberation.Result.ADOPTED if field.column == "result" else field.get_default()
            defaults.append(field.get_db_prep_save(default, connection))
    statement = (
        f"INSERT INTO deliberations_deliberation ({', '.join(columns)}) SELECT {', '.join(values)}"  # noqa: S608  (the names are fields)
        f" FROM json_to_recordset(%s) AS g(line int, {_definitions(GIVEN)}) ORDER BY g.line RETURNING id"
    )
    return statement, [*defaults, _json(rows)]


def update_acts(values: Sequence[dict[str, Any]]) -> None:
    """Corrections, with their index rows; each has the `id` and every one of WRITTEN."""
    if not values:
        return
    with connection.cursor() as cursor:
        cursor.execute(
            f"UPDATE deliberations_deliberation d SET {', '.join(f'{name} = g.{name}' for name in WRITTEN)}"  # noqa: S608  (the names are fields)
            f" FROM json_to_recordset(%s) AS g(id bigint, {_definitions(WRITTEN)}) WHERE d.id = g.id",
            [_json(values)],
        )
    index.refresh(Deliberation._base_manager.filter(pk__in=[each["id"] for each in values]))


def _definitions(columns: Iterable[str]) -> str:
    fields = {field.column: field for field in Deliberation._meta.concrete_fields}
    return ", ".join(f"{name} {_type(fields[name])}" for name in columns)


def _type(field: models.Field[Any, Any]) -> str:
    # Text, not varchar(n): a cast would cut in silence what the table refuses.
    if isinstance(field, models.CharField):
        return "text"
    return str(field.rel_db_type(connection) if field.is_relation else field.db_type(connection))


def _json(rows: Sequence[Mapping[str, Any]]) -> str:
    return json.dumps(rows, ensure_ascii=False, cls=DjangoJSONEncoder)


def differences(before: Mapping[str, Any], after: Mapping[str, Any]) -> list[str]:
    """« objet : « ancien » devient « nouveau » », for each field that a person knows."""
    words = []
    for name in WRITTEN:
        if before[name] != after[name]:
            field = Deliberation._meta.get_field(name.removesuffix("_id"))
            label = str(getattr(field, "verbose_name", name))
            shown: Callable[[Any], str] = _matter_shown if name == "matter_id" else _shown
            words.append(spaced(f"{label} : {shown(before[name])} devient {shown(after[name])}"))
    return words


def _matter_shown(pk: int | None) -> str:
    return quoted(Matter.objects.get(pk=pk).code) if pk else _shown(None)


def _shown(value: Any) -> str:
    if value is None or value == "":
        return "rien"
    return quoted(short_date(value) if isinstance(value, date) else str(value))


def refusal_of(error: DatabaseError) -> str:
    """Describe a constraint's refusal of one line."""
    diagnosis = getattr(error.__cause__, "diag", None)
    name = getattr(diagnosis, "constraint_name", None) or ""
    constraint = next((each for each in Deliberation._meta.constraints if each.name == name), None)
    words = getattr(constraint, "violation_error_message", None)
    if words and words != models.BaseConstraint.default_violation_error_message:
        return str(words)
    return f"refusée par la base de données ({name or type(error).__name__})"


def may_try_again(error: DatabaseError) -> bool:
    return getattr(error.__cause__, "sqlstate", "") in (DEADLOCK, SERIALIZATION)
