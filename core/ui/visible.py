"""Text that a reader can see: spaces, controls and invisible characters alone say nothing."""

import re
from collections.abc import Mapping, Sequence
from typing import Any

from django.db.migrations import RunPython
from django.db.models import Q

# Unicode's Default_Ignorable_Code_Point, its spaces and controls, and the blank Braille pattern. NUL is left out: form
# fields refuse it by name. The same expression serves Python and PostgreSQL.
VISIBLE = (
    r"[^\u0001-\u0020\u007f-\u00a0\u00ad\u034f\u061c\u115f\u1160\u1680\u17b4\u17b5\u180b-\u180f\u2000-\u200f"
    r"\u2028-\u202f\u205f-\u206f\u2800\u3000\u3164\ufe00-\ufe0f\ufeff\uffa0\ufff0-\ufffb"
    r"\U0001bca0-\U0001bca3\U0001d159\U0001d173-\U0001d17a\U000e0000-\U000e0fff]"
)
_VISIBLE = re.compile(VISIBLE)


def is_visible(text: str) -> bool:
    return _VISIBLE.search(text) is not None


def visible_text(text: str) -> str:
    """Without the spaces around; empty when nothing of it is visible."""
    return text.strip() if is_visible(text) else ""


def are_visible(*fields: str) -> Q:
    """For a CheckConstraint: each of these text fields contains a visible character."""
    return Q(*(Q((f"{field}__regex", VISIBLE)) for field in fields))


def replace_invisible(
    app_label: str, fields: Mapping[str, Sequence[str]], *, guards: Sequence[str] = ()
) -> RunPython:
    """For a migration that adds `are_visible` constraints: existing text that is invisible becomes « (vide) ».

    `fields` are names of fields by model; the second such row of a field says « (vide 2) », since some must differ.
    `guards` are names of the triggers of these models that refuse a change of published words.
    """

    def replace(apps: Any, editor: Any) -> None:
        quote = editor.connection.ops.quote_name
        with editor.connection.cursor() as cursor:
            for model in fields:
                meta = apps.get_model(app_label, model)._meta
                table, key = quote(meta.db_table), quote(meta.pk.column)
                cursor.execute(
                    IGNORE_GUARDS, [meta.db_table, [f"pgtrigger\\_{guard}\\_%" for guard in guards]]
                )
                for column in (quote(meta.get_field(name).column) for name in fields[model]):
                    cursor.execute(REPLACE.format(table=table, key=key, column=column), [VISIBLE])
            # A table is not altered while triggers of its rows wait for the commit.
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
            cursor.execute("SELECT set_config('pgtrigger.ignore', '{}', true)")

    return RunPython(replace, RunPython.noop)


IGNORE_GUARDS = """
    SELECT set_config('pgtrigger.ignore', (
        SELECT coalesce(array_agg(tgname::text), '{}')::text FROM pg_trigger
        WHERE tgrelid = %s::regclass AND tgname LIKE ANY (%s::text[])
    ), true)
"""
REPLACE = """
    UPDATE {table} SET {column} = concat('(vide', ' ' || nullif(invisible.number, 1), ')')
    FROM (
        SELECT {key} AS key, row_number() OVER (ORDER BY {key}) AS number
        FROM {table} WHERE {column} <> '' AND {column} !~ %s
    ) AS invisible
    WHERE {key} = invisible.key
"""
