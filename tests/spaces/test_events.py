"""Dates and decisions, the room that is booked for them, and the feed that calendars read."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from urllib.parse import parse_qs, urlsplit

import pytest
from django.core.cache import cache
from django.core.exceptions import ValidationError
from django.db.models import F
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from icalendar import Calendar

from core.notifications.models import Notification
from core.people import secret_addresses
from core.people.models import Agent, Project, SecretAddress
from rooms.fields import ENDS, STARTS
from spaces import events as actions
from spaces.events import EventChangeForm, _booking_query
from spaces.models import Decision, Event
from spaces.policies import feed_purpose
from tests.spaces.factories import a_decision, an_event, days, project_with

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _fresh_counters(db):
    cache.clear()


def url(name: str, thing: object) -> str:
    return reverse(f"spaces:{name}", args=[thing.reference])


def feed_of(project: Project, by: Agent) -> str:
    """One given before, of this project alone."""
    secret = secret_addresses.give(by, feed_purpose(project))
    return reverse("spaces:feed_of_project", args=[secret, project.reference])


def events_at(address: str) -> dict[str, object]:
    response = Client().get(address)
    assert response.status_code == 200
    assert "\n" not in response.content.decode().replace("\r\n", "")
    return {str(event["SUMMARY"]): event for event in Calendar.from_ical(response.content).events}


class TestDates:
    TYPED = {"title": "Comité", "day": "2030-01-08", "start": "09:05", "end": "10:20", "place": "Mairie"}

    def test_added_changed_and_cancelled(self, signed_in, project, member):
        client = signed_in(member)
        client.post(url("event_add", project), self.TYPED)
        event = Event.objects.get()
        assert timezone.localtime(event.starts_at).strftime("%d/%m/%Y %H:%M") == "08/01/2030 09:05"
        client.post(url("event_change", event), self.TYPED)
        event.refresh_from_db()
        assert event.sequence == 0
        client.post(url("event_change", event), self.TYPED | {"place": "Annexe"})
        client.post(url("event_cancel", event))
        event.refresh_from_db()
        assert (event.sequence, event.place, event.title) == (2, "Annexe", "Comité")
        with pytest.raises(ValidationError):
            actions.cancel_event(event, by=member)
        page = client.post(url("event_change", event), self.TYPED)
        assert actions.CANCELLED in page.text
        assert "Réserver une salle" not in client.get(event.get_absolute_url()).text

    @pytest.mark.parametrize(
        ("typed", "field"),
        [
            ({"end": "09:05"}, "end"),
            ({"title": "\u200b"}, "title"),
            # The clocks jump over this hour: the two are one moment.
            ({"day": "2027-03-28", "start": "02:30", "end": "03:30"}, "end"),
        ],
    )
    def test_bad_input(self, signed_in, project, member, typed, field):
        page = signed_in(member).post(url("event_add", project), self.TYPED | typed)
        assert set(page.context["form"].errors) == {field}
        assert not Event.objects.exists()

    def test_a_past_one_is_neither_added_nor_moved_to_nor_notified(self, signed_in, project, member):
        client, add, past = signed_in(member), url("event_add", project), {"day": "2020-01-07"}
        assert "Cette date est passée" in client.post(add, self.TYPED | past).text
        assert not Event.objects.exists()
        client.post(add, self.TYPED)
        change = url("event_change", Event.objects.get())
        assert set(client.post(change, self.TYPED | past).context["form"].errors) == {"day"}
        assert Event.objects.get().sequence == 0
        # Once it has been held, its words are corrected, and nobody is told.
        long_ago = timedelta(7000)
        Event.objects.update(starts_at=F("starts_at") - long_ago, ends_at=F("ends_at") - long_ago)
        Notification.objects.all().delete()
        held = EventChangeForm.initial_for(Event.objects.get())
        words = {"title": "Comité élargi", "day": str(held["day"])}
        words |= {name: f"{held[name]:%H:%M}" for name in ("start", "end")}
        assert client.post(change, words).status_code == 302
        assert Event.objects.get().title == "Comité élargi"
        assert not Notification.objects.exists()

    @pytest.mark.parametrize(
        ("start", "end", "asked"),
        [
            ((9, 0), (10, 0), ("09:00", "10:00")),
            ((9, 5), (10, 20), ("09:00", "10:30")),
            ((22, 0), (23, 50), ("22:00", "24:00")),
        ],
    )
    def test_the_form_that_books_a_room_is_filled_in(self, signed_in, project, member, start, end, asked):
        day, client = timezone.localdate() + timedelta(days=20), signed_in(member)
        moments = [timezone.make_aware(datetime.combine(day, time(*at))) for at in (start, end)]
        event = an_event(project, member, starts_at=moments[0], ends_at=moments[1])
        query = parse_qs(_booking_query(event))
        assert (query["le"], query["de"], query["a"]) == ([str(day)], [asked[0]], [asked[1]])
        assert asked[0] in dict(STARTS)
        assert asked[1] in dict(ENDS)
        assert reverse("rooms:booking_create") in client.get(event.get_absolute_url()).text
        booking = client.get(reverse("rooms:booking_create") + "?" + _booking_query(event))
        form = booking.context["form"]
        assert (form["date"].value(), form["title"].value()) == (day, event.title)
        assert "pas lisible en entier" not in booking.text


class TestDecisions:
    def test_replaced_once_and_never_rewritten(self, signed_in, project, member):
        old, client = a_decision(project, member), signed_in(member)
        typed = {"text": "Finir grand.", "decided_on": str(timezone.localdate())}
        client.post(url("decision_replace", old), typed)
        old.refresh_from_db()
        assert (old.text, old.replaced_by.text) == ("Commencer petit.", "Finir grand.")
        page = client.post(url("decision_replace", old), typed | {"text": "Encore."})
        assert actions.REPLACED in page.text
        assert "Encore." in page.text
        assert Decision.objects.count() == 2
        listed = client.get(url("decision_list", project)).text
        assert listed.index("Finir grand.") < listed.index("Commencer petit.")

    @pytest.mark.parametrize("day", [1, -1])
    def test_its_day(self, signed_in, project, member, day):
        old = a_decision(project, member)
        typed = {"text": "Non.", "decided_on": str(timezone.localdate() + timedelta(day))}
        page = signed_in(member).post(url("decision_replace", old), typed)
        assert set(page.context["form"].errors) == {"decided_on"}


class TestFeed:
    def test_what_a_calendar_reads(self, project, member):
        address = feed_of(project, member)
        an_event(project, member, title="Comité, salle 2; suite")
        gone = an_event(project, member, title="Annulée")
        actions.cancel_event(gone, by=member)
        found = events_at(address)
        assert set(found) == {f"{project} — Comité, salle 2; suite", f"{project} — Annulée"}
        cancelled = found[f"{project} — Annulée"]
        assert str(cancelled["STATUS"]) == "CANCELLED"
        assert cancelled["SEQUENCE"] == 1
        assert cancelled.start == gone.starts_at.replace(microsecond=0)

    def test_one_address_for_all_mine(self, project, member, lead):
        other = project_with(lead=member)
        an_event(project, member, title="Ici")
        an_event(other, member, title="Là")
        an_event(project_with(lead=lead), lead, title="Ailleurs")
        address = reverse("spaces:feed", args=[secret_addresses.give(member, actions.PURPOSE)])
        assert set(events_at(address)) == {f"{project} — Ici", f"{other} — Là"}
        project.assignments.filter(agent=member).update(period=days(-20, 0))
        assert set(events_at(address)) == {f"{other} — Là"}

    def test_of_one_agent_and_one_project(self, project, member, lead):
        other, address = project_with(lead=member), feed_of(project, member)
        secret = urlsplit(address).path.split("/")[-2]
        for key, row in ((secret, other), ("x" * 43, project)):
            elsewhere = reverse("spaces:feed_of_project", args=[key, row.reference])
            assert Client().get(elsewhere).status_code == 404
        # A new one voids the first, and leaves those of others.
        of_lead, again = feed_of(project, lead), feed_of(project, member)
        assert [Client().get(one).status_code for one in (address, of_lead, again)] == [404, 200, 200]

    @pytest.mark.parametrize("is_open", [True, False])
    def test_it_dies_with_the_membership_and_the_account(self, project, member, lead, is_open):
        Project.objects.update(is_open=is_open)
        of_member, of_lead = feed_of(project, member), feed_of(project, lead)
        project.assignments.filter(agent=member).update(period=days(-20, 0))
        Agent.objects.filter(pk=lead.pk).update(is_active=False)
        assert {Client().get(one).status_code for one in (of_member, of_lead)} == {404}

    def test_shown_once_and_taken_back(self, signed_in, project, member):
        client, address, old = signed_in(member), reverse("spaces:feed_address"), feed_of(project, member)
        shown = client.post(address)
        assert shown.headers["Cache-Control"].count("no-store") == 1
        path = urlsplit(shown.context["shown"]).path
        assert [Client().get(one).status_code for one in (path, old)] == [200, 200]
        assert path not in client.get(address).text
        client.post(address, {"geste": "retirer"})
        assert [Client().get(one).status_code for one in (path, old)] == [404, 404]
        assert SecretAddress.objects.filter(revoked_at=None).count() == 0
