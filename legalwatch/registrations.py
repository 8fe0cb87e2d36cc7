"""Declare what the app lends to the rungs below it."""

from collections.abc import Iterator

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
from legalwatch import actions
from legalwatch.models import Entry, Following, LinkReport, Subject
from legalwatch.policies import can_write

# To do


@to_do.register
def dead_links(agent: Agent) -> Iterator[Queue]:
    if can_write(agent):
        yield Queue(
            LinkReport.objects.open(),
            "lien signalé de la veille juridique",
            "liens signalés de la veille juridique",
            f"{reverse('legalwatch:entry_list')}?show=reported",
        )


# Search


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


search.register(
    Kind(
        "legalwatch.entry",
        "Veille juridique",
        Entry,
        lambda entries: entries.prefetch_related("subjects"),
        offer,
        lambda agent, entry: can_write(agent),
        words="veille juridique texte loi décret",
        # A text in force before those that it replaced.
        weight_of_noted=0.3,
        has_files=True,
    )
)


# Found by the name of their subjects.
follow(Subject, lambda subject: Entry.objects.filter(subjects=subject))

# Personal data

give(
    Part(
        "Les sujets de veille que je suis",
        {"sujet": "subject__name"},
        lambda agent: Following.objects.filter(agent=agent).order_by("pk"),
    )
)


# Kinds of notifications, in the order of the page of preferences

kinds.register_group(actions.WATCH, news="de la veille juridique")
kinds.register_from(actions)
