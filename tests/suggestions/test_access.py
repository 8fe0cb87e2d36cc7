"""Who may do what, person by person and state by state."""

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone

from core.history.entries import history_of
from core.mail.models import OutgoingMail
from core.notifications.models import Notification
from core.people.models import Agent
from suggestions import policies
from suggestions.appeals import appeal
from suggestions.decisions.actions import decide
from suggestions.decisions.answers import correct_answer, prepare_answer, publish_answer, reread_answer
from suggestions.decisions.policies import can_decide
from suggestions.evaluation.actions import take_under_study
from suggestions.ideas.actions import (
    confirm_set_aside,
    drop_set_aside,
    finish,
    hand_over,
    propose_set_aside,
    restore,
    start,
)
from suggestions.models import Answer, Decision, Idea, Recusal, SetAside, Tally
from suggestions.proposing.actions import amend, propose, withdraw
from suggestions.states import State
from tests.factories import AgentFactory, member
from tests.suggestions.factories import WORDS, abilities, answered, decided, idea_in

pytestmark = pytest.mark.django_db
MEMBERS = {"moderator", "other_moderator", "head"}

STATES = list(State)


READER = ("see", "see_author")
AUTHOR = {
    State.RECEIVED: ("amend", "withdraw"),
    State.UNDER_STUDY: ("withdraw",),
    State.DECLINED: ("appeal",),
}
TABLE = [
    *(("author", state, (*READER, *AUTHOR.get(state, ()))) for state in STATES),
    ("other_moderator", State.RECEIVED, (*READER, "moderate", "take_under_study", "propose_set_aside")),
    ("other_moderator", State.UNDER_STUDY, (*READER, "moderate", "propose_set_aside", "answer_in_place")),
    ("other_moderator", State.RETAINED, (*READER, "moderate", "correct_answer", "start")),
    ("other_moderator", State.IN_PROGRESS, (*READER, "moderate", "correct_answer", "finish")),
    ("other_moderator", State.DONE, (*READER, "moderate", "correct_answer")),
    ("other_moderator", State.DECLINED, (*READER, "moderate", "correct_answer")),
    ("other_moderator", State.SET_ASIDE, (*READER, "moderate", "restore")),
    ("other_moderator", State.WITHDRAWN, (*READER, "moderate")),
    (
        "moderator",
        State.UNDER_STUDY,
        (*READER, "moderate", "hand_over", "propose_set_aside", "answer_in_place"),
    ),
    ("moderator", State.RETAINED, (*READER, "moderate", "correct_answer", "hand_over", "start")),
    (
        "head",
        State.UNDER_STUDY,
        (*READER, "moderate", "hand_over", "decide", "propose_set_aside", "answer_in_place"),
    ),
    ("head", State.IN_PROGRESS, (*READER, "moderate", "correct_answer", "hand_over", "finish")),
    *((person, state, ()) for person in ("closed", "closed_moderator") for state in STATES),
    *(
        (person, state, READER if state in State.public() else ())
        for person in ("colleague", "outsider", "administrator")
        for state in STATES
    ),
]


@pytest.mark.parametrize("state", STATES)
def test_abilities(cast, state):
    """Those of a member on their own idea are an author's."""
    idea, own = (
        idea_in(state, author=author, followed_by=cast["moderator"]) for author in (cast["author"], member())
    )
    for person, at, granted in TABLE:
        if at == state:
            fresh = Idea.objects.get(pk=idea.pk)
            assert abilities(cast[person], fresh) == set(granted), person
            if person == "author":
                assert abilities(own.author, own) == set(granted)
    for person, agent in cast.items():
        is_in_set = Idea.objects.visible_to(agent).filter(pk=idea.pk).exists()
        assert is_in_set == policies.can_see(agent, idea), person


def test_a_contested_refusal_is_answered_by_the_group(cast):
    idea = idea_in(State.DECLINED, author=cast["author"], followed_by=cast["moderator"])
    appeal(idea, by=cast["author"], reason="Le logiciel cité n’existe plus.")
    base = (*READER, "moderate", "correct_answer")
    granted = dict.fromkeys(MEMBERS, (*base, "answer_appeal")) | {"author": READER, "outsider": READER}
    for person, names in granted.items():
        assert abilities(cast[person], Idea.objects.get()) == set(names), person


def test_a_decision_is_answered_a_prepared_answer_reread_a_reread_one_published(cast):
    idea = idea_in(
        State.UNDER_STUDY,
        author=cast["author"],
        followed_by=cast["moderator"],
        evaluation_closed_at=timezone.now(),
    )
    base = (*READER, "moderate", "decide", "propose_set_aside")
    other = cast["other_moderator"]
    decided(idea)
    assert abilities(other, Idea.objects.get()) == {*base, "prepare_answer"}
    answered(idea, reread=False)
    assert abilities(other, Idea.objects.get()) == {*base, "prepare_answer", "reread_answer"}
    whose = (*base, "hand_over", "prepare_answer")
    assert abilities(cast["moderator"], Idea.objects.get()) == set(whose)
    reread_answer(idea, by=other, draft=stamp_of(idea))
    for person in ("moderator", "head"):
        assert abilities(cast[person], Idea.objects.get()) == {*whose, "publish_answer"}


def test_a_recused_member_leaves_the_decision_to_the_others(cast):
    other = cast["other_moderator"]
    idea = idea_in(State.UNDER_STUDY, author=cast["author"], followed_by=cast["moderator"])
    answered(idea, reread=False)
    Recusal.objects.create(idea=idea, member=other)
    assert abilities(other, Idea.objects.get()) == {
        *READER,
        "moderate",
        "prepare_answer",
        "propose_set_aside",
    }
    for verb in ("decide", "reread_answer"):
        with pytest.raises(PermissionDenied, match="laissée aux autres"):
            ACTIONS[verb](idea, other)
    assert Decision.objects.get().decided_by == cast["moderator"]
    # Nor does who works in the direction concerned decide.
    idea = idea_in(
        State.UNDER_STUDY,
        direction=other.direction,
        followed_by=cast["moderator"],
        evaluation_closed_at=timezone.now(),
    )
    assert not can_decide(other, idea)
    assert can_decide(cast["head"], idea)


def test_the_decision_is_offered_once_it_would_be_accepted(cast):
    """Before the quorum, to the head of the group alone, who may decide without."""
    idea = idea_in(State.UNDER_STUDY, author=cast["author"], followed_by=cast["moderator"])
    Tally.objects.create(idea=idea, evaluations=1, expected=8)
    for person in MEMBERS:
        assert can_decide(cast[person], Idea.objects.get()) == (person == "head")
    Tally.objects.update(ready_at=timezone.now())
    for person in MEMBERS:
        assert can_decide(cast[person], Idea.objects.get())


@pytest.mark.parametrize("is_taken", [False, True])
def test_an_idea_set_aside_by_mistake_goes_back_where_it_was(cast, told, is_taken):
    state = State.UNDER_STUDY if is_taken else State.RECEIVED
    idea = idea_in(state, author=cast["author"], followed_by=cast["moderator"] if is_taken else None)
    idea = confirm_set_aside(idea, by=cast["head"], seen=seen_set_aside(idea, by=cast["moderator"]))
    idea = restore(idea, by=cast["other_moderator"])
    assert (idea.state, idea.set_aside_at, idea.set_aside_reason) == (state, None, "")
    assert not SetAside.objects.exists()
    assert history_of(idea)[0].action == "est revenu sur la mise à l’écart"
    assert told()["suggestions.set_aside"] == {cast["author"].identifiant}
    titles = Notification.objects.filter(recipient=cast["author"]).values_list("title", flat=True)
    assert [title for title in titles if "n’est plus écartée" in title]
    with pytest.raises(ValidationError):
        restore(idea, by=cast["other_moderator"])


def stamp_of(idea: Idea) -> str:
    """What a page opened now would send back."""
    return "".join(answer.stamp for answer in Answer.objects.filter(idea=idea))


def seen_set_aside(idea: Idea, *, by: Agent | None = None) -> str:
    """What a page opened now would send back; by `by`, the proposal is made first."""
    if by:
        propose_set_aside(idea, by=by, reason="Hors sujet.")
    return "".join(str(proposed.pk) for proposed in SetAside.objects.filter(idea=idea))


def prepare_for(verb: str, idea: Idea) -> None:
    """What must be there before, on an idea under study."""
    if verb == "prepare_answer":
        decided(idea)
    elif verb == "reread_answer":
        # By somebody who is nobody of the cast.
        Answer.objects.filter(pk=answered(idea, reread=False).pk).update(prepared_by=AgentFactory.create())
    elif verb == "publish_answer":
        answered(idea)
    elif verb in ("confirm_set_aside", "drop_set_aside"):
        SetAside.objects.create(idea=idea, reason="Nominative.", proposed_by=AgentFactory.create())
    elif verb == "decide":
        idea.evaluation_closed_at = timezone.now()
        idea.save()


ACTIONS = {
    "amend": lambda idea, by: amend(idea, by=by, **WORDS),
    "withdraw": lambda idea, by: withdraw(idea, by=by),
    "take_under_study": lambda idea, by: take_under_study(idea, by=by),
    "hand_over": lambda idea, by: hand_over(idea, by=by, to=member()),
    "decide": lambda idea, by: decide(idea, by=by, verdict="in_place", reasons="Elle y est."),
    "prepare_answer": lambda idea, by: prepare_answer(idea, by=by, text="<p>Oui</p>"),
    "reread_answer": lambda idea, by: reread_answer(idea, by=by, draft=stamp_of(idea)),
    "publish_answer": lambda idea, by: publish_answer(idea, by=by, draft=stamp_of(idea)),
    "correct_answer": lambda idea, by: correct_answer(
        idea, by=by, text="<p>En mars.</p>", reason="La date a changé.", seen="0"
    ),
    "start": lambda idea, by: start(idea, by=by),
    "finish": lambda idea, by: finish(idea, by=by),
    "propose_set_aside": lambda idea, by: propose_set_aside(idea, by=by, reason="Nominative."),
    "confirm_set_aside": lambda idea, by: confirm_set_aside(idea, by=by, seen=seen_set_aside(idea)),
    "drop_set_aside": lambda idea, by: drop_set_aside(idea, by=by, seen=seen_set_aside(idea)),
    "restore": lambda idea, by: restore(idea, by=by),
}
MAY = dict.fromkeys(ACTIONS, MEMBERS)
MAY |= {"amend": {"author"}, "withdraw": {"author"}, "hand_over": {"moderator", "head"}}
# From which states each action is done; from every other it is refused with a sentence.
FROM: dict[str, set[State]] = {
    "amend": {State.RECEIVED},
    "withdraw": {State.RECEIVED, State.UNDER_STUDY},
    "take_under_study": {State.RECEIVED},
    "hand_over": {State.UNDER_STUDY, State.RETAINED, State.IN_PROGRESS},
    "decide": {State.UNDER_STUDY},
    "prepare_answer": {State.UNDER_STUDY},
    "reread_answer": {State.UNDER_STUDY},
    "publish_answer": {State.UNDER_STUDY},
    "correct_answer": {State.RETAINED, State.IN_PROGRESS, State.DONE, State.DECLINED, State.IN_PLACE},
    "start": {State.RETAINED},
    "finish": {State.IN_PROGRESS},
    "propose_set_aside": {State.RECEIVED, State.UNDER_STUDY},
    # From « reçue » too, once proposed: see ideas/test_set_aside.py.
    "confirm_set_aside": {State.UNDER_STUDY},
    "drop_set_aside": {State.UNDER_STUDY},
    "restore": {State.SET_ASIDE},
}


@pytest.mark.parametrize("state", list(State))
def test_each_action_from_each_state(author, moderator, head, state):
    made = idea_in(state, author=author, followed_by=moderator)
    for verb in ACTIONS:
        with transaction.atomic():
            idea = Idea.objects.get(pk=made.pk)
            if state == State.UNDER_STUDY:
                prepare_for(verb, idea)
            # The head may do everything the group does, whoever follows the idea.
            by = author if verb in ("amend", "withdraw") else head
            if state in FROM[verb]:
                ACTIONS[verb](idea, by)
            else:
                assert_refused(verb, idea, by)
            transaction.set_rollback(True)


def assert_refused(verb: str, idea: Idea, by: Agent) -> None:
    before = Idea.objects.values().get(pk=idea.pk)
    with pytest.raises(ValidationError) as refusal:
        ACTIONS[verb](idea, by)
    assert refusal.value.messages[0].endswith("."), verb
    assert Idea.objects.values().get(pk=idea.pk) == before, verb
    assert not Notification.objects.exists(), verb
    assert not OutgoingMail.objects.exists(), verb


@pytest.mark.parametrize("verb", ACTIONS)
def test_actions_refuse_whoever_may_not(cast, verb):
    idea = idea_in(min(FROM[verb]), author=cast["author"], followed_by=cast["moderator"])
    prepare_for(verb, idea)
    before = Idea.objects.values().get(pk=idea.pk)
    for person in cast:
        fresh = Idea.objects.get(pk=idea.pk)
        if person in MAY[verb]:
            with transaction.atomic():
                ACTIONS[verb](fresh, cast[person])
                transaction.set_rollback(True)
            continue
        with pytest.raises(PermissionDenied) as refusal:
            ACTIONS[verb](fresh, cast[person])
        assert str(refusal.value), person
        assert Idea.objects.values().get(pk=idea.pk) == before, person


@pytest.mark.parametrize("verb", [verb for verb in ACTIONS if verb not in ("amend", "withdraw")])
def test_actions_refuse_a_member_on_their_own_idea(other_moderator, verb):
    author = member()
    idea = idea_in(min(FROM[verb]), author=author, followed_by=other_moderator)
    with pytest.raises(PermissionDenied, match="un autre membre"):
        ACTIONS[verb](idea, author)


def test_an_idea_is_never_handed_to_its_author_nor_out_of_the_group(cast):
    author = member()
    idea = idea_in(State.UNDER_STUDY, author=author, followed_by=cast["moderator"])
    for person in (author, cast["outsider"], cast["closed_moderator"], cast["moderator"]):
        with pytest.raises(ValidationError, match=r"suit déjà|ne peut pas suivre"):
            hand_over(idea, by=cast["moderator"], to=person)


def test_a_hidden_name_is_hidden_from_readers_and_a_closed_account_proposes_nothing(cast):
    idea = idea_in(State.UNDER_STUDY, author=cast["author"], identity="hidden")
    for person in ("colleague", "outsider", "administrator"):
        assert abilities(cast[person], idea) == {"see"}
    with pytest.raises(PermissionDenied):
        propose(by=cast["closed"], title="Titre", proposal="Texte")
