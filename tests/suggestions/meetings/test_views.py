"""What each page of a meeting shows, and to whom."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse
from django.utils import timezone

from suggestions import policies
from suggestions.meetings import actions
from suggestions.models import Decision, Flag, Meeting, Tally
from suggestions.states import State
from tests.suggestions.factories import evaluate, idea_in
from tests.suggestions.meetings.conftest import ready, titles, url

pytestmark = pytest.mark.django_db
NOON = timezone.now() + timedelta(days=20)
MEMBERS = {"moderator", "other_moderator", "head"}


@pytest.mark.parametrize(
    "person",
    ["author", "colleague", "outsider", "administrator", "closed", "closed_moderator", *sorted(MEMBERS)],
)
def test_the_meetings_are_the_groups(cast, signed_in, meeting, moderator, person):
    agent, is_member = cast[person], person in MEMBERS
    idea = ready(followed_by=moderator)
    actions.add(meeting, by=moderator, idea=idea)
    granted = {"amend": is_member, "arrange": is_member, "open": is_member, "hold": False}
    granted["reopen"] = False
    assert policies.meeting_abilities(agent, meeting) == granted
    if agent.is_active:
        pages = [url("detail", meeting), url("projection", meeting, 1), url("item", meeting, idea.reference)]
        for page in pages:
            assert signed_in(agent).get(page).status_code == (200 if is_member else 404), page
        assert signed_in(agent).get(reverse("suggestions:meeting_list")).status_code == (
            200 if is_member else 403
        )
        assert signed_in(agent).post(url("open", meeting)).status_code == (302 if is_member else 404)
    if not is_member:
        for act in (actions.open_meeting, actions.compose, actions.close):
            with pytest.raises(PermissionDenied):
                act(meeting, by=agent)
        with pytest.raises(PermissionDenied):
            actions.prepare(by=agent, starts_at=NOON)


def test_who_proposed_it_reads_no_marks_and_decides_nothing(moderator, other_moderator, signed_in, meeting):
    idea = idea_in(State.UNDER_STUDY, author=other_moderator, followed_by=moderator)
    evaluate(idea, moderator, veto="Rien ne se relira.")
    Tally.objects.filter(idea=idea).update(ready_at=timezone.now())
    actions.add(meeting, by=moderator, idea=idea)
    actions.open_meeting(meeting, by=moderator)
    for page in (url("detail", meeting), url("item", meeting, idea.reference), url("projection", meeting, 1)):
        assert "Rien ne se relira." not in signed_in(other_moderator).get(page).content.decode(), page
        assert "Rien ne se relira." in signed_in(moderator).get(page).content.decode(), page
    item = url("item", meeting, idea.reference)
    assert signed_in(other_moderator).get(item).context["decision_form"] is None
    said = {"verdict": "retained", "reasons": "La mienne.", "veto_lifted_because": "Si."}
    assert signed_in(other_moderator).post(item, said).status_code == 403
    assert not Decision.objects.exists()


def test_marks_are_not_read_before_the_meeting_opens(moderator, other_moderator, signed_in, meeting):
    idea = idea_in(State.UNDER_STUDY, followed_by=moderator)
    evaluate(idea, moderator, veto="Rien ne se relira.")
    Tally.objects.filter(idea=idea).update(ready_at=timezone.now())
    actions.add(meeting, by=moderator, idea=idea)
    for page in (url("detail", meeting), url("projection", meeting, 1), url("item", meeting, idea.reference)):
        text = signed_in(other_moderator).get(page).content.decode()
        assert "Rien ne se relira." not in text
        assert "médiane" not in text.lower()
    assert Flag.objects.filter(level="veto").exists()


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
        text = signed_in(moderator).get(page).content.decode()
        assert "Benali" not in text
        assert idea.title in text


def test_a_room_is_looked_for_from_the_quarter_before(moderator, head, signed_in):
    client = signed_in(moderator)
    day = timezone.localdate() + timedelta(days=3)
    when = {"day": day.isoformat(), "hour": "14:40", "place": "Salle des mariages", "chaired_by": head.pk}
    page = client.post(reverse("suggestions:meeting_prepare"), when, follow=True)
    answer = client.get(page.context["room_url"])
    assert "de=14%3A30" in page.context["room_url"]
    assert not answer.context["form"].errors


def test_a_meeting_held_from_its_pages(moderator, head, signed_in):
    client = signed_in(moderator)
    day = timezone.localdate() + timedelta(days=3)
    when = {"day": day.isoformat(), "hour": "14:30", "place": "Salle des mariages", "chaired_by": head.pk}
    page = client.post(reverse("suggestions:meeting_prepare"), when, follow=True).content.decode()
    assert "Aucune idée prête n’est encore à l’ordre du jour" in page
    meeting = Meeting.objects.get()
    assert timezone.localtime(meeting.starts_at).strftime("%H:%M") == "14:30"
    asked = (
        f"{reverse('rooms:find_room')}?quand=date&amp;le={day}&amp;de=14%3A30&amp;duree=120&amp;personnes=2"
    )
    assert asked in page
    first, second = (
        ready(1, title="Première", followed_by=moderator),
        ready(0, title="Seconde", followed_by=moderator),
    )
    page = client.post(url("compose", meeting), follow=True).content.decode()
    assert "2 idées ajoutées" in page
    client.post(url("move", meeting, second.reference, "monter"))
    assert titles(meeting) == ["Seconde", "Première"]
    client.post(url("move", meeting, second.reference, "retirer"))
    client.post(url("add", meeting), {"idea": second.reference})
    assert titles(meeting) == ["Première", "Seconde"]
    assert client.get(url("minutes", meeting)).status_code == 404
    client.post(url("open", meeting))
    client.post(url("note", meeting), {"present": [moderator.pk, head.pk], "notes": "Rien d’autre."})
    projected = client.get(url("projection", meeting, 1)).content.decode()
    assert 'rel="next"' in projected
    assert 'rel="prev"' not in projected
    said = {"verdict": "in_place", "reasons": "C’est fait depuis mars."}
    answer = client.post(url("item", meeting, first.reference), said)
    assert answer.headers["Location"] == url("item", meeting, second.reference)
    client.post(url("postpone", meeting, second.reference), {"said": "Il manque le devis."})
    minutes = client.post(url("close", meeting), follow=True).content.decode()
    for words in (
        "Salle des mariages",
        "Rose Leroy",
        "C’est fait depuis mars.",
        "Reportée",
        "Il manque le devis.",
    ):
        assert words in minutes
    document = client.get(reverse("suggestions:meeting_minutes_pdf", args=[meeting.reference]))
    assert document.content.startswith(b"%PDF-")
    assert client.get(url("amend", meeting)).status_code == 403


def test_what_is_ready_is_on_the_agenda_at_once(moderator, signed_in):
    ready(1, title="Prête", followed_by=moderator)
    when = {"day": (timezone.localdate() + timedelta(days=3)).isoformat(), "hour": "14:30"}
    page = signed_in(moderator).post(reverse("suggestions:meeting_prepare"), when, follow=True)
    assert "1 idée prête est à l’ordre du jour" in page.content.decode().replace("\u00a0", " ")
    assert titles(Meeting.objects.get()) == ["Prête"]


def test_a_decision_typed_while_the_meeting_was_closed_is_kept(
    moderator, other_moderator, signed_in, meeting
):
    idea = ready(followed_by=moderator)
    actions.add(meeting, by=moderator, idea=idea)
    actions.open_meeting(meeting, by=moderator)
    actions.close(meeting, by=moderator)
    said = {"verdict": "retained", "reasons": "Une heure de débat."}
    page = signed_in(other_moderator).post(url("item", meeting, idea.reference), said).content.decode()
    assert "La réunion a été close entre-temps" in page
    assert "Une heure de débat." in page


def test_bad_input_in_the_room(moderator, signed_in, meeting):
    idea, elsewhere = ready(followed_by=moderator), idea_in(State.UNDER_STUDY)
    client = signed_in(moderator)
    actions.add(meeting, by=moderator, idea=idea)
    actions.open_meeting(meeting, by=moderator)
    for bad in ("", "zzzz", "\x00", elsewhere.reference):
        assert client.post(url("add", meeting), {"idea": bad}).status_code == 200
    for present in ("9" * 30, "\x00", str(elsewhere.author_id)):
        assert client.post(url("note", meeting), {"present": [present]}).status_code == 200
    assert client.get(url("item", meeting, elsewhere.reference)).status_code == 404
    assert client.post(url("move", meeting, elsewhere.reference, "monter")).status_code == 302
    assert client.post(url("move", meeting, idea.reference, "danser")).status_code == 404
    for number in (0, 2, 10**30):
        assert client.get(f"/idees/reunions/{meeting.reference}/projection/{number}/").status_code == 404
    votes = {"verdict": "retained", "reasons": "Oui.", "votes_for": "1" + "0" * 30}
    assert client.post(url("item", meeting, idea.reference), votes).context["form"].errors
    assert client.get(reverse("suggestions:meeting_detail", args=["zzzzzzzzzzzz"])).status_code == 404
    assert list(meeting.present.all()) == []
