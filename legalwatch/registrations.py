"""Declare what the app lends to the rungs below it."""

from collections.abc import Iterator
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone

from core.admin import to_do
from core.admin.to_do import Queue
from core.notifications import registry as kinds
from core.operations.personal_data import Part, give
from core.people.models import Agent
from core.people.roles import Role
from core.search import registry as search
from core.search.index import follow
from core.search.readers import EVERYONE, with_role
from core.search.registry import File, Kind, Offer
from legalwatch import notifications
from legalwatch.models import Entry, Following, LinkReport, Subject
from legalwatch.policies import can_write

# To do


@to_do.register
def dead_links(agent: Agent) -> Iterator[Queue]:
    """For the watchers."""
    if can_write(agent):
        yield Queue(
            LinkReport.objects.open(),
            "lien signalé de la veille juridique",
            "liens signalés de la veille juridique",
            f"{reverse('legalwatch:entry_list')}?show=reported",
        )


# Search


def _objects(entries: QuerySet[Any]) -> QuerySet[Any]:
    return entries.prefetch_related("subjects")


def offer(entry: Entry) -> Offer:
    """Until its day, the watchers'; so is what they withdrew."""
    files = []
    if entry.document_id:
        url = reverse("legalwatch:entry_file", args=[entry.reference])
        files.append(File(entry.document_id, url))
    day = timezone.localdate(entry.publish_at) if entry.publish_at else None
    return Offer(
        title=entry.title,
        url=entry.get_absolute_url(),
        readers=[EVERYONE] if entry.is_published else [with_role(Role.WATCHER)],
        text=entry.summary,
        keywords=" ".join(subject.name for subject in entry.subjects.all()),
        note=entry.situation if entry.is_outdated else "",
        on=day,
        files=files,
        changes_on=day if entry.is_scheduled else None,
    )


def _can_link(agent: Agent, entry: Entry) -> bool:
    return can_write(agent)


search.register(
    Kind(
        "legalwatch.entry",
        "Veille juridique",
        Entry,
        _objects,
        offer,
        _can_link,
        words="veille juridique texte loi décret",
        has_files=True,
    )
)


def _of_subject(subject: Subject) -> QuerySet[Entry]:
    """Found by the name of their subjects."""
    return Entry.objects.filter(subjects=subject)


follow(Subject, _of_subject)


# Personal data

give(
    Part(
        "Les sujets de veille que je suis",
        {"sujet": "subject__name"},
        lambda agent: Following.objects.filter(agent=agent).order_by("pk"),
    )
)


# Kinds of notifications, in the order of the page of preferences

kinds.register_group(notifications.WATCH, news="de la veille juridique")
kinds.register_from(notifications)
