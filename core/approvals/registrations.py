"""Declare what the app lends to the rungs below it."""

from collections.abc import Iterator

from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone

from core.admin import to_do
from core.admin.to_do import Queue
from core.approvals import assignees, notifications, policies
from core.approvals.models import ApprovalStep, Circuit, Decision, StepHolder, StuckStep
from core.approvals.registry import kinds_of_group
from core.notifications import registry as kinds
from core.operations.personal_data import Part, give
from core.people.models import Agent

# To do


def _seats(agent: Agent) -> QuerySet[StepHolder] | None:
    """Return the seats of current steps that this agent fills; None for who has a role, which may be asked too."""
    places = assignees.acts_for(agent, on=timezone.localdate())
    return None if agent.roles else StepHolder.objects.filter(agent__in=places, step__state="current")


@to_do.register_with(_seats)
def visas(agent: Agent) -> Iterator[Queue]:
    """Show everybody, on the home page, the texts that wait for their visa."""
    yield Queue(
        assignees.waiting_for(ApprovalStep.objects.current(), agent, on=timezone.localdate()),
        "texte à viser",
        "textes à viser",
        reverse("approvals:approval_list"),
    )


@to_do.register
def circuits(agent: Agent) -> Iterator[Queue]:
    """Yield visas that nobody can give, to the group; circuits that will break or are old, to those who keep them."""
    if not policies.can_write_circuits(agent):
        return
    stuck, kept_up = (
        reverse("admin:approvals_stuckstep_changelist"),
        reverse("admin:approvals_circuit_changelist"),
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


# Personal data: the words of a text are its author's to show


give(
    Part(
        "Mes visas",
        {
            "circuit": "step__approval__circuit__name",
            "étape": "step__name",
            "avis": "verdict",
            "pour information": "step__approval__is_information",
            "remarque": "remark",
            "donné le": "decided_at",
        },
        lambda agent: Decision.objects.readable_by(agent).order_by("decided_at", "pk"),
    )
)


# Kinds of notifications, in the order of the page of preferences

kinds.register_group(notifications.VISAS, news="des circuits de visas")
kinds.register_from(notifications)
