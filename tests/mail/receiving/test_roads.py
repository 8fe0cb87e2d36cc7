"""Each road that a mail may take, from its bytes to its state, with what leaves and what does not."""

import pytest

from core.mail.models import IncomingMail, OutgoingMail, State, Trust
from core.mail.receiving.actions import process
from core.people.models import Agent
from tests.mail.receiving.rubric import Rubric, kept, made, message

pytestmark = pytest.mark.django_db
NADIA = "Nadia Benali <nadia.benali@ville.example>"


def settled(mail: IncomingMail) -> IncomingMail:
    assert process(mail.pk)
    mail.refresh_from_db()
    return mail


def sent() -> list[str]:
    return list(OutgoingMail.objects.order_by("pk").values_list("kind", flat=True))


def test_a_first_mail_becomes_what_the_rubric_makes_of_it(rubric: Rubric, nadia: Agent) -> None:
    mail = settled(kept(message(NADIA)))
    assert (mail.state, mail.reason, mail.trust, mail.inbox) == (State.FILED, "", Trust.VERIFIED, "essai")
    assert (mail.sender, mail.sender_address, mail.subject) == (
        nadia,
        "nadia.benali@ville.example",
        "Des bancs",
    )
    [arrival] = rubric.begun
    assert arrival.text.strip() == "Bonjour,\n\nPlus de bancs !"
    assert arrival.is_verified
    assert not arrival.is_reply
    assert made() == 1
    assert str(mail.became).startswith("Courriel ")
    assert sent() == ["mail.acknowledgement"]
    assert not process(mail.pk)
    assert made() == 1
