"""The import of agents: what it plans, and writes whole or not at all."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from allauth.account.models import EmailAddress
from django.contrib.auth.hashers import make_password
from django.core.exceptions import ValidationError

from core.french import exact_count_of, spaced
from core.history.context import action_context
from core.imports.planning import CHANGED, CREATED, PlannedSteps
from core.people import sessions
from core.people.models import Agent, Assignment, Direction
from core.people.policies import can_keep_directory
from core.people.signals import addresses_changed
from core.search.index import refresh
from directory import notifications
from directory.imports.parser import ParsedFile, parse
from directory.imports.plan import LEAVER, Plan, PlannedLine, Planner, named_directions
from directory.models import AgentImport

BATCH = 500
WRITTEN = ["first_name", "last_name", "function", "email", "phone", "category", "direction", "directory_key"]


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


class AgentsImport(PlannedSteps[AgentImport, Plan]):
    model, target = AgentImport, Agent
    not_allowed = "Seul le gestionnaire de l’annuaire importe des agents."
    sent = "a déposé un fichier d’agents"
    done = "a importé le fichier d’agents"
    abandoned = "Rien n’a changé, et le fichier est effacé."
    moved = spaced("L’annuaire a changé depuis cet aperçu : relisez-le, puis confirmez de nouveau.")
    lock = "directory.import"
    words = {**PlannedSteps.words, LEAVER: "absent"}
    labels = {
        **PlannedSteps.labels,
        "assigned": "affectations ajoutées",
        "reassigned": "affectations finies ou corrigées",
        LEAVER: "absents",
        "closed": "comptes fermés",
        "opened": "comptes rouverts",
    }
    # In the history of each agent.
    written = "a importé la fiche d’un fichier des ressources humaines"
    closed = "a fermé le compte, absent du fichier"
    opened = "a rouvert le compte, de nouveau dans le fichier"

    can_import, read = staticmethod(can_keep_directory), staticmethod(parse)
    planner: type[Planner] = Planner

    def plan(self, sheet: ParsedFile, *, by: Agent | None, **options: Any) -> Plan:
        return self.planner(sheet, by=by).plan()

    def prepare(
        self, plan: Plan, *, by: Agent | None, create_directions: bool = False, **options: Any
    ) -> str:
        """Create missing directions under the general direction and without a head."""
        if not (create_directions and plan.missing):
            return ""
        roots = plan.planner.tree.roots
        if len(roots) != 1:
            raise ValidationError(
                spaced(
                    "Les directions qui manquent se créent sous la direction générale : il faut dans l’organigramme "
                    "une seule direction générale."
                )
            )
        with action_context("a créé une direction qui manquait à un import d’agents", by=by):
            for name in plan.missing:
                Direction.objects.create(name=name, kind=Direction.Kind.DIRECTION, parent_id=roots[0].pk)
        return spaced(f"Directions créées sous « {roots[0].name} » {named_directions(plan.missing)}")

    def write(
        self,
        plan: Plan,
        *,
        by: Agent | None,
        deactivate_leavers: bool = False,
        confirm_many: bool = False,
        reopen: bool = False,
        **options: Any,
    ) -> None:
        """Raises TooManyLeavers when more than 5 % would leave and this was not confirmed twice."""
        if deactivate_leavers and plan.is_many and not confirm_many:
            raise TooManyLeavers(plan)
        agents = plan.planner.by_id
        with action_context(self.written, by=by):
            before = {pk: agent.email or "" for pk, agent in agents.items()}
            changed = _change([line for line in plan.of(CHANGED) if line.values], agents)
            created = _create(plan.of(CREATED))
            _record_addresses([*changed, *created], [line for line in plan.lines if "email" in line.values])
            moved = [
                (agent, before[agent.pk]) for agent in changed if (agent.email or "") != before[agent.pk]
            ]
            if moved:
                addresses_changed.send(Agent, changes=moved)
            _assign(plan, created, by=by)
        closing_now = plan.closable if deactivate_leavers else []
        for leaver in closing_now:
            leaver.notes[-1] = "Compte fermé."
        closed = [leaver.row_id for leaver in closing_now if leaver.row_id]
        opened = [line.row_id for line in plan.returning if line.row_id] if reopen else []
        _set_open(closed, False, self.closed, by=by)
        _set_open(opened, True, self.opened, by=by)
        plan.done = {"closed": len(closed), "opened": len(opened)}
        refresh(
            Agent.objects.filter(pk__in={agent.pk for agent in (*changed, *created)} | {*closed, *opened})
        )


agents_import = AgentsImport()


def _change(lines: list[PlannedLine], agents: dict[int, Agent]) -> list[Agent]:
    changed = []
    for line in lines:
        assert line.row_id is not None
        agent = agents[line.row_id]
        for name, value in line.values.items():
            setattr(agent, name, value)
        changed.append(agent)
    # Two addresses may swap: unique at each statement, they are first taken away.
    moving = [line.row_id for line in lines if "email" in line.values]
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


def _assign(plan: Plan, created: list[Agent], *, by: Agent | None) -> None:
    """Written in bulk; each agent and each manager is notified once."""
    new = {getattr(agent, plan.planner.key).casefold(): agent for agent in created}
    rows = []
    for line in plan.lines:
        if line.assignment:
            line.assignment.agent = plan.planner.by_id.get(line.row_id or 0) or new[line.key.casefold()]
            rows.append(line.assignment)
    known = [row for row in rows if row.pk]
    Assignment.objects.bulk_create([row for row in rows if not row.pk], batch_size=BATCH)
    Assignment.objects.bulk_update(known, ["period"], batch_size=BATCH)
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
        sessions.end_what_is_open(ids)
