"""Several rooms all or nothing, a colleague's booking, buffers, and what a change asks for again."""

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from core.mail.models import OutgoingMail
from core.notifications.models import Notification
from core.people.models import Agent
from rooms.availability.conflicts import Conflict
from rooms.bookings import actions
from rooms.models import Booking, Closure, Layout, Occupancy, Room, RoomRight
from rooms.querysets import Level
from tests.factories import AgentFactory
from tests.rooms.factories import TODAY, TOMORROW, a_booking, a_room, changed, hours, sent

pytestmark = pytest.mark.django_db
NINE = hours("09:00", "10:00")
FORM = "/salles/reserver/"


def test_all_or_nothing(author, colleague, room, other_room):
    held = a_booking(other_room, colleague)
    with pytest.raises(Conflict, match="La salle Mistral est déjà réservée"):
        actions.book(room, by=author, period=NINE, title="x", other_rooms=[other_room])
    assert Booking.objects.get() == held
    actions.cancel(held, by=colleague)
    asked = [other_room, room, other_room]
    booking = actions.book(room, by=author, period=NINE, title="x", other_rooms=asked)
    assert (booking.all_rooms, booking.occupancies.count()) == ([room, other_room], 2)
    told = Notification.objects.get(recipient=author)
    assert "salles Remparts et Mistral" in told.title + told.text
    # One is given back, and is free; the other stays.
    booking = changed(booking, by=author, room=other_room, period=NINE, other_rooms=[])
    assert (booking.all_rooms, booking.sequence) == ([other_room], 1)
    actions.book(room, by=colleague, period=NINE, title="x")
    # A change that does not speak of the other rooms keeps them.
    booking = changed(booking, by=author, room=other_room, period=NINE)
    assert Booking.objects.get(pk=booking.pk).all_rooms == [other_room]


def test_the_strictest_room_says_who_reads_the_title(author, colleague, room, other_room):
    """Held with a room open to all, a booking of a room that hides its titles stays hidden in both."""
    Room.objects.filter(pk=other_room.pk).update(everyone_may=Level.TAKEN)
    RoomRight.objects.create(room=other_room, direction=author.direction, level=Level.BOOK)
    layout = Layout.objects.create(room=room, name="en U", capacity=8)
    booking = actions.book(room, by=author, period=NINE, title="x", other_rooms=[other_room], layout=layout)
    assert (booking.all_rooms, booking.layout) == ([other_room, room], layout)
    stranger = AgentFactory.create()
    assert not Booking.objects.visible_to(stranger).exists()
    booking = changed(booking, by=author, room=room, period=NINE)
    assert booking.all_rooms[0] == room
    booking = changed(booking, by=author, room=room, period=NINE, other_rooms=[other_room])
    assert booking.all_rooms == [other_room, room]
    assert not Booking.objects.visible_to(stranger).exists()


@pytest.mark.parametrize("state", [Booking.State.CONFIRMED, Booking.State.REQUESTED])
def test_the_order_of_the_rooms_is_no_move(state, author, room, other_room):
    """Nobody becomes present at what runs, and no request becomes confirmed, where the rules were not asked."""
    Room.objects.update(needs_check_in=True)
    booking = a_booking(room, author, hours("09:30", "10:30", on=TODAY), state=state)
    booking.other_rooms.set([other_room])
    booking = changed(booking, by=author, room=other_room, other_rooms=[room])
    assert (booking.all_rooms, booking.state, booking.checked_in_at) == ([other_room, room], state, None)


@pytest.mark.parametrize("field", ["other_rooms", "organiser"])
def test_a_refusal_is_on_its_field(author, room, other_room, field):
    """Another room that nobody may book; for an account that is closed."""
    Room.objects.filter(pk=other_room.pk).update(is_bookable=False)
    wrong = (
        {"other_rooms": [other_room]} if field == "other_rooms" else {field: AgentFactory.create(closed=True)}
    )
    with pytest.raises(ValidationError) as refusal:
        actions.book(room, by=author, period=NINE, title="x", **wrong)
    assert list(refusal.value.error_dict) == [field]


def test_for_a_colleague(author, colleague, outsider, room):
    """Either is told of what the other did, and may change it; nobody else may."""
    booking = actions.book(room, by=author, organiser=colleague, period=NINE, title="x")
    assert (booking.organiser, booking.booked_by) == (colleague, author)
    assert {mail.agent for mail in OutgoingMail.objects.all()} == {colleague}
    OutgoingMail.objects.all().delete()
    period = hours("10:00", "11:00")
    for by, told in ((author, colleague), (colleague, author)):
        booking = changed(booking, by=by, room=room, period=period)
        assert [mail.agent for mail in OutgoingMail.objects.all()] == [told]
        OutgoingMail.objects.all().delete()
    with pytest.raises(PermissionDenied):
        actions.cancel(booking, by=outsider, reason="x")
    actions.cancel(booking, by=author)
    assert OutgoingMail.objects.get().agent == colleague


def test_buffers_stand_between_and_are_said(author, colleague):
    room = a_room(buffer_before=15, buffer_after=30)
    booking = actions.book(room, by=colleague, period=NINE, title="x")
    assert booking.period == NINE
    assert Occupancy.objects.get().blocked_during == hours("08:45", "10:30")
    # The time to clean after the one and that to set up before the other.
    with pytest.raises(Conflict, match="Entre deux réservations, il faut 45"):
        actions.book(room, by=author, period=hours("10:30", "11:00"), title="x")
    actions.book(room, by=author, period=hours("10:45", "11:00"), title="x")
    part = a_room(site=room.site)
    part.cells.set(room.cells.all())
    with pytest.raises(Conflict, match="Entre deux réservations, il faut 15"):
        actions.book(part, by=author, period=hours("08:00", "09:00"), title="x")


def test_a_part_says_which_room_is_taken(author, colleague, room, other_room):
    whole = a_room(name="Conseil", slug="conseil", site=room.site)
    whole.cells.set([room.cells.get(), other_room.cells.get()])
    assert actions.book(whole, by=colleague, period=NINE, title="x").occupancies.count() == 2
    with pytest.raises(Conflict, match="salle Conseil, dans le même espace"):
        actions.book(room, by=author, period=NINE, title="x")


@pytest.mark.parametrize(
    ("period", "elsewhere", "state"),
    [
        (hours("09:00", "09:30"), False, "confirmed"),
        (hours("09:00", "10:15"), False, "requested"),
        (hours("08:45", "09:45"), False, "requested"),
        (NINE, True, "requested"),
    ],
)
def test_what_a_change_asks_for_again(author, room_manager, room, other_room, period, elsewhere, state):
    Room.objects.update(everyone_may=Level.ASK)
    booking = a_booking(room, author, approved_at=NINE.lower, approved_by=room_manager)
    target = other_room if elsewhere else room
    booking = changed(booking, by=author, room=target, period=period)
    assert (booking.state, booking.approved_by) == (state, room_manager if state == "confirmed" else None)
    # Moved by whoever keeps the room, it stays as it was.
    booking = changed(booking, by=room_manager, room=room, period=hours("15:00", "17:00"), reason="x")
    assert booking.state == state


def test_shorter_is_allowed_where_the_rules_would_refuse(author, room):
    """A manager had booked it for them out of hours."""
    booking = a_booking(room, author, hours("18:00", "22:00"))
    booking = changed(booking, by=author, room=room, period=hours("19:00", "22:00"))
    assert booking.period == hours("19:00", "22:00")


def test_shorter_is_allowed_where_the_buffers_have_grown(author, colleague, room):
    """What was booked before keeps its minutes, and what is given back takes none from its neighbours."""
    a_booking(room, colleague, hours("08:00", "09:00"))
    booking = a_booking(room, author, hours("09:00", "11:00"))
    a_booking(room, colleague, hours("11:00", "12:00"))
    Room.objects.filter(pk=room.pk).update(buffer_before=30, buffer_after=30)
    for start, end, kept in (
        ("09:00", "10:45", hours("09:00", "11:00")),
        ("09:00", "10:00", hours("09:00", "10:30")),
        ("09:15", "10:00", hours("09:00", "10:30")),
        ("09:45", "10:00", hours("09:15", "10:30")),
    ):
        booking = changed(booking, by=author, room=room, period=hours(start, end))
        assert booking.occupancies.get().blocked_during == kept


def test_the_form_s_rare_fields(signed_in, author, colleague, room, other_room):
    layout = Layout.objects.create(room=room, name="en U", capacity=8)
    client = signed_in(author)
    rare = {"organiser": colleague.identifiant, "other_rooms": [other_room.slug], "layout": layout.pk}
    response = client.post(FORM, sent(room, **rare, attendance="30", wants_reminder="on"), follow=True)
    booking = Booking.objects.get()
    assert (booking.organiser, booking.layout, booking.attendance) == (colleague, layout, 30)
    assert booking.wants_reminder
    # 8 as the first is laid out, and the other one’s 12.
    assert "30 personnes pour 20 places" in response.text.replace("\xa0", " ")
    assert "pour Paul Roux" in response.text
    for wrong, words in (
        ({"layout": layout.pk, "room": other_room.slug}, "pas cette disposition"),
        ({"attendance": "0"}, "Une personne au moins"),
        ({"attendance": "beaucoup"}, "Écrivez un nombre"),
        ({"organiser": "Personne Ici"}, "Aucun compte ouvert"),
        ({"other_rooms": ["ailleurs"]}, "n’existe pas"),
    ):
        page = client.post(FORM, sent(room, **{"start": "14:00", "end": "15:00", **wrong})).text
        assert words in page
        assert '<details class="more mb-4" open>' in page
    assert Booking.objects.count() == 1


def test_a_change_keeps_the_layout_of_the_second_room(signed_in, author, colleague, room, other_room):
    """The strictest room is the first, whichever is laid out; a layout leaves with its room."""
    Room.objects.filter(pk=other_room.pk).update(everyone_may=Level.TAKEN)
    RoomRight.objects.create(room=other_room, direction=author.direction, level=Level.BOOK)
    layout = Layout.objects.create(room=room, name="en U", capacity=8)
    Layout.objects.create(room=other_room, name="en cercle", capacity=6)
    booking = actions.book(room, by=author, period=NINE, title="x", other_rooms=[other_room], layout=layout)
    client, url = signed_in(author), f"{booking.get_absolute_url()}modifier/"
    page = client.get(url)
    assert f'value="{layout.pk}" selected>Remparts : en U (8 places)' in page.text.replace("\xa0", " ")
    assert page.text.index("en cercle") < page.text.index("en U")
    typed = {field.name: field.value() for field in page.context["form"] if field.value()}
    client.post(url, {**typed, "title": "Autre"})
    booking.refresh_from_db()
    assert (booking.title, booking.layout) == ("Autre", layout)
    a_booking(room, colleague, hours("14:00", "15:00"))
    typed = {field.name: field.value() for field in client.get(url).context["form"] if field.value()}
    later = {**typed, "start": "14:00", "end": "15:00"}
    assert "Libres à cette heure" not in client.post(url, {**later, "other_rooms": ["\x00"]}).text
    free = a_room(name="Levant", slug="levant", site=room.site)
    assert "Plutôt Levant" in client.post(url, later).text
    assert client.post(url, {**later, "plutot": "remparts:levant"}).status_code == 302
    booking = Booking.objects.get(pk=booking.pk)
    assert (booking.all_rooms, booking.layout) == ([other_room, free], None)


def test_a_room_that_one_may_not_have_is_not_offered(signed_in, author, room):
    hidden, asked = a_room(everyone_may=Level.TITLES), a_room(everyone_may=Level.ASK)
    client = signed_in(author)
    page = client.get(FORM).text
    assert f'value="{hidden.slug}"' not in page
    assert f"{asked.name} (12 places, sur demande)" in page.replace("\xa0", " ")
    assert "pas ouverte à tous" in client.post(FORM, sent(hidden)).text
    # Ticked before it was closed to them, it is not left out in silence.
    errors = client.post(FORM, sent(room, other_rooms=[hidden.slug])).context["form"].errors
    assert "n’existe pas" in errors["other_rooms"][0]
    assert not Booking.objects.exists()


def test_a_clash_offers_the_free_rooms_in_one_click(signed_in, author, colleague, room, other_room):
    busy = a_room(name="Occupée", slug="occupee", site=room.site)
    a_booking(busy, colleague)
    a_booking(room, colleague)
    client = signed_in(author)
    page = client.post(FORM, sent(room, attendance="9", is_private="on"))
    assert "Plutôt Mistral" in page.text
    assert "Occupée," not in page.text
    # A private title is in no address; that it is private is.
    assert "/salles/attendre/?salle=remparts" in page.text
    waited = page.context["form"].instead["wait_url"]
    assert "objet" not in waited
    assert client.get(waited).context["form"]["is_private"].value() is True
    assert "objet=Point+budget" in client.post(FORM, sent(room)).context["form"].instead["wait_url"]
    in_place = {"HX-Request": "true"}
    assert "<html" not in client.post(FORM, sent(room), headers=in_place).text
    instead = sent(room, attendance="9", is_private="on", plutot="remparts:mistral")
    done = client.post(FORM, instead, headers=in_place)
    assert (done.status_code, done.headers["HX-Refresh"]) == (200, "true")
    booking = Booking.objects.get(organiser=author)
    assert (booking.room, booking.attendance, booking.is_private) == (other_room, 9, True)
    # None is left then: no dead end.
    page = client.post(FORM, sent(room, attendance="9"))
    assert "Aucune autre salle pour 9 personnes n’est libre" in page.text.replace("\xa0", " ")
    assert "À un autre moment" in client.get(page.context["form"].instead["find_url"]).text


def test_a_closed_room_is_answered_by_others_too(signed_in, author, room_manager, room, other_room):
    Closure.objects.create(room=room, period=NINE, reason="Peinture", created_by=room_manager)
    client = signed_in(author)
    page = client.post(FORM, sent(room)).text
    assert "Plutôt Mistral" in page
    assert "/salles/attendre/" not in page
    assert "Plutôt" not in client.post(FORM, sent(room, start="07:00", end="08:00")).text
    # Of several rooms, the closed one is replaced.
    a_room(name="Levant", slug="levant", site=room.site)
    both = client.post(FORM, sent(other_room, other_rooms=["remparts"]))
    assert [value for value, _ in both.context["form"].instead["free_rooms"]] == ["remparts:levant"]


def test_again(signed_in, author, outsider, room, other_room):
    fifth = hours("14:00", "15:30", on=TOMORROW.replace(day=5))
    past = a_booking(room, author, fifth, title="Club", attendance=7)
    past.other_rooms.add(other_room)
    client = signed_in(author)
    assert f"comme={past.reference}" in client.get(past.get_absolute_url()).text
    form = client.get(f"{FORM}?comme={past.reference}").context["form"]
    values = [form[name].value() for name in ("room", "start", "end", "title", "attendance", "other_rooms")]
    assert values == ["remparts", "14:00", "15:30", "Club", 7, ["mistral"]]
    # The fifth was a Thursday, as today: the next is in a week.
    assert form["date"].value() == TOMORROW.replace(month=12, day=3)
    assert signed_in(outsider).get(f"{FORM}?comme={past.reference}").context["form"]["title"].value() is None
    # Of several days, as many days.
    long = hours("14:00", "10:00", on=TOMORROW.replace(day=5), until=TOMORROW.replace(day=7))
    form = client.get(f"{FORM}?comme={a_booking(a_room(), author, long).reference}").context["form"]
    assert form["end_date"].value() == TOMORROW.replace(month=12, day=5)


def test_the_keeper_of_one_room(author, outsider, room, other_room):
    """They change what has their room, alone or among others; nothing else."""
    RoomRight.objects.create(room=other_room, direction=outsider.direction, level=Level.MANAGE)
    theirs = actions.book(room, by=author, period=NINE, title="x", other_rooms=[other_room], is_private=True)
    not_theirs = a_booking(room, author, hours("14:00", "15:00"))
    agent = Agent.objects.get(pk=outsider.pk)
    assert set(Booking.objects.visible_to(agent)) == {theirs, not_theirs}
    with pytest.raises(PermissionDenied):
        actions.cancel(not_theirs, by=agent, reason="x")
    assert actions.cancel(theirs, by=agent, reason="Fuite d’eau").is_cancelled
