"""Who reads a title: pages, feeds, screens, search and mails agree, for each person and each kind of booking."""

from __future__ import annotations

import pytest

from core.mail.models import OutgoingMail
from core.notifications.models import Notification
from core.people.models import Agent
from rooms import policies
from rooms.availability import occupancy
from rooms.displays import screens
from rooms.models import Attendee, Booking, Room, RoomRight
from rooms.pages.feeds import Feed
from rooms.querysets import Level
from rooms.series.notifications import booked
from tests.factories import AgentFactory
from tests.rooms.factories import TODAY, a_booking, hours, series_of

pytestmark = pytest.mark.django_db
SECRET = "Reclassement"
# Each kind of booking, and who reads its title besides its organiser, its guests and those who keep its rooms.
KINDS = {
    "plain": {"colleague", "right_to_titles", "passer_by"},
    "private": set(),
    "in a room that keeps its titles": {"right_to_titles"},
    "private, in a room that keeps its titles": set(),
    "requested": {"colleague", "right_to_titles"},
    "offered": set(),
    "of two rooms": {"colleague", "right_to_titles", "passer_by"},
    "private, of two rooms": {"other_keeper"},
    "private, of a series with guests": set(),
}
ALWAYS = {"organiser", "typist", "guest", "keeper", "manager"}
PEOPLE = [*sorted(ALWAYS), "colleague", "right_to_titles", "other_keeper"]


@pytest.fixture
def people(room: Room, other_room: Room, room_manager: Agent) -> dict[str, Agent]:
    cast = {name: AgentFactory.create() for name in PEOPLE if name != "manager"} | {"manager": room_manager}
    rights = {"keeper": (room, Level.MANAGE), "right_to_titles": (room, Level.TITLES)}
    rights["other_keeper"] = (other_room, Level.MANAGE)
    for name, (where, level) in rights.items():
        RoomRight.objects.create(room=where, direction=cast[name].direction, level=level)
    return cast


def the_booking(kind: str, room: Room, other: Room, people: dict[str, Agent]) -> Booking:
    if "keeps its titles" in kind:
        Room.objects.filter(pk=room.pk).update(everyone_may=Level.TAKEN)
        room.refresh_from_db()
    fields = {"state": "requested"} if kind == "requested" else {}
    if kind == "offered":
        fields = {"state": "held", "held_until": hours("12:00", "13:00", on=TODAY).upper}
    booking = a_booking(
        room,
        people["organiser"],
        hours("14:00", "15:00", on=TODAY),
        title=SECRET,
        booked_by=people["typist"],
        is_private="private" in kind,
        **fields,
    )
    if "two rooms" in kind:
        booking.other_rooms.set([other])
        occupancy.move([booking])
    where = {"booking": booking}
    if "series" in kind:
        where = {
            "series": series_of(room, people["organiser"], title=SECRET, is_private=True, first_date=TODAY)
        }
        Booking.objects.filter(pk=booking.pk).update(**where, series_date=TODAY)
    Attendee.objects.create(agent=people["guest"], **where)
    return booking


@pytest.mark.parametrize("kind", KINDS)
def test_all_agree(kind, room, other_room, people, signed_in, client):
    booking = the_booking(kind, room, other_room, people)
    for name in PEOPLE:
        agent = Agent.objects.get(pk=people[name].pk)
        may = name in ALWAYS | KINDS[kind] or (name == "other_keeper" and "colleague" in KINDS[kind])
        assert policies.can_see(agent, booking) == may, name
        assert Booking.objects.visible_to(agent).exists() == may, name
        browser = signed_in(agent)
        assert (browser.get(booking.get_absolute_url()).status_code == 200) == may, name
        for page in (
            f"/salles/?le={TODAY}",
            f"/salles/salle/remparts/semaine/?le={TODAY}",
            f"/salles/salle/remparts/mois/?le={TODAY}",
            f"/salles/gardien/{room.site.slug}/?le={TODAY}",
            "/salles/porte/remparts/",
        ):
            text = browser.get(page).text
            assert (SECRET in text) == may, (name, page)
            assert may or people["organiser"].last_name not in text, (name, page)
        for feed in (Feed(room=room), Feed(site=room.site)):
            assert (SECRET in "".join(feed.written(agent))) == may, (name, feed)
        # Search finds no booking, for anyone.
        assert booking.reference not in browser.get("/recherche/", {"q": SECRET}).text, name
    public = "passer_by" in KINDS[kind]
    for place in (room, room.site):
        _, url = screens.create(place, name="Porte", by=people["manager"])
        for path in ("", "contenu/"):
            text = client.get(f"/salles/{url.partition('/salles/')[2]}{path}").text
            assert (SECRET in text) == public, (place, path)
            assert public or people["organiser"].last_name not in text, (place, path)
    sheet = signed_in(people["manager"]).get(f"/salles/salle/remparts/semaine/?le={TODAY}&feuille=porte").text
    assert (SECRET in sheet) == public
    booked([booking])
    told = [f"{row.title} {row.text}" for row in Notification.objects.all()]
    told += [f"{mail.subject} {mail.body}" for mail in OutgoingMail.objects.all()]
    assert not any(SECRET in text for text in told)
