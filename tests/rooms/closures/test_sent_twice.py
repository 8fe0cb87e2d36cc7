"""One closing form sent twice, or twice at once: real threads, real commits."""

import uuid
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from core.mail.models import OutgoingMail
from core.people.roles import Role
from rooms.closures import actions as closing
from rooms.models import Closure, Room
from tests.factories import AgentFactory
from tests.rooms.factories import TOMORROW, a_booking, a_room

PAGE = "/salles/fermetures/fermer/"
ALREADY = "Cette fermeture était déjà enregistrée"
Send = Callable[..., str]


def sender(room: Room) -> Send:
    """Sends the one form, from one account and as many browsers as wanted; gives the page that follows."""
    manager, key = AgentFactory.create(roles=[Role.ROOM_MANAGER]), str(uuid.uuid4())
    typed = {"where": f"salle-{room.slug}", "date": TOMORROW.isoformat(), "start": "08:00", "end": "12:00"}
    typed |= {"reason": "Élections", "submission_key": key}

    def send(**decisions: Any) -> str:
        client = Client()
        client.force_login(manager)
        return client.post(PAGE, typed | decisions, follow=True).text

    return send


@pytest.mark.django_db(transaction=True)
def test_at_once_is_one_closure(together):
    pages = together(*[sender(a_room())] * 4)
    assert Closure.objects.count() == 1
    assert sum("C’est fermé" in page for page in pages) == 1
    assert sum(ALREADY in page for page in pages) == 3


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
    assert "C’est fermé" not in told
    assert "sont prévenues" not in told
    assert OutgoingMail.objects.count() == 1


@pytest.mark.django_db
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
    page = send(**{field: ":garder"})
    assert ALREADY in page
    assert Closure.objects.get().lifted_at
