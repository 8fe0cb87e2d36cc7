"""What each page of a meeting shows, and to whom."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse
from django.utils import timezone

from suggestions import policies
from suggestions.meetings import actions
from suggestions.models import Flag, Meeting, Tally
from suggestions.states import State
from tests.suggestions.factories import evaluate, idea_in
from tests.suggestions.meetings.conftest import ready, titles, url

pytestmark = pytest.mark.django_db
NOON = timezone.now() + timedelta(days=20)
MEMBERS = {"moderator", "other_moderator", "head"}


def test_the_meetings_are_the_groups(cast, signed_in, meeting):
    actions.add(meeting, by=cast["moderator"], idea=(idea := ready()))
    pages = [url("detail", meeting), url("projection", meeting, 1), url("item", meeting, idea.reference)]
    for person, agent in cast.items():
        is_member = person in MEMBERS
        granted = dict.fromkeys(("amend", "arrange", "open"), is_member) | {"hold": False, "reopen": False}
        assert policies.meeting_abilities(agent, meeting) == granted
        for page in pages if agent.is_active else []:
            assert signed_in(agent).get(page).status_code == (200 if is_member else 404), page
        if not is_member:
            for act in (actions.open_meeting, actions.compose, actions.close):
                with pytest.raises(PermissionDenied):
                    act(meeting, by=agent)
            with pytest.raises(PermissionDenied):
                actions.prepare(by=agent, starts_at=NOON)


def test_marks_are_not_read_before_the_meeting_opens(moderator, other_moderator, signed_in, meeting):
    idea = idea_in(State.UNDER_STUDY, followed_by=moderator)
    evaluate(idea, moderator, veto="Rien ne se relira.")
    Tally.objects.filter(idea=idea).update(ready_at=timezone.now())
    actions.add(meeting, by=moderator, idea=idea)
    for page in (url("detail", meeting), url("projection", meeting, 1), url("item", meeting, idea.reference)):
        text = signed_in(other_moderator).get(page).text
        assert "Rien ne se relira." not in text
        assert "médiane" not in text.lower()
    assert Flag.objects.filter(level="veto").exists()


def test_the_alarms_of_the_site_are_not_projected(monkeypatch, moderator, head, signed_in, meeting):
    monkeypatch.setattr("core.mail.monitoring.banner", lambda at: ["Trois messages attendent."])
    actions.add(meeting, by=moderator, idea=ready())
    client = signed_in(head)
    for page, is_shown in ((url("detail", meeting), True), (url("projection", meeting, 1), False)):
        assert ("Trois messages attendent." in client.get(page).text) == is_shown


@pytest.mark.parametrize("identity", ["hidden", "anonymous"])
def test_no_hidden_name_is_projected(moderator, author, signed_in, meeting, identity):
    who = None if identity == "anonymous" else author
    idea = ready(author=who, identity=identity, followed_by=moderator)
    actions.add(meeting, by=moderator, idea=idea)
    actions.open_meeting(meeting, by=moderator)
    for page in (
        url("projection", meeting, 1),
        url("item", meeting, idea.reference),
        url("minutes", meeting),
    ):
        text = signed_in(moderator).get(page).text
        assert "Benali" not in text
        assert idea.title in text


def test_a_meeting_held_from_its_pages(moderator, head, signed_in):
    client = signed_in(moderator)
    day = timezone.localdate() + timedelta(days=3)
    when = {"day": day.isoformat(), "hour": "14:40", "place": "Salle des mariages", "chaired_by": head.pk}
    first = ready(1, title="Première", followed_by=moderator)
    page = client.post(reverse("suggestions:meeting_prepare"), when, follow=True)
    assert "1 idée prête est à l’ordre du jour" in page.text.replace("\u00a0", " ")
    meeting = Meeting.objects.get()
    # Another on the same days starts empty, and says where the idea is.
    other = client.post(reverse("suggestions:meeting_prepare"), when | {"hour": "16:00"}, follow=True)
    assert "1 idée attend à celui d’une autre réunion." in other.text.replace("\u00a0", " ")
    Meeting.objects.exclude(pk=meeting.pk).delete()
    assert timezone.localtime(meeting.starts_at).strftime("%H:%M") == "14:40"
    # A room is looked for from the quarter before.
    assert page.context["room_url"] == (
        f"{reverse('rooms:find_room')}?quand=date&le={day}&de=14%3A30&duree=120&personnes=2"
    )
    assert not client.get(page.context["room_url"]).context["form"].errors
    second = ready(0, title="Seconde", followed_by=moderator)
    assert "1 idée ajoutée" in client.post(url("compose", meeting), follow=True).text.replace("\u00a0", " ")
    client.post(url("move", meeting, second.reference, "monter"))
    assert titles(meeting) == ["Seconde", "Première"]
    client.post(url("move", meeting, second.reference, "retirer"))
    client.post(url("add", meeting), {"idea": second.reference})
    assert titles(meeting) == ["Première", "Seconde"]
    assert client.get(url("minutes", meeting)).status_code == 404
    client.post(url("open", meeting))
    client.post(url("note", meeting), {"present": [moderator.pk, head.pk], "notes": "Rien d’autre."})
    projected = client.get(url("projection", meeting, 1)).text
    assert 'rel="next"' in projected
    assert 'rel="prev"' not in projected
    said = {"verdict": "in_place", "reasons": "C’est fait depuis mars."}
    answer = client.post(url("item", meeting, first.reference), said)
    assert answer.headers["Location"] == url("item", meeting, second.reference)
    client.post(url("postpone", meeting, second.reference), {"said": "Il manque le devis."})
    minutes = client.post(url("close", meeting), follow=True).text
    for words in ("Salle des mariages", "Rose Leroy", "C’est fait depuis mars.", "Il manque le devis."):
        assert words in minutes
    document = client.get(reverse("suggestions:meeting_minutes_pdf", args=[meeting.reference]))
    assert document.content.startswith(b"%PDF-")
    assert client.get(url("amend", meeting)).status_code == 403


def test_a_decision_typed_while_the_meeting_was_closed_is_kept(
    moderator, other_moderator, signed_in, meeting
):
    idea = ready(followed_by=moderator)
    actions.add(meeting, by=moderator, idea=idea)
    actions.open_meeting(meeting, by=moderator)
    actions.close(meeting, by=moderator)
    said = {"verdict": "retained", "reasons": "Une heure de débat."}
    page = signed_in(other_moderator).post(url("item", meeting, idea.reference), said).text
    assert "La réunion a été close entre-temps" in page
    assert "Une heure de débat." in page
