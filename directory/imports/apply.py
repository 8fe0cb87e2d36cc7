"""Applying an import: planned again under the locks, then written whole or not at all."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict, dataclass
from typing import Any

from allauth.account.models import EmailAddress
from django.contrib.auth.hashers import make_password
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from core.history.context import action_context
from core.people import sessions
from core.people.models import Agent, Assignment, Direction
from core.people.signals import addresses_changed
from core.search.index import refresh
from core.ui import locks
from core.ui.french import exact_count_of, spaced
from core.ui.locks import locked
from directory import notifications
from directory.imports.parser import ParsedFile, parse
from directory.imports.plan import CHANGED, CREATED, SAME, Plan, PlannedLine, Planner, named_directions

BATCH = 500
MOVED = spaced("L’annuaire a changé depuis cet aperçu : relisez-le, puis confirmez de nouveau.")
WRITTEN = ["first_name", "last_name", "function", "email", "phone", "category", "direction", "directory_key"]


@dataclass(frozen=True)
class Source:
    """Words of the history for changes from one source."""

    written: str
    closed: str
    opened: str


FILE = Source(
    written="a importé la fiche d’un fichier des ressources humaines",
    closed="a fermé le compte, absent du fichier",
    opened="a rouvert le compte, de nouveau dans le fichier",
)


class TooManyLeavers(ValidationError):
    """More leave at once than a town loses, and this was not confirmed."""

    def __init__(self, plan: Plan) -> None:
        self.plan = plan
        super().__init__(
            spaced(
                f"{exact_count_of(len(plan.closable), 'compte')} seraient fermés, plus de 5 % des agents. "
                "Relisez la liste des absents, puis cochez la seconde confirmation."
            )
        )


def preview(data: bytes, *, by: Agent | None) -> Plan:
    """Raises ValidationError for a file that is no list of agents."""
    return Planner(parse(data), by=by).plan()


@transaction.atomic
def rehearse(planner: Planner, *, create_directions: bool) -> Plan:
    """Say what `write` would do, in a transaction that is rolled back. Raises ValidationError as `write` does."""
    plan = planner.plan()
    if create_directions and plan.missing:
        _, plan = _create_directions(planner, plan)
    transaction.set_rollback(True)
    return plan


def apply_file(data: bytes, *, by: Agent | None, seen: str = "", **options: bool) -> Plan:
    """Write what the file says, as `write` does. Raises ValidationError for a file that is no list of agents too."""
    return write(Planner, parse(data), FILE, by=by, seen=seen, **options)


@transaction.atomic
def write(
    planner_class: type[Planner],
    sheet: ParsedFile,
    source: Source,
    *,
    by: Agent | None,
    deactivate_leavers: bool = False,
    confirm_many: bool = False,
    reopen: bool = False,
    create_directions: bool = False,
    seen: str = "",
) -> Plan:
    """Write what these rows say. The caller checks the right; `by` is None for a command, run on the server.

    Raises ValidationError when the directory has changed since the plan `seen` (its digest) was read, or when more
    than 5 % would leave and this was not confirmed twice (TooManyLeavers).
    """
    locks.wait_for("directory.import")
    # In the order of keys: an agent who corrects their own card locks one row, and waits or is seen.
    list(locked(Agent.objects).order_by("pk").values_list("pk", flat=True))
    planner = planner_class(sheet, by=by)
    plan = planner.plan()
    if seen and seen != plan.digest:
        raise ValidationError(MOVED)
    if deactivate_leavers and plan.is_many and not confirm_many:
        raise TooManyLeavers(plan)
    if create_directions and plan.missing:
        planner, plan = _create_directions(planner, plan)
    with action_context(source.written, by=by):
        before = {pk: agent.email or "" for pk, agent in planner.by_id.items()}
        changed = _change([line for line in plan.of(CHANGED) if line.values], planner.by_id)
        created = _create(plan.of(CREATED))
        _record_addresses([*changed, *created], [line for line in plan.lines if "email" in line.values])
        moved = [(agent, before[agent.pk]) for agent in changed if (agent.email or "") != before[agent.pk]]
        if moved:
            addresses_changed.send(Agent, changes=moved)
        _assign(plan.assigned, planner.by_id, created, by=by)
    closed = [leaver.agent_id for leaver in plan.closable] if deactivate_leavers else []
    opened = [line.agent_id for line in plan.returning if line.agent_id] if reopen else []
    _set_open(closed, False, source.closed, by=by)
    _set_open(opened, True, source.opened, by=by)
    refresh(Agent.objects.filter(pk__in={agent.pk for agent in (*changed, *created)} | {*closed, *opened}))
    return plan


def report_of(plan: Plan, *, deactivate_leavers: bool, reopen: bool) -> dict[str, Any]:
    """Return the report to store after an import: every line that was not already right."""
    lines = [
        {
            "line": line.line,
            "number": line.number,
            "name": line.name,
            "outcome": line.outcome,
            "changes": line.changes,
            "notes": line.notes,
        }
        for line in plan.lines
        if line.outcome != SAME or line.notes
    ]
    return {
        "counts": plan.counts
        | {"closed": len(plan.closable) if deactivate_leavers else 0}
        | {"opened": len(plan.returning) if reopen else 0},
        "notes": plan.notes,
        "lines": lines,
        "leavers": [asdict(leaver) for leaver in plan.leavers],
    }


def _create_directions(planner: Planner, plan: Plan) -> tuple[Planner, Plan]:
    """Create those that `plan` misses, under the general direction and without a head; plan again with them."""
    roots = planner.affectations.tree.roots
    if len(roots) != 1:
        raise ValidationError(
            spaced(
                "Les directions qui manquent se créent sous la direction générale : il faut dans l’organigramme "
                "une seule direction générale."
            )
        )
    try:
        with (
            transaction.atomic(),
            action_context("a créé une direction qui manquait à un import d’agents", by=planner.by),
        ):
            for name in plan.missing:
                Direction.objects.create(name=name, kind=Direction.Kind.DIRECTION, parent_id=roots[0].pk)
    except IntegrityError as error:
        raise ValidationError(MOVED) from error
    again = type(planner)(planner.sheet, by=planner.by)
    planned = again.plan()
    created = named_directions(plan.missing)
    planned.notes.append(spaced(f"Directions créées sous « {roots[0].name} » {created}"))
    return again, planned


def _change(lines: list[PlannedLine], agents: dict[int, Agent]) -> list[Agent]:
    changed = []
    for line in lines:
        assert line.agent_id is not None
        agent = agents[line.agent_id]
        for name, value in line.values.items():
            setattr(agent, name, value)
        changed.append(agent)
    # Two addresses may swap: unique at each statement, they are first taken away.
    moving = [line.agent_id for line in lines if "email" in line.values]
    Agent.objects.filter(pk__in=moving).update(email=None)
    Agent.objects.bulk_update(changed, WRITTEN, batch_size=BATCH)
    return changed


def _create(lines: list[PlannedLine]) -> list[Agent]:
    """Without a password: a code on paper, or the page « mot de passe oublié », opens the first session."""
    agents = [
        Agent(password=make_password(None), has_workstation=bool(line.values.get("email")), **line.values)
        for line in lines
    ]
    return Agent.objects.bulk_create(agents, batch_size=BATCH)


def _assign(
    lines: list[PlannedLine], agents: dict[int, Agent], created: list[Agent], *, by: Agent | None
) -> None:
    """Written in bulk; each agent and each manager is told once."""
    new = {(agent.personnel_number or "").casefold(): agent for agent in created}
    known = Assignment.objects.in_bulk(
        [line.assignment.row_id for line in lines if line.assignment and line.assignment.row_id]
    )
    rows = []
    for line in lines:
        assert line.assignment is not None
        agent = agents[line.agent_id] if line.agent_id else new[line.number.casefold()]
        row = known.get(line.assignment.row_id or 0) or Assignment(agent=agent)
        row.agent = agent
        rows.append(line.assignment.on(row))
    Assignment.objects.bulk_create([row for row in rows if row.pk is None], batch_size=BATCH)
    Assignment.objects.bulk_update([row for row in rows if row.pk in known], ["period"], batch_size=BATCH)
    if rows:
        notifications.notify_assigned(rows, by=by)


def _record_addresses(agents: Iterable[Agent], lines: list[PlannedLine]) -> None:
    """`core.people.actions.record_address`, for many at once: the only address that opens the account, verified."""
    emails = {line.values["email"] for line in lines}
    moved = [agent for agent in agents if agent.email in emails]
    EmailAddress.objects.filter(user__in=moved).delete()
    EmailAddress.objects.filter(email__in=emails).delete()
    EmailAddress.objects.bulk_create(
        [EmailAddress(user=agent, email=agent.email, verified=True, primary=True) for agent in moved],
        batch_size=BATCH,
    )


def _set_open(ids: list[int], is_open: bool, name: str, *, by: Agent | None) -> None:
    with action_context(name, by=by):
        Agent.objects.filter(pk__in=ids).update(is_active=is_open)
    if not is_open:
        sessions.forget_closed(ids)
