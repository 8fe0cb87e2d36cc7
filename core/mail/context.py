"""The notice on every page while something is wrong with the mail or the tasks, for those who can act on it."""

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

# One of each mailbox and of each kind would be a list; the page has it whole.
MOST = 3


def alarms(request: HttpRequest) -> dict[str, Any]:
    """`mail_alarms`: sentences, asked in two statements when a template shows them to whoever looks after the mail."""
    agent = getattr(request, "user", None)
    if agent is None or not agent.is_authenticated or not policies.can_see_mailboxes(agent):
        return {"mail_alarms": []}
    return {"mail_alarms": SimpleLazyObject(now_wrong)}


def now_wrong() -> list[str]:
    """The open alarms; and what the watch would say if it were not stopped too: no worker, a mailbox left alone."""
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
    """What is wrong; what to do about it stands on the page."""
    return f"{text.partition('. ')[0].rstrip('.')}."
