"""The waiting list: who is served when a slot frees, for how long, and who is not."""

from datetime import datetime, timedelta
from typing import Any

import pytest
import time_machine
from django.core.exceptions import PermissionDenied, ValidationError

from core.history.entries import history_of
from core.mail.models import OutgoingMail
from core.people.models import Agent
from rooms import links, policies, waiting_list
from rooms.availability import occupancy
from rooms.bookings import actions
from rooms.models import Booking, Occupancy, Room, Wait
from rooms.querysets import Level
from tests.rooms.factories import TOMORROW, a_booking, a_room, changed, hours, sent

pytestmark = pytest.mark.django_db
SLOT = hours("09:00", "10:00")


def a_wait(room: Room, agent: Agent, period: Any = SLOT, **fields: Any) -> Wait:
    """Past the rules and the clash, at an instant of its own."""
    asked_at = datetime.fromisoformat("2026-11-20T08:00:00Z") + timedelta(minutes=Wait.objects.count())
    given = {"title": "Réunion d’équipe", "asked_at": asked_at, **fields}
    return Wait.objects.create(agent=agent, room=room, period=period, **given)


def offer_of(wait: Wait) -> Booking:
    wait.refresh_from_db()
    assert wait.state == "offered"
    assert wait.booking
    return wait.booking


def test_an_offer_names_who_waits_to_nobody_else(signed_in, room, author, colleague, room_manager):
    taken = a_booking(room, author)
    wait = waiting_list.ask(room, by=colleague, period=SLOT, title="Réunion secrète")
    actions.cancel(taken, by=author)
    offer = offer_of(wait)
    assert [(entry.by, entry.action) for entry in history_of(offer)] == [(None, "a proposé la salle libérée")]
    for agent in (author, colleague, room_manager):
        client, knows = signed_in(agent), agent != author
        for page in ("", "salle/remparts/semaine/"):
            text = client.get(f"/salles/{page}?le={TOMORROW}").text
            assert ("Réunion secrète" in text, colleague.last_name in text) == (knows, knows)
        refusal = client.post("/salles/reserver/", sent(room)).text
        assert "est déjà proposée" in refusal
        assert "secrète" not in refusal
        assert (f"à {colleague}" in refusal.replace("&nbsp;", " ")) == (agent == room_manager)
        assert (", à vous" in refusal) == (agent == colleague)
    # What was offered and let go was never theirs.
    waiting_list.leave(wait, by=colleague)
    offer.refresh_from_db()
    assert not policies.can_see(author, offer)
    assert not Booking.objects.visible_to(author).filter(pk=offer.pk).exists()


def test_the_first_in_line_is_offered_then_the_next(room, author, colleague, outsider, told):
    taken = a_booking(room, author)
    first, second = (
        waiting_list.ask(room, by=agent, period=SLOT, title="Réunion secrète")
        for agent in (colleague, outsider)
    )
    assert waiting_list.ask(room, by=colleague, period=SLOT, title="x") == first
    assert [ahead for _, ahead in waiting_list.with_ahead([first, second])] == [0, 1]
    actions.cancel(taken, by=author)
    offer = offer_of(first)
    assert (offer.state, offer.organiser, offer.period) == ("held", colleague, SLOT)
    assert offer.held_until == datetime.fromisoformat("2026-11-26T12:50Z")
    assert Occupancy.objects.get().booking == offer
    assert told()["rooms.offered"] == {colleague.identifiant}
    mail = OutgoingMail.objects.get(kind="rooms.offered")
    assert "26\u00a0novembre\u00a02026 à 13\u00a0h\u00a050" in mail.body
    assert "secrète" not in mail.body + mail.subject
    second.refresh_from_db()
    assert second.state == "waiting"

    with time_machine.travel("2026-11-26T12:49:59Z", tick=False):
        waiting_list.settle()
        assert offer_of(first) == offer
    with time_machine.travel("2026-11-26T12:50:00Z", tick=False):
        with pytest.raises(ValidationError, match="n’est plus valable"):
            waiting_list.take(first, by=colleague)
        waiting_list.settle()
    offer.refresh_from_db()
    first.refresh_from_db()
    assert (offer.state, first.state) == ("lapsed", "missed")
    assert offer_of(second).held_until == datetime.fromisoformat("2026-11-26T16:50Z")
    booking = waiting_list.take(second, by=outsider)
    assert waiting_list.take(second, by=outsider) == booking
    assert booking.state == "confirmed"
    second.refresh_from_db()
    assert second.state == "served"
    assert Occupancy.objects.get().booking == booking


def test_who_is_passed_over(room, other_room, author, colleague, outsider, moderator):
    taken = a_booking(room, author)
    left = a_wait(room, moderator)
    Agent.objects.filter(pk=moderator.pk).update(is_active=False)
    busy = a_wait(room, colleague)
    a_booking(other_room, colleague, state="held", held_until=SLOT.lower)
    late = a_wait(room, author, hours("18:00", "20:00"))
    last = a_wait(room, outsider)
    actions.cancel(taken, by=author)
    states = {wait.pk: wait.state for wait in Wait.objects.all()}
    assert [states[wait.pk] for wait in (left, busy, late)] == ["waiting"] * 3
    assert offer_of(last).organiser == outsider
    waiting_list.settle()
    left.refresh_from_db()
    assert left.state == "left"


def test_a_part_freed_serves_whom_it_suits(room, author, colleague, outsider):
    """Only a whole slot; a second wait that the first offer leaves free is served too."""
    taken = a_booking(room, author, hours("09:00", "12:00"))
    too_long = a_wait(room, colleague, hours("09:00", "12:00"))
    early = a_wait(room, outsider, hours("10:00", "11:00"))
    same = a_wait(room, colleague, hours("10:30", "11:30"))
    after = a_wait(room, colleague, hours("11:00", "12:00"))
    changed(taken, period=SLOT)
    states = {wait.pk: wait.state for wait in Wait.objects.all()}
    found = [states[wait.pk] for wait in (too_long, early, same, after)]
    assert found == ["waiting", "offered", "waiting", "offered"]


def test_cells_and_buffers_count(room, author, colleague):
    """Who waits for the whole is served by the part that frees, once the other is free and the set-up too."""
    whole, part = a_room(name="Conseil", buffer_before=30), a_room(name="Conseil A")
    whole.cells.set([*room.cells.all(), *part.cells.all()])
    first, second = a_booking(part, author), a_booking(room, author, hours("08:00", "09:00"))
    wait = a_wait(whole, colleague)
    actions.cancel(first, by=author)
    wait.refresh_from_db()
    assert wait.state == "waiting"
    actions.cancel(second, by=author)
    assert offer_of(wait).room == whole


def test_where_one_asks_the_managers_decide(room, author, colleague):
    wait = a_wait(room, colleague)
    Room.objects.update(everyone_may=Level.ASK)
    waiting_list.serve_room(room)
    offer_of(wait)
    assert waiting_list.take(wait, by=colleague).state == "requested"
    again = a_wait(room, author, hours("14:00", "15:00"))
    waiting_list.serve_room(room)
    offer_of(again)
    Room.objects.update(everyone_may=Level.TITLES)
    with pytest.raises(ValidationError, match="ne peut plus"):
        waiting_list.take(again, by=author)


def test_a_slot_that_has_begun(room, colleague, author):
    """What is left of it, when it is worth the walk, for ten minutes."""
    wait = a_wait(room, colleague)
    with time_machine.travel("2026-11-27T08:20Z", tick=False):
        waiting_list.serve_room(room)
        offer = offer_of(wait)
        assert offer.period == hours("09:15", "10:00")
        assert offer.held_until == datetime.fromisoformat("2026-11-27T08:30Z")
        assert waiting_list.take(wait, by=colleague).checked_in_at
    late = a_wait(room, author, hours("14:00", "15:00"))
    with time_machine.travel("2026-11-27T13:46Z", tick=False):
        waiting_list.serve_room(room)
        late.refresh_from_db()
        assert late.state == "waiting"
    with time_machine.travel("2026-11-27T14:00Z", tick=False):
        waiting_list.settle()
        late.refresh_from_db()
        assert late.state == "over"


def test_whatever_frees_a_room_is_seen_within_the_minute(room, colleague):
    wait = a_wait(room, colleague)
    Room.objects.update(is_bookable=False)
    waiting_list.settle()
    wait.refresh_from_db()
    assert wait.state == "waiting"
    Room.objects.update(is_bookable=True)
    waiting_list.settle()
    offer_of(wait)


def test_letting_go_serves_the_next(room, author, colleague, outsider):
    first, second = a_wait(room, colleague), a_wait(room, outsider)
    waiting_list.serve_room(room)
    with pytest.raises(PermissionDenied):
        waiting_list.take(first, by=outsider)
    with pytest.raises(PermissionDenied):
        waiting_list.leave(first, by=author)
    assert waiting_list.leave(first, by=colleague).state == "left"
    assert waiting_list.leave(first, by=colleague).state == "left"
    offer = offer_of(second)
    # Ended by another door, the offer closes its place in line.
    offer.state, offer.cancelled_at = "cancelled", offer.created_at
    offer.save()
    occupancy.release([offer])
    waiting_list.freed_by([offer])
    second.refresh_from_db()
    assert second.state == "left"


def test_by_the_pages(signed_in, room, author, colleague):
    taken = a_booking(room, author)
    url = links.wait("remparts", SLOT.lower, SLOT.upper, "Réunion d’équipe")
    client = signed_in(colleague)
    assert "Réunion d’équipe" in client.get(url).text
    assert "Dites en quelques mots" in client.post(url, {"title": ""}).text
    response = client.post(url, {"title": "Réunion d’équipe"}, follow=True)
    wait = Wait.objects.get()
    assert "Vous êtes en tête de la file" in response.text
    mine = f"/salles/attente/{wait.reference}/"
    assert signed_in(author).get(mine).status_code == 404
    assert "n’est plus valable" in client.post(mine, {"geste": "prendre"}, follow=True).text
    actions.cancel(taken, by=author)
    assert "Je la prends" in client.get(mine).text
    assert "La salle Remparts est à vous." in client.post(mine, {"geste": "prendre"}, follow=True).text
    served = client.post(mine, {"geste": "laisser"}, follow=True).text
    assert "annulez la réservation" in served
    actions.cancel(Booking.objects.get(wait=wait), by=colleague)
    assert "Cette attente est close" in client.get(mine).text


@pytest.mark.parametrize(
    ("changed", "status", "words"),
    [
        ({"salle": "nulle-part"}, 404, ""),
        ({"le": "demain"}, 200, "choisissez d’abord la salle"),
        ({"a": "09:00"}, 200, "choisissez d’abord la salle"),
        ({"le": "2026-11-25"}, 200, "Cette date est passée"),
        ({"de": "14:00", "a": "15:00"}, 200, "La salle est libre à ces heures"),
    ],
)
def test_bad_addresses_are_said(signed_in, room, author, colleague, changed, status, words):
    a_booking(room, author)
    query = {"salle": "remparts", "le": TOMORROW.isoformat(), "de": "09:00", "a": "10:00", **changed}
    client = signed_in(colleague)
    url = "/salles/attendre/?" + "&".join(f"{name}={value}" for name, value in query.items())
    response = client.post(url, {"title": "x"}, follow=True)
    assert response.status_code == status
    assert words in response.text
    assert not Wait.objects.exists()


def test_what_cannot_be_waited_for(room, author, colleague):
    a_booking(room, author)
    with pytest.raises(ValidationError, match="C’est vous"):
        waiting_list.ask(room, by=author, period=SLOT, title="x")
    with pytest.raises(ValidationError, match="Donnez un objet"):
        waiting_list.ask(room, by=colleague, period=SLOT, title="\x00 ")
    for minutes in range(waiting_list.MOST_WAITS):
        start = hours("09:00", "10:00").lower + timedelta(days=7, minutes=15 * minutes)
        a_wait(room, colleague, (start, start + timedelta(hours=1)))
    with pytest.raises(ValidationError, match="Vous attendez déjà 20 salles"):
        waiting_list.ask(room, by=colleague, period=SLOT, title="x")
