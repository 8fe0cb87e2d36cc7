from typing import Any

import factory
from django.db import connection
from django.utils import timezone

from core.mail.models import IncomingMail, Mailbox, RawContent, State


def fresh(row: Any) -> Any:
    """The same object, as the database has it now."""
    row.refresh_from_db()
    return row


def run_sql(statement: str, *values: Any) -> list[Any]:
    with connection.cursor() as cursor:
        cursor.execute(statement, values or None)
        return cursor.fetchall() if cursor.description else []


RAW = b"From: Nadia Benali <nadia.benali@ville.example>\r\nSubject: Une fontaine\r\n\r\nPour le parc.\r\n"


class MailboxFactory(factory.django.DjangoModelFactory):
    """One that was just read and is well."""

    class Meta:
        model = Mailbox
        django_get_or_create = ("name",)

    name = "saperlipopette"
    last_pass_at = factory.LazyFunction(timezone.now)
    last_success_at = factory.LazyFunction(timezone.now)


class IncomingMailFactory(factory.django.DjangoModelFactory):
    """A message read and filed; `quarantined=True` and `held=True` wait."""

    class Meta:
        model = IncomingMail
        skip_postgeneration_save = True

    sha256 = factory.Sequence(lambda n: f"{n:064x}")
    size = len(RAW)
    message_id = factory.Sequence(lambda n: f"<{n}@ville.example>")
    state = State.FILED
    inbox = "saperlipopette"
    sender_address = "nadia.benali@ville.example"
    sender_name = "Nadia Benali"
    subject = factory.Sequence(lambda n: f"Une fontaine {n}")
    text = "Une fontaine dans le parc, pour les agents et les passants."
    read_at = factory.LazyFunction(timezone.now)

    class Params:
        quarantined = factory.Trait(state=State.QUARANTINED, reason="unknown_sender")
        held = factory.Trait(state=State.HELD, reason="unverified")
        to_read = factory.Trait(state=State.RECEIVED, read_at=None, subject="", text="", inbox="")

    @factory.post_generation
    def raw(self, create: bool, extracted: Any, **kwargs: Any) -> None:
        if extracted is not False:
            RawContent.objects.create(mail=self, content=extracted or RAW)
