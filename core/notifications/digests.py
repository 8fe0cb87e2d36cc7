"""The morning's digest: one mail to each agent, of the notifications since the last one."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import chain, groupby
from typing import Any

from django.conf import settings
from django.core import signing
from django.core.checks import CheckMessage, Error, register
from django.db import transaction
from django.db.models import Count, F, Window
from django.db.models.functions import RowNumber
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone

from core.french import NBSP, is_working_day, number
from core.mail.outbound import actions as mail
from core.mail.outbound.messages import OutboundMessage, absolute_url, layout_context
from core.notifications.actions import foot
from core.notifications.models import Notification, NotificationQuerySet, Preference
from core.notifications.registry import GROUPS, KINDS, OTHER, Channel, offered_to, rank_of
from core.people.models import Agent
from core.web.locks import lock_row, wait_for

# Of the module that once held it: links in mails sent before stay good.
SALT = "core.notifications.digest_unsubscribe"


def url_for(agent: Agent) -> str:
    return reverse("unsubscribe", args=[signing.dumps(agent.reference, salt=SALT)])


def headers_for(agent: Agent) -> dict[str, str]:
    return {
        "List-Unsubscribe": f"<{absolute_url(url_for(agent))}>",
        "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
    }


def agent_of(token: str) -> Agent | None:
    """The agent of a link in a digest, as long as they exist; None for any other token."""
    try:
        reference = signing.loads(token, salt=SALT)
    except signing.BadSignature:
        return None
    return Agent.objects.filter(reference=str(reference)).first()


@transaction.atomic
def leave_digest(agent: Agent) -> None:
    """Move this agent's digest kinds to the site only; idempotent."""
    # Two clicks at once, or a page of preferences being saved: one after the other.
    lock_row(Agent, agent.pk)
    chosen = dict(Preference.objects.filter(agent=agent).values_list("kind", "channel"))
    codes = [
        kind.code
        for kinds in offered_to(agent).values()
        for kind in kinds
        if chosen.get(kind.code, kind.default) == Channel.DIGEST
    ]
    Preference.objects.filter(agent=agent, kind__in=codes).delete()
    Preference.objects.bulk_create(
        Preference(agent=agent, kind=code, channel=Channel.SITE)
        for code in codes
        if KINDS[code].default != Channel.SITE
    )
    waiting = Notification.objects.awaiting_digest().filter(recipient=agent)
    Notification.objects.filter(pk__in=waiting.locked().values("pk")).update(awaits_digest=False)


@register()
def digest_hour(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:
    """The digest leaves at an hour of the day."""
    hour = settings.DIGEST_HOUR
    text = f"DIGEST_HOUR : {hour} n’est pas une heure, de 0 à 23."
    return [Error(text, id="notifications.E001")] if hour > 23 else []


CODE = "notifications.digest"
# Memory and the length of a transaction follow these, never the number of agents.
AGENTS_AT_ONCE = 100
MOST_OF_A_KIND = 10


@dataclass(frozen=True)
class Section:
    """A group's news, kind by kind, the newest first: of each kind MOST_OF_A_KIND at most; `count` is of all."""

    group: str
    news: list[Notification]
    count: int

    @property
    def left_out(self) -> int:
        return self.count - len(self.news)


def cutoff(now: datetime) -> datetime | None:
    """This morning's DIGEST_HOUR; None before it, and on days when the town hall is closed."""
    local = timezone.localtime(now)
    hour = local.replace(hour=settings.DIGEST_HOUR, minute=0, second=0, microsecond=0)
    return hour if local >= hour and is_working_day(local.date()) else None


def send_due_digests(now: datetime) -> int:
    """Write the digests of what came before this morning's hour; returns how many mails."""
    if not (until := cutoff(now)):
        return 0
    due = Notification.objects.awaiting_digest().filter(created_at__lt=until)
    return write_in_batches(CODE, due, due, _write, awaits_digest=False)


def write_in_batches(
    code: str,
    due: NotificationQuerySet,
    waiting: NotificationQuerySet,
    write: Callable[[NotificationQuerySet], int],
    **taken: Any,
) -> int:
    """Write to those who have something due what waits for them and is unread, if active and with an address.

    Returns how many mails. Each mail and the marks on its notifications are written in one transaction: stopped at any
    moment and run again, even twice at once, nothing is sent twice and nothing is lost.
    """
    written, last = 0, 0
    while True:
        with transaction.atomic():
            wait_for(code)
            recipients = due.filter(recipient_id__gt=last).order_by("recipient_id")
            agents = list(recipients.values_list("recipient_id", flat=True).distinct()[:AGENTS_AT_ONCE])
            if not agents:
                return written
            theirs = waiting.filter(recipient_id__in=agents).locked()
            rows = Notification.objects.filter(pk__in=list(theirs.values_list("pk", flat=True)))
            unread = rows.unread().filter(recipient__is_active=True, recipient__email__isnull=False)
            written += write(unread.select_related("recipient"))
            rows.update(**taken)
            last = agents[-1]


def _write(unread: NotificationQuerySet) -> int:
    of_one_kind = [F("recipient_id"), F("kind")]
    news = (
        unread.annotate(
            of_kind=Window(Count("pk"), partition_by=of_one_kind),
            place=Window(RowNumber(), partition_by=of_one_kind, order_by=["-created_at", "-pk"]),
        )
        .filter(place__lte=MOST_OF_A_KIND)
        .order_by("recipient_id", "kind", "-created_at", "-pk")
    )
    digests = [_message(list(rows)) for _, rows in groupby(news, key=lambda row: row.recipient_id)]
    return len(mail.write(CODE, digests))


def sections_of(news: Iterable[Notification]) -> list[Section]:
    """By group, then by kind, as both stand on the page of preferences; `news` comes kind by kind."""
    order = list(KINDS)
    by_kind = [(kind, list(rows)) for kind, rows in groupby(news, key=lambda row: row.kind)]
    by_kind.sort(key=lambda pair: (rank_of(_group(pair[0])), order.index(pair[0]) if pair[0] in KINDS else 0))
    sections = []
    for group, kinds in groupby(by_kind, key=lambda pair: _group(pair[0])):
        parts = [rows for _, rows in kinds]
        count = sum(rows[0].of_kind for rows in parts)  # type: ignore[attr-defined]  # annotated by the queryset
        sections.append(Section(group, list(chain.from_iterable(parts)), count))
    return sections


def _group(kind: str) -> str:
    return KINDS[kind].group if kind in KINDS else OTHER


def _message(news: Sequence[Notification]) -> OutboundMessage:
    agent = news[0].recipient
    sections = sections_of(news)
    subject = subject_of(sections)
    context = layout_context(
        subject,
        agent=agent,
        sections=sections,
        count=sum(section.count for section in sections),
        button="Tout lire sur l’intranet",
        url=absolute_url(reverse("notifications:notification_list")),
        foot=[(words, absolute_url(url)) for words, url in foot()],
    )
    return OutboundMessage(
        agent,
        subject,
        render_to_string("notifications/digest.txt", context),
        html=render_to_string("notifications/digest.html", context),
        headers=headers_for(agent),
        is_confidential=any(each.is_confidential for each in news),
    )


def subject_of(sections: list[Section]) -> str:
    """The only title, or « 3 nouvelles de vos idées, et 2 autres »."""
    count = sum(section.count for section in sections)
    if count == 1:
        return sections[0].news[0].title
    first, of_first = sections[0].group, sections[0].count
    words = f"{number(of_first)}{NBSP}{'nouvelle' if of_first == 1 else 'nouvelles'}"
    if first in GROUPS:
        words += f" {GROUPS[first]}"
    elif first != OTHER:
        words += f" ({first})"
    others = count - of_first
    return words if not others else f"{words}, et {number(others)}{NBSP}autre{'s' if others > 1 else ''}"
