"""core.ui.visible, and the migrations that refuse what it calls invisible."""

from typing import Any, cast

import pytest
from django.apps import apps
from django.db import connection
from django.db.migrations import RunPython
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.state import StateApps

from manuals.models import Need
from suggestions.models import Decision
from tests.manuals.factories import NeedFactory
from tests.suggestions.factories import idea_in

pytestmark = pytest.mark.django_db

MIGRATIONS = sorted(
    (app, name) for app, name in MigrationLoader(None).disk_migrations if name.endswith("_visible_text")
)


def run_replacement(app: str, name: str) -> None:
    replacement = MigrationLoader(None).get_migration(app, name).operations[0]
    assert isinstance(replacement, RunPython)
    with connection.schema_editor() as editor:
        replacement.code(cast(StateApps, apps), editor)


def make_invisible(model: Any, constraint: str, column: str, *texts: str) -> None:
    """As rows were before the constraint: each one takes the next text."""
    table = model._meta.db_table
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute(f"ALTER TABLE {table} DROP CONSTRAINT {constraint}")
        cursor.execute(f"ALTER TABLE {table} DISABLE TRIGGER USER")
        for row, text in zip(model.objects.order_by("pk"), texts, strict=True):
            cursor.execute(f"UPDATE {table} SET {column} = %s WHERE id = %s", [text, row.pk])
        cursor.execute(f"ALTER TABLE {table} ENABLE TRIGGER USER")


def put_back(model: Any, name: str) -> None:
    [constraint] = [each for each in model._meta.constraints if each.name == name]
    with connection.schema_editor() as editor:
        editor.add_constraint(model, constraint)


@pytest.mark.parametrize(("app", "name"), MIGRATIONS)
def test_every_migration_that_refuses_invisible_text_replaces_it_first(app: str, name: str) -> None:
    run_replacement(app, name)


def test_existing_invisible_names_become_visible_and_differ() -> None:
    Need.objects.all().delete()
    NeedFactory.create_batch(3)
    make_invisible(Need, "need_has_a_name", "name", "\u200b", "Courrier", "\u2060\u200b")
    run_replacement("manuals", "0002_visible_text")
    put_back(Need, "need_has_a_name")
    assert list(Need.objects.order_by("pk").values_list("name", flat=True)) == [
        "(vide)",
        "Courrier",
        "(vide 2)",
    ]


def test_existing_invisible_reasons_of_a_published_decision_become_visible() -> None:
    idea_in("declined")
    make_invisible(Decision, "decision_has_reasons", "reasons", "\u200b")
    run_replacement("suggestions", "0013_visible_text")
    put_back(Decision, "decision_has_reasons")
    assert Decision.objects.get().reasons == "(vide)"
