"""Person × verb, and a private title through every door."""

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from core.mail.models import OutgoingMail
from core.notifications.models import Notification
from core.people.models import Agent
from rooms import policies
from rooms.bookings import actions
from rooms.models import Room, RoomRight
from rooms.querysets import Level
from tests.factories import AgentFactory
from tests.rooms.factories import TOMORROW, a_booking, a_room, changed, hours, sent
from tests.rooms.series.factories import TUESDAY, a_series, nth

pytestmark = pytest.mark.django_db
CAST = ["author", "colleague", "outsider", "moderator", "room_manager", "administrator", "elsewhere", "guest"]
MANAGERS = {"room_manager", "administrator"}
SECRET = "Reclassement de Mme X"


def abilities(see: bool, change: bool, must_give_reason: bool) -> dict[str, bool]:
    given = {"see": see, "change": change, "cancel": change, "must_give_reason": must_give_reason}
    return given | {"decide": False}


@pytest.fixture
def elsewhere(other_room: Room) -> Agent:
    """Keeps another room."""
    agent = AgentFactory.create()
    RoomRight.objects.create(room=other_room, direction=agent.direction, level=Level.MANAGE)
    return agent


@pytest.fixture
def guest(db: None) -> Agent:
    return AgentFactory.create()


def test_abilities(request, author, room, case):
    people = {name: request.getfixturevalue(name) for name in CAST}
    for person in CAST:
        for is_private in [False, True]:
            with case(person, is_private):
                booking = a_booking(room, author, is_private=is_private)
                booking.attendees.create(agent=people["guest"])
                may = person == "author" or person in MANAGERS
                assert policies.abilities(people[person], booking) == abilities(
                    may or not is_private or person == "guest", may, person != "author"
                )


@pytest.mark.parametrize("state", ["over", "cancelled"])
def test_nothing_is_changed_afterwards(author, room_manager, room, state):
    booking = a_booking(room, author, hours("08:00", "09:00", on=TOMORROW.replace(day=20)))
    if state == "cancelled":
        booking = actions.cancel(a_booking(room, author), by=author)
    for agent in (author, room_manager):
        assert policies.abilities(agent, booking) == abilities(True, False, agent == room_manager)
        with pytest.raises(ValidationError):
            changed(booking, agent, reason="x")


def test_no_button_for_what_one_may_not_do(signed_in, author, colleague, room):
    booking = a_booking(room, author)
    assert "/annuler/" in signed_in(author).get(booking.get_absolute_url()).text
    page = signed_in(colleague).get(booking.get_absolute_url()).text
    assert "/annuler/" not in page
    assert "/modifier/" not in page


@pytest.mark.parametrize("person", ["colleague", "outsider", "moderator", "closed"])
def test_actions_refuse_the_others(request, author, room, person):
    booking, agent = a_booking(room, author), author
    if person == "closed":
        author.is_active = False
        with pytest.raises(PermissionDenied):
            actions.book(room, by=author, period=hours("14:00", "15:00"), title="x")
    else:
        agent = request.getfixturevalue(person)
    with pytest.raises(PermissionDenied):
        actions.cancel(booking, by=agent, reason="x")
    with pytest.raises(PermissionDenied):
        changed(booking, agent, reason="x")


@pytest.mark.parametrize("level", [Level.TAKEN, Level.TITLES])
def test_the_clash_with_a_part_names_nobody_of_a_room_that_hides_its_titles(
    signed_in, author, outsider, room, level
):
    Room.objects.update(everyone_may=level)
    a_booking(room, author, title=SECRET)
    readable = level == Level.TITLES
    part = a_room(name="Remparts A", slug="remparts-a", site=room.site)
    part.cells.set(room.cells.all())
    page = signed_in(outsider).post("/salles/reserver/", sent(part)).text
    assert "est déjà réservée" in page
    assert ("Benali" in page) == readable
    assert "Reclassement" not in page


def test_whoever_may_read_no_more_what_they_changed_is_led_elsewhere(
    signed_in, author, colleague, room, other_room
):
    """A private booking moved by the keeper of one room to another; a private series given away."""
    RoomRight.objects.create(room=room, direction=colleague.direction, level=Level.MANAGE)
    booking = a_booking(room, author, title=SECRET, is_private=True)
    data = sent(other_room, title=SECRET, is_private="on", reason="Travaux")
    moved = signed_in(colleague).post(f"{booking.get_absolute_url()}modifier/", data, follow=True)
    booking.refresh_from_db()
    assert (booking.room, moved.status_code) == (other_room, 200)
    assert "La réservation est modifiée" in moved.text
    assert SECRET not in moved.text
    series = a_series(other_room, author, title=SECRET, is_private=True)
    give = f"{series.get_absolute_url()}confier/"
    given = signed_in(author).post(give, {"to": colleague.identifiant}, follow=True)
    assert given.status_code == 200
    assert "La série est confiée à" in given.text
    # Moved by the same keeper.
    series = a_series(room, author, title=SECRET, is_private=True)
    change = f"{nth(series, 0).get_absolute_url()}toutes/modifier/"
    data |= {"date": str(TUESDAY), "start": "14:00", "end": "15:00", "etape": "enregistrer"}
    data |= {"rhythm": "semaine", "weekdays": ["1"], "times": "4"}
    changed = signed_in(colleague).post(change, data, follow=True)
    assert changed.status_code == 200
    assert "C’est enregistré" in changed.text


def test_titles_travel_by_no_mail(author, room_manager, room):
    booking = actions.book(room, by=author, period=hours("09:00", "10:00"), title=SECRET, is_private=True)
    booking = changed(booking, room_manager, period=hours("14:00", "15:00"), reason="Travaux")
    actions.cancel(booking, by=room_manager, reason="Fuite d’eau")
    told = [f"{row.title} {row.text}" for row in Notification.objects.all()]
    told += [f"{mail.subject} {mail.body}" for mail in OutgoingMail.objects.all()]
    # Three on the site; two letters, for what the screen confirms to its maker sends none.
    assert len(told) == 5
    assert not any("Reclassement" in text for text in told)
    assert any("Fuite d’eau" in text for text in told)
    assert SECRET not in str(booking)
