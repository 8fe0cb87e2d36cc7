"""Rooms under moderation: the slot is held, the managers told, and no request is left without a word."""

from datetime import date, timedelta
from typing import Any

import pytest
import time_machine
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction
from django.db.backends.postgresql.psycopg_any import DateTimeTZRange
from procrastinate.contrib.django.models import ProcrastinateJob

from core.mail.models import OutgoingMail
from core.people.models import Agent
from core.people.roles import Role
from rooms import policies
from rooms.attendees import invitations
from rooms.availability.conflicts import Conflict
from rooms.bookings import actions
from rooms.bookings.actions import swap
from rooms.models import Attendee, Booking, Occupancy, Room, RoomRight, Series
from rooms.policies import managers_of
from rooms.querysets import Level
from rooms.requests import actions as requests
from rooms.series.actions import change_series
from rooms.series.change import Scope
from tests.factories import AgentFactory, DirectionFactory
from tests.rooms.factories import NOW, TODAY, TOMORROW, a_room, changed, hours
from tests.rooms.series.factories import a_change, a_series, nth

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


# A series asked for is one request: one letter, one line on the page, one answer.


def states(series: Series) -> list[str]:
    return list(series.occurrences.order_by("series_date").values_list("state", flat=True))


def test_asked_recalled_and_accepted_in_one_letter_each(author, colleague, keeper, moderated):
    series = a_series(moderated, author)
    news = told()
    assert set(news) == {author, keeper}
    [asked], [to_answer] = news[author], news[keeper]
    assert "salle Conseil, chaque mardi" in asked
    assert "(4 dates)" in to_answer.replace("\xa0", " ")
    Attendee.objects.create(series=series, agent=colleague)
    with time_machine.travel(NOW + timedelta(days=1), tick=False):
        assert requests.recall_unanswered() == 4
        assert {agent: len(subjects) for agent, subjects in told().items()} == {author: 1, keeper: 1}
    with pytest.raises(ValidationError, match="pas de celles"):
        requests.accept(series, by=colleague)
    answered = requests.answer_all(
        list(series.occurrences.all()), by=keeper, words="Clé à l’accueil.", is_accepted=True
    )
    assert (len(answered.done), answered.left) == (4, [])
    assert states(series) == ["confirmed"] * 4
    [letter] = OutgoingMail.objects.all()
    assert (letter.agent, letter.body.count("– "), "Clé à l’accueil." in letter.body) == (author, 4, True)
    # Whoever is invited to it all gets one invitation, for it all.
    assert ProcrastinateJob.objects.filter(task_name="rooms.tell_series").count() == 1
    invitations.notify_series(series.pk)
    [invitation] = OutgoingMail.objects.filter(agent=colleague)
    assert invitation.calendar.count("BEGIN:VEVENT") == 1
    assert "RRULE:FREQ=WEEKLY" in invitation.calendar


def test_declined_together_but_what_somebody_else_answered(author, keeper, moderated):
    series = a_series(moderated, author)
    requests.accept(nth(series, 0), by=keeper)
    told()
    all_dates = list(series.occurrences.order_by("series_date"))
    [(left, why)] = requests.answer_all(all_dates, by=keeper, words="Travaux", is_accepted=False).left
    assert (left.series_date, "déjà acceptée" in str(why)) == (date(2026, 12, 1), True)
    assert states(series) == ["confirmed", *["declined"] * 3]
    assert Occupancy.objects.count() == 1
    assert {agent: len(subjects) for agent, subjects in told().items()} == {author: 1}


def test_asked_again_is_not_recalled_at_once_and_out_of_its_room_awaits_nobody(author, keeper, moderated):
    hall = a_room(site=moderated.site)
    series = a_series(moderated, author, other_rooms=(hall,))
    requests.accept(series, by=keeper)
    told()
    with time_machine.travel(NOW + timedelta(days=3), tick=False):
        longer = a_change(series, ends_at=660, other_rooms=(hall,))
        series = change_series(nth(series, 0), longer, by=author, scope=Scope.ALL)
        assert states(series) == ["requested"] * 4
        assert set(told()) == {author, keeper}
        assert requests.recall_unanswered() == 0
        elsewhere = a_change(series, room=hall, ends_at=630)
        series = change_series(nth(series, 0), elsewhere, by=author, scope=Scope.ALL)
        assert states(series) == ["confirmed"] * 4


def test_one_letter_a_manager_with_all_that_awaits_them(author, colleague, keeper, moderated):
    """Also where the rooms do not have the same managers."""
    shared = a_room(everyone_may=Level.ASK, site=moderated.site)
    other = AgentFactory.create()
    for agent in (keeper, other):
        RoomRight.objects.create(room=shared, direction=agent.direction, level=Level.MANAGE)
    a_series(moderated, author)
    actions.book(shared, by=colleague, period=hours("09:00", "10:00", on=date(2026, 12, 3)), title="x")
    told()
    with time_machine.travel(NOW + timedelta(days=1), tick=False):
        assert requests.recall_unanswered() == 5
    body = OutgoingMail.objects.get(agent=keeper).body
    assert body.count("\n– ") == 2
    assert OutgoingMail.objects.get(agent=other).body.count("\n– ") == 1


def test_the_page_answers_a_series_whole_or_date_by_date(signed_in, author, keeper, moderated):
    first, second = a_series(moderated, author), a_series(moderated, author, starts_at=660, ends_at=720)
    client = signed_in(keeper)
    page = client.get(PAGE).text
    assert "2 demandes attendent" in page.replace("\xa0", " ")
    assert (page.count("Tout accepter"), page.count('name="demande"')) == (2, 8)
    assert "2 demandes sans réponse" in client.get("/salles/gerer/").text.replace("\xa0", " ")
    told()
    all_of = {
        f"dates-{series.reference}": ",".join(series.occurrences.values_list("reference", flat=True))
        for series in (first, second)
    }
    answer = {**all_of, "reponse": f"refuser:{first.reference}"}
    refused = client.post(PAGE, {**answer, "words": ""}).text
    assert "recevra vos mots" in refused
    assert refused.count(" checked") == 4
    page = client.post(PAGE, {**answer, "words": "Travaux"}, follow=True).text
    assert "4 demandes refusées. La personne est prévenue" in page.replace("\xa0", " ")
    assert states(first) == ["declined"] * 4
    dates = [nth(second, number).reference for number in (0, 2)]
    client.post(PAGE, {"demande": dates, "reponse": "accepter", "words": ""})
    assert states(second) == ["confirmed", "requested", "confirmed", "requested"]
    # What the page did not show is not answered.
    client.post(PAGE, {"reponse": f"accepter:{second.reference}", "words": ""})
    client.post(PAGE, {**all_of, "reponse": f"accepter:{second.reference}", "words": ""})
    assert states(second) == ["confirmed"] * 4
    assert {agent: len(subjects) for agent, subjects in told().items()} == {author: 3}


def test_the_desk_answers_a_series_whole(signed_in, author, room_manager, moderated):
    series = a_series(moderated, author)
    client, desk = signed_in(room_manager), f"/administration/rooms/series/{series.pk}/"
    assert "Accepter toutes ses dates" in client.get(f"{desk}change/").text
    client.post(f"{desk}geste/accepter/", {"words": ""})
    assert states(series) == ["confirmed"] * 4
    assert "Accepter toutes ses dates" not in client.get(f"{desk}change/").text


# A booking that was agreed to, then asked for longer: declined or unanswered, it stands as it was.

LONGER = hours("08:00", "11:00")


@pytest.fixture
def agreed(author: Agent, keeper: Agent, moderated: Room) -> Booking:
    booking = actions.book(moderated, by=author, period=NINE, title="Point budget")
    [booking] = requests.accept(booking, by=keeper)
    told()
    return booking


def seen(booking: Booking) -> tuple[str, Any, Any, list[Any]]:
    """Its state, its time, what was agreed to, and what it keeps from others."""
    booking.refresh_from_db()
    held = list(Occupancy.objects.filter(booking=booking).values_list("blocked_during", flat=True))
    return booking.state, booking.period, booking.agreed_period, held


def test_declined_it_stands_as_it_was(agreed, author, keeper):
    booking = changed(agreed, period=LONGER)
    assert seen(booking) == ("requested", LONGER, NINE, [LONGER])
    # Even longer, what was agreed to is still that.
    changed(booking, period=hours("08:00", "12:00"))
    assert seen(booking)[2] == NINE
    told()
    requests.decline(booking, by=keeper, reason="Ménage à onze heures.")
    assert seen(booking) == ("confirmed", NINE, None, [NINE])
    [words] = told().pop(author)
    assert "reste ce qu’elle était" in words


def test_accepted_nothing_is_kept_of_it(agreed, keeper):
    booking = changed(agreed, period=LONGER)
    requests.accept(booking, by=keeper)
    assert seen(booking) == ("confirmed", LONGER, None, [LONGER])


def test_unanswered_it_stands_and_the_keeper_knows(agreed, author, keeper):
    booking = changed(agreed, period=LONGER)
    told()
    with time_machine.travel(LONGER.lower + timedelta(minutes=1), tick=False):
        assert requests.end_unanswered() == 1
    assert seen(booking) == ("confirmed", NINE, None, [NINE])
    assert {agent: len(subjects) for agent, subjects in told().items()} == {author: 1, keeper: 1}


def test_made_as_short_again_it_awaits_nobody(agreed):
    booking = changed(agreed, period=LONGER)
    changed(booking, period=hours("09:00", "10:30"))
    assert seen(booking)[:3] == ("requested", hours("09:00", "10:30"), NINE)
    changed(booking, period=hours("09:00", "09:45"))
    assert seen(booking)[:3] == ("confirmed", hours("09:00", "09:45"), None)


def test_elsewhere_it_is_a_new_request(agreed, keeper):
    """Others may have what it left."""
    booking = changed(changed(agreed, period=LONGER), period=hours("14:00", "15:00"))
    assert seen(booking)[2] is None
    requests.decline(booking, by=keeper, reason="Travaux.")
    assert seen(booking)[::3] == ("declined", [])


def test_cancelled_or_exchanged_it_keeps_nothing(agreed, author):
    free = actions.book(a_room(slug="libre"), by=author, period=NINE, title="x")
    booking = changed(agreed, period=LONGER)
    with pytest.raises(ValidationError, match="se demande"):
        swap(booking, free, by=author)
    assert seen(booking)[2] == NINE
    actions.cancel(booking, by=author)
    assert seen(booking)[::2] == ("cancelled", None)


def test_dates_of_a_series_in_one_letter(author, keeper, moderated):
    series = a_series(moderated, author)
    requests.accept(series, by=keeper)
    change_series(nth(series, 0), a_change(series, ends_at=660), by=author, scope=Scope.ALL)
    for row in series.occurrences.all():
        assert row.agreed_period == hours("09:00", "10:00", on=row.day)
    told()
    requests.decline(series, by=keeper, reason="Ménage à onze heures.")
    for row in series.occurrences.all():
        nine = hours("09:00", "10:00", on=row.day)
        assert seen(row) == ("confirmed", nine, None, [nine])
        assert row.is_apart
    assert len(told()[author]) == 1


def test_the_database_refuses_the_rest(agreed):
    row = Booking.objects.filter(pk=agreed.pk)
    with pytest.raises(IntegrityError, match="agreed_within"), transaction.atomic():
        row.update(agreed_period=NINE)
    with pytest.raises(IntegrityError, match="agreed_within"), transaction.atomic():
        row.update(state="requested", agreed_period=LONGER)
