"""Rooms under moderation: the slot is held, the managers told, and no request is left without a word."""

from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.core.exceptions import PermissionDenied, ValidationError
from django.db.backends.postgresql.psycopg_any import DateTimeTZRange

from core.mail.models import OutgoingMail
from core.people.models import Agent
from core.people.roles import Role
from rooms import policies
from rooms.availability.conflicts import Conflict
from rooms.bookings import actions
from rooms.models import Booking, Occupancy, RoomRight
from rooms.policies import managers_of
from rooms.querysets import Level
from rooms.requests import actions as requests
from tests.factories import AgentFactory, DirectionFactory
from tests.rooms.factories import NOW, TODAY, TOMORROW, a_room, changed, hours

pytestmark = pytest.mark.django_db
NINE = hours("09:00", "10:00")
PAGE = "/salles/demandes/"


def told() -> dict[Agent, list[str]]:
    found: dict[Agent, list[str]] = {}
    for mail in OutgoingMail.objects.order_by("pk").select_related("agent"):
        assert mail.agent
        found.setdefault(mail.agent, []).append(mail.subject)
    OutgoingMail.objects.all().delete()
    return found


def last_body() -> str:
    return OutgoingMail.objects.latest("pk").body


def test_asked_held_and_told(author, colleague, keeper, room_manager, moderated):
    booking = actions.book(moderated, by=author, period=NINE, title="Secret", is_private=True)
    assert (booking.state, Occupancy.objects.count()) == ("requested", 1)
    mails = list(OutgoingMail.objects.all())
    assert not any("Secret" in mail.subject + mail.body for mail in mails)
    # The room's own keeper, not those who keep them all.
    assert {agent: len(subjects) for agent, subjects in told().items()} == {author: 1, keeper: 1}
    with pytest.raises(Conflict, match="déjà demandée"):
        actions.book(moderated, by=colleague, period=NINE, title="x")


@pytest.mark.parametrize("person", ["author", "colleague", "room_manager", "keeper", "administrator"])
@pytest.mark.parametrize("state", ["requested", "confirmed", "cancelled"])
def test_who_decides(request, author, moderated, person, state):
    booking = actions.book(moderated, by=author, period=NINE, title="x")
    if state == "cancelled":
        booking = actions.cancel(booking, by=author)
    Booking.objects.filter(pk=booking.pk).update(state=state)
    booking.refresh_from_db()
    agent = request.getfixturevalue(person)
    is_keeper = person not in ("author", "colleague")
    assert policies.can_decide(agent, booking) == (is_keeper and state == "requested")
    expected: Any = (
        None if is_keeper and state == "requested" else ValidationError if is_keeper else PermissionDenied
    )
    for answer in (
        lambda: requests.decline(booking, by=agent, reason="Travaux"),
        lambda: requests.accept(booking, by=agent),
    ):
        if expected is None:
            answer()
            # Answered once, by whoever came first.
            expected = ValidationError
        else:
            with pytest.raises(expected):
                answer()


def test_accepted_with_words_or_declined_with_a_reason(author, keeper, moderated):
    booking = actions.book(moderated, by=author, period=hours("14:00", "15:00"), title="x")
    [booking] = requests.accept(booking, by=keeper, words="Clé à l’accueil.")
    assert (booking.state, booking.approved_by, booking.sequence) == ("confirmed", keeper, 1)
    assert "Clé à l’accueil" in last_body()
    with pytest.raises(ValidationError, match="déjà acceptée par Malik Gardien"):
        requests.decline(booking, by=keeper, reason="x")
    booking = actions.book(moderated, by=author, period=NINE, title="x")
    with pytest.raises(ValidationError) as refusal:
        requests.decline(booking, by=keeper, reason=" ")
    assert list(refusal.value.error_dict) == ["reason"]
    [booking] = requests.decline(booking, by=keeper, reason="Travaux")
    assert (booking.state, booking.cancelled_by, booking.occupancies.count()) == ("declined", keeper, 0)
    assert "Travaux" in last_body()


def test_several_rooms_of_several_keepers(author, keeper, room, moderated):
    """Whoever keeps each room that is not open to all answers alone."""
    both = actions.book(moderated, by=author, period=NINE, title="x", other_rooms=[room])
    assert policies.can_decide(keeper, both)
    also = a_room(everyone_may=Level.ASK)
    period = hours("11:00", "12:00")
    shared = actions.book(moderated, by=author, period=period, title="x", other_rooms=[also])
    assert not policies.can_decide(keeper, shared)
    with pytest.raises(PermissionDenied):
        requests.accept(shared, by=keeper)


def test_who_is_told_about_a_room(keeper, moderated, room):
    assert managers_of(moderated) == [keeper]
    assert managers_of(room) == []
    administrator = AgentFactory.create(roles=[Role.ADMINISTRATOR])
    assert managers_of(room) == [administrator]
    manager = AgentFactory.create(roles=[Role.ROOM_MANAGER])
    assert managers_of(room) == [manager]
    assert managers_of(room, moderated) == [keeper, manager]
    # A right that is nobody's leaves the room to those who keep them all, alone or among others.
    also = a_room(everyone_may=Level.ASK)
    RoomRight.objects.create(room=also, direction=DirectionFactory.create(), level=Level.MANAGE)
    assert managers_of(also) == [manager]
    assert managers_of(also, moderated) == [keeper, manager]
    Agent.objects.filter(pk=keeper.pk).update(is_active=False)
    assert managers_of(moderated) == [manager]


def test_recalled_then_told_that_nobody_answered(author, keeper, moderated):
    on = TOMORROW + timedelta(days=3)
    booking, other = (
        actions.book(moderated, by=author, period=hours(*clocks, on=on), title="x")
        for clocks in (("09:00", "10:00"), ("14:00", "15:00"))
    )
    told()
    assert requests.recall_unanswered() == 0
    for days in (1, 2):
        with time_machine.travel(NOW + timedelta(days=days), tick=False):
            assert requests.recall_unanswered() == 2
            assert requests.recall_unanswered() == 0
            assert {agent: len(subjects) for agent, subjects in told().items()} == {author: 2, keeper: 1}
    requests.accept(other, by=keeper)
    told()
    with time_machine.travel(booking.period.lower - timedelta(minutes=1), tick=False):
        assert requests.end_unanswered() == 0
    with time_machine.travel(booking.period.lower, tick=False):
        assert requests.recall_unanswered() == 0
        assert requests.end_unanswered() == 1
        assert requests.end_unanswered() == 0
    booking.refresh_from_db()
    assert (booking.state, booking.cancelled_by) == ("lapsed", None)
    assert "Personne n’a répondu" in booking.cancel_reason
    assert {agent: len(subjects) for agent, subjects in told().items()} == {author: 1, keeper: 1}


def test_a_meeting_made_longer_while_it_runs_keeps_its_room(author, keeper, moderated):
    """It was agreed to until eleven: the time to answer is not over because it has begun."""
    booking = actions.book(moderated, by=author, period=hours("10:00", "11:00", on=TODAY), title="x")
    [booking] = requests.accept(booking, by=keeper)
    longer = hours("10:00", "12:00", on=TODAY)
    with time_machine.travel(booking.period.lower + timedelta(minutes=20), tick=False):
        booking = changed(booking, period=longer)
        assert booking.state == "requested"
        # Booked at once, for the quarter that runs.
        soon = hours("10:15", "11:00", on=TODAY)
        at_once = actions.book(a_room(everyone_may=Level.ASK), by=author, period=soon, title="x")
        assert requests.end_unanswered() == 0
    with time_machine.travel(at_once.period.upper, tick=False):
        assert requests.end_unanswered() == 1
    with time_machine.travel(longer.upper, tick=False):
        assert requests.end_unanswered() == 1


def test_a_booking_asked_again_is_not_recalled_at_once(author, keeper, moderated):
    on = TOMORROW + timedelta(days=3)
    booking = actions.book(moderated, by=author, period=hours("09:00", "10:00", on=on), title="x")
    [booking] = requests.accept(booking, by=keeper)
    told()
    with time_machine.travel(NOW + timedelta(days=2), tick=False):
        period = hours("09:00", "11:00", on=on)
        changed(booking, period=period)
        assert set(told()) == {author, keeper}
        assert requests.recall_unanswered() == 0


def test_who_moves_anothers_where_they_cannot_answer_tells_who_can(author, outsider, keeper, moderated, room):
    """It has become a request, which its own managers and its author must know."""
    RoomRight.objects.create(room=room, direction=outsider.direction, level=Level.MANAGE)
    booking = actions.book(room, by=author, period=NINE, title="x")
    for by, people in ((outsider, {author, keeper}), (keeper, {author})):
        told()
        start = booking.period.lower + timedelta(hours=1)
        period = DateTimeTZRange(start, start + timedelta(hours=1))
        booking = changed(booking, by, room=moderated, period=period, reason="Travaux")
        assert (booking.state, set(told())) == ("requested", people)


def test_several_answered_at_once(signed_in, author, colleague, keeper, moderated, room):
    bookings = [
        actions.book(moderated, by=author, period=hours(f"{hour}:00", f"{hour}:30"), title=f"Demande {hour}")
        for hour in range(10, 14)
    ]
    client = signed_in(keeper)
    assert client.get(PAGE).text.count('name="demande"') == 4
    ticked = [booking.reference for booking in bookings[:3]]
    refused = client.post(PAGE, {"demande": ticked, "reponse": "refuser", "words": " "}).text
    assert "recevra vos mots" in refused
    assert refused.count(" checked") == 3
    assert "Cochez au moins une" in client.post(PAGE, {"reponse": "accepter", "words": "Bien."}).text
    assert "Choisissez d’accepter" in client.post(PAGE, {"demande": ticked, "words": "\x00"}).text
    actions.cancel(bookings[0], by=author)
    told()
    page = client.post(PAGE, {"demande": ticked, "reponse": "accepter", "words": "Bien."}, follow=True).text
    assert "2 demandes acceptées" in page.replace("\xa0", " ")
    assert "n’attendait plus de réponse" in page
    assert [len(subjects) for subjects in told().values()] == [2]
    states = [Booking.objects.get(pk=booking.pk).state for booking in bookings]
    assert states == ["cancelled", "confirmed", "confirmed", "requested"]


@pytest.mark.parametrize(
    ("answer", "words", "state"),
    [
        ("refuser", "Travaux", "declined"),
        ("refuser", "", "requested"),
    ],
)
def test_one_answered_on_its_page(signed_in, author, keeper, moderated, answer, words, state):
    booking = actions.book(moderated, by=author, period=NINE, title="x")
    url = f"{booking.get_absolute_url()}repondre/"
    client = signed_in(keeper)
    assert url in client.get(booking.get_absolute_url()).text
    assert url not in signed_in(author).get(booking.get_absolute_url()).text
    client.post(url, {"reponse": answer, "words": words})
    assert Booking.objects.get().state == state
    if state != "requested":
        assert client.get(url).status_code == 302
