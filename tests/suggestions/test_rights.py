"""Who may do what, person by person and state by state."""

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from core.people.models import Agent
from suggestions import actions, policies
from suggestions.models import Answer, Idea
from suggestions.states import State
from tests.factories import member
from tests.suggestions.conftest import Cast
from tests.suggestions.factories import WORDS, answered, idea_in

pytestmark = pytest.mark.django_db
MEMBERS = {"moderator", "other_moderator", "head"}
PUBLIC = {"author", "colleague", "outsider", "administrator"} | MEMBERS
STATES = list(State)


def abilities(*granted: str) -> dict[str, bool]:
    names = ["see", "see_author", "amend", "withdraw", "moderate", "take_under_study", "hand_over"]
    names += ["prepare_answer", "publish_answer", "start", "finish", "set_aside"]
    assert set(granted) <= set(names)
    return {name: name in granted for name in names}


READER = ("see", "see_author")
TABLE = [
    ("author", State.RECEIVED, (*READER, "amend", "withdraw")),
    ("author", State.UNDER_STUDY, (*READER, "withdraw")),
    ("author", State.RETAINED, READER),
    ("author", State.DECLINED, READER),
    ("author", State.IN_PROGRESS, READER),
    ("author", State.DONE, READER),
    ("author", State.SET_ASIDE, READER),
    ("author", State.WITHDRAWN, READER),
    ("other_moderator", State.RECEIVED, (*READER, "moderate", "take_under_study", "set_aside")),
    ("other_moderator", State.UNDER_STUDY, (*READER, "moderate", "prepare_answer", "set_aside")),
    ("other_moderator", State.RETAINED, (*READER, "moderate", "start")),
    ("other_moderator", State.IN_PROGRESS, (*READER, "moderate", "finish")),
    ("other_moderator", State.DONE, (*READER, "moderate")),
    ("other_moderator", State.DECLINED, (*READER, "moderate")),
    ("other_moderator", State.SET_ASIDE, (*READER, "moderate")),
    ("other_moderator", State.WITHDRAWN, (*READER, "moderate")),
    ("moderator", State.UNDER_STUDY, (*READER, "moderate", "hand_over", "prepare_answer", "set_aside")),
    ("moderator", State.RETAINED, (*READER, "moderate", "hand_over", "start")),
    ("head", State.UNDER_STUDY, (*READER, "moderate", "hand_over", "prepare_answer", "set_aside")),
    ("head", State.IN_PROGRESS, (*READER, "moderate", "hand_over", "finish")),
    *((person, state, ()) for person in ("closed", "closed_moderator") for state in STATES),
    *(
        (person, state, READER if state in State.public() else ())
        for person in ("colleague", "outsider", "administrator")
        for state in STATES
    ),
]


@pytest.mark.parametrize(("person", "state", "granted"), TABLE)
def test_abilities(cast: Cast, person: str, state: State, granted: tuple[str, ...]) -> None:
    idea = idea_in(state, author=cast["author"], followed_by=cast["moderator"])
    assert policies.abilities(cast[person], idea) == abilities(*granted)


@pytest.mark.parametrize("person", ["colleague", "outsider", "administrator"])
def test_a_hidden_name_is_hidden_from_readers(cast: Cast, person: str) -> None:
    idea = idea_in(State.UNDER_STUDY, author=cast["author"], identity="hidden")
    assert policies.abilities(cast[person], idea) == abilities("see")


def test_a_prepared_answer_can_be_published(cast: Cast) -> None:
    idea = idea_in(State.UNDER_STUDY, author=cast["author"], followed_by=cast["moderator"])
    answered(idea)
    granted = (*READER, "moderate", "hand_over", "prepare_answer", "publish_answer", "set_aside")
    assert policies.abilities(cast["moderator"], idea) == abilities(*granted)


@pytest.mark.parametrize("state", STATES)
def test_a_member_never_moderates_their_own_idea(other_moderator: Agent, state: State) -> None:
    author = member(first_name="Inès")
    idea = idea_in(state, author=author, followed_by=other_moderator)
    verbs = {State.RECEIVED: ("amend", "withdraw"), State.UNDER_STUDY: ("withdraw",)}
    assert policies.abilities(author, idea) == abilities(*READER, *verbs.get(state, ()))


@pytest.mark.parametrize("state", STATES)
def test_the_set_of_visible_ideas_agrees_with_the_policy(cast: Cast, state: State) -> None:
    idea = idea_in(state, author=cast["author"], followed_by=cast["moderator"])
    for person, agent in cast.items():
        is_in_set = Idea.objects.visible_to(agent).filter(pk=idea.pk).exists()
        assert is_in_set == policies.can_see(agent, idea), person


def stamp_of(idea: Idea) -> str:
    """What a page opened now would send back."""
    return "".join(answer.stamp for answer in Answer.objects.filter(idea=idea))


DEEDS = {
    "amend": lambda idea, by: actions.amend(idea, by=by, **WORDS),
    "withdraw": lambda idea, by: actions.withdraw(idea, by=by),
    "take_under_study": lambda idea, by: actions.take_under_study(idea, by=by),
    "hand_over": lambda idea, by: actions.hand_over(idea, by=by, to=member()),
    "prepare_answer": lambda idea, by: actions.prepare_answer(
        idea, by=by, verdict="retained", text="<p>Oui</p>"
    ),
    "publish_answer": lambda idea, by: actions.publish_answer(idea, by=by, draft=stamp_of(idea)),
    "start": lambda idea, by: actions.start(idea, by=by),
    "finish": lambda idea, by: actions.finish(idea, by=by),
    "set_aside": lambda idea, by: actions.set_aside(idea, by=by, reason="Nominative."),
}
MAY = {
    "amend": {"author"},
    "withdraw": {"author"},
    "take_under_study": MEMBERS,
    "hand_over": {"moderator", "head"},
    "prepare_answer": MEMBERS,
    "publish_answer": MEMBERS,
    "start": MEMBERS,
    "finish": MEMBERS,
    "set_aside": MEMBERS,
}
FROM = {
    "amend": State.RECEIVED,
    "withdraw": State.RECEIVED,
    "take_under_study": State.RECEIVED,
    "start": State.RETAINED,
    "finish": State.IN_PROGRESS,
}
PEOPLE = [*sorted(PUBLIC), "closed", "closed_moderator"]


@pytest.mark.parametrize("person", PEOPLE)
@pytest.mark.parametrize("verb", DEEDS)
def test_actions_refuse_whoever_may_not(cast: Cast, person: str, verb: str) -> None:
    idea = idea_in(FROM.get(verb, State.UNDER_STUDY), author=cast["author"], followed_by=cast["moderator"])
    if verb == "publish_answer":
        answered(idea)
    before = Idea.objects.values().get(pk=idea.pk)
    if person in MAY[verb]:
        DEEDS[verb](idea, cast[person])
        return
    with pytest.raises(PermissionDenied) as refusal:
        DEEDS[verb](idea, cast[person])
    assert str(refusal.value)
    assert Idea.objects.values().get(pk=idea.pk) == before


@pytest.mark.parametrize("verb", [verb for verb in DEEDS if verb not in ("amend", "withdraw")])
def test_actions_refuse_a_member_on_their_own_idea(other_moderator: Agent, verb: str) -> None:
    author = member()
    idea = idea_in(FROM.get(verb, State.UNDER_STUDY), author=author, followed_by=other_moderator)
    with pytest.raises(PermissionDenied, match="un autre membre"):
        DEEDS[verb](idea, author)


def test_an_idea_is_never_handed_to_its_author_nor_out_of_the_group(cast: Cast) -> None:
    author = member()
    idea = idea_in(State.UNDER_STUDY, author=author, followed_by=cast["moderator"])
    for person in (author, cast["outsider"], cast["closed_moderator"], cast["moderator"]):
        with pytest.raises(ValidationError, match=r"suit déjà|ne peut pas suivre"):
            actions.hand_over(idea, by=cast["moderator"], to=person)


def test_a_closed_account_proposes_nothing(cast: Cast) -> None:
    with pytest.raises(PermissionDenied):
        actions.propose(by=cast["closed"], title="Titre", proposal="Texte")
    assert not Idea.objects.exists()
