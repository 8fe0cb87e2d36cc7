"""A restored dump forgets the mails taken in after it: a person drags them back from the archive."""

import pytest

from core.mail.imap import fetcher
from core.mail.inbound.read import process
from core.mail.models import IncomingMail, State
from tests.mail.imap.letters import ARCHIVE
from tests.mail.sample_rubric import NADIA, made, message

pytestmark = pytest.mark.django_db


def process_all() -> list[str]:
    for mail in IncomingMail.objects.to_read().order_by("pk"):
        process(mail.pk)
    return [*IncomingMail.objects.order_by("pk").values_list("state", flat=True)]


def test_what_is_dragged_back_is_read_once(mail_account, settings, rubric, nadia):
    settings.MAILBOXES = {"essai": mail_account.settings()}
    after = message(NADIA, "Et des arbres.", Message_ID="<apres@poste.example>")
    mail_account.deliver(message(NADIA).as_bytes(), after.as_bytes())
    fetcher.sync_once("essai")
    process_all()
    dumped = IncomingMail.objects.earliest("pk")
    IncomingMail.objects.exclude(pk=dumped.pk).delete()
    assert made() == 2
    mail_account.put(*mail_account.folder(ARCHIVE).messages)
    assert fetcher.sync_once("essai").taken == 2
    assert process_all() == [State.FILED, State.REPEATED, State.FILED]
    assert made() == 3
