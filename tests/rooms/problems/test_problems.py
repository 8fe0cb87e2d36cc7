"""« Signaler un problème », « C’est réparé »."""

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from core.notifications.models import Notification
from core.people.models import Agent
from rooms import problems
from rooms.models import Equipment, Level, Room, RoomProblem, RoomRight
from tests.rooms.factories import a_room


@pytest.fixture
def screen(room: Room) -> Equipment:
    return room.equipment.get()


@pytest.fixture
def keeper(colleague: Agent, outsider: Agent, room: Room) -> Agent:
    """Keeps that room alone; the outsider's whole direction does."""
    RoomRight.objects.create(room=room, direction=outsider.direction, level=Level.MANAGE)
    return outsider


def test_told_shown_and_mended(signed_in, author, keeper, room, screen):
    url = f"/salles/salle/{room.slug}/probleme/"
    client = signed_in(author)
    refused = client.post(url, {"equipment": screen.pk, "words": " "})
    assert "Écrivez ce que vous avez vu" in refused.text
    key = client.get(url).context["form"]["submission_key"].value()
    sent = {"equipment": screen.pk, "words": "Il reste noir.", "submission_key": key}
    for _ in range(2):
        assert client.post(url, sent)["Location"] == room.get_absolute_url()
    problem = RoomProblem.objects.get()
    assert (problem.equipment, problem.reported_by, problem.words) == (screen, author, "Il reste noir.")
    told = Notification.objects.get()
    assert (told.recipient, told.title) == (keeper, "Salle Remparts\u00a0: écran en panne")
    page = client.get(room.get_absolute_url()).text
    assert "Il reste noir." in page
    assert "en panne</span>" in page
    assert "C’est réparé" not in page
    mend = f"/salles/probleme/{problem.reference}/repare/"
    assert client.post(mend).status_code == 403
    assert client.get(mend).status_code == 405
    kept = signed_in(keeper)
    assert "C’est réparé" in kept.get(room.get_absolute_url()).text
    for _ in range(2):
        assert kept.post(mend)["Location"] == room.get_absolute_url()
    problem.refresh_from_db()
    assert (problem.fixed_by, problem.fixed_at is None) == (keeper, False)
    # Who told of several knows which.
    mended = Notification.objects.get(recipient=author, title__contains="c’est réparé")
    assert "Il reste noir." in mended.text
    assert "Il reste noir." not in client.get(room.get_absolute_url()).text


def test_one_breakdown_is_one_problem(author, colleague, keeper, room, screen):
    first = problems.report_problem(room, by=author, words="Il reste noir.", equipment=screen)
    again = problems.report_problem(room, by=colleague, words="Le câble est coupé.", equipment=screen)
    assert again.pk == first.pk
    assert again.words == "Il reste noir.\n\nPaul Roux\u00a0: Le câble est coupé."
    assert Notification.objects.filter(recipient=keeper).count() == 1
    for number in range(4):
        problems.report_problem(room, by=colleague, words=f"{number}" * 1000, equipment=screen)
    with pytest.raises(ValidationError, match="bien décrit"):
        problems.report_problem(room, by=colleague, words="9" * 1000, equipment=screen)
    # What is not an equipment is a problem each time; and mended, it is told anew.
    problems.report_problem(room, by=author, words="Une fuite.")
    problems.report_problem(room, by=author, words="Un carreau cassé.")
    problems.mark_fixed(first, by=keeper)
    assert problems.report_problem(room, by=author, words="Encore noir.", equipment=screen).pk != first.pk
    assert RoomProblem.objects.filter(fixed_at=None).count() == 3


def test_what_is_refused(author, room, screen):
    other = Equipment.objects.create(name="Piano")
    with pytest.raises(ValidationError, match="plus dans cette salle"):
        problems.report_problem(room, by=author, words="Faux", equipment=other)
    author.is_active = False
    with pytest.raises(PermissionDenied):
        problems.report_problem(room, by=author, words="Noir")


@pytest.mark.django_db(transaction=True)
def test_two_who_tell_at_once_tell_of_one_thing(author, colleague, together):
    room = a_room()
    screen = room.equipment.get()

    def tell(agent: Agent) -> int:
        return problems.report_problem(room, by=agent, words=f"Vu par {agent}", equipment=screen).pk

    found = together(*(lambda agent=agent: tell(agent) for agent in (author, colleague)))
    problem = RoomProblem.objects.get()
    assert found == [problem.pk] * 2
    assert all(f"Vu par {agent}" in problem.words for agent in (author, colleague))
