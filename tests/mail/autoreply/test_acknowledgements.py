"""An acknowledgement for each mail, and one mail for many when they come fast; none dropped, none doubled."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.utils import timezone

from core.mail.autoreply import acknowledgements
from core.mail.autoreply.acknowledgements import acknowledge
from core.mail.headers import headers_of
from core.mail.inbox_types import Acknowledgement
from core.mail.models import (
    AutomaticReply,
    Envelope,
    IncomingMail,
    OutgoingMail,
    OwedAcknowledgement,
    State,
    Trust,
)
from core.people.models import AddressAlias, Agent
from tests.factories import AgentFactory, DirectionFactory
from tests.mail.factories import IncomingMailFactory
from tests.mail.sample_rubric import Rubric

pytestmark = pytest.mark.django_db
LISTS = "mail.acknowledgements"


def arrived(**fields: Any) -> IncomingMail:
    return IncomingMailFactory.create(raw=False, **{"trust": Trust.VERIFIED} | fields)


def thanks(words: str = "C’est noté.", **fields: Any) -> Acknowledgement:
    return Acknowledgement("Votre idée est arrivée", (words,), words, "La voir", "/idees/abc/", **fields)


def lists() -> list[OutgoingMail]:
    return list(OutgoingMail.objects.filter(kind=LISTS))


def test_it_follows_the_mail_and_can_be_answered(rubric: Rubric, nadia: Agent) -> None:
    direction = DirectionFactory.create()
    mail = acknowledge(arrived(message_id="<lui@poste.example>"), nadia, thanks(about=direction))
    assert mail is not None
    assert (mail.subject, mail.address, mail.agent) == ("Votre idée est arrivée", nadia.email, nadia)
    assert (mail.is_reply, mail.envelope) == (True, Envelope.NULL)
    assert headers_of(mail)["In-Reply-To"] == "<lui@poste.example>"
    assert mail.reply_address is not None
    assert mail.reply_address.object_id == direction.pk
    for words in ("Bonjour Nadia,", "C’est noté.", "La voir", "https://intranet.ville.example/idees/abc/"):
        assert words in mail.body
        assert words in mail.html
    assert "jamais anonyme" in mail.body


def test_once_for_each_mail(nadia: Agent) -> None:
    mail = arrived()
    assert acknowledge(mail, nadia, thanks()) is not None
    assert acknowledge(mail, nadia, thanks()) is None
    assert OutgoingMail.objects.count() == 1


def test_to_the_address_written_from_when_it_is_theirs(nadia: Agent) -> None:
    AddressAlias.objects.create(agent=nadia, address="Parcs@ville.example")
    written = [
        acknowledge(arrived(sender_address=address), nadia, thanks())
        for address in ("parcs@ville.example", "nadia@chezmoi.example", "NADIA.BENALI@ville.example")
    ]
    assert [mail and mail.address for mail in written] == [
        "parcs@ville.example",
        "nadia.benali@ville.example",
        "nadia.benali@ville.example",
    ]


def test_nobody_to_tell(nadia: Agent) -> None:
    gardener = AgentFactory.create(without_address=True)
    assert acknowledge(arrived(sender_address="x@chezmoi.example"), gardener, thanks()) is None
    assert acknowledge(arrived(trust=Trust.FAILED), nadia, thanks()) is None
    assert acknowledge(arrived(state=State.AUTOMATIC), nadia, thanks()) is None
    assert not OutgoingMail.objects.exists()


def test_beyond_five_an_hour_one_mail_lists_them(nadia: Agent) -> None:
    with time_machine.travel("2026-11-26 09:00 +0100", tick=False) as clock:
        mails = [arrived() for _ in range(8)]
        written = [acknowledge(mail, nadia, thanks(f"Idée {n}")) for n, mail in enumerate(mails)]
        assert [mail is not None for mail in written] == [True] * 5 + [False] * 3
        assert [acknowledge(mail, nadia, thanks()) for mail in mails] == [None] * 8
        assert acknowledgements.list_owed() == 0
        clock.shift(timedelta(minutes=11))
        assert (acknowledgements.list_owed(), acknowledgements.list_owed()) == (1, 0)
        [listing] = lists()
        assert listing.subject == "3 messages bien reçus"
        for n in range(8):
            assert (f"Idée {n}" in listing.body) is (n >= 5)
        assert (listing.envelope, listing.is_reply) == (Envelope.NULL, True)
        assert set(OwedAcknowledgement.objects.values_list("listed_in", flat=True)) == {listing.pk}
        # An hour later the next one is sent at once again.
        clock.shift(timedelta(minutes=50))
        assert acknowledge(arrived(), nadia, thanks()) is not None


def test_a_flood_is_listed_once_an_hour_and_forgets_none(nadia: Agent) -> None:
    with time_machine.travel("2026-11-26 09:00 +0100", tick=False) as clock:
        for minute in range(130):
            acknowledge(arrived(), nadia, thanks(f"Idée n°{minute}."))
            acknowledgements.list_owed()
            clock.shift(timedelta(minutes=1))
        clock.shift(timedelta(hours=3))
        acknowledgements.list_owed()
        told = " ".join(OutgoingMail.objects.values_list("body", flat=True))
        assert all(told.count(f"Idée n°{minute}.") == 1 for minute in range(130))
        assert len(lists()) <= 4
        assert not OwedAcknowledgement.objects.filter(listed_at=None).exists()


def test_each_sender_has_their_own_five(nadia: Agent) -> None:
    paul = AgentFactory.create()
    for _ in range(6):
        acknowledge(arrived(), nadia, thanks())
    assert acknowledge(arrived(sender_address=paul.email), paul, thanks()) is not None


def test_whoever_lost_their_address_is_no_longer_owed(nadia: Agent) -> None:
    for _ in range(6):
        acknowledge(arrived(), nadia, thanks())
    nadia.email = None
    nadia.save()
    assert acknowledgements.list_owed(timezone.now() + timedelta(hours=2)) == 0
    assert not OwedAcknowledgement.objects.filter(listed_at=None).exists()


@pytest.mark.django_db(transaction=True)
def test_races(together: Callable[..., list[Any]]) -> None:
    nadia = AgentFactory.create(email="nadia.benali@ville.example")
    mail = arrived()
    together(*[lambda: acknowledge(mail, nadia, thanks())] * 3)
    assert AutomaticReply.objects.count() == OutgoingMail.objects.count() == 1
    others = [arrived() for _ in range(7)]
    together(*[lambda one=one: acknowledge(one, nadia, thanks()) for one in others])
    assert OutgoingMail.objects.count() == 5
    assert OwedAcknowledgement.objects.count() == 3
    later = timezone.now() + timedelta(minutes=15)
    assert sorted(together(*[lambda: acknowledgements.list_owed(later)] * 2)) == [0, 1]
    assert len(lists()) == 1
