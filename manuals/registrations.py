"""Declare what the app lends to the rungs below it."""

from collections.abc import Iterator
from typing import Any

from django.db.models import Prefetch, QuerySet
from django.urls import reverse
from django.utils import timezone

from core.admin import to_do
from core.admin.to_do import Queue
from core.french import spaced
from core.notifications import registry as kinds
from core.operations.personal_data import Part, give
from core.people.models import Agent
from core.search import registry as search
from core.search.index import follow
from core.search.readers import EVERYONE
from core.search.registry import File, Kind, Offer
from core.web.rich_text import text_of
from manuals import notifications, policies
from manuals.models import FollowUp, Manual, Need, Outage, Pin, Problem, Software
from manuals.problems import RECORDS, facts_of, record_of

# To do


@to_do.register_with(lambda agent: FollowUp.objects.filter(assigned_to=agent).open())
def follow_ups(agent: Agent) -> Iterator[Queue]:
    mine = FollowUp.objects.filter(assigned_to=agent)
    url = f"{reverse('manuals:follow_up_list')}?person={agent.pk}"
    yield Queue(
        mine.late(on=timezone.localdate()),
        "suite à donner en retard",
        "suites à donner en retard",
        f"{url}&state=late",
        is_late=True,
    )
    yield Queue(mine.open(), "suite à donner à un progiciel", "suites à donner à des progiciels", url)


# Search


def offer_software(software: Software) -> Offer:
    """Projects and retired software too: the result says where they stand."""
    needs = [need.name for need in software.needs.all()]
    outage = next((outage for outage in software.outages.all() if outage.ended_at is None), None)
    records = filter(None, (record_of(software, problem) for problem in Problem))
    # Every agent asks the index: nothing of the contract.
    problems = [words for record in records for _, words in facts_of(record, sees_contract=False)]
    shared_use = software.shared_use if software.is_collaborative else ""
    shared_words = "travailler ensemble outil transversal" if shared_use else ""
    return Offer(
        title=software.name,
        url=software.get_absolute_url(),
        readers=[EVERYONE],
        text="\n".join(filter(None, [software.purpose, shared_use, software.how_to_start, *problems])),
        keywords=" ".join([software.vendor, *needs, "panne" if outage else "", shared_words]).strip(),
        note=spaced(f"Panne en cours : {outage.message}") if outage else "",
        direction_id=software.owner_id,
    )


def offer_manual(manual: Manual) -> Offer | None:
    """Only what is current: an old edition among the results would be read for the new one."""
    if not manual.is_current:
        return None
    files = []
    if manual.document_id:
        files = [File(manual.document_id, reverse("manuals:manual_file", args=[manual.reference]))]
    return Offer(
        title=manual.title,
        url=manual.get_absolute_url(),
        readers=[EVERYONE],
        text=text_of(manual.body),
        keywords=f"{manual.software.name} {manual.audience}".strip(),
        on=manual.dated_on,
        direction_id=manual.software.owner_id,
        files=files,
    )


def _software(rows: QuerySet[Any]) -> QuerySet[Any]:
    records = ("archiving", "workflowupdates", "datarecovery")
    return rows.select_related(*records).prefetch_related("needs", Prefetch("outages", Outage.objects.open()))


SOFTWARE = search.register(
    Kind(
        "manuals.software",
        "Progiciels",
        Software,
        _software,
        offer_software,
        policies.can_keep,
        words="progiciel logiciel application",
        weight=1.5,
    )
)
MANUALS = search.register(
    Kind(
        "manuals.manual",
        "Manuels",
        Manual,
        lambda rows: rows.select_related("software", "replaced_by"),
        offer_manual,
        lambda agent, manual: policies.can_keep(agent, manual.software),
        words="manuel mode d’emploi notice",
        weight=1.2,
        has_files=True,
    )
)


# The results of manuals name their software and stand under its direction.
follow(Software, lambda software: software.manuals.all())
follow(Need, lambda need: need.software.all())
# The result of a software says that it is down, and is found by what is known of its problems.
follow(Outage, lambda outage: [outage.software])
for model in RECORDS.values():
    follow(model, lambda record: [record.software])
follow(Manual, lambda manual: [manual.replaces] if manual.replaces else [])


# Personal data

give(
    Part(
        "Mes manuels sous la main",
        {"manuel": "manual__title", "depuis": "pinned_at"},
        lambda agent: Pin.objects.filter(agent=agent).order_by("pinned_at"),
    ),
    Part(
        "Les suites que l’on m’a confiées",
        {"progiciel": "software__name", "à faire": "what", "pour le": "due_on", "terminée le": "closed_at"},
        lambda agent: FollowUp.objects.filter(assigned_to=agent).order_by("opened_at"),
    ),
)


# Kinds of notifications, in the order of the page of preferences

kinds.register_group(notifications.MINE, news="de vos manuels")
kinds.register_group(notifications.REFERENT, news="de vos progiciels")
kinds.register_from(notifications)
