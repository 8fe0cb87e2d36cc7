"""Port-Mimosa's mails: one of each fate."""

import pytest

from core.mail.models import AddressTrouble, IncomingMail, RawContent, State
from demo import texts
from demo.keys import reference_of
from suggestions.models import Idea, Message

pytestmark = pytest.mark.django_db


def one(key: str) -> IncomingMail:
    return IncomingMail.objects.get(reference=reference_of("mail", key))


def test_there_is_one_of_each_fate(town):
    states = set(IncomingMail.objects.values_list("state", flat=True))
    assert states == set(State.values) - {State.RECEIVED}
    assert RawContent.objects.count() == len(texts.mails.mails) - 1
    idea = Idea.objects.get(mail=one("arrosage"))
    assert one("arrosage").became == idea
    assert idea.proposal in one("arrosage").text
    assert b"Subject: " in bytes(one("arrosage").raw.content)
    reply = Message.objects.get(mail=one("partitions"))
    assert reply.text == one("partitions").text
    assert AddressTrouble.objects.exclude(failing_since=None).count() == 1
