"""Notify of entries by titles and links. No mail carries a file, nor a word of what an entry says."""

from collections.abc import Iterable

from core.notifications.actions import notify, outdate
from core.notifications.registry import Channel, NotificationKind
from core.people.models import Agent
from core.people.roles import Role
from core.ui.mails import render_mail
from legalwatch.models import Entry, LinkReport
from legalwatch.policies import can_write

WATCH = "La veille juridique"
NEW_ENTRY = NotificationKind(
    "legalwatch.new_entry",
    "Un texte de mes sujets paraît",
    group=WATCH,
    default=Channel.DIGEST,
    is_batched=True,
)
DEAD_LINK = NotificationKind(
    "legalwatch.dead_link", "Un lecteur signale un lien qui ne répond plus", group=WATCH, to_whom=can_write
)


def notify_new(entry: Entry, readers: Iterable[Agent]) -> None:
    notify(NEW_ENTRY, readers, **render_mail("legalwatch/mails/new_entry.txt", entry=entry), about=entry)


def notify_withdrawn(entry: Entry) -> None:
    outdate([NEW_ENTRY, DEAD_LINK], entry)


def notify_read(entry: Entry, reader: Agent) -> None:
    outdate([NEW_ENTRY], entry, recipient=reader)


def notify_dead_link(report: LinkReport) -> None:
    entry = report.entry
    watchers = Agent.objects.with_role(Role.WATCHER).exclude(pk=report.reported_by_id)
    notify(DEAD_LINK, watchers, **render_mail("legalwatch/mails/dead_link.txt", entry=entry), about=entry)


def settle_dead_link(entry: Entry) -> None:
    outdate([DEAD_LINK], entry)
