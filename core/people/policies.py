from django.db.models import Q

from core.people.models import Absence, Agent, Assignment, ChangeRequest, Direction, Project
from core.people.querysets import AbsenceQuerySet, AgentQuerySet
from core.people.roles import CONFIRMERS, Role


def can_keep_directory(agent: Agent) -> bool:
    """Create and correct agents and directions, print sign-in codes."""
    return agent.has_role(Role.DIRECTORY_MANAGER, Role.ADMINISTRATOR)


def can_give_roles(agent: Agent) -> bool:
    """Only administrators: a directory manager must not make themselves a moderator."""
    return agent.has_role(Role.ADMINISTRATOR)


def decides(agent: Agent) -> bool:
    """Say whether somebody who acts in their place would decide, or read, what is confidential."""
    return Agent.objects.who_decide().filter(pk=agent.pk).exists()


def is_guarded(agent: Agent) -> bool:
    """Say whether their account opens, or opened, confidential texts: one other account does not open it alone."""
    return Agent.objects.guarded().filter(pk=agent.pk).exists()


def can_write_aliases(agent: Agent, subject: Agent) -> bool:
    """Say from which other addresses they write; an administrator alone, of oneself or of a guarded account."""
    if not can_keep_directory(agent):
        return False
    return can_give_roles(agent) or (subject.pk != agent.pk and not is_guarded(subject))


def comes_under(agent: Agent, after: Direction | None, *, before: Direction | None) -> bool:
    """Say whether a move from `before` to `after` puts somebody or something below this agent, who was not above."""

    def is_above(direction: Direction | None) -> bool:
        while direction is not None and direction.head_id != agent.pk:
            direction = direction.parent
        return direction is not None

    return is_above(after) and not is_above(before)


def heads_below(agent: Agent) -> set[int]:
    """Return the ids of the heads of units below this agent's, whose visas would go up to them without these people.

    Only the nearest open account above takes these visas.
    """
    units = {unit.pk: unit for unit in Direction.objects.select_related("head")}

    def next_head(unit: Direction) -> int | None:
        above = units.get(unit.parent_id or 0)
        while above is not None and not (above.head and above.head.is_at_work):
            above = units.get(above.parent_id or 0)
        return above.head_id if above else None

    heads = {unit.head_id for unit in units.values() if unit.head_id and next_head(unit) == agent.pk}
    return heads - {agent.pk}


def can_read_changes(agent: Agent) -> bool:
    """Read what waits for a second account and what became of the rest; refuse it too."""
    return agent.has_role(*CONFIRMERS)


def may_confirm(agent: Agent, change: ChangeRequest) -> bool:
    """Say whether it is one that another account asks and that names somebody else."""
    return ChangeRequest.objects.confirmable_by(agent).filter(pk=change.pk).exists()


def confirmers_of(change: ChangeRequest) -> AgentQuerySet:
    """Return those for whom `may_confirm` holds once it is saved: the inverse of `confirmable_by`."""
    own = [pk for pk in (change.asked_by_id, change.person_id) if pk]
    found: AgentQuerySet = Agent.objects.with_role(*CONFIRMERS).exclude(pk__in=own)
    return found


def can_read_sign_ins(agent: Agent) -> bool:
    """Administrators only: the journal shows when colleagues come and go."""
    return agent.has_role(Role.ADMINISTRATOR)


def is_proof(agent: Agent, proof: str) -> bool:
    """Whether what a session holds of the password still opens this account: another one was not chosen since."""
    return proof in {agent.get_session_auth_hash(), *agent.get_session_auth_fallback_hash()}


def can_end_sessions(agent: Agent, subject: Agent) -> bool:
    """All those of somebody else, by whoever keeps their account; one's own are under « Mes sessions »."""
    keeper = Role.COUNCIL_SECRETARY if subject.is_elected else Role.ADMINISTRATOR
    return agent.has_role(keeper) and agent.pk != subject.pk


def can_remove_second_factor(agent: Agent, subject: Agent) -> bool:
    """Somebody else's, when it is lost; one's own is under « Protéger mon compte »."""
    return agent.has_role(Role.ADMINISTRATOR) and agent.pk != subject.pk


def can_print_code(agent: Agent, subject: Agent) -> bool:
    """A code opens an account: never one that has more rights than its printer.

    The council's secretaries print those of elected members, and no others.
    """
    if subject.is_elected:
        return subject.is_active and agent.has_role(Role.COUNCIL_SECRETARY)
    if not can_keep_directory(agent) or not subject.is_active:
        return False
    return agent.has_role(Role.ADMINISTRATOR) or not is_guarded(subject)


def can_note_absence(agent: Agent, subject: Agent) -> bool:
    """One's own; who manages somebody, theirs: an accident leaves no time to note it."""
    if not agent.is_active or agent.is_elected:
        return False
    return subject.pk == agent.pk or Agent.objects.managed_by(agent).filter(pk=subject.pk).exists()


def notable_absences(agent: Agent) -> AbsenceQuerySet:
    """Return absences of the people for whom `can_note_absence` holds."""
    return Absence.objects.filter(Q(agent=agent) | Q(agent__in=Agent.objects.managed_by(agent)))


def is_member(agent: Agent, project: Project) -> bool:
    """Answer as `ProjectQuerySet.of_member`: today, or on the last day of a closed project."""
    return agent.is_at_work and Assignment.objects.filter(agent=agent, project=project).as_member().exists()


def leads(agent: Agent, project: Project) -> bool:
    """Correct it, choose its members, close it."""
    mine = Assignment.objects.filter(agent=agent, project=project, is_lead=True)
    return agent.is_at_work and mine.as_member().exists()
