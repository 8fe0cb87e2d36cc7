"""Two people at once: what each action locks before it writes; then, with real commits, what locks do not decide."""

import re
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from core.mail.models import OutgoingMail, Reason
from core.mail.models import State as MailState
from suggestions import appeals, feedback
from suggestions.comments import actions as comments
from suggestions.decisions.actions import decide
from suggestions.decisions.answers import prepare_answer, publish_answer
from suggestions.evaluation import actions as evaluation
from suggestions.evaluation import grids
from suggestions.evaluation.actions import take_under_study
from suggestions.exchange import actions as exchange
from suggestions.mail_in import answer, begin, treat_as_idea
from suggestions.meetings import actions as meetings
from suggestions.merging import actions as merging
from suggestions.models import (
    AgendaItem,
    Answer,
    Comment,
    Decision,
    Evaluation,
    Feedback,
    Idea,
    Meeting,
    Merge,
    Message,
    Note,
    NumberSeries,
    Opinion,
    Support,
    Telling,
)
from suggestions.notes import write_note
from suggestions.proposing import actions as proposing
from suggestions.proposing import drafts
from suggestions.states import State
from tests.factories import AgentFactory, member
from tests.lock_waits import until_waited_for
from tests.suggestions.factories import IdeaFactory, answered, evaluate, evaluated, idea_in, sheet
from tests.suggestions.mailing import arrival, received
from tests.suggestions.test_access import ACTIONS, FROM, prepare_for

at_once = pytest.mark.django_db(transaction=True)
SAID = {"reasons": "Utile à tous."}
ADVISORY = "pg_advisory_xact_lock"
WRITE = re.compile(r'(INSERT INTO|UPDATE|DELETE FROM) "suggestions_')


def fresh(idea: Idea) -> Idea:
    return Idea.objects.get(pk=idea.pk)


def assert_locks_first(call: Callable[[], Any], *locked: str) -> Any:
    """Each of these is locked, a table's row or what stands for no row, and all before anything is written."""
    with CaptureQueriesContext(connection) as captured:
        made = call()
    sent = [query["sql"] for query in captured]
    writes = [at for at, said in enumerate(sent) if WRITE.search(said)]
    for name in locked:
        lock = name if name == ADVISORY else f'FOR NO KEY UPDATE OF "{name}"'
        found = [at for at, said in enumerate(sent) if lock in said]
        assert found, f"{name} is not locked"
        assert found[0] < min(writes), f"{name} is locked after a write"
    return made


IDEA, MEETING, COMMENT, GRID = (f"suggestions_{name}" for name in ("idea", "meeting", "comment", "grid"))


@pytest.mark.django_db
@pytest.mark.parametrize("verb", ACTIONS)
def test_a_step_locks_its_idea(author, moderator, head, verb):
    idea = idea_in(min(FROM[verb]), author=author, followed_by=moderator)
    prepare_for(verb, idea)
    by = author if verb in ("amend", "withdraw") else head
    assert_locks_first(lambda: ACTIONS[verb](fresh(idea), by), IDEA)


@pytest.mark.django_db
def test_an_evaluation_locks_its_idea_and_its_grid(author, moderator, head):
    idea = idea_in(State.UNDER_STUDY, author=author, followed_by=moderator)
    given = sheet()
    assert_locks_first(lambda: evaluation.evaluate(idea, by=head, seat=head, **given), IDEA, GRID)
    assert_locks_first(lambda: evaluation.recuse(fresh(idea), by=moderator), IDEA)
    assert_locks_first(lambda: evaluation.come_back(fresh(idea), by=moderator), IDEA)
    assert_locks_first(lambda: evaluation.close_evaluation(fresh(idea), by=head, reason="Ici."), IDEA)
    grid = grids.grid_in_use()
    draft = assert_locks_first(lambda: grids.prepare_grid(grid, by=moderator), ADVISORY)
    seen, words = grids.grid_stamp(draft.criteria.all()), {each.code: {} for each in draft.criteria.all()}
    assert_locks_first(lambda: grids.rewrite_grid(draft, by=moderator, seen=seen, criteria=words), GRID)
    assert_locks_first(lambda: grids.put_in_use(draft, by=head), ADVISORY, GRID)
    draft = grids.prepare_grid(grid, by=moderator)
    assert_locks_first(lambda: grids.drop_draft(draft, by=moderator), ADVISORY, GRID)


@pytest.mark.django_db
def test_an_exchange_locks_its_idea(author, moderator, outsider):
    idea, today = idea_in(State.UNDER_STUDY, author=author, followed_by=moderator), timezone.localdate()

    def write() -> Any:
        return exchange.write_to_author(fresh(idea), by=moderator, text="Un ?", due_on=today)

    def ask() -> Any:
        exchange.ask_opinion(fresh(idea), by=moderator, expert=outsider, question="?", due_on=today)
        return Opinion.objects.open().get()

    assert_locks_first(write, IDEA)
    assert_locks_first(lambda: exchange.reply(fresh(idea), by=author, text="Oui."), IDEA)
    write()
    question = Message.objects.open_questions().get()
    assert_locks_first(lambda: exchange.give_up_question(question, by=moderator), IDEA)
    opinion = assert_locks_first(ask, IDEA)
    assert_locks_first(lambda: exchange.give_up_opinion(opinion, by=moderator), IDEA)
    opinion = ask()
    assert_locks_first(lambda: exchange.decline_opinion(opinion, by=outsider, reason="Non."), IDEA)
    opinion = ask()
    late = today + timedelta(days=1)
    assert_locks_first(lambda: exchange.remind_all(on=late), "suggestions_opinion")
    assert_locks_first(lambda: exchange.give_opinion(opinion, by=outsider, text="Oui."), IDEA)
    write()
    assert_locks_first(lambda: exchange.remind_all(on=late), "suggestions_message")
    assert_locks_first(lambda: write_note(fresh(idea), by=moderator, text="Bien."), IDEA)


@pytest.mark.django_db
def test_what_readers_bring_locks_its_idea_and_its_comment(author, moderator, outsider):
    idea = idea_in(State.UNDER_STUDY, author=author, followed_by=moderator)
    assert_locks_first(lambda: comments.support(idea, by=outsider), IDEA)
    assert_locks_first(lambda: comments.follow(idea, by=outsider), IDEA)
    made = assert_locks_first(lambda: comments.comment(idea, by=outsider, text="Oui."), IDEA)
    assert_locks_first(lambda: comments.correct(made, by=outsider, text="Non."), COMMENT)
    assert_locks_first(lambda: comments.reply(made, by=author, text="Si."), IDEA, COMMENT)
    assert_locks_first(lambda: comments.report(made, by=author, reason="Faux."), IDEA, COMMENT)
    assert_locks_first(lambda: comments.leave_standing(made, by=moderator), COMMENT)
    assert_locks_first(lambda: comments.hide_comment(made, by=moderator, reason="Faux."), COMMENT)
    assert_locks_first(lambda: comments.show_comment(made, by=moderator), COMMENT)
    assert_locks_first(lambda: comments.take_back(made, by=outsider), COMMENT)


@pytest.mark.django_db
def test_a_meeting_is_locked_before_its_ideas(moderator):
    idea, other = (idea_in(State.UNDER_STUDY, followed_by=moderator) for _ in range(2))
    evaluated(idea)
    evaluated(other)
    meeting = meetings.prepare(by=moderator, starts_at=timezone.now())
    asked: list[tuple[Callable[..., Any], dict[str, Any], list[str]]] = [
        (meetings.amend, {"starts_at": timezone.now()}, [MEETING]),
        (meetings.add, {"idea": idea}, [MEETING, IDEA]),
        (meetings.compose, {}, [MEETING, IDEA]),
        (meetings.move, {"idea": other, "is_up": True}, [MEETING]),
        (meetings.open_meeting, {}, [MEETING]),
        (meetings.note, {"present": [moderator]}, [MEETING]),
        (meetings.postpone, {"idea": other}, [MEETING]),
        (meetings.remove, {"idea": other}, [MEETING]),
    ]
    for act, given, locked in asked:
        assert_locks_first(lambda act=act, given=given: act(meeting, by=moderator, **given), *locked)
    assert_locks_first(lambda: decide(fresh(idea), by=moderator, verdict="retained", **SAID), MEETING, IDEA)
    assert_locks_first(lambda: meetings.close(meeting, by=moderator), MEETING)
    assert_locks_first(lambda: meetings.reopen(meeting, by=moderator), MEETING)


@pytest.mark.django_db
def test_what_an_author_says_locks_its_idea_or_its_draft(author, moderator, colleague):
    refused, done = idea_in(State.DECLINED, author=author), idea_in(State.DONE, author=author)
    assert_locks_first(lambda: appeals.appeal(refused, by=author, reason="Si."), IDEA)
    assert_locks_first(lambda: appeals.answer_appeal(fresh(refused), by=moderator, answer="Non."), IDEA)
    assert_locks_first(lambda: feedback.ask(done), IDEA)
    assert Feedback.objects.filter(idea=done).exists()
    assert_locks_first(lambda: feedback.answer(done, by=author, change="yes"), IDEA)
    assert_locks_first(lambda: proposing.accept_thanks(fresh(done), by=author, is_thanked=True), IDEA)
    entered = idea_in(State.RECEIVED, author=author, entered_by=colleague, contact="spoken")
    telling = Telling.objects.create(idea=entered, text="Une nouvelle")
    assert_locks_first(lambda: proposing.mark_as_told(telling, by=colleague), "suggestions_telling")
    kept = {"identity": "named", "words": {"title": "Un"}, "stamp": "", "key": uuid4()}
    draft = assert_locks_first(lambda: drafts.keep(author, **kept), "people_agent")
    sent = {"title": "Un", "proposal": "Deux", "draft_stamp": draft.stamp}
    with CaptureQueriesContext(connection) as captured:
        proposing.propose(by=author, **sent)
    said = [query["sql"] for query in captured]
    locks = [at for at, each in enumerate(said) if 'FOR NO KEY UPDATE OF "people_agent"' in each]
    gone = [at for at, each in enumerate(said) if 'DELETE FROM "suggestions_draft"' in each]
    assert locks[0] < gone[0]


@pytest.mark.django_db
def test_families_change_one_at_a_time(moderator):
    one, other = (idea_in(State.UNDER_STUDY, followed_by=moderator) for _ in range(2))
    assert_locks_first(lambda: merging.merge(one, other, by=moderator), ADVISORY, IDEA)
    merge = Merge.objects.get()
    assert_locks_first(lambda: merging.undo_merge(merge, by=moderator), ADVISORY, IDEA, "suggestions_merge")
    part = assert_locks_first(
        lambda: merging.split(one, by=moderator, title="Partie", proposal="Ceci."), IDEA
    )
    assert_locks_first(lambda: merging.undo_split(part, by=moderator), ADVISORY, IDEA, "suggestions_split")


# With real threads and real commits


def refusals(results: list[Any]) -> list[ValidationError]:
    """Nothing but what was done and what was refused in words: no deadlock, no broken constraint."""
    for result in results:
        assert isinstance(result, ValidationError) or not isinstance(result, Exception), result
    return [result for result in results if isinstance(result, ValidationError)]


@at_once
def test_two_members_take_the_same_idea(moderator, other_moderator, together):
    idea = IdeaFactory.create()
    results = together(
        lambda: take_under_study(idea, by=moderator), lambda: take_under_study(idea, by=other_moderator)
    )
    (refusal,) = refusals(results)
    idea.refresh_from_db()
    assert str(idea.member_in_charge) in refusal.messages[0]
    assert NumberSeries.objects.get().last == 1
    assert OutgoingMail.objects.filter(kind="suggestions.taken").count() == 1


@at_once
def test_rewritten_while_it_is_published(moderator, other_moderator, together):
    """What is published is what was read: the one who comes second is told."""
    idea = idea_in(State.UNDER_STUDY, followed_by=moderator)
    read = answered(idea)
    published, rewritten = together(
        lambda: publish_answer(idea, by=moderator, draft=read.stamp),
        lambda: prepare_answer(idea, by=other_moderator, text="<p>Non.</p>"),
    )
    idea.refresh_from_db()
    found = Answer.objects.get()
    if isinstance(published, ValidationError):
        assert isinstance(rewritten, Answer)
        assert (idea.state, found.text, found.published_at) == (State.UNDER_STUDY, "<p>Non.</p>", None)
        assert not OutgoingMail.objects.filter(kind="suggestions.answered").exists()
    else:
        assert isinstance(rewritten, ValidationError)
        assert (idea.state, found.text) == (State.RETAINED, read.text)


@at_once
def test_evaluated_while_one_waits_for_the_grid_to_change(moderator, head):
    idea = idea_in(State.UNDER_STUDY, followed_by=moderator)
    given = sheet()
    draft = grids.prepare_grid(grids.grid_in_use(), by=moderator)

    def evaluating_meanwhile() -> None:
        try:
            evaluation.evaluate(fresh(idea), by=moderator, seat=moderator, **given)
        finally:
            connection.close()

    with ThreadPoolExecutor(1) as pool:
        with transaction.atomic():
            grids.put_in_use(draft, by=head)
            running = pool.submit(evaluating_meanwhile)
            until_waited_for(running)
        with pytest.raises(ValidationError, match="nouvelle version"):
            running.result(timeout=30)
    assert not Evaluation.objects.exists()


@at_once
def test_closed_during_a_decision(moderator, other_moderator, together):
    """Decided in the meeting, or put off: never both."""
    evaluated(idea := idea_in(State.UNDER_STUDY, followed_by=moderator))
    meeting = meetings.prepare(by=moderator, starts_at=timezone.now())
    meetings.add(meeting, by=moderator, idea=idea)
    meetings.open_meeting(meeting, by=moderator)
    results = together(
        lambda: decide(idea, by=moderator, verdict="retained", meeting=meeting, **SAID),
        lambda: meetings.close(meeting, by=other_moderator),
    )
    refused, item = refusals(results), AgendaItem.objects.get()
    assert Meeting.objects.get().state == Meeting.State.CLOSED
    if refused:
        assert "close entre-temps" in refused[0].messages[0]
        assert (item.outcome, Decision.objects.count()) == (AgendaItem.Outcome.POSTPONED, 0)
    else:
        assert (item.outcome, Decision.objects.count()) == (AgendaItem.Outcome.DECIDED, 1)


@at_once
def test_opened_while_one_evaluates(moderator, other_moderator, head, together):
    ideas = [idea_in(State.UNDER_STUDY, followed_by=moderator) for _ in range(3)]
    meeting = meetings.prepare(by=moderator, starts_at=timezone.now())
    for one in ideas:
        evaluated(one)
        meetings.add(meeting, by=moderator, idea=one)
    results = together(
        lambda: meetings.open_meeting(meeting, by=moderator),
        *(lambda one=one: evaluate(one, other_moderator) for one in ideas),
        *(lambda one=one: decide(one, by=head, verdict="retained", **SAID) for one in reversed(ideas)),
    )
    assert not [refusal for refusal in refusals(results[-3:]) if "quorum" in refusal.messages[0]]
    refusals(results)
    assert Idea.objects.filter(evaluation_closed_at=None).count() == 0


@at_once
def test_one_idea_on_two_agendas(moderator, other_moderator, together):
    evaluated(idea := idea_in(State.UNDER_STUDY, followed_by=moderator))
    both = [meetings.prepare(by=moderator, starts_at=timezone.now()) for _ in range(2)]
    results = together(
        lambda: meetings.add(both[0], by=moderator, idea=idea),
        lambda: meetings.add(both[1], by=other_moderator, idea=idea),
    )
    assert len(refusals(results)) == 1
    assert AgendaItem.objects.count() == 1


@at_once
def test_a_ring_of_three(together):
    ideas = [idea_in(State.UNDER_STUDY) for _ in range(3)]
    members = [member() for _ in ideas]
    ring = zip(ideas, [*ideas[1:], ideas[0]], members, strict=True)
    results = together(
        *(lambda kept=one, part=two, by=by: merging.merge(kept, part, by=by) for one, two, by in ring)
    )
    assert len(refusals(results)) >= 1
    assert Idea.objects.filter(head=None).count() >= 1
    for idea in Idea.objects.exclude(head=None).select_related("head"):
        assert idea.head
        assert idea.head.head_id is None


@at_once
def test_undone_while_others_write(moderator, together):
    """Nothing typed is lost: new comments stay the head's, replies their comment's."""
    kept, absorbed = idea_in(State.UNDER_STUDY), idea_in(State.UNDER_STUDY)
    people = AgentFactory.create_batch(3)
    first = comments.comment(absorbed, by=people[0], text="Avant.")
    merging.merge(kept, absorbed, by=moderator)
    merge = Merge.objects.get()
    results = together(
        lambda: merging.undo_merge(merge, by=moderator),
        lambda: comments.comment(absorbed, by=people[1], text="Pendant."),
        lambda: comments.reply(first, by=people[2], text="Réponse."),
        *(lambda: comments.support(absorbed, by=people[1]) for _ in range(2)),
    )
    assert not refusals(results)
    assert Comment.objects.get(text="Réponse.").idea == absorbed
    # Before the undoing, the head's; after it, its own idea's.
    assert Comment.objects.get(text="Pendant.").idea in (kept, absorbed)
    assert Comment.objects.count() == 3
    # So is each click on « moi aussi »: one before it and one after it are two ideas' supports.
    supported = list(Support.objects.values_list("idea_id", flat=True))
    assert 1 <= len(supported) == len(set(supported))
    assert set(supported) <= {kept.pk, absorbed.pk}


@at_once
def test_one_mail_at_once_everywhere(author, moderator, other_moderator, outsider, together):
    """One test for three races: each flush of the database costs more than they do."""
    # Handed over by two workers: the database knows.
    given = arrival(author)
    begun = together(lambda: transaction.atomic(begin)(given), lambda: transaction.atomic(begin)(given))
    assert Idea.objects.filter(mail=given.mail).count() == 1
    # The second waited for the first, or found it.
    assert all(isinstance(one, IntegrityError) or one.became.mail == given.mail for one in begun)

    # Two members of the group.
    mail = received(state=MailState.QUARANTINED, reason=Reason.UNKNOWN_SENDER)
    words: dict[str, Any] = {"author": author, "title": "Un banc", "proposal": "Devant."}
    said = together(
        lambda: treat_as_idea(mail, by=moderator, **words),
        lambda: treat_as_idea(mail, by=other_moderator, **words),
    )
    assert sum(isinstance(one, ValidationError) for one in said) == 1
    assert Idea.objects.filter(mail=mail).count() == 1

    # The same reply, by two workers.
    given = arrival(outsider)
    idea = idea_in(State.RETAINED)
    together(lambda: transaction.atomic(answer)(given, idea), lambda: transaction.atomic(answer)(given, idea))
    assert Note.objects.filter(mail=given.mail).count() == 1
