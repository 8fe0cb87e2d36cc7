"""A migration of many tables in one step."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.apps.registry import Apps
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.operations import AddConstraint, AddField, AddIndex, AlterField, CreateModel
from django.db.migrations.operations.base import Operation
from django.db.migrations.state import ProjectState

INSIDE_A_NEW_TABLE = (AddField, AlterField, AddIndex, AddConstraint)


class Together(Operation):
    """Generated operations, done between two states instead of one state after each.

    Django draws every related model again after each operation, and all are related to the agents: 400 operations of
    tracked tables took a minute of processor time. New tables are made whole, with their constraints; the rest is
    done as written. Not for operations that read or write rows.
    """

    reversible = False

    def __init__(self, operations: list[Operation]) -> None:
        self.operations = operations

    def state_forwards(self, app_label: str, state: ProjectState) -> None:
        # Drawn models would each be drawn again; without them the states are plain data.
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
            if (
                isinstance(operation, AlterField)
                and operation.name not in from_state.models[app_label, _table(operation)].fields
            ):
                # Added above, as it is in the end.
                continue
            with _default_of(operation, app_label, to_state.apps):
                operation.database_forwards(app_label, schema_editor, from_state, to_state)

    def describe(self) -> str:
        return "\n    ".join(["Together:", *(operation.describe() for operation in self.operations)])


def _table(operation: Any) -> str:
    # Operations on fields name their model otherwise than those on indexes.
    return str(operation.model_name).lower()


@contextmanager
def _default_of(operation: Operation, app_label: str, apps: Apps) -> Iterator[None]:
    """The rows that a field is added to take the default of its addition, whatever the one that it has in the end."""
    if not isinstance(operation, AddField):
        yield
        return
    field = apps.get_model(app_label, operation.model_name)._meta.get_field(operation.name)
    in_the_end, field.default = field.default, operation.field.default
    try:
        yield
    finally:
        field.default = in_the_end
        # Where Django keeps what it made of the default.
        vars(field).pop("_get_default", None)
