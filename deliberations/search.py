"""Deliberations are found by their object, their number, their matter, and the pages of their files."""

from typing import Any

from django.db.models import Prefetch, QuerySet
from django.urls import reverse

from core.people.models import Agent
from core.people.roles import Role
from core.search.index import follow
from core.search.readers import EVERYONE, with_role
from core.search.registry import File, Kind, Offer, register
from deliberations.access import can_prepare
from deliberations.models import Annex, Councillor, Deliberation


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


def _can_link(agent: Agent, deliberation: Deliberation) -> bool:
    return can_prepare(agent)


DELIBERATIONS = register(
    Kind(
        "deliberations.deliberation",
        "Délibérations",
        Deliberation,
        _objects,
        _offer,
        _can_link,
        words="délibération du conseil municipal",
        has_files=True,
    )
)


def _reported_by(councillor: Councillor) -> QuerySet[Deliberation]:
    """Their results name the rapporteur."""
    return councillor.deliberations.all()


follow(Councillor, _reported_by)
