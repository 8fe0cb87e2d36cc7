"""Migrations after those of the released version: the code before them survives each (docs/exploitation.md)."""

from collections.abc import Callable
from functools import cache
from typing import Any

import pytest
from django.apps import apps
from django.db import migrations, models
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.operations.base import Operation
from django.db.migrations.state import ProjectState
from django.db.models.functions import Random

from core.history.tracking import Together
from tests.migration_rules import LARGE, NOT_INSTALLED, RELEASED, REVIEWED, faults_of, unreleased


@cache
def loader() -> MigrationLoader:
    return MigrationLoader(None)


@cache
def released() -> ProjectState:
    return loader().project_state([*RELEASED.items()])


def test_the_running_version_survives_each_migration():
    state = released().clone()
    assert [fault for migration in unreleased(loader()) for fault in faults_of(migration, state)] == []


def test_the_lists_follow_the_apps():
    """An app that is in neither has no released version yet: all its migrations are new tables."""
    installed = {key[0] for key in loader().graph.leaf_nodes()} - NOT_INSTALLED
    assert {*RELEASED} <= installed
    assert {model._meta.label_lower for model in apps.get_models()} >= LARGE
    assert {*REVIEWED} <= {*loader().graph.nodes}


def test_many_operations_are_applied_together():
    """One by one, each renders again every model related to the agents (core.history.tracking)."""
    assert not {key for key, migration in loader().disk_migrations.items() if len(migration.operations) > 12}


def faults(*operations: Any, **marks: Any) -> str:
    """Of a planted migration of rooms."""
    kind = type("Migration", (migrations.Migration,), {"operations": [*operations], **marks})
    return "\n".join(faults_of(kind("0002_planted", "rooms"), released().clone()))


class Unheard(Operation):
    def state_forwards(self, app_label: str, state: ProjectState) -> None:
        """Nothing."""


def noop(apps: Any, editor: Any) -> None:
    """Nothing."""


CHECK = models.CheckConstraint(condition=models.Q(title__gt=""), name="planted")
UNIQUE = models.UniqueConstraint(fields=["title"], name="planted")
INDEX = models.Index(fields=["title"], name="planted")
TEXT = models.CharField(max_length=10)


def number(**options: Any) -> models.Field:
    return models.IntegerField(**options)


# What is written beside the names is what the refusal must say.
BAD: dict[str, Callable[[], Any]] = {
    "RemoveField rooms.site.name: the old code": lambda: migrations.RemoveField("Site", "name"),
    "RenameModel rooms: the old name": lambda: migrations.RenameModel("Site", "Place"),
    "AddField rooms.site.planted: inserts fail": lambda: migrations.AddField(
        "Site", "planted", number(default=1)
    ),
    "AddField rooms.booking.planted: its index": lambda: migrations.AddField(
        "Booking", "planted", models.ForeignKey("rooms.Site", models.SET_NULL, null=True)
    ),
    "AddField rooms.booking.random: may rewrite": lambda: migrations.AddField(
        "Booking", "random", models.FloatField(db_default=Random())
    ),
    "AlterField rooms.booking.title: rewrites": lambda: migrations.AlterField("Booking", "title", TEXT),
    "AddIndex rooms.booking: AddIndexConcurrently": lambda: migrations.AddIndex("Booking", INDEX),
    "AddConstraint rooms.booking: AddConstraintNotValid": lambda: migrations.AddConstraint("Booking", CHECK),
    "AddConstraint rooms.occupancy: writes wait": lambda: migrations.AddConstraint("Occupancy", UNIQUE),
    "RunPython noop: batches": lambda: migrations.RunPython(noop),
    "RunSQL DROP: batches": lambda: migrations.SeparateDatabaseAndState(
        [migrations.RunSQL("DROP TABLE rooms_site")]
    ),
    "AddField rooms.site.one: inserts fail": lambda: Together(
        [migrations.AddField("Site", "one", number(default=1))]
    ),
    "RemoveField rooms.site.name: new code's inserts": lambda: migrations.SeparateDatabaseAndState(
        state_operations=[migrations.RemoveField("Site", "name")]
    ),
    "Unheard: does not know": Unheard,
}


@pytest.mark.parametrize("expected", BAD)
def test_what_the_old_code_does_not_survive_is_refused(expected):
    what, _, why = expected.partition(": ")
    assert what in faults(BAD[expected]())
    assert why in faults(BAD[expected]())


def test_a_mark_says_why_or_closes_the_site():
    removed = migrations.RemoveField("Site", "name")
    name = "RemoveField rooms.site.name"
    assert faults(removed, survivable={name: "unread since 0.3.0"}) == ""
    assert "the old code" in faults(removed, survivable={name: ""})
    assert "marked for nothing" in faults(survivable={name: "unread since 0.3.0"})
    assert faults(removed, maintenance="Cinq minutes.") == ""
