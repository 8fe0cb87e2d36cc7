"""A series asked for is one request: one letter, one line on the page, one answer; its guests are invited once."""

from datetime import date, timedelta

import pytest
import time_machine
from django.core.exceptions import ValidationError
from procrastinate.contrib.django.models import ProcrastinateJob

from core.mail.models import OutgoingMail
from rooms.attendees import invitations
from rooms.bookings import actions
from rooms.models import Attendee, Occupancy, Room, RoomRight, Series
from rooms.querysets import Level
from rooms.requests import actions as requests
from rooms.series.actions import change_series
from rooms.series.change import Scope
from tests.factories import AgentFactory
from tests.rooms.factories import NOW, a_room, hours
from tests.rooms.requests.test_requests import told
from tests.rooms.series.factories import a_change, a_series, nth

pytestmark = pytest.mark.django_db
PAGE = "/salles/demandes/"


@pytest.fixture
def moderated(db: None) -> Room:
    return a_room(name="Salle du Conseil", slug="conseil", everyone_may=Level.ASK)


def states(series: Series) -> list[str]:
    return list(series.occurrences.order_by("series_date").values_list("state", flat=True))


def test_asked_recalled_and_accepted_in_one_letter_each(author, colleague, keeper, moderated):
    series = a_series(moderated, author)
    news = told()
    assert set(news) == {author, keeper}
    [asked], [to_answer] = news[author], news[keeper]
    assert "salle du Conseil, chaque mardi" in asked
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
