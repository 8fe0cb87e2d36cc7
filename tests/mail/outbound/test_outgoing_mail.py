"""A mail from the transaction of its cause to its parts: text, HTML, calendar; what the trial and the admin show."""

import re

import pytest
from django.db import transaction
from django.urls import reverse
from procrastinate.contrib.django.models import ProcrastinateJob

from core.mail.models import OutgoingMail
from core.mail.outbound import actions, sending
from core.mail.outbound.messages import OutboundMessage
from tests.factories import AgentFactory
from tests.worker import run_worker

pytestmark = pytest.mark.django_db


@pytest.mark.django_db(transaction=True)
def test_mail_and_job_exist_if_and_only_if_the_change_does():
    agent = AgentFactory.create()
    with transaction.atomic():
        actions.write("test", [OutboundMessage(agent, "Objet", "Texte")])
        transaction.set_rollback(True)
    assert not OutgoingMail.objects.exists()
    assert not ProcrastinateJob.objects.exists()
    actions.write("test", [OutboundMessage(agent, "Objet", "Texte")])
    assert OutgoingMail.objects.count() == ProcrastinateJob.objects.filter(task_name="mail.send").count() == 1


def test_an_agent_without_address_gets_no_mail():
    nobody = AgentFactory.create(without_address=True)
    assert actions.write("test", [OutboundMessage(nobody, "Objet", "Texte")]) == []


def test_a_secret_is_received_once_and_erased(smtp_sink):
    agent = AgentFactory.create()
    letter = OutboundMessage(agent, "L’été\r\nBcc: x", "Voilà", html="<p>Voilà", is_secret=True)
    [mail] = actions.write("test", [letter])
    sending.send(mail)
    sending.send(mail)
    mail.refresh_from_db()
    [delivery] = smtp_sink.deliveries
    assert mail.state == OutgoingMail.State.SENT
    assert b"\nBcc" not in delivery.content
    assert "Voilà" not in mail.body + mail.html


@pytest.mark.django_db(transaction=True)
def test_the_worker_takes_what_was_deferred_and_in_the_trial_nothing_leaves():
    actions.write("test", [OutboundMessage(AgentFactory.create(), "Objet", "Texte")])
    run_worker("mail")
    assert OutgoingMail.objects.get().state == OutgoingMail.State.KEPT


CALENDAR = "BEGIN:VCALENDAR\r\nMETHOD:REQUEST\r\nSUMMARY:Réunion\\, d’été 🌞\r\nEND:VCALENDAR\r\n"


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


HTML = "<!doctype html><html lang='fr'><style>p { color: red; }</style><p>Voilà é</p></html>"


def laid_out() -> OutgoingMail:
    letter = OutboundMessage(AgentFactory.create(), "Objet", "Voilà, en texte", html=HTML)
    return actions.write("test", [letter])[0]


def test_both_versions_leave_the_text_first(smtp_sink):
    sending.send(laid_out())
    [message] = smtp_sink.messages
    assert message.get_content_type() == "multipart/alternative"
    assert [part.get_content_type() for part in message.iter_parts()] == ["text/plain", "text/html"]
    text, html = (part.get_content().strip() for part in message.iter_parts())
    assert (text, html) == ("Voilà, en texte", HTML)


def test_the_trial_shows_it_under_a_policy_of_its_own(administrator, signed_in):
    mail, client = laid_out(), signed_in(administrator)
    url = reverse("mail:mail_html", args=[mail.reference])
    assert url in client.get(reverse("mail:mail_detail", args=[mail.reference])).text
    response = client.get(url)
    policy = response.headers["Content-Security-Policy"]
    [nonce] = re.findall(r"'nonce-([^']+)'", policy)
    assert f'<style nonce="{nonce}">' in response.text
    assert policy == (
        f"default-src 'none'; style-src 'nonce-{nonce}'; form-action 'none'; frame-ancestors 'none'; base-uri 'none'"
    )


def test_a_letter_of_before_has_no_such_page(administrator, signed_in, settings):
    mail = laid_out()
    mail.html = ""
    mail.save()
    client = signed_in(administrator)
    plain = reverse("mail:mail_html", args=[mail.reference])
    assert client.get(plain).status_code == 404
    assert plain not in client.get(reverse("mail:mail_detail", args=[mail.reference])).text
    settings.TRIAL = False
    assert client.get(reverse("mail:mail_html", args=[laid_out().reference])).status_code == 404


def test_the_admin_shows_neither_version(administrator, signed_in):
    page = signed_in(administrator).get(reverse("admin:mail_outgoingmail_change", args=[laid_out().pk])).text
    assert "Voilà" not in page
