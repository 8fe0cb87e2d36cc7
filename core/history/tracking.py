"""Append-only history of a business table, written by triggers, and rows that the database itself never rewrites."""

from collections.abc import Callable, Sequence
from typing import Any

import pghistory
import pgtrigger
from django.db import models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.operations import AddConstraint, AddField, AddIndex, CreateModel
from django.db.migrations.operations.base import Operation
from django.db.migrations.state import ProjectState

INSIDE_A_NEW_TABLE = (AddField, AddIndex, AddConstraint)


class Together(Operation):
    """Operations of one migration, applied between two states instead of one state after each.

    Django renders every related model again after each operation, and all are related to the agents: 400 operations of
    tracked tables took a minute of processor time. New tables are created whole, with their indexes and constraints;
    other operations, such as triggers, are applied as written. Not for operations that read or write rows.
    """

    reversible = False

    def __init__(self, operations: list[Operation]) -> None:
        self.operations = operations

    def state_forwards(self, app_label: str, state: ProjectState) -> None:
        # Rendered models would each be rendered again; without them the states are plain data.
        state.__dict__.pop("apps", None)
        for operation in self.operations:
            operation.state_forwards(app_label, state)

    def database_forwards(
        self,
        app_label: str,
        schema_editor: BaseDatabaseSchemaEditor,
        from_state: ProjectState,
        to_state: ProjectState,
    ) -> None:
        new = {operation.name_lower for operation in self.operations if isinstance(operation, CreateModel)}
        for operation in self.operations:
            if isinstance(operation, INSIDE_A_NEW_TABLE) and _table(operation) in new:
                continue
            operation.database_forwards(app_label, schema_editor, from_state, to_state)

    def describe(self) -> str:
        return "\n    ".join(["Together:", *(operation.describe() for operation in self.operations)])


def _table(operation: Any) -> str:
    # Operations on fields name their model otherwise than those on indexes.
    return str(operation.model_name).lower()


def no_truncate(what: str) -> pgtrigger.Trigger:
    """Return the trigger that refuses TRUNCATE, which row triggers do not see."""
    return pgtrigger.Trigger(
        name="no_truncate",
        when=pgtrigger.Before,
        operation=pgtrigger.Truncate,
        level=pgtrigger.Statement,
        func=f"RAISE EXCEPTION '{what} cannot be truncated';",
    )


def frozen_with(parent: str, table: str, what: str) -> pgtrigger.Trigger:
    """Refuse any change to the rows of a parent that is published."""
    return pgtrigger.Trigger(
        name=f"frozen_with_its_{parent}",
        when=pgtrigger.Before,
        operation=pgtrigger.Insert | pgtrigger.Update | pgtrigger.Delete,
        func=f"""
                    IF EXISTS (SELECT 1 FROM {table} {parent}
                               WHERE {parent}.id IN (OLD.{parent}_id, NEW.{parent}_id)
                               AND {parent}.published_at IS NOT NULL) THEN
                        RAISE EXCEPTION 'The {what} of a published {parent} do not change';
                    END IF;
                    RETURN COALESCE(NEW, OLD);
                """,  # noqa: S608  (names of the code)
    )


def append_only(what: str, *, name: str = "append_only") -> list[pgtrigger.Trigger]:
    """Return the triggers of a table whose rows are for ever: no update, no delete, no TRUNCATE."""
    return [
        pgtrigger.Protect(name=name, operation=pgtrigger.Update | pgtrigger.Delete),
        no_truncate(what),
    ]


def never_rewritten(*columns: str, name: str) -> pgtrigger.Protect:
    """Return the trigger that refuses a change of these columns, or of any when none is named."""
    if not columns:
        return pgtrigger.Protect(name=name, operation=pgtrigger.Update)
    changed = pgtrigger.AnyChange(*columns)
    return pgtrigger.Protect(name=name, operation=pgtrigger.UpdateOf(*columns), condition=changed)


def stays_once(moment: str, *, name: str) -> pgtrigger.Protect:
    """Return the trigger that refuses to delete a row once `moment` is set."""
    set_already = pgtrigger.Q(**{f"old__{moment}__isnull": False})
    return pgtrigger.Protect(name=name, operation=pgtrigger.Delete, condition=set_already)


def track[M: type[models.Model]](
    *trackers: pghistory.Tracker, exclude: Sequence[str] = (), **options: Any
) -> Callable[[M], M]:
    """Class decorator: each insert, update and delete leaves a row that nothing can change, delete or truncate."""
    return pghistory.track(
        *trackers,
        exclude=list(exclude) or None,
        meta={"triggers": [no_truncate("The history")]},
        **options,
    )


def was_tracked[M: type[models.Model]](**options: Any) -> Callable[[M], M]:
    """Class decorator: the past of a table whose changes are no longer recorded stays readable, and append-only."""
    # An event written by hand, which nobody writes: without a tracker the library records every change.
    return track(pghistory.ManualEvent("past"), **options)
