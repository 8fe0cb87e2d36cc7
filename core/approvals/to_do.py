from collections.abc import Iterator
from typing import Any

from django.utils import timezone

from core.admin.to_do import Queue, kept_rows, register
from core.approvals import policies, takers
from core.approvals.models import ApprovalStep, Circuit, StepHolder, StuckStep
from core.approvals.registry import kinds_of_group
from core.people.models import Agent
from core.ui.addresses import fixed_address


@kept_rows
def to_decide(agent: Agent, places: tuple[int, ...]) -> Any:
    return takers.waiting_in_places(ApprovalStep.objects.current(), agent, places)


@kept_rows
def asked(places: tuple[int, ...]) -> Any:
    return StepHolder.objects.filter(agent__in=places, left_at=None, step__state=ApprovalStep.State.CURRENT)


@register
def visas(agent: Agent) -> Iterator[Queue]:
    """Of everybody, on the home page: what waits for this agent's visa."""
    places = tuple(sorted(takers.acts_for(agent, on=timezone.localdate())))
    yield Queue(
        to_decide(agent=agent, places=places),
        "texte à viser",
        "textes à viser",
        fixed_address("approvals:approval_list"),
        # Those of a role take what is asked of it.
        within=None if agent.roles else asked(places=places),
    )


@register
def circuits(agent: Agent) -> Iterator[Queue]:
    """Of the group, visas that nobody can give; of who keeps circuits, theirs that will break or were not looked at."""
    if not policies.can_write_circuits(agent):
        return
    stuck, kept_up = (
        fixed_address("admin:approvals_stuckstep_changelist"),
        fixed_address("admin:approvals_circuit_changelist"),
    )
    if policies.can_keep_steps(agent):
        yield Queue(
            StuckStep.objects.filter(approval__kind__in=kinds_of_group()),
            "visa que personne ne peut donner",
            "visas que personne ne peut donner",
            stuck,
            is_late=True,
        )
    theirs = Circuit.objects.writable_by(agent)
    yield Queue(
        theirs.broken(),
        "circuit à réparer",
        "circuits à réparer",
        f"{kept_up}?file=rompus",
        is_late=True,
    )
    old = theirs.to_review(on=timezone.localdate())
    yield Queue(old, "circuit à revoir", "circuits à revoir", f"{kept_up}?file=a-revoir")
