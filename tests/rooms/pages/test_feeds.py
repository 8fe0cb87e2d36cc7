"""The feeds: who reads what, addresses that are given, lost and guessed, and no work for what has not changed."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
import recurring_ical_events
import time_machine
from django.apps import apps
from django.test import Client
from django.urls import reverse
from icalendar import Calendar

from core.people import secret_addresses
from core.people.models import Agent
from rooms.availability import occupancy
from rooms.bookings.actions import cancel
from rooms.models import Attendee, Booking, Room, Series
from rooms.pages import feeds
from rooms.pages.feeds import Feed
from rooms.periods import midnight
from tests.rooms.factories import TODAY, TOMORROW, a_booking, hours, series_of

pytestmark = pytest.mark.django_db


def text_of(client: Client, feed: Feed, secret: str, **headers: Any) -> tuple[str, Any]:
    response = client.get(feed.path(secret), headers=headers)
    content = b"".join(response) if response.streaming else response.content
    return content.decode(), response


def a_series(room: Room, organiser: Agent, **fields: Any) -> Series:
    """On five Fridays at 9, the third of them skipped."""
    skipped = [TOMORROW + timedelta(weeks=2)]
    series = series_of(room, organiser, rule="FREQ=WEEKLY;BYDAY=FR;COUNT=5", skipped=skipped, **fields)
    for week in (0, 1, 3, 4):
        day = TOMORROW + timedelta(weeks=week)
        given = {"title": series.title, "is_private": series.is_private, "series": series, "series_date": day}
        a_booking(room, organiser, hours("09:00", "10:00", on=day), **given)
    return series


def moments(text: str) -> set[tuple[Any, Any, str, str]]:
    found = recurring_ical_events.of(Calendar.from_ical(text)).between(TODAY, date(2027, 12, 31))
    times = ("DTSTART", "DTEND")
    return {
        (*(event[name].dt.astimezone(UTC) for name in times), str(event["SUMMARY"]), str(event["STATUS"]))
        for event in found
    }


def test_a_feed_means_what_the_database_holds(room, other_room, author, colleague, client):
    a_booking(room, author, hours("11:00", "12:00"), title="Budget, 2027 ; « l’été » \\N 🌞\x0b" + "é" * 60)
    a_booking(room, author, hours("13:00", "14:00"), state=Booking.State.REQUESTED)
    cancel(a_booking(room, author, hours("15:00", "16:00")), by=author)
    a_booking(other_room, author, hours("16:00", "17:00"), title="Ailleurs")
    both = a_booking(other_room, author, hours("17:00", "18:00"), title="Les deux")
    both.other_rooms.add(room)
    series = a_series(room, colleague)
    first, second, third, _ = series.occurrences.order_by("series_date")
    first.period = hours("10:15", "10:45")
    first.is_apart = True
    first.save()
    occupancy.move([first])
    Booking.objects.filter(pk=second.pk).update(title="Comité élargi", is_apart=True)
    Booking.objects.filter(pk=third.pk).update(room=other_room, is_apart=True)
    feed = Feed(room=room)
    secret = secret_addresses.give(author, feed.purpose)
    text, response = text_of(client, feed, secret)
    assert response.headers["Content-Type"] == "text/calendar; charset=utf-8"
    assert all(len(line.encode()) <= 75 for line in text.split("\r\n"))
    assert "\n" not in text.replace("\r\n", "")
    held = Booking.objects.holding().filter(pk__in=feed.bookings(author))
    assert moments(text) == {
        (
            booking.period.lower.astimezone(UTC),
            booking.period.upper.astimezone(UTC),
            booking.title.replace("\x0b", ""),
            "TENTATIVE" if booking.state == Booking.State.REQUESTED else "CONFIRMED",
        )
        for booking in held
    }
    assert {booking.title for booking in held} >= {"Les deux", "Comité", "Comité élargi"}
    assert "Ailleurs" not in text
    # One event for the series, two beside it; the date held elsewhere and the one skipped are left out of its rule.
    assert (text.count("RRULE:FREQ=WEEKLY"), text.count("RECURRENCE-ID")) == (1, 2)
    assert text.count("EXDATE") == 2


def test_private_titles_and_names_never_leave(room, author, colleague, client):
    a_booking(room, author, hours("11:00", "12:00"), title="Entretien", is_private=True)
    a_series(room, author, title="Cellule", is_private=True)
    for feed in (Feed(room=room), Feed(site=room.site)):
        text, response = text_of(client, feed, secret_addresses.give(colleague, feed.purpose))
        assert "SUMMARY:Réservé" in text
        for word in ("Entretien", "Cellule", author.last_name, str(author.email), "reservation"):
            assert word not in text
        assert response.headers["Cache-Control"] == "private, no-cache"
    mine = Feed()
    text, _ = text_of(client, mine, secret_addresses.give(author, mine.purpose))
    assert "Entretien" in text
    assert "CLASS:PRIVATE" in text


def test_addresses_guessed_revoked_or_of_another_calendar(room, other_room, author, client):
    feed = Feed(room=room)
    secret = secret_addresses.give(author, feed.purpose)
    wrong = [
        Feed(room=other_room).path(secret),
        Feed().path(secret),
        Feed(site=room.site).path(secret),
        feed.path("x" * 43),
        feed.path(secret).replace(room.slug, "nulle-part"),
    ]
    assert {client.get(path).status_code for path in wrong} == {404}
    assert text_of(client, feed, secret)[1].status_code == 200
    assert client.post(feed.path(secret)).status_code == 405
    secret_addresses.revoke(author, feed.purpose)
    assert client.get(feed.path(secret)).status_code == 404


def test_what_has_not_changed_is_not_written_again(room, author, colleague, client, statements):
    booking = a_booking(room, author, hours("11:00", "12:00"))
    series = a_series(room, author)
    feed = Feed(room=room)
    secret = secret_addresses.give(colleague, feed.purpose)

    def etag() -> str:
        return str(text_of(client, feed, secret)[1].headers["ETag"])

    first = etag()
    _, again = text_of(client, feed, secret, **{"If-None-Match": f"W/{first}"})
    assert (again.status_code, again.headers["ETag"]) == (304, first)
    assert statements(lambda: feed.etag(colleague)) == 1
    seen = [first]
    changes: list[Callable[[], Any]] = [
        lambda: Booking.objects.filter(pk=booking.pk).update(title="Autre chose"),
        lambda: Series.objects.filter(pk=series.pk).update(sequence=1),
        lambda: Booking.objects.filter(pk=booking.pk).update(
            state=Booking.State.CANCELLED, cancelled_at=midnight(TODAY)
        ),
        lambda: Attendee.objects.create(series=series, agent=colleague),
        lambda: Room.objects.filter(pk=room.pk).update(name="Grands Remparts"),
        lambda: Agent.objects.filter(pk=author.pk).update(last_name="Autrement"),
    ]
    for change in changes:
        change()
        assert etag() not in seen, len(seen)
        seen.append(etag())


def test_a_date_that_leaves_makes_its_series_newer(room, author, client):
    """ICSx⁵ looks at nothing else before it forgets a date that was cancelled."""
    series = a_series(room, author)
    gone = series.occurrences.order_by("series_date")[1]
    Booking.objects.filter(pk=gone.pk).update(state=Booking.State.CANCELLED, cancelled_at=midnight(TODAY))
    # All that one transaction writes is of one moment.
    event = apps.get_model("rooms", "BookingEvent").objects.filter(pgh_obj=gone.pk).latest("pgh_id")
    event.pgh_id = None
    # Later than all that the triggers wrote with PostgreSQL's clock, which runs on beside the frozen one.
    with time_machine.travel("2199-01-01T00:00Z", tick=False):
        event.save()
    feed = Feed(room=room)
    text, _ = text_of(client, feed, secret_addresses.give(author, feed.purpose))
    [whole] = [each for each in Calendar.from_ical(text).walk("VEVENT") if "RRULE" in each]
    assert whole["LAST-MODIFIED"].dt == datetime(2199, 1, 1, tzinfo=UTC)


def test_a_feed_too_long_keeps_what_comes_first(room, author, client, monkeypatch):
    monkeypatch.setattr(feeds, "MOST", 2)
    for number, title in enumerate(("Premier", "Deuxième", "Troisième")):
        a_booking(room, author, hours("08:00", "08:30", on=TOMORROW + timedelta(days=number)), title=title)
    a_booking(room, author, hours("08:00", "08:30", on=TODAY - timedelta(days=150)), title="Jadis")
    feed = Feed()
    text, _ = text_of(client, feed, secret_addresses.give(author, feed.purpose))
    shown = [title for title in ("Premier", "Deuxième", "Troisième", "Jadis") if title in text]
    assert shown == ["Premier", "Deuxième"]


@pytest.mark.parametrize(("site", "scheme"), [("https", "webcals"), ("http", "webcal")])
def test_a_calendar_opens_without_its_secret_travelling_in_clear(author, signed_in, settings, site, scheme):
    """The trial alone is served by http, on its own machine."""
    settings.SITE_URL = f"{site}://intranet.ville.example"
    shown = signed_in(author).post(reverse("rooms:subscriptions"), {"feed": "mine"})
    assert re.findall(r"(\w+)://intranet.ville.example/salles/agenda/", shown.text) == [site, scheme]


def test_the_page_gives_an_address_once_and_takes_it_back(room, author, signed_in):
    client = signed_in(author)
    url = reverse("rooms:subscriptions")
    assert f'value="room:{room.slug}" selected' in client.get(f"{url}?agenda=room:{room.slug}").text
    shown = client.post(url, {"feed": f"room:{room.slug}"})
    assert "no-store" in shown.headers["Cache-Control"]
    address = shown.context["shown"]["url"]
    assert address in shown.text
    assert client.get(address.partition("127.0.0.1:8000")[2]).status_code == 200
    later = client.get(url).text
    assert address not in later
    assert "Salle Remparts" in later
    page = client.post(url, {"retirer": f"room:{room.slug}"}, follow=True).text
    assert "L’adresse est retirée" in page
    assert client.get(address.partition("127.0.0.1:8000")[2]).status_code == 404
    assert "Erreur" in client.post(url, {"feed": "x"}).text


def test_one_booking_for_one_s_calendar(signed_in, author, room):
    booking = a_booking(room, author, title="Entretien", is_private=True)
    address = f"{booking.get_absolute_url()}agenda.ics"
    client = signed_in(author)
    assert f'href="{address}"' in client.get(booking.get_absolute_url()).text
    response = client.get(address)
    assert response["Content-Type"] == "text/calendar; charset=utf-8"
    [event] = Calendar.from_ical(response.content).walk("VEVENT")
    assert (str(event["SUMMARY"]), event["DTSTART"].dt) == ("Entretien", booking.period.lower)
    cancel(booking, by=author)
    assert client.get(address).status_code == 404


# Free or busy


def test_when_a_room_is_taken_without_a_word_more(room, author, signed_in, client):
    a_booking(room, author, title="Entretien", is_private=True)
    a_booking(room, author, hours("14:00", "15:00"), title="À confirmer", state=Booking.State.REQUESTED)
    url = reverse("rooms:subscriptions")
    shown = (
        signed_in(author).post(url, {"feed": f"room:{room.slug}", "is_busy": "on"}).context["shown"]["url"]
    )
    assert shown.endswith(".ifb")
    client.logout()
    text = client.get(shown.partition("127.0.0.1:8000")[2]).text
    [component] = Calendar.from_ical(text).walk("VFREEBUSY")
    # METHOD:PUBLISH asks for it (RFC 5546, 3.3.1), and libical refuses what has none.
    assert component["ORGANIZER"].params["CN"] == "Salle Remparts"
    assert [period.params["FBTYPE"] for period in component["FREEBUSY"]] == ["BUSY", "BUSY-TENTATIVE"]
    assert "FBTYPE=BUSY;VALUE=PERIOD:20261127T080000Z/20261127T090000Z" in text.replace("\r\n ", "")
    assert "Entretien" not in text
    assert str(author) not in text


def test_the_key_of_free_or_busy_reads_no_title(room, author, client):
    secret = secret_addresses.give(author, Feed(room=room, is_busy=True).purpose)
    assert client.get(Feed(room=room, is_busy=True).path(secret)).status_code == 200
    assert client.get(Feed(room=room).path(secret)).status_code == 404
    assert client.get(Feed(site=room.site, is_busy=True).path(secret)).status_code == 404


def test_an_empty_feed_still_holds_something(author, client):
    """A calendar has one component at least (RFC 5545), and vdirsyncer keeps what it had of an empty one."""
    feed = Feed()
    text, _ = text_of(client, feed, secret_addresses.give(author, feed.purpose))
    assert len(Calendar.from_ical(text).walk("VJOURNAL")) == 1
    assert not Calendar.from_ical(text).walk("VEVENT")


def test_the_page_that_tells_how_to_book_from_a_calendar(room, author, signed_in, settings):
    url = reverse("rooms:book_by_calendar")
    room.mail_address = "salle-remparts@ville.example"
    room.save()
    assert "Aucune salle" in signed_in(author).get(url).text
    settings.MAIL_ADDRESSES = {"salles": ["salles@ville.example"]}
    page = signed_in(author).get(url).text
    assert room.mail_address in page
    scanned = signed_in(author).get(url, {"salle": room.slug}).text
    assert 'role="img" aria-label="Adresse de la salle Remparts"' in scanned
