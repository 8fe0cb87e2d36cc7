"""Port-Mimosa's mails: one of each fate, moved with the other dates."""

from datetime import timedelta

import pytest
import time_machine
from django.core.management import call_command
from django.utils import timezone

from core.mail.models import AddressTrouble, IncomingMail, RawContent, State
from demo.keys import reference_of
from demo.texts.mails import MAILS
from suggestions.models import Idea, Message

pytestmark = pytest.mark.django_db


def load() -> None:
    call_command("load_demonstration")


def one(key: str) -> IncomingMail:
    return IncomingMail.objects.get(reference=reference_of("mail", key))


def test_there_is_one_of_each_fate(town: None) -> None:
    states = set(IncomingMail.objects.values_list("state", flat=True))
    assert states == set(State.values) - {State.RECEIVED}
    assert RawContent.objects.count() == len(MAILS) - 1
    idea = Idea.objects.get(mail=one("arrosage"))
    assert one("arrosage").became == idea
    assert idea.proposal in one("arrosage").text
    assert b"Subject: " in bytes(one("arrosage").raw.content)
    reply = Message.objects.get(mail=one("partitions"))
    assert reply.text == one("partitions").text
    assert AddressTrouble.objects.exclude(failing_since=None).count() == 1


def test_they_move_with_the_town_but_for_what_a_visitor_treated(town: None) -> None:
    before = one("doudous").taken_at
    treated = one("sono")
    IncomingMail.objects.filter(pk=treated.pk).update(read_at=timezone.now() + timedelta(days=2))
    with time_machine.travel(timezone.now() + timedelta(days=9), tick=False):
        load()
    assert one("doudous").taken_at == before + timedelta(days=9)
    assert one("sono").taken_at == treated.taken_at
