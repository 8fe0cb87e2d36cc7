"""The meetings: prepared, arranged, opened, held, closed; what each page shows, and to whom."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from core.history.entries import history_of
from core.people.models import Agent
from suggestions.decisions.actions import decide
from suggestions.meetings import actions, policies
from suggestions.models import AgendaItem, Decision, Flag, Idea, Meeting, Tally
from suggestions.states import State
from tests.factories import member
from tests.suggestions.conftest import Cast
from tests.suggestions.factories import decided, evaluate, idea_in

pytestmark = pytest.mark.django_db
SignedIn = Callable[[Agent], Client]
Told = Callable[[], dict[str, set[str]]]
NOON = timezone.now() + timedelta(days=20)


def ready(disagreement: float | None = None, **fields: Any) -> Idea:
    idea = idea_in(State.UNDER_STUDY, **fields)
    tally = {
        "ready_at": timezone.now(),
        "disagreement": disagreement,
        "evaluations": 6,
        "expected": 8,
        "score": 2.5,
    }
    Tally.objects.update_or_create(idea=idea, defaults=tally)
    return idea


@pytest.fixture
def meeting(moderator: Agent) -> Meeting:
    return actions.prepare(
        by=moderator, starts_at=timezone.now() + timedelta(days=7), place="Salle du conseil"
    )


def titles(meeting: Meeting) -> list[str]:
    return [item.idea.title for item in meeting.items.order_by("position")]


def url(name: str, meeting: Meeting, *more: Any) -> str:
    return reverse(f"suggestions:meeting_{name}", args=[meeting.reference, *more])


def test_composing_takes_what_is_ready_the_most_disagreed_first(moderator: Agent, meeting: Meeting) -> None:
    ready(0.2, title="d’accord", followed_by=moderator)
    ready(1.4, title="discutée", followed_by=moderator)
    ready(None, title="personne ne juge", followed_by=moderator)
    idea_in(State.UNDER_STUDY, title="pas prête", followed_by=moderator)
    decided(ready(2, title="décidée", followed_by=moderator))
    elsewhere = actions.prepare(by=moderator, starts_at=NOON)
    actions.add(elsewhere, by=moderator, idea=ready(1, title="ailleurs", followed_by=moderator))
    assert actions.compose(meeting, by=moderator) == 3
    assert titles(meeting) == ["discutée", "d’accord", "personne ne juge"]
    # What was arranged by hand stays so; what became ready since comes last.
    actions.move(meeting, by=moderator, idea=Idea.objects.get(title="discutée"), up=False)
    ready(1.9, title="nouvelle", followed_by=moderator)
    assert actions.compose(meeting, by=moderator) == 1
    assert titles(meeting) == ["d’accord", "discutée", "personne ne juge", "nouvelle"]


def test_arranging(moderator: Agent, meeting: Meeting) -> None:
    a, b, c = (ready(title=title, followed_by=moderator) for title in "abc")
    for idea in (a, b, c):
        actions.add(meeting, by=moderator, idea=idea)
    actions.move(meeting, by=moderator, idea=c, up=True)
    assert titles(meeting) == ["a", "c", "b"]
    actions.move(meeting, by=moderator, idea=a, up=True)
    actions.move(meeting, by=moderator, idea=b, up=False)
    assert titles(meeting) == ["a", "c", "b"]
    actions.remove(meeting, by=moderator, idea=c)
    actions.move(meeting, by=moderator, idea=b, up=True)
    assert titles(meeting) == ["b", "a"]
    with pytest.raises(ValidationError, match="déjà à l’ordre du jour"):
        actions.add(meeting, by=moderator, idea=a)
    with pytest.raises(ValidationError, match="n’est plus à l’ordre du jour"):
        actions.remove(meeting, by=moderator, idea=c)
    with pytest.raises(ValidationError, match="n’est pas prête"):
        actions.add(meeting, by=moderator, idea=idea_in(State.UNDER_STUDY))


def test_the_desk_fills_the_next_meeting(moderator: Agent, meeting: Meeting) -> None:
    some = [ready(followed_by=moderator), idea_in(State.RECEIVED)]
    assert actions.put_on_next_agenda(some, by=moderator) == (meeting, 1)
    actions.open_meeting(meeting, by=moderator)
    with pytest.raises(ValidationError, match="Aucune réunion n’est en préparation"):
        actions.put_on_next_agenda(some, by=moderator)


def test_opening_closes_the_evaluations(moderator: Agent, other_moderator: Agent, meeting: Meeting) -> None:
    idea = ready(followed_by=moderator)
    actions.add(meeting, by=moderator, idea=idea)
    actions.open_meeting(meeting, by=moderator)
    idea.refresh_from_db()
    assert idea.evaluation_closed_at is not None
    with pytest.raises(ValidationError):
        evaluate(idea, other_moderator)
    late = ready(followed_by=moderator)
    actions.add(meeting, by=moderator, idea=late)
    late.refresh_from_db()
    assert late.evaluation_closed_at is not None


def test_what_is_decided_on_the_ideas_page_meanwhile_is_decided_in_the_meeting(
    moderator: Agent, meeting: Meeting, signed_in: SignedIn
) -> None:
    idea, before = ready(followed_by=moderator), ready(followed_by=moderator)
    actions.compose(meeting, by=moderator)
    decide(before, by=moderator, verdict="retained", reasons="Utile.")
    actions.open_meeting(meeting, by=moderator)
    decide(idea, by=moderator, verdict="retained", reasons="Utile.")
    assert Decision.objects.get(idea=idea).meeting == meeting
    assert Decision.objects.get(idea=before).meeting is None
    assert meeting.items.get(idea=idea).outcome == AgendaItem.Outcome.DECIDED
    actions.close(meeting, by=moderator)
    page = signed_in(moderator).get(url("minutes", meeting)).text
    assert page.count("décidée hors de cette réunion") == 1
    # Closed, it takes no other decision.
    late = ready(followed_by=moderator)
    decide(late, by=moderator, verdict="retained", reasons="Utile.")
    assert Decision.objects.get(idea=late).meeting is None


def test_closing_asks_first_and_can_be_undone(
    moderator: Agent, other_moderator: Agent, meeting: Meeting, signed_in: SignedIn
) -> None:
    idea = ready(followed_by=moderator)
    actions.compose(meeting, by=moderator)
    actions.open_meeting(meeting, by=moderator)
    client = signed_in(other_moderator)
    page = client.get(meeting.get_absolute_url()).text.replace("\u00a0", " ")
    assert "1 idée pas encore décidée sera reportée." in page
    assert '<summary class="act danger">Clore la réunion</summary>' in page
    client.post(url("close", meeting))
    assert "Rouvrir la réunion" in client.get(meeting.get_absolute_url()).text
    said = client.post(url("reopen", meeting), follow=True).text.replace("\u00a0", " ")
    assert "complétez-la, puis terminez par « Clore la réunion »." in said
    meeting.refresh_from_db()
    assert (meeting.state, meeting.closed_at) == (Meeting.State.OPEN, None)
    assert history_of(meeting)[0].action == "a rouvert la réunion"
    decide(idea, by=moderator, verdict="retained", reasons="Utile.", meeting=meeting)
    assert meeting.items.get().outcome == AgendaItem.Outcome.DECIDED
    with pytest.raises(ValidationError, match="déjà ouverte"):
        actions.reopen(meeting, by=moderator)


def test_the_minutes_say_when_the_meeting_was_held(
    moderator: Agent, meeting: Meeting, signed_in: SignedIn
) -> None:
    actions.open_meeting(meeting, by=moderator)
    held, planned = datetime(2026, 3, 9, 13, 5, tzinfo=UTC), datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
    Meeting.objects.update(opened_at=held, starts_at=planned)
    actions.close(meeting, by=moderator)
    Meeting.objects.update(closed_at=datetime(2026, 3, 10, 8, 30, tzinfo=UTC))
    page = signed_in(moderator).get(url("minutes", meeting)).text.replace("\u00a0", " ")
    assert "Réunion du lundi 9 mars 2026" in page
    assert "lundi 9 mars 2026 à 14 h 05" in page
    assert "(prévue le lundi 2 mars 2026 à 10 h 00)" in page.replace("10 h)", "10 h 00)")
    assert "close mardi 10 mars 2026 à 9 h 30" in page


def test_deciding_in_the_room(moderator: Agent, other_moderator: Agent, meeting: Meeting) -> None:
    idea, later = ready(followed_by=moderator), ready(followed_by=moderator)
    said = {"verdict": "retained", "reasons": "Utile.", "meeting": meeting}
    actions.compose(meeting, by=moderator)
    with pytest.raises(ValidationError, match="n’est pas ouverte"):
        decide(idea, by=moderator, **said)
    actions.open_meeting(meeting, by=moderator)
    actions.note(meeting, by=moderator, present=[moderator, other_moderator], notes="Excusée : Hélène.")
    votes = {"votes_for": 3, "votes_against": 0, "votes_abstained": 0}
    with pytest.raises(ValidationError, match="3 voix pour 2 présents"):
        decide(idea, by=moderator, **said, **votes)
    decide(idea, by=moderator, **said, **votes | {"votes_for": 2})
    with pytest.raises(ValidationError, match="plus à l’ordre du jour"):
        decide(idea_in(State.UNDER_STUDY), by=moderator, **said)
    with pytest.raises(ValidationError, match="vient d’être décidée"):
        actions.postpone(meeting, by=moderator, idea=idea)
    with pytest.raises(ValidationError, match="reste au compte rendu"):
        actions.remove(meeting, by=moderator, idea=idea)
    actions.postpone(meeting, by=moderator, idea=later, said="Il manque le devis.")
    actions.close(meeting, by=moderator)
    assert dict(meeting.items.values_list("idea", "outcome")) == {idea.pk: "decided", later.pk: "postponed"}
    with pytest.raises(ValidationError, match="hors réunion"):
        decide(later, by=moderator, **said)
    # Put off, it is ready for the next.
    following = actions.prepare(by=moderator, starts_at=NOON)
    assert list(actions.ready_for(following)) == [later]


def test_closing_puts_off_what_is_left(moderator: Agent, meeting: Meeting, told: Told, head: Agent) -> None:
    actions.add(meeting, by=moderator, idea=ready(followed_by=moderator))
    with pytest.raises(ValidationError, match="pas encore ouverte"):
        actions.close(meeting, by=moderator)
    actions.open_meeting(meeting, by=moderator)
    actions.close(meeting, by=moderator)
    assert AgendaItem.objects.get().outcome == AgendaItem.Outcome.POSTPONED
    assert head.identifiant in told()["suggestions.meeting"]
    for act in (actions.close, actions.open_meeting, actions.compose):
        with pytest.raises(ValidationError, match="close entre-temps"):
            act(meeting, by=moderator)


def test_what_was_decided_beside_the_meeting_is_not_put_off(moderator: Agent, meeting: Meeting) -> None:
    idea = ready(followed_by=moderator)
    actions.add(meeting, by=moderator, idea=idea)
    actions.open_meeting(meeting, by=moderator)
    decided(idea)
    actions.close(meeting, by=moderator)
    assert AgendaItem.objects.get().outcome == AgendaItem.Outcome.DECIDED


MEMBERS = {"moderator", "other_moderator", "head"}


@pytest.mark.parametrize(
    "person",
    ["author", "colleague", "outsider", "administrator", "closed", "closed_moderator", *sorted(MEMBERS)],
)
def test_the_meetings_are_the_groups(
    cast: Cast, signed_in: SignedIn, meeting: Meeting, moderator: Agent, person: str
) -> None:
    agent, is_member = cast[person], person in MEMBERS
    idea = ready(followed_by=moderator)
    actions.add(meeting, by=moderator, idea=idea)
    granted = {"amend": is_member, "arrange": is_member, "open": is_member, "hold": False}
    granted["reopen"] = False
    assert policies.abilities(agent, meeting) == granted
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


def test_who_proposed_it_reads_no_marks_and_decides_nothing(
    moderator: Agent, other_moderator: Agent, signed_in: SignedIn, meeting: Meeting
) -> None:
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


def test_marks_are_not_read_before_the_meeting_opens(
    moderator: Agent, other_moderator: Agent, signed_in: SignedIn, meeting: Meeting
) -> None:
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
def test_no_hidden_name_is_projected(
    moderator: Agent, author: Agent, signed_in: SignedIn, meeting: Meeting, identity: str
) -> None:
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


def test_a_room_is_looked_for_from_the_quarter_before(
    moderator: Agent, head: Agent, signed_in: SignedIn
) -> None:
    client = signed_in(moderator)
    day = timezone.localdate() + timedelta(days=3)
    when = {"day": day.isoformat(), "hour": "14:40", "place": "Salle des mariages", "chaired_by": head.pk}
    page = client.post(reverse("suggestions:meeting_prepare"), when, follow=True)
    answer = client.get(page.context["room_url"])
    assert "de=14%3A30" in page.context["room_url"]
    assert not answer.context["form"].errors


def test_a_meeting_held_from_its_pages(moderator: Agent, head: Agent, signed_in: SignedIn) -> None:
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


def test_what_is_ready_is_on_the_agenda_at_once(moderator: Agent, signed_in: SignedIn) -> None:
    ready(1, title="Prête", followed_by=moderator)
    when = {"day": (timezone.localdate() + timedelta(days=3)).isoformat(), "hour": "14:30"}
    page = signed_in(moderator).post(reverse("suggestions:meeting_prepare"), when, follow=True)
    assert "1 idée prête est à l’ordre du jour" in page.content.decode().replace("\u00a0", " ")
    assert titles(Meeting.objects.get()) == ["Prête"]


def test_a_decision_typed_while_the_meeting_was_closed_is_kept(
    moderator: Agent, other_moderator: Agent, signed_in: SignedIn, meeting: Meeting
) -> None:
    idea = ready(followed_by=moderator)
    actions.add(meeting, by=moderator, idea=idea)
    actions.open_meeting(meeting, by=moderator)
    actions.close(meeting, by=moderator)
    said = {"verdict": "retained", "reasons": "Une heure de débat."}
    page = signed_in(other_moderator).post(url("item", meeting, idea.reference), said).content.decode()
    assert "La réunion a été close entre-temps" in page
    assert "Une heure de débat." in page


@pytest.mark.parametrize(
    "when",
    [
        {"day": "", "hour": ""},
        {"day": "2026-02-30", "hour": "14:30"},
        {"day": "0001-01-01", "hour": "14:30"},
        {"day": "9999-12-31", "hour": "23:59"},
        {"day": "2026-12-01", "hour": "25:00"},
        {"day": "\x00", "hour": "\x00"},
        {"day": "2026-12-01", "hour": "14:30", "place": "x" * 121},
        {"day": "2026-12-01", "hour": "14:30", "place": "\x00"},
        {"day": "2026-12-01", "hour": "14:30", "chaired_by": "9" * 30},
    ],
)
def test_bad_input_when_preparing(moderator: Agent, signed_in: SignedIn, when: dict[str, str]) -> None:
    page = signed_in(moderator).post(reverse("suggestions:meeting_prepare"), when)
    assert page.status_code == 200
    assert page.context["form"].errors
    assert not Meeting.objects.exists()


def test_bad_input_in_the_room(moderator: Agent, signed_in: SignedIn, meeting: Meeting) -> None:
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


def test_statements_do_not_grow(
    moderator: Agent,
    signed_in: SignedIn,
    meeting: Meeting,
    statements: Callable[[Callable[[], object]], int],
) -> None:
    client = signed_in(moderator)

    def fill(count: int) -> None:
        for _ in range(count):
            idea = ready(followed_by=moderator)
            actions.add(meeting, by=moderator, idea=idea)

    def counted(*pages: str) -> list[int]:
        for page in pages:
            client.get(page)
        return [statements(lambda page=page: client.get(page)) for page in pages]

    fill(1)
    names = [url("detail", meeting), url("projection", meeting, 1), reverse("suggestions:meeting_list")]
    planned = counted(*names)
    fill(19)
    assert counted(*names) == planned
    assert max(planned) <= 12
    actions.open_meeting(meeting, by=moderator)
    first = meeting.items.order_by("position").first()
    assert first
    assert max(counted(*names, url("minutes", meeting))) <= 12
    assert counted(url("item", meeting, first.idea.reference))[0] <= 16


def test_a_member_of_the_room_only(moderator: Agent, outsider: Agent, meeting: Meeting) -> None:
    actions.open_meeting(meeting, by=moderator)
    with pytest.raises(ValidationError, match="Cochez parmi les membres"):
        actions.note(meeting, by=moderator, present=[outsider])
    actions.note(meeting, by=moderator, present=[member()])
    with pytest.raises(ValidationError, match="n’est pas membre du groupe"):
        actions.prepare(by=moderator, starts_at=NOON, chaired_by=outsider)
