"""Closing rooms: who may, what stays, what becomes of the bookings inside, and lifting."""

import uuid
from collections.abc import Callable
from datetime import timedelta
from functools import partial
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.test import Client
from django.urls import reverse

from core.mail.models import OutgoingMail
from core.people.roles import Role
from rooms.bookings import actions
from rooms.closures import actions as closing
from rooms.models import Booking, Closure, Room, RoomRight, Site
from rooms.querysets import Level
from tests.factories import AgentFactory
from tests.rooms.factories import TODAY, TOMORROW, a_booking, a_room, hours

pytestmark = pytest.mark.django_db
NINE, MORNING = hours("09:00", "10:00"), hours("08:00", "12:00")
PAGE = "/salles/fermetures/fermer/"
ALREADY = "Cette fermeture était déjà enregistrée"


def typed(**fields: Any) -> dict[str, Any]:
    """What the form sends to close « Remparts » tomorrow morning."""
    values = {"where": "salle-remparts", "date": TOMORROW.isoformat(), "start": "08:00", "end": "12:00"}
    return {**values, "end_date": "", "reason": "Élections", **fields}


@pytest.mark.parametrize("person", ["author", "keeper", "room_manager", "administrator"])
@pytest.mark.parametrize("scope", ["room", "site", "all"])
def test_who_closes_and_lifts_what(request, outsider, room, room_manager, person, scope):
    RoomRight.objects.create(room=room, direction=outsider.direction, level=Level.MANAGE)
    agent = outsider if person == "keeper" else request.getfixturevalue(person)
    given: dict[str, Any] = {"room": {"room": room}, "site": {"site": room.site}, "all": {}}[scope]
    may = person in ("room_manager", "administrator") or (person == "keeper" and scope == "room")
    if may:
        closure = closing.close(by=agent, period=MORNING, reason="Vote", **given)
        assert closing.lift(closure, by=agent).lifted_at
        return
    with pytest.raises(PermissionDenied):
        closing.close(by=agent, period=MORNING, reason="Vote", **given)
    closure = closing.close(by=room_manager, period=MORNING, reason="Vote", **given)
    with pytest.raises(PermissionDenied):
        closing.lift(closure, by=agent)


def test_people_with_bookings_kept_inside_are_told_once(
    author, colleague, outsider, room_manager, room, other_room, told
):
    """Each by one letter, whatever the number of bookings; then that it is lifted, and may be booked."""
    a_booking(room, author, title="Secret", is_private=True)
    a_booking(room, author, hours("10:00", "11:00"))
    both = a_booking(other_room, colleague, hours("11:00", "13:00"), booked_by=outsider)
    both.other_rooms.add(room)
    ended = a_booking(room, outsider, hours("08:00", "08:30"))
    actions.cancel(ended, by=outsider)
    a_booking(other_room, room_manager)
    a_booking(room, author, hours("12:00", "13:00", on=TOMORROW + timedelta(days=1)))
    closure = closing.close(by=room_manager, period=MORNING, reason="Travaux", room=room)
    names = {agent.identifiant for agent in (author, colleague, outsider)}
    assert told() == {"rooms.closed": names}
    letters = {mail.agent: mail.body.replace("\xa0", " ") for mail in OutgoingMail.objects.all()}
    assert len(letters) == OutgoingMail.objects.count() == 3
    for words in ("Travaux", "de 8 h à 12 h", "de 9 h à 10 h", "de 10 h à 11 h"):
        assert words in letters[author]
    assert "Secret" not in letters[author]
    assert "salles Mistral et Remparts" in letters[colleague]
    free = hours("08:00", "09:00")
    with pytest.raises(ValidationError, match="est fermée"):
        actions.book(room, by=room_manager, period=free, title="x")
    for _ in range(2):
        closing.lift(closure, by=room_manager)
    assert told() == {"rooms.closed": names, "rooms.reopened": names}
    assert OutgoingMail.objects.count() == 6
    actions.book(room, by=room_manager, period=free, title="x")


@pytest.mark.parametrize("scope", ["site", "all"])
def test_a_closure_of_many_rooms_tells_too(author, room_manager, room, scope, told):
    for number in range(22):
        on = TOMORROW + timedelta(days=number)
        a_booking(room, author, hours("09:00", "10:00", on=on))
    given: dict[str, Any] = {"site": {"site": room.site}, "all": {}}[scope]
    period = hours("08:00", "12:00", until=TOMORROW + timedelta(days=60))
    closing.close(by=room_manager, period=period, reason="Travaux", **given)
    assert told() == {"rooms.closed": {author.identifiant}}
    assert "- et 2 autres réservations" in OutgoingMail.objects.get().body.replace("\xa0", " ")


def test_no_more_statements_for_twelve_bookings_than_for_two(
    author, colleague, room_manager, room, other_room, statements
):
    period = hours("08:00", "12:00", until=TOMORROW + timedelta(days=60))
    counts = {}
    for place, held in ((room, 2), (other_room, 12)):
        for number in range(held):
            on = TOMORROW + timedelta(days=number)
            a_booking(place, author, hours("09:00", "10:00", on=on), booked_by=colleague)
        counts[held] = statements(
            partial(closing.close, by=room_manager, period=period, reason="Travaux", room=place)
        )
    # The first closing also reads the rights, once.
    assert counts[12] <= counts[2]


def test_a_closure_shows_then_moves_cancels_and_keeps(
    signed_in, author, colleague, room_manager, room, other_room
):
    moved = a_booking(room, author, title="Secret", is_private=True)
    cancelled = a_booking(room, colleague, hours("10:00", "11:00"))
    kept = a_booking(room, AgentFactory.create(), hours("11:00", "12:00"))
    outside = a_booking(room, author, hours("12:00", "13:00"))
    client = signed_in(room_manager)
    page = client.post(PAGE, typed())
    assert not Closure.objects.exists()
    assert 'role="alert"' not in page.text
    assert page.text.count("Déplacer vers Mistral") == 3
    assert page.text.count("La garder dans la salle fermée") == page.text.count("L’annuler") == 3
    decided = {
        f"vers-{moved.reference}": "mistral",
        f"vers-{cancelled.reference}": ":annuler",
        f"vers-{kept.reference}": ":garder",
    }
    page = client.post(PAGE, typed() | decided, follow=True)
    said = "1 réservation déplacée, 1 réservation annulée, 1 réservation gardée"
    assert said in page.text.replace("\xa0", " ")
    assert "Les réservations qui s’y trouvent encore" in page.text
    url = reverse("rooms:closure_detail", args=[Closure.objects.get().reference])
    for booking in (moved, cancelled, kept, outside):
        booking.refresh_from_db()
    states = [booking.state for booking in (moved, cancelled, kept, outside)]
    assert states == ["confirmed", "cancelled", "confirmed", "confirmed"]
    assert (moved.room, moved.period, kept.room) == (other_room, NINE, room)
    mails = {mail.agent: mail.body for mail in OutgoingMail.objects.all()}
    assert set(mails) == {author, colleague, kept.organiser}
    assert all("Élections" in body and "Secret" not in body for body in mails.values())
    # Others of theirs may be cancelled by the same closure.
    assert "cette liste reste réservé" in mails[kept.organiser]
    assert "Rien n’est annulé" not in mails[kept.organiser]
    assert "est levée" in client.post(url, follow=True).text


def test_more_bookings_than_the_page_shows_stay(monkeypatch, signed_in, author, room_manager, room):
    monkeypatch.setattr(closing, "MOST_SHOWN", 1)
    shown = a_booking(room, author, hours("08:00", "09:00"))
    later = a_booking(room, author, hours("11:00", "12:00"))
    client = signed_in(room_manager)
    assert "Et 1 autre réservation" in client.post(PAGE, typed()).text.replace("\xa0", " ")
    client.post(PAGE, typed() | {f"vers-{shown.reference}": ":annuler"})
    shown.refresh_from_db()
    later.refresh_from_db()
    assert (shown.state, later.state) == ("cancelled", "confirmed")
    # Told of each: the one cancelled, the one that stays.
    assert OutgoingMail.objects.filter(agent=author).count() == 2


def test_nothing_is_done_when_the_bookings_changed_meanwhile(
    signed_in, author, colleague, room_manager, room, other_room
):
    shown = a_booking(room, author)
    client = signed_in(room_manager)
    decided = typed() | {f"vers-{shown.reference}": "mistral"}
    newcomer = a_booking(room, colleague, hours("11:00", "12:00"))
    page = client.post(PAGE, decided)
    assert "ont changé entre-temps" in page.text
    # What was said of the others waits.
    assert [chosen for _, chosen, _ in page.context["rows"]] == ["mistral", "mistral"]
    decided[f"vers-{newcomer.reference}"] = ":annuler"
    a_booking(other_room, colleague)
    page = client.post(PAGE, decided).text
    assert "La salle Mistral est déjà réservée" in page
    # Beside the booking that cannot go there.
    assert f'aria-describedby="vers-{shown.reference}_error"' in page
    assert page.count("aria-invalid") == 1
    assert "<title>Erreur" in page
    assert not Closure.objects.exists()
    assert {booking.state for booking in Booking.objects.all()} == {"confirmed"}
    # A room that does not exist is no decision.
    page = client.post(PAGE, decided | {f"vers-{shown.reference}": "nulle-part"}).text
    assert "ont changé entre-temps" in page


@pytest.mark.parametrize(("target", "scope"), [("part", "salle-remparts"), ("remparts", "toutes")])
def test_no_booking_goes_into_the_closure(signed_in, author, room_manager, room, target, scope):
    """Neither where it is, nor to a part of the room, even if it already has it."""
    part = a_room(name="Moitié", slug="part", site=room.site)
    room.cells.add(*part.cells.all())
    booking = a_booking(Room.objects.get(slug=target), author)
    field = f"vers-{booking.reference}"
    page = signed_in(room_manager).post(PAGE, typed(where=scope) | {field: target}).text
    assert "est dans la fermeture" in page
    assert f'aria-describedby="{field}_error"' in page
    assert not Closure.objects.exists()
    assert not OutgoingMail.objects.exists()


def test_only_what_is_in_the_way_is_counted(signed_in, author, room_manager, room, other_room):
    kept, outside = a_booking(room, author), a_booking(other_room, author)
    sent = {
        f"vers-{kept.reference}": ":garder",
        f"vers-{outside.reference}": ":annuler",
        "vers-inconnue": "mistral",
    }
    page = signed_in(room_manager).post(PAGE, typed() | sent, follow=True).text.replace("\xa0", " ")
    assert "1 réservation gardée : les personnes sont prévenues" in page
    assert "déplacée" not in page
    assert "annulée" not in page
    outside.refresh_from_db()
    assert outside.state == "confirmed"


def test_two_of_one_time_are_proposed_different_rooms(signed_in, author, room_manager, room):
    a_room(name="Levant", slug="levant", site=Site.objects.create(name="Est", slug="est"))
    a_room(name="Ponant", slug="ponant", site=Site.objects.get(slug="est"))
    twin = a_room(name="Salle du Port", site=room.site)
    a_booking(room, author)
    a_booking(twin, author)
    page = signed_in(room_manager).post(PAGE, typed(where=f"site-{room.site.slug}"))
    proposed = [chosen for _, chosen, _ in page.context["rows"]]
    assert sorted(proposed) == ["levant", "ponant"]
    assert f"{author}, salle du Port, " in page.text
    chosen = {f"vers-{booking.reference}": "levant" for booking in Booking.objects.all()}
    page = signed_in(room_manager).post(PAGE, typed(where=f"site-{room.site.slug}") | chosen)
    assert "Une autre réservation de cette liste irait en même temps dans la salle Levant" in page.text
    assert not Closure.objects.exists()


def test_of_several_rooms_the_closed_one_is_replaced(author, room_manager, room):
    second, third = a_room(site=room.site), a_room(site=room.site)
    booking = actions.book(second, by=author, period=NINE, title="x", other_rooms=[room])
    decisions = {booking.reference: third}
    closing.close(by=room_manager, period=MORNING, reason="Vote", room=room, decisions=decisions)
    booking.refresh_from_db()
    assert booking.all_rooms == [second, third]
    # The part of a divided room is closed with the whole, and what stands there is in the way.
    part = a_room(site=room.site)
    part.cells.set(third.cells.all())
    other = a_booking(part, author, hours("14:00", "15:00"))
    afternoon = hours("13:00", "16:00")
    with pytest.raises(closing.ToDecide):
        closing.close(by=room_manager, period=afternoon, reason="Vote", room=third, decisions={})
    assert other.occupancies.exists()


BAD = [
    ({"where": ""}, "where", "Choisissez"),
    ({"where": "salle-nulle"}, "where", "liste"),
    ({"reason": ""}, "reason", "pourquoi"),
    ({"date": (TODAY - timedelta(days=1)).isoformat()}, "date", "passée"),
    ({"end_date": (TOMORROW - timedelta(days=1)).isoformat()}, "end_date", "avant celui du début"),
    ({"end_date": "2036-11-27"}, "end_date", "trois ans"),
]


def test_bad_closures(signed_in, room_manager, room, case):
    for fields, field, words in BAD:
        with case(fields, field, words):
            response = signed_in(room_manager).post(PAGE, typed(**fields))
            assert response.status_code == 200
            errors = response.context["form"].errors
            assert list(errors) == [field]
            assert words in errors[field][0]
            assert not Closure.objects.exists()


def test_a_keeper_sees_and_closes_their_room_only(signed_in, outsider, room_manager, room, other_room):
    RoomRight.objects.create(room=room, direction=outsider.direction, level=Level.MANAGE)
    for given in ({"room": room}, {"room": other_room}, {"site": room.site}):
        closing.close(by=room_manager, period=MORNING, reason="Vote", **given)  # type: ignore[arg-type]  # (one of three keywords)
    whole = a_room(name="Ensemble", site=room.site)
    whole.cells.add(*room.cells.all())
    closing.close(by=room_manager, period=MORNING, reason="Vote", room=whole)
    client = signed_in(outsider)
    page = client.get("/salles/fermetures/").text
    # Theirs, its site's, and the whole's of which it is a part.
    assert page.count("Décidée par") == 3
    assert "Mistral" not in page
    assert page.count("qui gère toutes les salles") == 2
    form = client.get(f"{PAGE}?salle=remparts").text
    assert "Toutes les salles" not in form
    assert 'value="salle-mistral"' not in form
    hidden = Closure.objects.get(room=other_room).reference
    assert client.get(f"/salles/fermeture/{hidden}/").status_code == 404


# One form, sent again.


def sender(room: Room) -> Callable[..., str]:
    """Sends the one form, from one account and as many browsers as wanted; gives the page that follows."""
    manager, key = AgentFactory.create(roles=[Role.ROOM_MANAGER]), str(uuid.uuid4())

    def send(**decisions: Any) -> str:
        client = Client()
        client.force_login(manager)
        given = typed(where=f"salle-{room.slug}", submission_key=key) | decisions
        return client.post(PAGE, given, follow=True).text

    return send


@pytest.mark.django_db(transaction=True)
def test_two_answers_at_once_are_one(together):
    """Kept by one and cancelled by the other: what the first said is done, and the second is told."""
    room = a_room()
    booking = a_booking(room, AgentFactory.create())
    field = f"vers-{booking.reference}"
    send = sender(room)
    keep, cancel = together(lambda: send(**{field: ":garder"}), lambda: send(**{field: ":annuler"}))
    assert Closure.objects.count() == 1
    booking.refresh_from_db()
    done, told = (cancel, keep) if booking.is_cancelled else (keep, cancel)
    assert "C’est fermé" in done
    assert ALREADY not in done
    assert ALREADY in told
    assert "sont prévenues" not in told
    assert OutgoingMail.objects.count() == 1


def test_sent_again_it_stays_lifted_or_as_it_was():
    room = a_room()
    send = sender(room)
    booking = a_booking(room, AgentFactory.create())
    field = f"vers-{booking.reference}"
    in_the_way = send()
    assert "C’est fermé" in send(**{field: ":garder"})
    assert ALREADY in send(**{field: ":annuler"})
    booking.refresh_from_db()
    assert not booking.is_cancelled
    closure = Closure.objects.get()
    assert f'name="submission_key" value="{closure.submission_key}"' in in_the_way
    closing.lift(closure, by=closure.created_by)
    assert ALREADY in send(**{field: ":garder"})
    assert Closure.objects.get().lifted_at
