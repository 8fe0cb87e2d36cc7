"""Each page sends as many statements in a town three times as large, and twenty at most.

The rows of the town are copied, table by table. Half of the copies belong to what their original belongs to, the others
to the row whose page is opened, or to an account that opens it: each page has more of all that it lists. One copy of
each row stands for some, three for three times as many.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from django.apps import apps
from django.contrib.contenttypes.models import ContentType
from django.db import connection, models, transaction

from core.people.models import Agent
from tests.addresses import ROWS
from tests.answers import Answers
from tests.town import ACCOUNTS, signed_in_as

MOST = 20
# Pages that ask of more things than others, each with its own most.
MORE = {"my_data_file": 37, "admin:approvals_circuit_change": 41, "admin:rooms_room_change": 40}
# Pages that show some things a minute late: asked once before they are counted.
KEPT = {"home"}
# Django's admin names the object of each line of a card; the year is written a session at a time.
GROWING = {"admin:rooms_room_change", "admin:tips_lesson_change", "deliberations:year_export"}
# Far from the keys of the originals.
APART = 1_000_000
# Rows of the framework, the same in every town.
LEFT_OUT = {"admin", "auth", "contenttypes", "pghistory", "procrastinate", "sessions"}
# Codes that mean something.
LEFT_OUT |= {"deliberations.Nomenclature", "deliberations.Matter"}
# What makes a copy of a value another one, in the order of preference. What is empty stays so.
_NEW_END = (
    "CASE {column} WHEN '' THEN '' "
    "ELSE left({column}, greatest(length({column}) - 5, 0)) || {pk} % 1000 || '-{copy}' END"
)
VARIED = {
    "uuid": "gen_random_uuid()",
    "character varying": _NEW_END,
    "text": _NEW_END,
    "date": "{column} + interval '{copy}0 years'",
    "timestamp with time zone": "{column} + interval '{copy} seconds'",
    "bigint": "{column} + {copy} * 1000000",
    "integer": "{column} + {copy} * 1000000",
}
TYPES = "SELECT column_name, data_type FROM information_schema.columns WHERE table_name = %s"
# An index on expressions depends on their columns.
KEYS = """
SELECT array_agg(DISTINCT attname::text)
FROM pg_index
JOIN pg_attribute ON attrelid = indrelid AND (attnum = ANY(indkey) OR 0 = ANY(indkey) AND EXISTS (
    SELECT FROM pg_depend WHERE objid = indexrelid AND refobjid = indrelid AND refobjsubid = attnum))
WHERE indrelid = %s::regclass AND indisunique GROUP BY indexrelid
"""
# Checks, and what is compared at the end alone.
RULES = """
SELECT conname FROM pg_constraint
WHERE conrelid = %s::regclass AND (contype = 'c' OR contype IN ('u', 'x') AND condeferrable)
"""


def copied_models() -> list[type[models.Model]]:
    return [
        model
        for model in apps.get_models(include_auto_created=True)
        if model._meta.managed
        and not model._meta.proxy
        and not {model._meta.app_label, model._meta.label} & LEFT_OUT
        and isinstance(model._meta.pk, models.AutoField)
    ]


@contextmanager
def undone() -> Iterator[None]:
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def take_any_row(cursor: Any) -> None:
    """Drop what the copies need not respect."""
    cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
    for model in copied_models():
        table = model._meta.db_table
        cursor.execute(f'ALTER TABLE "{table}" DISABLE TRIGGER USER')
        cursor.execute(RULES, [table])
        for (name,) in cursor.fetchall():
            cursor.execute(f'ALTER TABLE "{table}" DROP CONSTRAINT "{name}"')
    cursor.execute("SET CONSTRAINTS ALL DEFERRED")


def grow(cursor: Any, *copies: int) -> None:
    shown = {}
    for label, _ in ROWS.values():
        model = apps.get_model(label)
        shown[model] = [model._base_manager.order_by("pk").values_list("pk", flat=True).first()]
    shown[Agent] += Agent.objects.filter(identifiant__in=ACCOUNTS).order_by("pk").values_list("pk", flat=True)
    for copy in copies:
        for model in copied_models():
            _copy_rows(cursor, model, copy, shown)
    for model in copied_models() * 2:
        _remove_orphans(cursor, model)
    cursor.execute("ANALYZE")


def _copy_rows(cursor: Any, model: type[models.Model], copy: int, shown: dict[Any, list[Any]]) -> None:
    table, pk = model._meta.db_table, f'"{model._meta.pk.column}"'
    fields = {field.column: field for field in model._meta.local_concrete_fields if not field.generated}
    cursor.execute(TYPES, [table])
    types = dict(cursor.fetchall())
    same = {name: f'"{name}"' for name in fields}
    values = same.copy()
    cursor.execute(KEYS, [table])
    for (key,) in cursor.fetchall():
        known = [name for name in key if name in fields]
        own = [name for name in known if not fields[name].is_relation and not fields[name].choices]
        own = sorted(
            (name for name in own if types[name] in VARIED), key=lambda name: [*VARIED].index(types[name])
        )
        parents = [name for name in known if fields[name].is_relation]
        if own and all(values[name] == same[name] for name in own):
            values[own[0]] = VARIED[types[own[0]]].format(column=same[own[0]], copy=copy, pk=pk)
        elif parents and not own:
            name = parents[0 if copy % 2 else -1]
            values[name] = f"{same[name]} + {copy * APART}"
    for name, field in fields.items():
        rows = (
            shown.get(field.related_model, []) if field.is_relation and field.related_model != model else []
        )
        if values[name] == same[name] and rows and rows[0] is not None:
            values[name] = (
                f"CASE WHEN {pk} % 2 = 0 OR {same[name]} IS NULL THEN {same[name]} "
                f"ELSE (ARRAY{rows})[1 + {pk} % {len(rows)}] END"
            )
    cursor.execute(
        f'INSERT INTO "{table}" ({", ".join(same.values())}) OVERRIDING SYSTEM VALUE '
        f'SELECT {", ".join(values.values())} FROM "{table}" WHERE {pk} < {APART} ON CONFLICT DO NOTHING'
    )


def _remove_orphans(cursor: Any, model: type[models.Model]) -> None:
    for field in model._meta.local_concrete_fields:
        if field.is_relation and field.related_model:
            parent = field.related_model._meta
            cursor.execute(
                f'DELETE FROM "{model._meta.db_table}" AS child WHERE "{field.column}" IS NOT NULL AND NOT EXISTS '
                f'(SELECT FROM "{parent.db_table}" WHERE "{field.target_field.column}" = child."{field.column}")'
            )


def pages_asked(answers: Answers) -> dict[str, tuple[str, str]]:
    """Return the account that is shown most at each address, and the path; the admin's forms list nothing."""
    most: dict[str, tuple[int, str, str]] = {}
    for account in ACCOUNTS:
        for answer in answers(account):
            name = answer.route or answer.path.split("/")[-2]
            if (
                answer.status == 200
                and len(answer.text) > most.get(name, (-1,))[0]
                and not name.endswith(("_add", "_delete"))
                and "pdf" not in answer.headers["Content-Type"]
            ):
                most[name] = len(answer.text), account, answer.path
    return {name: (account, path) for name, (_, account, path) in most.items()}


def counts_of(asked: dict[str, tuple[str, str]]) -> dict[str, int]:
    """Return how many statements each page sends."""
    clients = {account: signed_in_as(account) for account in ACCOUNTS}
    ContentType.objects.get_for_models(*apps.get_models())
    counts = dict.fromkeys(asked, 0)

    def count(execute: Any, *query: Any) -> Any:
        counts[name] += 1
        return execute(*query)

    for name, (account, path) in asked.items():
        if name in KEPT:
            clients[account].get(path)
        with connection.execute_wrapper(count):
            response = clients[account].get(path)
            assert response.status_code == 200, (name, path, getattr(response, "exc_info", None))
            response.getvalue()
    return counts


@pytest.mark.timeout(1200)
def test_a_larger_town_sends_as_many(answers):
    asked = pages_asked(answers)
    with undone(), connection.cursor() as cursor:
        take_any_row(cursor)
        grow(cursor, 1)
        few = counts_of(asked)
        with undone():
            grow(cursor, 2, 3)
            many = counts_of(asked)
            # What a process learns once is not sent again.
            differ = {name: where for name, where in asked.items() if few[name] != many[name]}
            many |= counts_of(differ)
        few |= counts_of(differ)
    # A list of one page is not counted, a longer one is.
    grown = {name: (few[name], many[name]) for name in differ if many[name] > few[name] + 1}
    assert {name: counts for name, counts in grown.items() if name not in GROWING} == {}
    assert {name: count for name, count in many.items() if count > MORE.get(name, MOST)} == {}
    assert len(asked) > 300
