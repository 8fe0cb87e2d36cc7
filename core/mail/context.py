"""The notice on every page while the mail or the tasks have a problem, for those who can act on it."""

from typing import Any

from django.conf import settings
from django.db.models import Exists, F, OuterRef, TextField, Value
from django.db.models.functions import Concat
from django.http import HttpRequest
from django.utils import timezone
from django.utils.functional import SimpleLazyObject

from core.mail import policies
from core.mail.models import Alarm, Mailbox
from core.mail.monitoring.problems import SILENCE, of_workers

# The mailboxes' page lists them all.
MOST = 3


def alarms(request: HttpRequest) -> dict[str, Any]:
    """`mail_alarms`: sentences, fetched in two statements when a template shows them."""
    agent = getattr(request, "user", None)
    if agent is None or not agent.is_authenticated or not policies.can_see_mailboxes(agent):
        return {"mail_alarms": []}
    return {"mail_alarms": SimpleLazyObject(now_wrong)}


def now_wrong() -> list[str]:
    """The open alarms, and what the watch would add if it has stopped too: no worker, a mailbox not read."""
    now = timezone.now()
    rings = Alarm.objects.filter(ended_at=None).exclude(kind=Alarm.Kind.WORKER).order_by()
    said = Exists(rings.filter(kind=Alarm.Kind.MAILBOX, mailbox=OuterRef("pk")))
    silent = (
        Mailbox.objects.filter(~said, name__in=list(settings.MAILBOXES), last_pass_at__lte=now - SILENCE)
        .order_by()
        .values_list(
            Concat(
                Value("La boîte «\u00a0"),
                F("name"),
                Value("\u00a0» n’est plus relevée."),
                output_field=TextField(),
            )
        )
    )
    stopped = of_workers(now)
    first = [_first_sentence(stopped.text)] if stopped else []
    return first + [
        _first_sentence(text)
        for (text,) in rings.values_list("text").union(silent, all=True).order_by()[:MOST]
    ]


def _first_sentence(text: str) -> str:
    """The problem; the mailboxes' page says what to do."""
    return f"{text.partition('. ')[0].rstrip('.')}."
