"""The mailboxes' page: who sees it, what it says, its buttons."""

import socket
import threading
from datetime import timedelta
from typing import Any

import pytest
from django.db import connections
from django.urls import reverse
from django.utils import timezone

from core.mail import monitoring
from core.mail.imap import fetcher
from core.mail.models import AddressTrouble, State
from tests.mail.factories import IncomingMailFactory, MailboxFactory, fresh

pytestmark = pytest.mark.django_db
PAGE = reverse("mail:mailboxes")
TRY = reverse("mail:mailbox_try", args=["saperlipopette"])
CORRECTED = reverse("mail:address_corrected")
SECRET = "un-mot-de-passe-tres-secret"


def settings_of(port: int = 9) -> dict[str, dict[str, str]]:
    url = f"imaps://saperlipopette@127.0.0.1:{port}/INBOX"
    return {"saperlipopette": {"url": url, "password": SECRET, "token_file": "", "archive": "Archivé"}}


@pytest.fixture(autouse=True)
def one_mailbox(settings: Any) -> None:
    settings.MAILBOXES = settings_of()
    settings.MAIL_ADDRESSES = {"saperlipopette": ["saperlipopette@ville.example", "idees@ville.example"]}


def test_each_mailbox_says_how_it_is(signed_in, administrator):
    box = MailboxFactory.create(on_server=12)
    place = {"mailbox": box, "uidvalidity": 1}
    IncomingMailFactory.create(state=State.AUTOMATIC, uid=1, **place)
    IncomingMailFactory.create(quarantined=True, uid=2, taken_at=timezone.now() - timedelta(days=3), **place)
    text = signed_in(administrator).get(PAGE).text
    addresses = ("saperlipopette@ville.example", "idees@ville.example", "127.0.0.1:9")
    counts = ("12 messages", "1 message pris, dont 1 automatique", "0 à lire, 1 en quarantaine")
    assert [words for words in ("Tout va bien", *addresses, *counts) if words not in text] == []
    assert SECRET not in text


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"trouble": "refused", "trouble_since": timezone.now(), "error": "[AUTH] non"}, "Mettez le nouveau"),
        ({"last_pass_at": timezone.now() - timedelta(hours=1)}, "systemctl restart intranet-mail"),
        ({"last_pass_at": None}, "Pas encore relevée"),
    ],
)
def test_a_mailbox_in_trouble_says_what_to_do(signed_in, administrator, fields, words):
    MailboxFactory.create(**fields)
    assert words in signed_in(administrator).get(PAGE).text


def test_settings_that_cannot_be_read_are_said(signed_in, administrator, settings):
    settings.MAILBOXES = {"b": {"url": "ftp://x", "password": SECRET, "token_file": "", "archive": ""}}
    text = signed_in(administrator).get(PAGE).text
    assert "Réglages illisibles" in text
    assert SECRET not in text


def test_a_server_that_is_away_is_said_without_the_password(signed_in, administrator):
    text = signed_in(administrator).post(TRY, follow=True).text
    assert "Serveur injoignable" in text
    assert SECRET not in text


def test_a_server_that_says_nothing_is_not_waited_for(signed_in, administrator, settings, monkeypatch):
    monkeypatch.setattr(fetcher, "LONGEST_SECONDS", 0.1)
    with socket.create_server(("127.0.0.1", 0)) as silent:
        settings.MAILBOXES = settings_of(silent.getsockname()[1])
        assert "Pas de réponse" in signed_in(administrator).post(TRY, follow=True).text


def test_a_real_server_answers(signed_in, administrator, settings, mail_account):
    mail_account.deliver(b"Subject: un\r\n\r\nun\r\n")
    settings.MAILBOXES = {"saperlipopette": mail_account.settings()}
    text = signed_in(administrator).post(TRY, follow=True).text
    assert "Tout va bien" in text
    assert "1 message" in text


def test_an_address_that_was_corrected_leaves_the_list(signed_in, directory_manager, outsider):
    trouble = AddressTrouble.objects.create(
        address=outsider.email, permanent_errors=3, failing_since=timezone.now()
    )
    client = signed_in(directory_manager)
    assert outsider.email in client.get(PAGE).text
    client.post(CORRECTED, {"address": trouble.address.upper()}, follow=True)
    assert fresh(trouble).failing_since is None
    assert outsider.email not in client.get(PAGE).text


def test_the_banner_is_for_those_who_look_after_mail(signed_in, administrator, head, outsider, statements):
    home = reverse("notifications:notification_list")
    monitoring.note(timezone.now())
    quiet = {agent: statements(lambda a=agent: signed_in(a).get(home)) for agent in (head, outsider)}
    MailboxFactory.create()
    IncomingMailFactory.create(to_read=True, taken_at=timezone.now() - timedelta(minutes=11))
    monitoring.note(timezone.now())
    for agent in (administrator, head):
        text = signed_in(agent).get(home).text
        assert "1 message pris et pas encore lu, le plus ancien" in text
        assert PAGE in text
        assert "Le traitement des tâches est arrêté" not in text
    assert "pas encore lu" not in signed_in(outsider).get(home).text
    assert {agent: statements(lambda a=agent: signed_in(a).get(home)) for agent in quiet} == quiet


def test_the_banner_says_nothing_of_what_was_noted_long_ago(signed_in, administrator):
    home = reverse("notifications:notification_list")
    monitoring.note(timezone.now() - timedelta(minutes=9))
    assert "n’a jamais été relevée" in signed_in(administrator).get(home).text
    monitoring.note(timezone.now() - timedelta(minutes=11))
    assert "n’a jamais été relevée" not in signed_in(administrator).get(home).text


@pytest.mark.django_db(transaction=True)
def test_a_try_waits_for_the_server_without_a_connection_to_the_database(monkeypatch):
    used, let_go = connections["default"], threading.Event()
    used.ensure_connection()
    close = used.close_if_unusable_or_obsolete

    def note_close() -> None:
        close()
        let_go.set()

    monkeypatch.setattr(used, "close_if_unusable_or_obsolete", note_close)
    # The server answers once the connection is given back; it would be waited for in vain otherwise.
    monkeypatch.setattr(fetcher, "LONGEST_SECONDS", 30)
    monkeypatch.setattr(fetcher, "_converse", lambda name: fetcher.ConnectionTest(let_go.wait(5), ""))
    assert fetcher.test_connection("essai").is_well
    assert used.connection is None
