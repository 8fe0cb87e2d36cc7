"""What is kept for how long: erased by one table, journalled, said by the legal notice."""

import uuid
from datetime import datetime, timedelta
from io import StringIO
from typing import Any

import pghistory
import pytest
from allauth.socialaccount.models import SocialAccount
from django.contrib.contenttypes.models import ContentType
from django.core.management import CommandError, call_command
from django.db import connection
from django.db.backends.postgresql.psycopg_any import DateTimeTZRange
from django.urls import reverse
from django.utils import timezone

from core.mail.models import IncomingMail, OutgoingMail, RawContent, State
from core.notifications.models import Notification
from core.operations import purges
from core.operations.models import PurgeCount
from core.operations.purges import TABLE, Kept, purge_all
from core.people.models import Agent
from core.people.purges import leavers
from directory.models import Card
from mailroom.models import Item
from memos.models import Memo
from rooms.models import Booking, Wait
from suggestions.models import Draft, Idea
from tests.factories import AgentFactory
from tests.rooms.factories import a_booking, a_room

pytestmark = pytest.mark.django_db
NOW = timezone.now()


def days_ago(days: int) -> datetime:
    return NOW - timedelta(days=days)


def counts() -> dict[str, int]:
    return {kind: count for kind, count in purge_all(NOW).items() if count}


def mail(days: int, about: Any = None, **fields: Any) -> OutgoingMail:
    made = OutgoingMail.objects.create(
        kind="x",
        address="a@b.example",
        subject="s",
        body="b",
        **{"state": "kept", **fields},
        content_type=ContentType.objects.get_for_model(about) if about else None,
        object_id=1 if about else None,
    )
    OutgoingMail.objects.filter(pk=made.pk).update(created_at=days_ago(days))
    return made


def test_mails_sent_go_after_a_year_but_those_of_an_office():
    kept = [mail(364), mail(800, state="waiting"), mail(800, about=Item), mail(800, about=Memo)]
    mail(366)
    mail(366, about=Idea)
    assert counts() == {"Messages envoyés par l’intranet": 2}
    assert {*OutgoingMail.objects.all()} == {*kept}


def test_the_bytes_of_mails_received_go_and_what_they_became_stays():
    for inbox, days in (("saperlipopette", 366), ("saperlipopette", 364), ("courrier", 366)):
        made = IncomingMail.objects.create(
            sha256="0" * 64, size=3, inbox=inbox, state=State.FILED, taken_at=days_ago(days), text="Des mots"
        )
        RawContent.objects.create(mail=made, content=b"abc")
    assert counts() == {"Messages reçus, tels qu’ils sont arrivés": 1}
    assert IncomingMail.objects.filter(text="Des mots").count() == 3
    expected = {("saperlipopette", days_ago(364)), ("courrier", days_ago(366))}
    assert {*RawContent.objects.values_list("mail__inbox", "mail__taken_at")} == expected


def test_notifications_and_drafts_of_ideas_go_after_a_year(author, outsider):
    for days, agent in ((364, author), (366, outsider)):
        made = Notification.objects.create(recipient=agent, kind="x", title="t")
        Notification.objects.filter(pk=made.pk).update(created_at=days_ago(days))
        Draft.objects.create(agent=agent, identity="named", saved_at=days_ago(days))
    assert counts() == {"Notifications": 1, "Brouillons d’idées": 1}
    assert Draft.objects.get().agent == Notification.objects.get().recipient == author


def closed_since(days: int, agent: Agent) -> None:
    """By its history, as the account's trigger wrote it."""
    agent.is_active = False
    agent.save()
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE people_agentevent DISABLE TRIGGER USER")
        moved = "UPDATE people_agentevent SET pgh_created_at = %s WHERE pgh_obj_id = %s"
        cursor.execute(moved, [days_ago(days), agent.pk])
        cursor.execute("ALTER TABLE people_agentevent ENABLE TRIGGER USER")


def leaver(days: int, **fields: Any) -> Agent:
    known = {"personnel_number": f"m{days}", "directory_key": uuid.uuid4()}
    agent = AgentFactory.create(phone="01", category="A", **known, **fields)
    Card.objects.create(agent=agent, duties="Les marchés", office="B12")
    closed_since(days, agent)
    return agent


def test_what_is_personal_of_a_leaver_goes_and_the_name_stays():
    gone, lately = leaver(366), leaver(364)
    SocialAccount.objects.create(user=gone, provider="proconnect", uid="sub-1")
    assert counts() == {
        "Adresses, numéros, compétences et accès de qui est parti": 1,
        "Photo, bureau et missions de qui est parti": 1,
    }
    gone.refresh_from_db()
    lately.refresh_from_db()
    assert (gone.email, gone.phone, gone.personnel_number, gone.category) == (None, "", None, "")
    assert gone.directory_key is None
    assert gone.last_name
    assert not SocialAccount.objects.exists()
    assert (gone.card.duties, gone.card.office) == ("", "")
    assert (lately.card.duties, lately.phone) == ("Les marchés", "01")
    assert counts() == {}


def test_an_account_opened_again_meanwhile_is_no_leaver():
    agent = leaver(366)
    agent.is_active = True
    agent.save()
    assert not leavers(NOW).exists()
    agent.is_active = False
    agent.save()
    assert not leavers(NOW).exists()
    assert leavers(NOW + timedelta(days=366)).get() == agent


def test_old_bookings_go_whole_with_their_history(author):
    kept = a_booking(a_room(slug="autre", name="Autre"), author)
    # The database itself spares what is younger than it was told.
    end = NOW.replace(minute=0, second=0, microsecond=0) - timedelta(days=365 * 5)
    period = DateTimeTZRange(end - timedelta(hours=1), end)
    old = a_booking(a_room(), author, period, title="Entretien de Léa")
    wait = Wait.objects.create(
        agent=author, room=old.room, period=old.period, title="Entretien de Léa", booking=old, state="served"
    )
    # Of the years in which waits were tracked.
    pghistory.create_event(wait, label="past")
    at = old.period.upper + timedelta(days=365 * 5, minutes=-1)
    kept.period = type(old.period)(
        *(end + timedelta(days=30) for end in (kept.period.lower, kept.period.upper))
    )
    kept.save()
    assert TABLE["Réservations de salles"].count(at) == 0
    assert TABLE["Réservations de salles"].erase(at + timedelta(minutes=2)) == 1
    assert [*Booking.objects.all()] == [kept]
    for table in ("rooms_bookingevent", "rooms_waitevent", "rooms_wait"):
        with connection.cursor() as cursor:
            cursor.execute(f"SELECT count(*) FROM {table} WHERE title = 'Entretien de Léa'")
            assert cursor.fetchone() == (0,), table


def test_the_journal_counts_by_kind_and_day_and_names_nobody():
    mail(366)
    purge_all(NOW)
    mail(366)
    mail(366)
    purge_all(NOW)
    line = PurgeCount.objects.get()
    expected = ("Messages envoyés par l’intranet", timezone.localdate(NOW), 3)
    assert (line.kind, line.day, line.count) == expected


def test_one_that_fails_hides_no_other(monkeypatch):
    def breaks(at: datetime) -> int:
        Notification.objects.all().delete()
        raise ValueError("Léa")

    table = {"Un": Kept("Un", "x", purge=breaks), "Deux": Kept("Deux", "x", purge=lambda at: 2)}
    monkeypatch.setattr(purges, "TABLE", table)
    with pytest.raises(RuntimeError, match="1 purges failed"):
        purge_all(NOW)
    assert [*PurgeCount.objects.values_list("kind", "count")] == [("Deux", 2)]
    with pytest.raises(CommandError, match="ont échoué"):
        call_command("purge", stdout=StringIO())


def test_a_dry_run_says_how_many_and_erases_nothing():
    mail(366)
    out = StringIO()
    call_command("purge", "--dry-run", stdout=out)
    [line] = [line for line in out.getvalue().splitlines() if "Messages envoyés par" in line]
    assert line.split()[0] == "1"
    assert OutgoingMail.objects.count() == 1
    call_command("purge", stdout=StringIO())
    assert not OutgoingMail.objects.exists()


def test_every_kind_can_be_counted_and_the_legal_notice_says_it(client):
    page = client.get(reverse("legal_notice")).text
    for kept in TABLE.values():
        assert kept.count(NOW) == 0
        assert f'<th scope="row">{kept.kind}</th><td>{kept.period}</td><td>{kept.then}</td>' in page
    offices = {kept.kind for kept in TABLE.values() if kept.apps}
    assert offices == {"Registre du courrier", "Notes aux ressources humaines"}
    for kind in (*offices, "Idées, réponses et décisions"):
        assert TABLE[kind].rows is TABLE[kind].purge is None


def test_a_kind_is_registered_once():
    with pytest.raises(ValueError, match="Kept twice"):
        purges.keep(TABLE["Notifications"])
    with pytest.raises(ValueError, match="too long"):
        purges.keep(Kept("x" * 61, "x"))
