"""A migration of many operations in one step."""

from typing import Any

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
