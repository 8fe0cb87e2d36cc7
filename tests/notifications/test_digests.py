"""The morning's digest: one mail, once, of what waits, on working mornings; and leaving it by one click."""

from collections.abc import Callable
from contextlib import suppress
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.core import signing
from django.core.checks import run_checks
from django.db import connection
from django.test import Client
from django.urls import reverse
from procrastinate.contrib.django.models import ProcrastinateJob

from core.mail.headers import headers_of
from core.mail.models import OutgoingMail
from core.notifications import digests
from core.notifications.actions import mark_read
from core.notifications.digests import CODE, cutoff, send_due_digests
from core.notifications.models import Notification, Preference
from core.notifications.registry import Channel, offered_to
from core.notifications.tasks import send_digests
from core.people.models import Agent
from tests.factories import AgentFactory
from tests.notifications.factories import NotificationFactory

pytestmark = pytest.mark.django_db
PARIS = ZoneInfo("Europe/Paris")
# A Thursday.
NOW = datetime(2026, 11, 26, 7, 2, tzinfo=PARIS)
BEFORE = datetime(2026, 11, 25, 16, 0, tzinfo=PARIS)


def waiting(**fields: Any) -> Notification:
    return NotificationFactory.create(**{"waiting": True, "told_at": BEFORE, **fields})


def mail_of(agent: Agent) -> OutgoingMail:
    return OutgoingMail.objects.get(kind=CODE, agent=agent)


@pytest.mark.parametrize(
    ("now", "until"),
    [
        ("2026-11-26T06:59+01:00", None),
        ("2026-11-26T07:02+01:00", "2026-11-26T07:00+01:00"),
        ("2026-11-26T23:02+01:00", "2026-11-26T07:00+01:00"),  # the worker rested all day
        ("2026-07-15T05:02+00:00", "2026-07-15T07:00+02:00"),  # summer, said in UTC
        ("2026-11-28T09:00+01:00", None),  # a Saturday
        ("2026-11-29T09:00+01:00", None),  # a Sunday
        ("2026-11-11T09:00+01:00", None),  # 11 November
        ("2026-04-06T09:00+02:00", None),  # Easter Monday
        ("2026-04-07T09:00+02:00", "2026-04-07T07:00+02:00"),
    ],
)
def test_working_mornings_only(now, until):
    assert cutoff(datetime.fromisoformat(now)) == (until and datetime.fromisoformat(until))


def test_what_came_after_the_hour_is_the_next_morning_s(author):
    waiting(recipient=author, title="Hier")
    waiting(recipient=author, title="Tout à l’heure", told_at=NOW)
    send_due_digests(NOW)
    assert "Tout à l’heure" not in mail_of(author).body
    assert send_due_digests(NOW.replace(hour=9)) == 0
    assert send_due_digests(NOW.replace(day=27)) == 1


def test_the_hour_is_a_setting(settings):
    settings.DIGEST_HOUR = 9
    assert cutoff(NOW) is None
    settings.DIGEST_HOUR = 24
    assert "notifications.E001" in {error.id for error in run_checks()}


def test_one_mail_grouped_with_titles_as_links(author, settings):
    settings.SITE_URL, settings.TOWN_NAME = "https://intranet.ville.example", "Port-Mimosa"
    waiting(recipient=author, kind="rooms.cancelled", title="Votre réservation est annulée", url="/salles/a/")
    waiting(recipient=author, kind="suggestions.moved", title="Votre idée avance <b>&", url="/idees/un/")
    waiting(recipient=author, kind="suggestions.answered", title="Le groupe répond", url="/idees/deux/")
    assert send_due_digests(NOW) == 1
    mail = mail_of(author)
    assert mail.subject == "2\u00a0nouvelles de vos idées, et 1\u00a0autre"
    for text in (mail.body, mail.html):
        # Ideas first, and each group kind by kind, as on the page of preferences.
        order = "Mes idées|Le groupe répond|Votre idée avance|Mes réservations|Votre réservation"
        places = [text.upper().index(words.upper()) for words in order.split("|")]
        assert places == sorted(places)
        for url in ("/idees/un/", "/idees/deux/", "/salles/a/", reverse("notifications:notification_list")):
            assert f"https://intranet.ville.example{url}" in text
        assert f"https://intranet.ville.example{reverse('notifications:preferences')}" in text
        assert "Mercredi 25\u00a0novembre\u00a02026 à 16\u00a0h" in text
    assert (
        '<a href="https://intranet.ville.example/idees/un/">Votre idée avance &lt;b&gt;&amp;</a>' in mail.html
    )
    assert "Votre idée avance <b>&\n" in mail.body
    assert "<img" not in mail.html
    assert mail.html.count('class="act"') == 1


@pytest.mark.parametrize(
    ("kinds", "subject"),
    [
        (["suggestions.moved"], "La seule"),
        (["suggestions.moved", "suggestions.taken", "suggestions.moved"], "3\u00a0nouvelles de vos idées"),
        (["rooms.changed", "suggestions.moved"], "1\u00a0nouvelle de vos idées, et 1\u00a0autre"),
        (["directory.decided"] * 2 + ["tests.gone"] * 3, "2\u00a0nouvelles de l’annuaire, et 3\u00a0autres"),
        (["tests.gone"] * 2, "2\u00a0nouvelles"),
    ],
)
def test_the_subject_starts_with_what_matters(author, kinds, subject):
    for kind in kinds:
        waiting(recipient=author, kind=kind, title="La seule")
    send_due_digests(NOW)
    assert mail_of(author).subject == subject


def test_a_long_list_stops_and_says_how_many_more(author):
    for number in range(13):
        waiting(recipient=author, title=f"Nouvelle {number:02}")
    send_due_digests(NOW)
    mail = mail_of(author)
    assert mail.subject.startswith("13\u00a0nouvelles")
    for text in (mail.body, mail.html):
        assert "Nouvelle 12" in text
        assert "Nouvelle 02" not in text
        assert "… et 3 autres" in text


def test_what_was_read_meanwhile_is_left_out(author, outsider):
    waiting(recipient=author, title="Déjà lue", read=True)
    waiting(recipient=author, title="Pas encore")
    waiting(recipient=outsider, read=True)
    assert send_due_digests(NOW) == 1
    assert "Déjà lue" not in mail_of(author).body
    assert not Notification.objects.awaiting_digest().exists()


def test_who_left_has_no_address_any_more_or_was_told_at_once_gets_none(author):
    waiting(recipient=author, waiting=False)
    waiting(recipient=AgentFactory.create(closed=True))
    waiting(recipient=AgentFactory.create(without_address=True))
    assert send_due_digests(NOW) == 0
    assert not OutgoingMail.objects.exists()
    assert not Notification.objects.awaiting_digest().exists()


def test_the_mail_has_its_job_and_a_second_run_writes_none(author):
    waiting(recipient=author)
    assert [send_due_digests(NOW), send_due_digests(NOW), send_due_digests(NOW.replace(hour=8))] == [1, 0, 0]
    assert ProcrastinateJob.objects.filter(task_name="mail.send").count() == OutgoingMail.objects.count() == 1


def test_the_worker_s_task_asks_the_clock(author):
    waiting(recipient=author)
    for hour, written in ((6, 0), (7, 1), (8, 1)):
        with time_machine.travel(NOW.replace(hour=hour), tick=False):
            send_digests(timestamp=0)
        assert OutgoingMail.objects.filter(kind=CODE).count() == written


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("statement", range(1, 30, 2))
def test_stopped_anywhere_and_run_again(monkeypatch, statement):
    """Three batches of two; the run dies before its nth statement, and another follows."""
    monkeypatch.setattr(digests, "AGENTS_AT_ONCE", 2)
    people = AgentFactory.create_batch(5)
    for agent in people:
        waiting(recipient=agent)
    sent = 0

    def kill(execute: Callable[..., Any], *rest: Any) -> Any:
        nonlocal sent
        sent += 1
        if sent == statement:
            raise KeyboardInterrupt
        return execute(*rest)

    with suppress(KeyboardInterrupt), connection.execute_wrapper(kill):
        send_due_digests(NOW)
    send_due_digests(NOW)
    written = OutgoingMail.objects.values_list("agent", flat=True)
    assert sorted(written) == sorted(agent.pk for agent in people)
    assert ProcrastinateJob.objects.filter(task_name="mail.send").count() == len(people)
    assert not Notification.objects.awaiting_digest().exists()


@pytest.mark.django_db(transaction=True)
def test_two_runs_at_once(monkeypatch, together):
    monkeypatch.setattr(digests, "AGENTS_AT_ONCE", 3)
    people = AgentFactory.create_batch(10)
    for agent in people * 3:
        waiting(recipient=agent)
    results = together(*[lambda: send_due_digests(NOW)] * 3)
    assert sum(results) == len(people)
    mails = OutgoingMail.objects.values_list("agent", flat=True)
    assert sorted(mails) == sorted(agent.pk for agent in people)


@pytest.mark.django_db(transaction=True)
def test_read_on_the_site_while_the_digest_is_written(together):
    """Both lock in id order: neither stops the other."""
    agent = AgentFactory.create()
    for _ in range(5):
        for _ in range(30):
            waiting(recipient=agent)
        results = together(
            lambda: send_due_digests(NOW),
            lambda: mark_read(Notification.objects.order_by("-pk").visible_to(agent)),
        )
        assert results[0] in (0, 1)
        assert results[1] == 30
        assert not Notification.objects.awaiting_digest().exists()


def test_same_number_of_statements_for_1_and_20_agents(statements):
    waiting()
    one = statements(lambda: send_due_digests(NOW))
    for agent in AgentFactory.create_batch(20):
        waiting(recipient=agent)
        waiting(recipient=agent, kind="rooms.booked")
    assert statements(lambda: send_due_digests(NOW)) == one
    assert OutgoingMail.objects.count() == 21


# Leaving it: signed, without a session, as often as one likes

ONE_CLICK = {"List-Unsubscribe": "One-Click"}


def channels(agent: Agent) -> dict[str, Channel]:
    chosen = dict(Preference.objects.filter(agent=agent).values_list("kind", "channel"))
    return {
        kind.code: Channel(chosen.get(kind.code, kind.default))
        for kinds in offered_to(agent).values()
        for kind in kinds
    }


def in_digest(agent: Agent) -> list[str]:
    """Give this agent two kinds in the digest, one of them by choice."""
    for code in ("suggestions.answered", "directory.decided"):
        Preference.objects.update_or_create(agent=agent, kind=code, defaults={"channel": Channel.DIGEST})
    return [code for code, channel in channels(agent).items() if channel == Channel.DIGEST]


def test_the_digest_says_how(author, client, settings):
    settings.SITE_URL = "https://intranet.ville.example"
    waiting(recipient=author)
    send_due_digests(NOW)
    headers = headers_of(mail_of(author))
    assert headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    before, path = headers["List-Unsubscribe"].split(".example", 1)
    assert (before, path[-1]) == ("<https://intranet.ville", ">")
    assert path.startswith("/courrier/desabonnement/")
    assert client.get(path[:-1]).status_code == 200


def test_one_click_without_session_cookie_or_csrf(author, outsider):
    codes, kept = in_digest(author), channels(outsider)
    assert len(codes) >= 2
    news = NotificationFactory.create(recipient=author, waiting=True)
    client = Client(enforce_csrf_checks=True)
    before = channels(author)
    for _ in range(2):
        response = client.post(digests.url_for(author), ONE_CLICK)
        assert response.status_code == 200
        assert "C’est fait" in response.text
        assert channels(author) == before | dict.fromkeys(codes, Channel.SITE)
    assert channels(outsider) == kept
    news.refresh_from_db()
    assert not news.awaits_digest
    assert Notification.objects.get().read_at is None
    # The way back.
    assert reverse("notifications:preferences") in response.text


def test_looking_changes_nothing_and_names_nobody(author, client):
    codes = in_digest(author)
    response = client.get(digests.url_for(author))
    assert "Ne plus le recevoir" in response.text
    assert author.last_name not in response.text
    assert "no-store" in response.headers["Cache-Control"]
    assert {channels(author)[code] for code in codes} == {Channel.DIGEST}


@pytest.mark.parametrize("token", ["zzzz", "zzz:zzz", "a" * 5000, "%00", "..", "é:é"])
def test_any_other_address_leads_nowhere(client, token):
    path = digests.url_for(AgentFactory.create())
    path = path.replace(path.rstrip("/").rpartition("/")[2], token)
    assert client.get(path).status_code == client.post(path, ONE_CLICK).status_code == 404


@pytest.mark.parametrize("value", [None, 12, ["a"], "inconnu"])
def test_a_signature_for_something_else(client, value):
    for salt in (digests.SALT, "another"):
        path = reverse("unsubscribe", args=[signing.dumps(value, salt=salt)])
        assert client.get(path).status_code == 404


@pytest.mark.django_db(transaction=True)
def test_two_clicks_at_once(together):
    agent = AgentFactory.create()
    codes = in_digest(agent)
    assert together(*[lambda: digests.leave_digest(agent)] * 2) == [None, None]
    assert {channels(agent)[code] for code in codes} == {Channel.SITE}
