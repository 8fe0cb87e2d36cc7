"""« Mes absences »: one's own and one's team's, who acts in their place, and nothing twice."""

from datetime import timedelta
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError
from django.db.backends.postgresql.psycopg_any import DateRange
from django.urls import reverse
from django.utils import timezone

from core.french import long_date
from core.history.entries import history_of
from core.notifications.models import Notification
from core.people import absences, policies
from core.people.models import Absence, Agent, Direction
from tests.factories import AgentFactory, DirectionFactory, member
from tests.pages import as_shown

pytestmark = pytest.mark.django_db
LIST, NOTE = reverse("absence_list"), reverse("absence_note")


def day(days: int) -> Any:
    return timezone.localdate() + timedelta(days=days)


def typed(first: int = 0, last: int = 5, **others: str) -> dict[str, str]:
    return {"first": f"{day(first)}", "last": f"{day(last)}", **others}


def away(agent: Agent, first: int = 0, last: int = 5, deputy: Agent | None = None) -> Absence:
    period = DateRange(day(first), day(last + 1))
    return Absence.objects.create(agent=agent, period=period, deputy=deputy, noted_by=agent)


def change_url(absence: Absence) -> str:
    return reverse("absence_change", args=[absence.reference])


# Who


def test_an_agent_notes_their_own_and_the_deputy_is_told(author, outsider, signed_in, told):
    client = signed_in(author)
    assert client.post(NOTE, typed(deputy=outsider.identifiant)).status_code == 302
    absence = Absence.objects.get()
    assert (absence.agent, absence.deputy, absence.noted_by) == (author, outsider, author)
    assert (absence.first_day, absence.last_day) == (day(0), day(5))
    assert told() == {"people.deputy": {outsider.identifiant}}
    assert str(outsider) in client.get(LIST).text
    assert str(author) in signed_in(outsider).get(LIST).text
    assert [entry.action for entry in history_of(absence)] == ["a noté une absence"]
    # Once.
    absences.change(absence, by=author, first=day(1), last=day(4), deputy=outsider)
    assert Notification.objects.count() == 1


def family() -> dict[str, Agent]:
    """A service of a direction, each with its head; a colleague next door; who was named for the agent."""
    people = {name: AgentFactory.create() for name in ("head", "service_head", "named", "neighbour")}
    direction = DirectionFactory.create(head=people["head"])
    service = DirectionFactory.create(
        kind=Direction.Kind.SERVICE, parent=direction, head=people["service_head"]
    )
    people["agent"] = AgentFactory.create(direction=service, manager=people["named"])
    Agent.objects.filter(pk=people["neighbour"].pk).update(direction=service)
    Agent.objects.filter(pk=people["service_head"].pk).update(direction=service)
    return people


@pytest.mark.parametrize(
    ("who", "can"),
    [("agent", True), ("named", True), ("service_head", True), ("head", True), ("neighbour", False)],
)
def test_who_notes_for_whom(who, can, signed_in):
    """The policy, the set, the action and the page agree."""
    people = family()
    agent, by = people["agent"], Agent.objects.get(pk=people[who].pk)
    assert policies.can_note_absence(by, agent) is can
    client = signed_in(by)
    assert client.post(NOTE, typed(agent=agent.identifiant)).status_code == 302
    assert Absence.objects.filter(agent=agent).exists() is can
    Absence.objects.all().delete()
    absence = away(agent)
    assert policies.notable_absences(by).contains(absence) is can
    assert client.get(change_url(absence)).status_code == (200 if can else 404)
    remove = reverse("absence_remove", args=[absence.reference])
    assert client.post(remove).status_code == (302 if can else 404)
    assert Absence.objects.exists() is not can
    if not can:
        with pytest.raises(PermissionDenied):
            absences.note(by=by, agent=agent, first=day(9), last=day(9))
        for refused in (
            lambda: absences.change(absence, by=by, first=day(9), last=day(9)),
            lambda: absences.remove(absence, by=by),
        ):
            with pytest.raises(PermissionDenied):
                refused()


def test_somebody_else_s_name_is_refused_with_a_sentence(signed_in, outsider):
    head = family()["head"]
    response = signed_in(head).post(NOTE, typed(agent=outsider.identifiant))
    assert response.status_code == 200
    assert "celles de son équipe" in response.text
    assert not Absence.objects.exists()


def test_the_agent_is_told_of_what_their_manager_writes(told):
    people = family()
    noted = absences.note(
        by=people["head"], agent=people["agent"], first=day(0), last=day(9), deputy=people["neighbour"]
    )
    assert told() == {
        "people.deputy": {people["neighbour"].identifiant},
        "people.absence_noted": {people["agent"].identifiant},
    }
    absences.remove(noted, by=people["named"])
    assert not Absence.objects.exists()


def test_the_head_of_nobody_is_not_asked_for_whom(signed_in, outsider):
    assert 'name="agent"' not in signed_in(outsider).get(NOTE).text
    assert 'name="agent"' in signed_in(family()["named"]).get(NOTE).text


def test_the_absences_of_others_are_not_the_group_s(moderator, author, signed_in):
    away(author)
    colleague = member(last_name="Delamembre")
    away(colleague)
    page = signed_in(moderator).get(reverse("admin:people_absence_changelist")).text
    assert "Delamembre" in page
    assert str(author) not in page


# What


@pytest.mark.parametrize(
    ("sent", "message"),
    [
        ({"last": "2026-13-45"}, "n’existe pas"),
        ({"last": f"{day(-1)}", "first": f"{day(-3)}"}, "Ces jours sont passés"),
        ({"last": f"{day(-1)}"}, "après le premier"),
        ({"last": f"{day(400)}"}, "un an au plus"),
        ({"deputy": "personne de ce nom"}, "Aucun compte ouvert"),
        ({"deputy": "moi"}, "pas soi-même"),
    ],
)
def test_bad_absences(author, signed_in, sent, message):
    sent = {name: author.identifiant if value == "moi" else value for name, value in sent.items()}
    response = signed_in(author).post(NOTE, typed() | sent)
    assert response.status_code == 200
    assert message in response.text
    assert not Absence.objects.exists()


def test_a_closed_account_acts_for_nobody(author):
    closed = AgentFactory.create(closed=True)
    with pytest.raises(ValidationError) as refused:
        absences.note(by=author, agent=author, first=day(0), last=day(1), deputy=closed)
    assert "deputy" in refused.value.message_dict


def test_two_of_one_person_never_overlap(author, signed_in):
    absence = away(author)
    later = away(author, 10, 12)
    client = signed_in(author)
    for url in (NOTE, change_url(later)):
        response = client.post(url, typed(4, 11))
        assert response.status_code == 200
        assert "Une absence est déjà notée du" in response.text
    with pytest.raises(IntegrityError, match="absence_once_at_a_time"):
        away(author, 5, 6)
    assert absence.pk


@pytest.mark.django_db(transaction=True)
def test_two_noted_at_once(author, signed_in, together):
    clients = [signed_in(author), signed_in(author)]
    answers = together(*(lambda client=client: client.post(NOTE, typed()) for client in clients))
    assert sorted(answer.status_code for answer in answers) == [200, 302]
    assert Absence.objects.count() == 1


def test_a_form_sent_twice_notes_one(author, signed_in):
    client = signed_in(author)
    data = typed(submission_key="8f0c2d5e-6f5f-4b0e-9a53-3f7f3b8d3a11")
    for words in ("est notée", "déjà notée"):
        assert words in client.post(NOTE, data, follow=True).text
    assert Absence.objects.count() == 1


def test_what_is_over_does_not_change(author, signed_in):
    absence = away(author, -9, -2)
    client = signed_in(author)
    assert client.get(change_url(absence)).status_code == 404
    assert client.post(reverse("absence_remove", args=[absence.reference])).status_code == 404
    for refused in (
        lambda: absences.change(absence, by=author, first=day(0), last=day(1)),
        lambda: absences.remove(absence, by=author),
    ):
        with pytest.raises(ValidationError, match="passée"):
            refused()


def test_what_changed_meanwhile_is_not_removed_unread(author, outsider, signed_in):
    absence = away(author)
    client = signed_in(author)
    shown = as_shown(client, change_url(absence))
    absences.change(absence, by=author, first=day(0), last=day(9), deputy=outsider)
    url = reverse("absence_remove", args=[absence.reference])
    assert "a été modifiée depuis" in client.post(url, shown, follow=True).text
    assert Absence.objects.exists()
    client.post(url, as_shown(client, change_url(absence)))
    assert not Absence.objects.exists()


def test_what_was_removed_meanwhile_is_not_written_again(author):
    absence = away(author)
    Absence.objects.all().delete()
    with pytest.raises(ValidationError, match="retirée"):
        absences.change(absence, by=author, first=day(0), last=day(1))


def test_choosing_a_deputy_who_is_absent_is_said(author, outsider, signed_in):
    other = AgentFactory.create()
    away(outsider, 4, 9, deputy=other)
    client = signed_in(author)
    said = f"{outsider} s’absente aussi"
    page = client.post(NOTE, typed(deputy=outsider.identifiant), follow=True).text
    # Only the days of this absence, and nothing more of the colleague's own.
    assert f"{said}, du {long_date(day(4))} au {long_date(day(5))}\u00a0:" in page
    assert str(other) not in page
    absence = Absence.objects.get(agent=author)
    Absence.objects.filter(agent=outsider).delete()
    away(outsider, 8, 9)
    changed = as_shown(client, change_url(absence)) | typed(8, 8, deputy=outsider.identifiant)
    assert said in client.post(change_url(absence), changed, follow=True).text
    assert said not in client.post(NOTE, typed(7, 8, deputy=other.identifiant), follow=True).text
