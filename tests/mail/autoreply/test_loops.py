"""Two intranets that write to each other, and other machines: at most one answer, whoever began."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from email.message import EmailMessage
from typing import Any

import pytest
from django.utils import timezone

from core.mail.inbound import deliver
from core.mail.inbound.actions import read_again
from core.mail.inbound.read import process
from core.mail.models import IncomingMail, Mailbox, OutgoingMail, State, Trust
from core.mail.outbound import sending
from core.mail.registry import INBOXES
from core.people.models import Agent
from tests.factories import AgentFactory, DirectionFactory
from tests.mail.factories import IncomingMailFactory
from tests.mail.sample_rubric import SERVER, Rubric, kept, message, reply_address, settled
from tests.mail.smtp import Delivery, Sink

pytestmark = pytest.mark.django_db
HERE, THERE = "essai@ville.example", "essai@voisine.example"


@dataclass
class Gateways:
    """One program, two towns."""

    settings: Any
    sink: Sink

    def answers(self, address: str, mail: EmailMessage, *, sender: str) -> list[Delivery]:
        """What the town of `address` sends when this arrives there; `sender` is the envelope's."""
        domain, sender_domain = address.rpartition("@")[2], str(mail["From"]).rpartition("@")[2].rstrip(">")
        # As its own server would deliver it.
        said = f"mx.{domain}; dmarc=pass header.from={sender_domain}"
        raw = f"Return-Path: <{sender}>\r\nAuthentication-Results: {said}\r\n".encode() + mail.as_bytes()
        before = len(self.sink.deliveries)
        self.settings.MAIL_ADDRESSES, self.settings.MAIL_FROM = {"essai": [address]}, address
        self.settings.MAIL_AUTHSERV_IDS = [f"mx.{domain}"]
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
def test_two_gateways_stop_at_once(gateways, to, is_known):
    """The first mail bears no mark at all, and is answered: that answer is the last."""
    other = THERE if to == HERE else HERE
    if is_known:
        # The worst that a directory can hold: each town's address is an agent's.
        AgentFactory.create(email=other)
        AgentFactory.create(email=to)
    assert exchanged(gateways, greeting(other, to), to) == 1


@pytest.mark.parametrize("lost", ["Auto-Submitted", "X-Auto-Response-Suppress", "X-Loop", "envelope"])
def test_one_mark_lost_on_the_way_leaves_the_others(gateways, lost):
    AgentFactory.create(email=HERE)
    AgentFactory.create(email=THERE)
    [answer] = gateways.answers(HERE, greeting(THERE, HERE).message, sender=THERE)
    message = answer.message
    del message[lost]
    sender = HERE if lost == "envelope" else answer.sender
    assert gateways.answers(THERE, message, sender=sender) == []


def test_our_own_answer_come_back_is_not_answered(gateways):
    """Sent on by its reader, every mark lost: its Message-ID is still ours."""
    nadia = AgentFactory.create(email="nadia@ville.example")
    [answer] = gateways.answers(HERE, greeting(nadia.email, HERE).message, sender=nadia.email)
    message = answer.message
    for header in ("Auto-Submitted", "X-Auto-Response-Suppress", "X-Loop", "To", "From"):
        del message[header]
    message["From"], message["To"] = nadia.email, HERE
    assert gateways.answers(HERE, message, sender=nadia.email) == []
    assert IncomingMail.objects.filter(trust=Trust.VERIFIED).count() == 2


class Road:
    """What arrives in one mailbox, one message after the other."""

    def __init__(self, **headers: Any) -> None:
        self.mailbox, self.headers, self.came = Mailbox.objects.create(name="essai"), headers, 0

    def arrives(self, sender: Agent, text: str, *, at: Any = None, **headers: Any) -> IncomingMail:
        self.came += 1
        given = self.headers | {"Message_ID": f"<{self.came}@robot.example>"} | headers
        place = {"mailbox": self.mailbox, "uidvalidity": 1, "uid": self.came, "delivered_at": at}
        return settled(kept(message(str(sender.email), text, **given), **place))


def test_robots_that_show_no_sign_stop_within_the_hour(rubric, nadia, administrator):
    """An answer like a person's to each news, by a machine at either end: the desk sees it, and no news leaves."""
    road = Road(To=reply_address(nadia, DirectionFactory.create()))
    assert road.arrives(nadia, "Je reviens lundi.").state == State.FILED
    IncomingMailFactory.create_batch(deliver.MOST_ANSWERS_AN_HOUR - 1, raw=False, sender=nadia)
    mail = road.arrives(nadia, "Je reviens mardi.")
    assert (mail.state, mail.remarks) == (State.QUARANTINED, [deliver.TOO_FAST])
    assert len(rubric.answered) == 1
    # Whoever looks at it may let it through.
    read_again(mail, by=administrator)
    assert process(mail.pk)
    assert len(rubric.answered) == 2


def test_the_same_words_on_one_subject_are_a_robots(rubric, nadia):
    road = Road(To=reply_address(nadia, DirectionFactory.create()))
    away = "Je reviens lundi. Pour toute urgence : le standard."
    states = [road.arrives(nadia, away).state for _ in range(4)]
    assert states == [State.FILED, State.AUTOMATIC, State.AUTOMATIC, State.AUTOMATIC]
    assert len(rubric.answered) == 1
    # One answer to the first, none to the others.
    assert OutgoingMail.objects.count() == 1
    last = IncomingMail.objects.order_by("pk").last()
    assert last.remarks == [deliver.REPEATED_WORDS]


def test_the_quoted_letter_does_not_make_the_words_others(rubric, nadia):
    road = Road(To=reply_address(nadia, DirectionFactory.create()))
    quote = "\n\nLe 3 nov. 2026 à 10:12, L’intranet a écrit :\n> Votre message {} est arrivé.\n"
    assert road.arrives(nadia, "Je reviens lundi." + quote.format(1)).state == State.FILED
    assert road.arrives(nadia, "Je reviens lundi." + quote.format(2)).state == State.AUTOMATIC


def test_a_new_mail_with_the_words_of_the_last_is_a_robots(rubric, nadia, settings):
    """A robot that writes to the address itself begins a subject each time."""
    settings.MAIL_AUTHSERV_IDS = [SERVER]
    road = Road()
    assert road.arrives(nadia, "Je reviens lundi.").state == State.FILED
    assert road.arrives(nadia, "Je reviens lundi.").state == State.AUTOMATIC
    assert road.arrives(nadia, "Je reviens lundi.", Subject="Un abri à vélos").state == State.FILED
    assert len(rubric.begun) == 2


def test_the_same_words_of_people(rubric, nadia, administrator, settings):
    """Of another, on another subject, with a file, a day later, or by somebody's decision."""
    settings.MAIL_AUTHSERV_IDS = [SERVER]
    subject, other = DirectionFactory.create(), DirectionFactory.create()
    now = timezone.now()
    road = Road(To=reply_address(nadia, subject))
    assert road.arrives(nadia, "Oui, merci.", at=now - timedelta(hours=25)).state == State.FILED
    again = road.arrives(nadia, "Oui, merci.", at=now)
    assert again.state == State.FILED
    assert road.arrives(nadia, "Oui, merci.", To=reply_address(nadia, other)).state == State.FILED
    colleague = AgentFactory.create(email="paul@ville.example")
    assert road.arrives(colleague, "Oui, merci.").state == State.FILED
    with_file = message(str(nadia.email), "Oui, merci.", To=road.headers["To"], Message_ID="<fichier@x>")
    with_file.add_attachment(b"%PDF-1.4", maintype="application", subtype="pdf", filename="plan.pdf")
    assert settled(kept(with_file, mailbox=road.mailbox, uidvalidity=1, uid=90)).state == State.FILED
    kept_apart = road.arrives(nadia, "Oui, merci.")
    assert kept_apart.state == State.AUTOMATIC
    read_again(kept_apart, by=administrator)
    assert settled(kept_apart).state == State.FILED


def test_a_burst_of_answers_on_one_subject_waits_for_a_person(rubric, nadia):
    now = timezone.now()
    road = Road(To=reply_address(nadia, DirectionFactory.create()))
    rows = [road.arrives(nadia, f"Je reviens lundi ({n}).", at=now + timedelta(seconds=n)) for n in range(7)]
    assert [row.state for row in rows] == [State.FILED] * 5 + [State.QUARANTINED] * 2
    assert rows[-1].remarks == [deliver.TOO_MANY_ON_SUBJECT]
    elsewhere = reply_address(nadia, DirectionFactory.create())
    assert road.arrives(nadia, "Et les bancs ?", at=now, To=elsewhere).state == State.FILED
    assert road.arrives(nadia, "Me revoilà.", at=now + timedelta(minutes=11)).state == State.FILED


def test_answers_that_waited_together_are_no_burst(rubric, nadia):
    """A mailbox that was away for a day: what counts is when the town's server received them."""
    now = timezone.now()
    road = Road(To=reply_address(nadia, DirectionFactory.create()))
    rows = [road.arrives(nadia, f"Note {n}.", at=now - timedelta(hours=9 - n)) for n in range(9)]
    assert [row.state for row in rows] == [State.FILED] * 9
