"""A letter may carry HTML: sent beside its text, and shown in the trial without running or fetching anything."""

import re

import pytest
from django.urls import reverse

from core.mail.models import OutgoingMail
from core.mail.outbound import actions, sending
from core.mail.outbound.messages import OutboundMessage
from tests.factories import AgentFactory

pytestmark = pytest.mark.django_db
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
