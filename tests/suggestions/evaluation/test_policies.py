"""Who evaluates, who reads the marks, who closes: person by person, before and after the close, by every door."""

from collections.abc import Callable, Iterator
from io import BytesIO
from typing import Any

import pytest
from django.apps import apps
from django.core.exceptions import PermissionDenied, ValidationError
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from core.admin.lists import EMPTY
from core.history.entries import history_of
from core.people.models import Agent
from core.people.roles import Role
from core.search.models import Entry
from suggestions.evaluation import actions, policies
from suggestions.evaluation.panel import evaluation_panel, marks_for
from suggestions.models import Evaluation, Idea, Recusal, Tally
from suggestions.states import State
from tests.factories import AgentFactory, member
from tests.suggestions.factories import action_url, away, evaluate, idea_in, sheet

pytestmark = pytest.mark.django_db
SignedIn = Callable[[Agent], Client]
# Nothing else on a page says it.
SECRET = "Trop cher pour les archives"


@pytest.fixture
def people(idea: Idea, request: pytest.FixtureRequest) -> dict[str, Agent]:
    """Rose has evaluated, and so has a deputy; « waiting » and « other deputy » have not."""
    names = ("author", "colleague", "outsider", "administrator", "moderator", "head")
    author, moderator = map(request.getfixturevalue, ("author", "moderator"))
    found = {name: request.getfixturevalue(name) for name in names} | {
        "waiting": member(first_name="Wanda"),
        "recused": member(first_name="Rémi"),
        "own direction": member(first_name="Odette"),
        "deputised": member(first_name="Absent"),
        "deputy": AgentFactory.create(first_name="Désiré"),
        "other deputised": member(first_name="Absente"),
        "other deputy": AgentFactory.create(first_name="Dora"),
        "deactivated": member(first_name="Clos"),
    }
    Agent.objects.filter(pk=found["own direction"].pk).update(direction=author.direction)
    Idea.objects.filter(pk=idea.pk).update(direction=author.direction)
    away(found["deputised"], found["deputy"])
    away(found["other deputised"], found["other deputy"])
    Recusal.objects.create(idea=idea, member=found["recused"])
    evaluate(idea, moderator, veto=SECRET)
    fresh = Idea.objects.get(pk=idea.pk)
    actions.evaluate(fresh, by=found["deputy"], seat=found["deputised"], **sheet((1, 1, 1)))
    evaluate(idea, found["deactivated"])
    Agent.objects.filter(pk=found["deactivated"].pk).update(is_active=False)
    return {name: Agent.objects.get(pk=agent.pk) for name, agent in found.items()}


def abilities(agent: Agent, idea: Idea) -> set[str]:
    fresh = Idea.objects.for_page().get(pk=idea.pk)
    verbs = {
        "evaluate": policies.can_evaluate,
        "revise": policies.can_revise,
        "count": policies.can_count_evaluations,
        "read": policies.can_see_marks,
        "recuse": policies.can_recuse,
        "come back": policies.can_come_back,
        "close": policies.can_close_evaluation,
    }
    return {verb for verb, can in verbs.items() if can(agent, fresh)}


OPEN = {
    "author": set(),
    "colleague": set(),
    "outsider": set(),
    "administrator": set(),
    "deactivated": set(),
    "moderator": {"revise", "count", "read", "recuse"},
    "head": {"evaluate", "count", "recuse", "close"},
    "waiting": {"evaluate", "count", "recuse"},
    "recused": {"count", "come back"},
    "own direction": {"count"},
    "deputised": {"revise", "count", "read", "recuse"},
    "deputy": {"revise", "count", "read"},
    "other deputised": {"evaluate", "count", "recuse"},
    "other deputy": {"evaluate", "count"},
}
READ_ONCE_CLOSED = {name for name, granted in OPEN.items() if granted} - {"other deputy"}


def test_while_it_is_open(idea, people):
    assert {name: abilities(agent, idea) for name, agent in people.items()} == OPEN


@pytest.mark.parametrize("how", ["closed", "answered", "withdrawn"])
def test_once_it_is_over(idea, people, how):
    now = timezone.now()
    changes: dict[str, dict[str, Any]] = {
        "closed": {"evaluation_closed_at": now},
        "answered": {"state": "retained", "decided_at": now},
        "withdrawn": {"state": "withdrawn", "withdrawn_at": now},
    }
    Idea.objects.filter(pk=idea.pk).update(**changes[how])
    readers = {name for name, agent in people.items() if "read" in abilities(agent, idea)}
    assert readers == READ_ONCE_CLOSED
    everything = set().union(*(abilities(agent, idea) for agent in people.values()))
    assert everything == {"count", "read"}


def test_a_merge_does_not_open_the_marks(idea, people):
    other = idea_in(State.UNDER_STUDY)
    Idea.objects.filter(pk=idea.pk).update(merged_into=other, head=other)
    readers = {name for name, agent in people.items() if "read" in abilities(agent, idea)}
    assert readers == {"moderator", "deputised", "deputy"}


def test_an_author_of_the_group_reads_nothing_whatever_happens(moderator, head):
    idea = idea_in(State.UNDER_STUDY, author=head, followed_by=moderator)
    evaluate(idea, moderator)
    assert abilities(head, idea) == set()
    other_head = AgentFactory.create(roles=[Role.GROUP_HEAD])
    actions.close_evaluation(Idea.objects.get(pk=idea.pk), by=other_head, reason="Ici.")
    assert abilities(head, idea) == set()


def pages_of(client: Client, idea: Idea) -> Iterator[tuple[str, str]]:
    """Every page where a mark might be read, with what a search or an export gives."""
    desk = "admin:suggestions_idea"
    for url in (
        idea.get_absolute_url(),
        reverse("suggestions:idea_history", args=[idea.reference]),
        reverse("suggestions:to_evaluate"),
        reverse("suggestions:idea_list"),
        action_url(idea, "evaluer"),
        action_url(idea, "revoir"),
        f"{reverse(f'{desk}_changelist')}?file=toutes",
        reverse(f"{desk}_change", args=[idea.pk]),
        reverse(f"{desk}_history", args=[idea.pk]),
        reverse(f"{desk}_action", args=[idea.pk, "evaluer"]),
        f"/recherche/?q={SECRET.replace(' ', '+')}",
    ):
        response = client.get(url)
        assert response.status_code < 500, url
        yield url, response.text if response.status_code == 200 else ""
    response = client.post(reverse(f"{desk}_changelist"), {"action": "export", "_selected_action": [idea.pk]})
    text = BytesIO(b"".join(response)).read().decode() if response.streaming else ""
    yield "export", text


def shows_marks(url: str, text: str) -> bool:
    """The action's own form shows what its owner wrote; a search gives back the words searched for."""
    if url == "export":
        return ";2;" in text or "2,0" in text
    typed = text
    for own in (f'value="{SECRET}"', f"«\u00a0{SECRET}\u00a0»", f"« {SECRET} »"):
        typed = typed.replace(own, "")
    return "geste" not in url and "recherche" not in url and (SECRET in typed or "médiane" in text.lower())


@pytest.mark.parametrize("is_over", [False, True])
def test_no_door_shows_them_too_soon(
    idea: Idea, people: dict[str, Agent], signed_in: SignedIn, *, is_over: bool
) -> None:
    if is_over:
        Idea.objects.filter(pk=idea.pk).update(evaluation_closed_at=timezone.now())
    readers = READ_ONCE_CLOSED if is_over else {"moderator", "deputised", "deputy"}
    for name, agent in people.items():
        if not agent.is_active:
            continue
        shown = {url for url, text in pages_of(signed_in(agent), idea) if shows_marks(url, text)}
        assert bool(shown) is (name in readers), (name, shown)


def test_neither_search_nor_the_history_of_an_idea_holds_marks(idea, people):
    assert not any(SECRET in f"{entry.title} {entry.text}" for entry in Entry.objects.all())
    said = str([(entry.action, entry.changes) for entry in history_of(Idea.objects.get(pk=idea.pk))])
    assert SECRET not in said
    assert "score" not in said


def test_a_revision_is_kept_and_said(idea, people):
    rose = people["moderator"]
    mine = Evaluation.objects.get(seat=rose)
    fresh = Idea.objects.get(pk=idea.pk)
    given = sheet((0, 1, None)) | {"seen": actions.evaluation_stamp(mine)}
    said = actions.evaluate(fresh, by=rose, seat=rose, **given)
    assert "revue après avoir lu les autres" in said
    mine.refresh_from_db()
    assert (mine.revisions, mine.revised_at is not None) == (1, True)
    panel = evaluation_panel(rose, Idea.objects.for_page().get(pk=idea.pk))
    assert panel["sheets"][0]["revised"] == "revue après avoir lu les autres"
    events = apps.get_model("suggestions", "MarkEvent").objects.filter(pgh_obj__evaluation=mine)
    assert sorted(events.values_list("mark", flat=True), key=str) == [0, 1, 3, 3, 3, None]


ACTIONS: dict[str, Callable[[Idea, Agent], Any]] = {
    "evaluate": lambda idea, by: actions.evaluate(idea, by=by, seat=by, **sheet()),
    "recuse": lambda idea, by: actions.recuse(idea, by=by),
    "come back": lambda idea, by: actions.come_back(idea, by=by),
    "close": lambda idea, by: actions.close_evaluation(idea, by=by, reason="Il faut décider."),
}
GROUP = {"moderator", "head", "waiting", "recused", "own direction", "deputised", "other deputised"}
MAY = {
    "evaluate": {"moderator", "head", "waiting", "deputised", "other deputised"},
    "recuse": GROUP,
    "come back": GROUP,
    "close": {"head"},
}


def outcome_of(call: Callable[[], object]) -> Exception | None:
    try:
        call()
    except (PermissionDenied, ValidationError) as refusal:
        return refusal
    return None


@pytest.mark.parametrize("verb", ACTIONS)
def test_actions_refuse_whoever_may_not(idea, people, verb):
    for name, agent in people.items():
        before = (Evaluation.objects.count(), Recusal.objects.count(), Idea.objects.values().get(pk=idea.pk))
        refusal = outcome_of(lambda agent=agent: ACTIONS[verb](Idea.objects.get(pk=idea.pk), agent))
        # A ValidationError: theirs to do, but already done.
        assert isinstance(refusal, PermissionDenied) is (name not in MAY[verb]), (name, refusal)
        if refusal:
            after = (Evaluation.objects.count(), Recusal.objects.count())
            assert before == (*after, Idea.objects.values().get(pk=idea.pk))
            assert str(refusal)


def test_a_deputy_fills_the_seat_and_no_other(idea, people):
    dora, wanda = people["other deputy"], people["waiting"]
    with pytest.raises((PermissionDenied, ValidationError)):
        actions.evaluate(Idea.objects.get(pk=idea.pk), by=dora, seat=wanda, **sheet())
    actions.evaluate(Idea.objects.get(pk=idea.pk), by=dora, seat=people["other deputised"], **sheet())
    made = Evaluation.objects.get(seat=people["other deputised"])
    assert made.made_by == dora
    assert abilities(dora, idea) == {"revise", "count", "read"}
    assert abilities(people["other deputised"], idea) == {"revise", "count", "read", "recuse"}


def test_a_deputy_never_reads_what_the_member_wrote_before_leaving(idea, moderator):
    deputy = AgentFactory.create()
    evaluate(idea, moderator, veto=SECRET)
    away(moderator, deputy)
    assert abilities(deputy, idea) == set()
    assert evaluation_panel(deputy, Idea.objects.for_page().get(pk=idea.pk)) == {}


def test_the_member_in_charge_closes_once_the_quorum_is_reached(idea, moderator, other_moderator, settings):
    settings.IDEA_QUORUM = 2
    with pytest.raises(PermissionDenied, match="quorum"):
        actions.close_evaluation(Idea.objects.get(pk=idea.pk), by=moderator)
    evaluate(idea, moderator, other_moderator)
    assert "close" in abilities(moderator, idea)
    assert "close" not in abilities(other_moderator, idea)
    actions.close_evaluation(Idea.objects.get(pk=idea.pk), by=moderator)
    assert Tally.objects.get(idea=idea).closed_by == moderator


def test_the_head_says_why_without_the_quorum(idea, head, moderator):
    with pytest.raises(ValidationError, match="dites pourquoi"):
        actions.close_evaluation(Idea.objects.get(pk=idea.pk), by=head, reason="  ")
    actions.close_evaluation(Idea.objects.get(pk=idea.pk), by=head, reason="La salle ferme.")
    panel = evaluation_panel(moderator, Idea.objects.for_page().get(pk=idea.pk))
    assert panel["tally"].close_reason == "La salle ferme."
    assert marks_for(moderator, Idea.objects.get(pk=idea.pk)) == EMPTY
