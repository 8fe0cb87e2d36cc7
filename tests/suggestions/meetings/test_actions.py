"""The meetings: prepared, arranged, opened, held, closed."""

from datetime import UTC, datetime, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from core.history.entries import history_of
from suggestions.decisions.actions import decide
from suggestions.meetings import actions
from suggestions.meetings.forms import NoteForm
from suggestions.models import AgendaItem, Decision, Idea, Meeting
from suggestions.states import State
from tests.factories import AgentFactory, member
from tests.suggestions.factories import decided, evaluate, idea_in
from tests.suggestions.meetings.conftest import ready, titles, url

pytestmark = pytest.mark.django_db
NOON = timezone.now() + timedelta(days=20)


def test_composing_takes_what_is_ready_the_most_disagreed_first(moderator, meeting):
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
    actions.move(meeting, by=moderator, idea=Idea.objects.get(title="discutée"), is_up=False)
    ready(1.9, title="nouvelle", followed_by=moderator)
    assert actions.compose(meeting, by=moderator) == 1
    assert titles(meeting) == ["d’accord", "discutée", "personne ne juge", "nouvelle"]


def test_arranging(moderator, meeting):
    a, b, c = (ready(title=title, followed_by=moderator) for title in "abc")
    for idea in (a, b, c):
        actions.add(meeting, by=moderator, idea=idea)
    actions.move(meeting, by=moderator, idea=c, is_up=True)
    assert titles(meeting) == ["a", "c", "b"]
    actions.move(meeting, by=moderator, idea=a, is_up=True)
    actions.move(meeting, by=moderator, idea=b, is_up=False)
    assert titles(meeting) == ["a", "c", "b"]
    actions.remove(meeting, by=moderator, idea=c)
    actions.move(meeting, by=moderator, idea=b, is_up=True)
    assert titles(meeting) == ["b", "a"]
    with pytest.raises(ValidationError, match="déjà à l’ordre du jour"):
        actions.add(meeting, by=moderator, idea=a)
    with pytest.raises(ValidationError, match="n’est plus à l’ordre du jour"):
        actions.remove(meeting, by=moderator, idea=c)
    with pytest.raises(ValidationError, match="n’est pas prête"):
        actions.add(meeting, by=moderator, idea=idea_in(State.UNDER_STUDY))


def test_opening_closes_the_evaluations(moderator, other_moderator, meeting):
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


def test_what_is_decided_on_the_ideas_page_meanwhile_is_decided_in_the_meeting(moderator, meeting, signed_in):
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


def test_closing_asks_first_and_can_be_undone(moderator, other_moderator, meeting, signed_in):
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


def test_the_minutes_say_when_the_meeting_was_held(moderator, meeting, signed_in):
    actions.open_meeting(meeting, by=moderator)
    held, planned = datetime(2026, 3, 9, 13, 5, tzinfo=UTC), datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
    Meeting.objects.update(opened_at=held, starts_at=planned)
    actions.close(meeting, by=moderator)
    Meeting.objects.update(closed_at=datetime(2026, 3, 10, 8, 30, tzinfo=UTC))
    page = signed_in(moderator).get(url("minutes", meeting)).text.replace("\u00a0", " ")
    assert "Réunion du lundi 9 mars 2026" in page
    assert "lundi 9 mars 2026 à 14 h 05" in page
    assert "(prévue le lundi 2 mars 2026 à 10 h 00)" in page.replace("10 h)", "10 h 00)")
    assert "close le mardi 10 mars 2026 à 9 h 30" in page


def test_deciding_in_the_room(moderator, other_moderator, meeting):
    idea, later = ready(followed_by=moderator), ready(followed_by=moderator)
    said = {"verdict": "retained", "reasons": "Utile.", "meeting": meeting}
    actions.compose(meeting, by=moderator)
    with pytest.raises(ValidationError, match="n’est pas ouverte"):
        decide(idea, by=moderator, **said)
    actions.open_meeting(meeting, by=moderator)
    votes = {"votes_for": 3, "votes_against": 0, "votes_abstained": 0}
    with pytest.raises(ValidationError, match="3 voix pour 0 présent"):
        decide(idea, by=moderator, **said, **votes)
    actions.note(meeting, by=moderator, present=[moderator, other_moderator], notes="Excusée : Hélène.")
    with pytest.raises(ValidationError, match="3 voix pour 2 présents"):
        decide(idea, by=moderator, **said, **votes)
    decide(idea, by=moderator, **said, **votes | {"votes_for": 2})
    with pytest.raises(ValidationError, match="compte 2 voix"):
        actions.note(meeting, by=moderator, present=[moderator])
    # From before that rule, and with a member who has left the group since.
    meeting.present.set([left := AgentFactory.create()])
    actions.note(meeting, by=moderator, present=[left], notes="Excusée : Hélène, puis Malo.")
    assert str(left) in str(NoteForm(initial=NoteForm.initial_for(meeting))["present"])
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


def test_closing_puts_off_what_is_left(moderator, meeting, told, head):
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


def test_a_member_of_the_room_only(moderator, outsider, meeting):
    actions.open_meeting(meeting, by=moderator)
    with pytest.raises(ValidationError, match="Cochez parmi les membres"):
        actions.note(meeting, by=moderator, present=[outsider])
    actions.note(meeting, by=moderator, present=[member()])
    with pytest.raises(ValidationError, match="n’est pas membre du groupe"):
        actions.prepare(by=moderator, starts_at=NOON, chaired_by=outsider)
