"""Which migrations the version before survives: the rules, as data and a few functions; see tests/test_migrations.py.

The old code serves while they run and until the services restart, and `deploy/upgrade --back` returns to it: all that
it asks must go on working. No table that grows may be rewritten, or locked for as long as it takes to read it.

A migration says of one operation why it may pass, or of itself that the site must close (read by administrators):

class Migration(migrations.Migration):
    survivable = {"RemoveField rooms.booking.colour": "not in the state since 0.3.0, nullable"}
    maintenance = "Réunit deux tables : une dizaine de minutes."
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

from django.contrib.postgres import operations as postgres
from django.db import connection, migrations, models
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.operations.base import Operation
from django.db.migrations.operations.models import AlterIndexTogether
from django.db.migrations.state import ProjectState
from django.db.models.functions import Now
from pgtrigger.migrations import AddTrigger, RemoveTrigger

from core.history.tracking import Together

# What was installed somewhere; what comes after is judged. It follows each release. demo is in no town.
RELEASED = {
    "account": "0009_emailaddress_unique_primary_email",
    "admin": "0003_logentry_add_action_flag_choices",
    "approvals": "0001_initial",
    "auth": "0012_alter_user_first_name_max_length",
    "contenttypes": "0002_remove_content_type_name",
    "deliberations": "0001_initial",
    "dematerialisation": "0003_starter_pages",
    "directory": "0001_initial",
    "documents": "0001_initial",
    "legalwatch": "0001_initial",
    "mail": "0001_initial",
    "mailroom": "0001_initial",
    "manuals": "0001_initial",
    "memos": "0001_initial",
    "mfa": "0003_authenticator_type_uniq",
    "notifications": "0001_initial",
    "operations": "0001_initial",
    "people": "0002_one_identity_per_provider",
    "pghistory": "0007_auto_20250421_0444",
    "procrastinate": "0041_post_retry_failed_job",
    "rooms": "0001_initial",
    "search": "0001_initial",
    "sessions": "0001_initial",
    "socialaccount": "0006_alter_socialaccount_extra_data",
    "spaces": "0001_initial",
    "suggestions": "0002_first_grid",
    "tips": "0001_initial",
    "usersessions": "0001_initial",
}
NOT_INSTALLED = {"demo"}
# Those of libraries, which cannot carry a mark: (app, name), and why they may pass.
REVIEWED: dict[tuple[str, str], str] = {}
# Beside the event table of each model with a history.
LARGE = {
    *("rooms.booking", "rooms.occupancy", "rooms.attendee", "rooms.servicerequest"),
    *("mail.incomingmail", "mail.rawcontent", "mail.outgoingmail", "mail.outgoingfile"),
    *("documents.document", "documents.pagetext"),
    *("search.entry", "search.holding"),
    *("notifications.notification", "people.signin", "sessions.session"),
    *("procrastinate.procrastinatejob", "procrastinate.procrastinateevent"),
    *("mailroom.item", "mailroom.movement"),
}

LATER = "the old code still asks for it: out of the state first (SeparateDatabaseAndState), dropped in a later version"
UNNAMED = "what it touches is not known: say why the old code survives it, and that a large table is taken in batches"
REFUSED: dict[type[Operation], str] = {
    migrations.DeleteModel: LATER,
    migrations.RemoveField: LATER,
    migrations.RenameModel: "the old code asks for the old name",
    migrations.RenameField: "the old code asks for the old name",
    migrations.AlterModelTable: "the old code asks for the old name",
    migrations.AlterOrderWithRespectTo: "its column is NOT NULL: the old code's inserts fail",
    migrations.RunPython: UNNAMED,
    migrations.RunSQL: UNNAMED,
}
REFUSED_IF_LARGE: dict[type[Operation], str] = {
    migrations.AddIndex: "writes wait while it is made: AddIndexConcurrently",
    migrations.AlterUniqueTogether: "writes wait while its index is made",
    AlterIndexTogether: "writes wait while its index is made",
}
HARMLESS = (
    *(migrations.CreateModel, migrations.AlterModelOptions, migrations.AlterModelManagers),
    *(migrations.AlterModelTableComment, migrations.RenameIndex, migrations.RemoveIndex),
    *(migrations.RemoveConstraint, migrations.AlterConstraint, AddTrigger, RemoveTrigger),
    *(postgres.AddIndexConcurrently, postgres.RemoveIndexConcurrently, postgres.AddConstraintNotValid),
    *(postgres.CreateExtension, postgres.CreateCollation),
)
OPAQUE = (migrations.RunPython, migrations.RunSQL)


@dataclass
class Step:
    """One operation, the models before and after it, and the tables that its migration makes."""

    operation: Any
    app: str
    before: ProjectState
    after: ProjectState
    migration: Any
    new: set[str] = field(default_factory=set)

    @property
    def model(self) -> str:
        if not hasattr(self.operation, "model_name") and not hasattr(self.operation, "name"):
            return ""
        name = getattr(self.operation, "model_name", None) or self.operation.name
        return f"{self.app}.{name.lower()}"

    @property
    def is_large(self) -> bool:
        app, _, name = self.model.partition(".")
        is_event = name.endswith("event") and (app, name.removesuffix("event")) in self.before.models
        return self.model in LARGE or is_event

    def __str__(self) -> str:
        kind = type(self.operation).__name__
        match self.operation:
            case migrations.RunPython(code=code):
                return f"{kind} {code.__name__}"
            case migrations.RunSQL(sql=sql):
                return f"{kind} {' '.join(str(sql).split())[:60]}"
        parts = [
            self.model,
            getattr(self.operation, "name", "") if hasattr(self.operation, "model_name") else "",
        ]
        return f"{kind} {'.'.join(part for part in parts if part)}"


def unreleased(loader: MigrationLoader) -> Iterator[Any]:
    """Each migration after RELEASED, in the order that `migrate` takes."""
    seen = {key for leaf in RELEASED.items() for key in loader.graph.forwards_plan(leaf)}
    for leaf in loader.graph.leaf_nodes():
        for key in loader.graph.forwards_plan(leaf):
            if key not in seen and key[0] not in NOT_INSTALLED:
                seen.add(key)
                yield loader.graph.nodes[key]


def faults_of(migration: Any, state: ProjectState) -> list[str]:
    """What the old code does not survive; moves the state on."""
    found: dict[str, str] = {}
    new: set[str] = set()
    for operation in migration.operations:
        before = state.clone()
        operation.state_forwards(migration.app_label, state)
        step = Step(operation, migration.app_label, before, state, migration, new)
        for judged, why in judge(step):
            found[str(judged)] = why
    if (migration.app_label, migration.name) in REVIEWED or getattr(migration, "maintenance", ""):
        return []
    marks = getattr(migration, "survivable", {})
    stale = [f"{migration}: marked for nothing: {mark}" for mark in sorted({*marks} - {*found})]
    return [f"{migration}: {what}: {why}" for what, why in found.items() if not marks.get(what)] + stale


def judge(step: Step) -> Iterator[tuple[Step, str]]:
    operation = step.operation
    if isinstance(operation, migrations.CreateModel):
        step.new.add(step.model)
    elif isinstance(operation, migrations.SeparateDatabaseAndState):
        yield from _separate(step)
    elif isinstance(operation, Together):
        yield from _each(step, operation.operations)
    elif step.model not in step.new or isinstance(operation, OPAQUE):
        for why in _reasons(step):
            yield step, why


def _reasons(step: Step) -> Iterator[str]:
    rule: Callable[[Step], Iterator[str]] | None
    for kind in type(step.operation).__mro__:
        if kind in HARMLESS:
            return
        if kind in REFUSED:
            yield REFUSED[kind]
            return
        if kind in REFUSED_IF_LARGE:
            if step.is_large:
                yield REFUSED_IF_LARGE[kind]
            return
        if rule := RULES.get(kind):
            yield from rule(step)
            return
    yield "an operation that tests/migration_rules.py does not know"


def _each(step: Step, operations: list[Any]) -> Iterator[tuple[Step, str]]:
    """Judge the operations that one operation holds, one state after the other."""
    state = step.before.clone()
    for operation in operations:
        before = state.clone()
        operation.state_forwards(step.app, state)
        yield from judge(Step(operation, step.app, before, state, step.migration, step.new))


def _separate(step: Step) -> Iterator[tuple[Step, str]]:
    """The first of two versions takes a field out of the state: its column stays, and the new code leaves it out."""
    yield from _each(step, step.operation.database_operations)
    if step.operation.database_operations:
        return
    for operation in step.operation.state_operations:
        inner = Step(operation, step.app, step.before, step.after, step.migration, step.new)
        if isinstance(operation, migrations.RemoveField):
            left = step.before.models[step.app, operation.model_name_lower].fields[operation.name]
            if not (left.null or left.many_to_many or left.has_db_default()):
                yield inner, "NOT NULL without db_default: the new code's inserts fail"


def _add_field(step: Step) -> Iterator[str]:
    added = step.operation.field
    if added.many_to_many:
        return
    if not (added.null or added.has_db_default() or added.generated):
        yield "NOT NULL without db_default: the old code's inserts fail"
    if not step.is_large:
        return
    if added.generated and added.db_persist:
        yield "rewrites the table"
    if added.has_db_default() and not _is_constant(added.db_default):
        yield "a db_default that is computed may rewrite the table"
    if added.unique or added.db_index:
        yield "writes wait while its index is made: db_index=False, then AddIndexConcurrently"


def _is_constant(default: Any) -> bool:
    return not hasattr(default, "resolve_expression") or isinstance(default, models.Value | Now)


def _alter_field(step: Step) -> Iterator[str]:
    app, _, model = step.model.partition(".")
    old, new = (
        state.apps.get_model(app, model)._meta.get_field(step.operation.name)
        for state in (step.before, step.after)
    )
    was, becomes = (one.db_parameters(connection) for one in (old, new))
    if old.many_to_many or new.many_to_many:
        if old.deconstruct()[1] != new.deconstruct()[1] or old.related_model != new.related_model:
            yield "its table changes"
        return
    if was["type"] != becomes["type"] and not _only_widens(was["type"], becomes["type"]):
        yield f"{was['type']} becomes {becomes['type']}: rewrites the table"
    if was.get("collation") != becomes.get("collation"):
        yield "another collation rewrites its indexes"
    if old.column != new.column:
        yield "the old code asks for the old name"
    if old.null and not new.null:
        yield "the old code may write NULL"
    if not new.null and old.has_db_default() and not new.has_db_default():
        yield "the old code's inserts count on db_default"
    if step.is_large and ((new.unique and not old.unique) or (new.db_index and not old.db_index)):
        yield "writes wait while its index is made: AddIndexConcurrently"


def _only_widens(was: str, becomes: str) -> bool:
    old, new = (re.fullmatch(r"varchar(?:\((\d+)\))?|(text)", kind) for kind in (was, becomes))
    if not (old and new):
        return False
    return new[1] is None or (old[1] is not None and int(old[1]) <= int(new[1]))


def _add_constraint(step: Step) -> Iterator[str]:
    if not step.is_large:
        return
    if isinstance(step.operation.constraint, models.CheckConstraint):
        yield "locked while it is read: AddConstraintNotValid, then ValidateConstraint in another migration"
    else:
        yield "writes wait while its index is made"


def _validate(step: Step) -> Iterator[str]:
    """Its own lock lets others write; that of the operation before lasts as long as their transaction."""
    if step.migration.atomic and len(step.migration.operations) > 1:
        yield "beside other operations, their locks last until the table is read: alone in its migration"


RULES: dict[type[Operation], Callable[[Step], Iterator[str]]] = {
    migrations.AddField: _add_field,
    migrations.AlterField: _alter_field,
    migrations.AddConstraint: _add_constraint,
    postgres.ValidateConstraint: _validate,
}
