"""Declare what the app lends to the rungs below it."""

from collections.abc import Iterator
from typing import Any

from django.db.models import Prefetch, QuerySet
from django.urls import reverse
from django.utils import timezone

from core.admin import to_do
from core.admin.to_do import Queue
from core.approvals import registry as approvals
from core.approvals.models import Approval
from core.approvals.notifications import notify_approved
from core.approvals.registry import Approvable
from core.french import long_date
from core.operations.purges import Kept, keep
from core.people.models import Agent
from core.people.roles import Role
from core.search import registry as search
from core.search.index import follow
from core.search.readers import EVERYONE, with_role
from core.search.registry import File, Kind, Offer
from deliberations.draft_approvals import content_of, lock_draft
from deliberations.models import Annex, Councillor, CouncilSession, Deliberation, DraftCircuit
from deliberations.policies import can_prepare

# To do


@to_do.register
def sessions(agent: Agent) -> Iterator[Queue]:
    """Held, and nobody but the secretary reads them."""
    if can_prepare(agent):
        today = timezone.localdate()
        yield Queue(
            CouncilSession.objects.filter(state=CouncilSession.State.DRAFT, held_on__lt=today),
            "séance tenue à publier",
            "séances tenues à publier",
            f"{reverse('admin:deliberations_councilsession_changelist')}?state__exact=draft&held_on__lt={today}",
        )
        returned = Approval.objects.filter(kind="deliberations.draft", state=Approval.State.RETURNED)
        drafts = Deliberation.objects.filter(
            pk__in=returned.values("object_id"), session__state=CouncilSession.State.DRAFT
        )
        # The table of the next session: drafts of two are rarely under way at once.
        reference = drafts.order_by("session__held_on").values_list("session__reference", flat=True).first()
        if reference:
            yield Queue(
                drafts.filter(session__reference=reference),
                "projet refusé à corriger",
                "projets refusés à corriger",
                reverse("deliberations:session_approvals", args=[reference]),
                is_late=True,
            )


# Search


def _objects(deliberations: QuerySet[Any]) -> QuerySet[Any]:
    annexes = Prefetch("annexes", Annex.objects.order_by("position"))
    return deliberations.select_related("session", "matter", "rapporteur").prefetch_related(annexes)


def _offer(deliberation: Deliberation) -> Offer:
    session = deliberation.session
    here = [session.year, session.slug, deliberation.slug]
    files = []
    if deliberation.text_id:
        files.append(File(deliberation.text_id, reverse("deliberations:text", args=here)))
    files += [
        File(annex.document_id, reverse("deliberations:annex", args=[*here, annex.position]))
        for annex in deliberation.annexes.all()
    ]
    rapporteur = str(deliberation.rapporteur) if deliberation.rapporteur else ""
    return Offer(
        title=deliberation.object,
        url=deliberation.get_absolute_url(),
        readers=[EVERYONE] if session.is_published else [with_role(Role.COUNCIL_SECRETARY)],
        text=" · ".join(filter(None, [deliberation.matter_label, rapporteur, deliberation.budget_name])),
        keywords=" ".join(filter(None, [deliberation.number, deliberation.acknowledgement])),
        on=deliberation.adopted_on,
        files=files,
    )


DELIBERATIONS = search.register(
    Kind(
        "deliberations.deliberation",
        "Délibérations",
        Deliberation,
        _objects,
        _offer,
        can_prepare,
        words="délibération du conseil municipal",
        has_files=True,
    )
)


# Their results name the rapporteur.
follow(Councillor, lambda councillor: councillor.deliberations.all())


# Approvals: drafts go through their circuit, then their rapporteurs; the secretary alone reads the remarks


approvals.register(
    Approvable(
        code="deliberations.draft",
        label="projet de délibération",
        model=Deliberation,
        content=content_of,
        lock=lock_draft,
        # The visa changes nothing of the draft: publishing looks at it.
        approved=lambda deliberation, approval: notify_approved(approval),
        returned=lambda deliberation, approval, by: None,
        can_manage=can_prepare,
        can_read=can_prepare,
        escalate_to=lambda deliberation, holder: Agent.objects.with_role(Role.COUNCIL_SECRETARY),
        can_hand_over=False,
        has_private_remarks=True,
        is_confidential=True,
        described=lambda deliberation: f"Conseil du {long_date(deliberation.session.held_on)}",
        described_with=("session",),
        # Those of one meeting of the council are given their visas together.
        nature=lambda deliberation: str(deliberation.session_id),
        owner=Role.COUNCIL_SECRETARY,
        circuits=lambda: DraftCircuit.objects.values("circuit"),
    )
)


# Kept for how long

keep(Kept("Actes, séances et mandats du conseil", "sans limite", "jamais d’effacement"))
