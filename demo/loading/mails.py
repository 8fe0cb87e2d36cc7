"""The demonstration's mails: their bytes as they would have come, what was read, what became of each."""

from datetime import date, datetime, timedelta
from email.message import EmailMessage
from email.utils import format_datetime, formataddr
from hashlib import sha256

from django.contrib.contenttypes.models import ContentType

from core.mail.models import AddressTrouble, IncomingMail, RawContent
from core.people.models import Agent
from demo import texts
from demo.data_files import Record, copied
from demo.dates import moment
from demo.keys import reference_of
from suggestions.models import Idea, Message

ADDRESS = f"saperlipopette@{texts.MAIL_DOMAIN}"
FAILING = "lpradines"


def load_mails(ideas: dict[str, Idea], people: dict[str, Agent], today: date) -> None:
    """`ideas` by key."""
    rows: dict[str, IncomingMail] = {}
    for position, mail in enumerate(texts.mails.mails):
        idea = ideas[mail.idea] if mail.idea else None
        text = (
            "\n\n".join(filter(None, (idea.problem, idea.proposal)))
            if idea and mail.became == "idea"
            else mail.text
        )
        arrived = moment(today, mail.days_ago, position)
        sender = people[mail.sender] if mail.sender else None
        content = content_of(mail, sender, text, arrived)
        rows[mail.key] = row = IncomingMail(
            reference=reference_of("mail", mail.key),
            sha256=sha256(content).hexdigest(),
            size=mail.whole_size or len(content),
            is_headers_only=bool(mail.whole_size),
            delivered_at=arrived,
            taken_at=arrived,
            read_at=arrived,
            attempts=1,
            **copied(mail, "state reason error trust subject folded set_aside_reason"),
            message_id=message_id_of(mail),
            body_digest=sha256(text.encode()).hexdigest() if text else "",
            inbox="saperlipopette",
            sender_address=(sender.email or "") if sender else mail.address,
            sender_name=str(sender) if sender else mail.name,
            sender=sender,
            text=text,
            remarks=list(mail.remarks),
            handled_by=people[mail.handled_by] if mail.handled_by else None,
            same_as=rows.get(mail.repeats),
        )
        if idea:
            row.content_type, row.object_id = ContentType.objects.get_for_model(Idea), idea.pk
        row.save()
        if mail.state != "expired":
            RawContent.objects.create(mail=row, content=content)
        if idea:
            join(mail, row, idea)
    trouble(people[FAILING], rows["non-remis"].taken_at)


def join(mail: Record, row: IncomingMail, idea: Idea) -> None:
    if mail.became == "idea":
        Idea.objects.filter(pk=idea.pk, mail=None).update(mail=row)
    elif mail.became == "reply":
        Message.objects.filter(idea=idea, reference=reference_of("reply", mail.idea)).update(mail=row)


def trouble(agent: Agent, at: datetime) -> None:
    AddressTrouble.objects.create(
        address=(agent.email or "").lower(),
        permanent_errors=3,
        last_error="550 5.1.1 User unknown",
        last_error_at=at,
        failing_since=at - timedelta(days=1),
    )


def message_id_of(mail: Record) -> str:
    return f"<{reference_of('message-id', mail.repeats or mail.key)}@port-mimosa.example>"


def content_of(mail: Record, sender: Agent | None, text: str, at: datetime) -> bytes:
    message = EmailMessage()
    message["From"] = (
        formataddr((str(sender), sender.email or "")) if sender else formataddr((mail.name, mail.address))
    )
    message["To"] = ADDRESS
    message["Subject"] = mail.subject
    message["Date"] = format_datetime(at)
    message["Message-ID"] = message_id_of(mail)
    if mail.whole_size:
        return bytes(message)
    message.set_content("\n\n".join(filter(None, (text, mail.folded))) or " ", cte="quoted-printable")
    return bytes(message)
