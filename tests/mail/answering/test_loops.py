"""Two intranets that write to each other, and other machines: at most one answer, whoever began."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from email.message import EmailMessage
from typing import Any

import pytest
from django.utils import timezone

from core.mail import sending
from core.mail.models import IncomingMail, Mailbox, OutgoingMail, State, Trust
from core.mail.receiving import handing
from core.mail.receiving.actions import process, read_again
from core.mail.registry import INBOXES
from core.people.models import Agent
from tests.factories import AgentFactory, DirectionFactory
from tests.mail.receiving.rubric import Rubric, kept, message, reply_address
from tests.mail.smtp import Delivery, Sink

pytestmark = pytest.mark.django_db
HERE, THERE = "essai@ville.example", "essai@voisine.example"


@dataclass
class Gateways:
    """One program, two towns: `at(address)` is the town whose address this is."""

    settings: Any
    sink: Sink

    @contextmanager
    def at(self, address: str) -> Iterator[None]:
        domain = address.rpartition("@")[2]
        self.settings.MAIL_ADDRESSES, self.settings.MAIL_FROM = {"essai": [address]}, address
        self.settings.MAIL_AUTHSERV_IDS = [f"mx.{domain}"]
        yield

    def answers(self, address: str, mail: EmailMessage, *, sender: str) -> list[Delivery]:
        """What the town of `address` sends when this arrives there; `sender` is the envelope's."""
        domain, sender_domain = address.rpartition("@")[2], str(mail["From"]).rpartition("@")[2].rstrip(">")
        # As its own server would deliver it.
        raw = (
            f"Return-Path: <{sender}>\r\n"
            f"Authentication-Results: mx.{domain}; dmarc=pass header.from={sender_domain}\r\n"
        ).encode() + mail.as_bytes()
        before = len(self.sink.deliveries)
        with self.at(address):
            assert process(kept(raw).pk)
            for waiting in OutgoingMail.objects.filter(state=OutgoingMail.State.WAITING):
                sending.try_once(waiting.pk, is_last=False)
        return self.sink.deliveries[before:]


@pytest.fixture
def gateways(smtp_sink: Sink, settings: Any) -> Iterator[Gateways]:
    INBOXES["essai"] = Rubric().inbox
    yield Gateways(settings, smtp_sink)
    del INBOXES["essai"]


def greeting(sender: str, to: str) -> Delivery:
    """A mail without any mark of a program."""
    mail = message(f"Jo <{sender}>", To=to, Authentication_Results=None)
    return Delivery(sender, (to,), mail.as_bytes())


def exchanged(gateways: Gateways, first: Delivery, to: str) -> int:
    """How many answers leave, all in all, when everything that one town sends is given to the other."""
    waiting, answers, place = [first], 0, to
    while waiting and answers < 20:
        waiting = [
            answer for mail in waiting for answer in gateways.answers(place, mail.message, sender=mail.sender)
        ]
        answers += len(waiting)
        place = THERE if place == HERE else HERE
    return answers


@pytest.mark.parametrize("to", [HERE, THERE])
@pytest.mark.parametrize("is_known", [True, False], ids=["known", "unknown"])
def test_two_gateways_stop_at_once(gateways: Gateways, to: str, is_known: bool) -> None:
    """The first mail bears no mark at all, and is answered: that answer is the last."""
    other = THERE if to == HERE else HERE
    if is_known:
        # The worst that a directory can hold: each town's address is an agent's.
        AgentFactory.create(email=other)
        AgentFactory.create(email=to)
    assert exchanged(gateways, greeting(other, to), to) == 1


@pytest.mark.parametrize("lost", ["Auto-Submitted", "X-Auto-Response-Suppress", "X-Loop", "envelope"])
def test_one_mark_lost_on_the_way_leaves_the_others(gateways: Gateways, lost: str) -> None:
    AgentFactory.create(email=HERE)
    AgentFactory.create(email=THERE)
    [answer] = gateways.answers(HERE, greeting(THERE, HERE).message, sender=THERE)
    message = answer.message
    del message[lost]
    sender = HERE if lost == "envelope" else answer.sender
    assert gateways.answers(THERE, message, sender=sender) == []


def test_our_own_answer_come_back_is_not_answered(gateways: Gateways) -> None:
    """Sent on by its reader, every mark lost: its Message-ID is still ours."""
    nadia = AgentFactory.create(email="nadia@ville.example")
    [answer] = gateways.answers(HERE, greeting(nadia.email, HERE).message, sender=nadia.email)
    message = answer.message
    for header in ("Auto-Submitted", "X-Auto-Response-Suppress", "X-Loop", "To", "From"):
        del message[header]
    message["From"], message["To"] = nadia.email, HERE
    assert gateways.answers(HERE, message, sender=nadia.email) == []
    assert IncomingMail.objects.filter(trust=Trust.VERIFIED).count() == 2


def test_robots_that_show_no_sign_stop_within_the_hour(
    rubric: Rubric, nadia: Agent, administrator: Agent
) -> None:
    """An answer like a person's to each news, by a machine at either end: the desk sees it, and no news leaves."""
    subject = DirectionFactory.create()
    address, mailbox = reply_address(nadia, subject), Mailbox.objects.create(name="essai")
    states = []
    for number in range(handing.MOST_ANSWERS_AN_HOUR + 1):
        raw = message(
            str(nadia.email), f"Je reviens lundi ({number}).", To=address, Message_ID=f"<{number}@x>"
        )
        place = {"mailbox": mailbox, "uidvalidity": 1, "uid": number + 1}
        mail = kept(raw, **place) if number in (0, handing.MOST_ANSWERS_AN_HOUR) else None
        if mail is None:
            IncomingMail.objects.create(
                **place, sha256="0", size=1, sender=nadia, state=State.FILED, read_at=timezone.now()
            )
            continue
        assert process(mail.pk)
        mail.refresh_from_db()
        states.append(mail.state)
    assert states == [State.FILED, State.QUARANTINED]
    assert mail is not None
    assert mail.remarks == [handing.TOO_FAST]
    assert len(rubric.answered) == 1
    # Whoever looks at it may let it through.
    read_again(mail, by=administrator)
    assert process(mail.pk)
    assert len(rubric.answered) == 2
