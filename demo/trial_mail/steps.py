"""What became of a test message, as its sender may know it."""

from __future__ import annotations

from dataclasses import dataclass

from django.contrib.contenttypes.models import ContentType
from django.db.models import Model, Q
from django.urls import reverse

from core.mail.inbound import sender_confirmation
from core.mail.models import AutomaticReply, IncomingMail, OutgoingMail, RawContent
from core.mail.outbound.threading import reply_to
from core.mail.parsing import sandboxed
from core.mail.parsing.parsed_message import Unreadable
from core.mail.registry import INBOXES
from core.people.models import Agent
from core.sandbox.client import NotStarted

ANSWERS = {"ACCEPTED": "Acceptée", "TENTATIVE": "À confirmer", "DECLINED": "Refusée"}


@dataclass(frozen=True)
class Reply:
    """What left in return; `is_readable`: written to the reader, or to an address of nobody in the directory."""

    mail: OutgoingMail
    is_readable: bool

    @property
    def address(self) -> str:
        """Return where its recipient answers."""
        return next(iter(reply_to(self.mail)), self.mail.from_address)

    @property
    def answer(self) -> str:
        """Return what a calendar shows beside a room that answers so; empty for a mail without a calendar."""
        lines = self.mail.calendar.replace("\r\n ", "")
        return next((words for status, words in ANSWERS.items() if f"PARTSTAT={status}" in lines), "")


@dataclass(frozen=True)
class Outcome:
    """What the rubric made of the message; `url` is empty where the reader may not see it."""

    kind: str
    title: str
    url: str
    rubric: str


def file_names(mail: IncomingMail) -> list[str] | None:
    """Of the files that the sandbox finds in it; None when it cannot be read, which is not tried again."""
    if mail.error:
        return None
    raw = RawContent.objects.filter(mail=mail).first()
    try:
        message = sandboxed.parse(bytes(raw.content)) if raw else None
    except (Unreadable, NotStarted, OSError):
        return None
    return [part.name or part.content_type for part in message.parts] if message else None


def outcome_of(mail: IncomingMail, *, reader: Agent) -> Outcome | None:
    row = mail.became
    if row is None:
        return None
    inbox = INBOXES.get(mail.inbox)
    is_visible = _is_visible(row, mail, reader=reader) and hasattr(row, "get_absolute_url")
    return Outcome(
        kind=str(row._meta.verbose_name),
        title=str(row) if is_visible else "",
        url=row.get_absolute_url() if is_visible else "",
        rubric=inbox.label if inbox else "",
    )


def _is_visible(row: Model, mail: IncomingMail, *, reader: Agent) -> bool:
    """By the row's own rights; a part of a conversation, without any, is its sender's."""
    rows = type(row)._default_manager.filter(pk=row.pk)
    if hasattr(rows, "visible_to"):
        return bool(rows.visible_to(reader).exists())
    return mail.sender_id == reader.pk


def replies_to(mail: IncomingMail, *, reader: Agent) -> list[Reply]:
    """The automatic answers, « est-ce bien vous ? », whose link begins with the mail's own key, and what people answer.

    The latter is what left for the same stranger about what the mail became.
    """
    answered = AutomaticReply.objects.filter(incoming=mail).values("mail")
    link = reverse("mail:confirm", args=[mail.reference]).removesuffix("/") + ":"
    asked = Q(kind=sender_confirmation.KIND, agent=mail.sender_id, body__contains=link)
    row = getattr(mail.became, "item", mail.became)
    about = Q(pk__in=())
    if row is not None and mail.sender_address:
        kind = ContentType.objects.get_for_model(row)
        about = Q(content_type=kind, object_id=row.pk, agent=None, address__iexact=mail.sender_address)
    wanted = Q(pk__in=answered) | (asked & Q(agent__isnull=False)) | about
    found = OutgoingMail.objects.filter(wanted).select_related("reply_address").order_by("pk")
    return [
        Reply(
            one, one.agent_id == reader.pk or (one.agent_id is None and mail.sender_id in (None, reader.pk))
        )
        for one in found
    ]
