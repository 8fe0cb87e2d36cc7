"""A calendar leaves as a form of the text and as a file, whole, and nothing else of the mail changes."""

import pytest

from core.mail.outbound import actions, sending
from core.mail.outbound.messages import OutboundMessage
from tests.factories import AgentFactory

CALENDAR = "BEGIN:VCALENDAR\r\nMETHOD:REQUEST\r\nSUMMARY:Réunion\\, d’été 🌞\r\nEND:VCALENDAR\r\n"


@pytest.mark.django_db
def test_an_invitation_has_the_parts_that_programs_look_for(smtp_sink):
    agent = AgentFactory.create()
    headers = {"Reply-To": "ana@example.org"}
    invited = OutboundMessage(agent, "Invitation", "Venez.", calendar=CALENDAR, headers=headers)
    for mail in actions.write("test", [invited, OutboundMessage(agent, "Nouvelle", "Rien.")]):
        sending.send(mail)
    invitation, news = smtp_sink.messages
    parts = [part.get_content_type() for part in invitation.walk()]
    texts = ["multipart/alternative", "text/plain", "text/html", "text/calendar"]
    assert parts == ["multipart/mixed", *texts, "application/ics"]
    [beside] = (part for part in invitation.walk() if part.get_content_type() == "text/calendar")
    assert beside["Content-Type"].params == {"charset": "utf-8", "method": "REQUEST"}
    assert beside.get_content().splitlines() == CALENDAR.splitlines()
    [file] = invitation.iter_attachments()
    assert (file.get_filename(), file.get_content()) == ("invite.ics", CALENDAR.encode())
    assert invitation["Reply-To"] == "ana@example.org"
    assert invitation.get_body(("plain",)).get_content().startswith("Venez.")  # type: ignore[union-attr]  # (it has a body)
    assert news.get_content_type() == "multipart/alternative"
    assert "Reply-To" not in news
