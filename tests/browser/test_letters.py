"""Mails as they are laid out, in a real browser: phone and desk, light and dark."""

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from core.mail.autoreply import acknowledge, refuse
from core.mail.models import OutgoingMail, Reason, Trust
from core.mail.outbound import actions
from core.mail.outbound.messages import OutboundMessage
from core.mail.registry import Acknowledgement
from core.notifications.digests import send_due_digests
from core.people.models import Agent
from tests.browser.tools import PHONE, assert_usable
from tests.factories import AgentFactory
from tests.mail.factories import IncomingMailFactory
from tests.notifications.factories import NotificationFactory
from tests.notifications.test_digests import BEFORE, NOW

pytestmark = pytest.mark.django_db(transaction=True)
# As wide as the reading pane of a mail program.
PANE = 800
ADDRESS = f"https://ville.example/{'long' * 40}/"


def letters_of(agent: Agent) -> list[OutgoingMail]:
    """One of each kind, with the longest words that may come."""
    plain = OutboundMessage(
        agent,
        "Objet " + "long" * 30,
        f"Bonjour,\n\nVoir {ADDRESS}\n- Des bancs\u00a0: {ADDRESS}",
        foot=(("Choisir ce que je reçois", "/notifications/preferences/"),),
    )
    actions.write("test", [plain])
    mail = IncomingMailFactory.create(
        raw=False, trust=Trust.VERIFIED, sender=agent, sender_address=agent.email
    )
    acknowledge(mail, agent, Acknowledgement("Arrivée", ("Merci.",), "La lire", "/idees/abc/"))
    refuse(mail, agent.email or "", Reason.ENCRYPTED)
    NotificationFactory.create(recipient=agent, waiting=True, told_at=BEFORE)
    send_due_digests(NOW)
    # Only how they look is tested: the confidential ones are not in the trial's mailbox.
    OutgoingMail.objects.update(is_confidential=False)
    return list(OutgoingMail.objects.all())


def test_every_letter_reads_well(open_page, carry_session, administrator):
    letters = letters_of(AgentFactory.create())
    assert len(letters) == 4
    for scheme in ("light", "dark"):
        page = open_page(width=PANE, scheme=scheme)
        carry_session(page, administrator)
        for mail in letters:
            page.goto(reverse("mail:mail_html", args=[mail.reference]))
            expect(page.get_by_role("heading", level=1)).to_have_text(mail.subject)
            for width in (PANE, PHONE):
                page.set_viewport_size({"width": width, "height": 800})
                assert_usable(page)
            assert (
                page.evaluate("parseFloat(getComputedStyle(document.querySelector('td.body p')).fontSize)")
                == 16
            )
