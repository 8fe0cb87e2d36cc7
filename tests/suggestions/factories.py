"""Ideas at each point of their path, as the database allows them."""

from datetime import timedelta
from typing import Any

import factory
from django.db.backends.postgresql.psycopg_any import DateRange
from django.urls import reverse
from django.utils import timezone

from core.people.models import Absence, Agent
from suggestions import policies
from suggestions.evaluation import actions
from suggestions.ideas.progress import answer_due_on, decision_due_on
from suggestions.models import Answer, Criterion, Decision, Flag, Grid, Idea, Tally
from suggestions.pages.object_actions import OBJECT_ACTIONS
from suggestions.states import State, Value, Verdict
from tests.factories import AgentFactory, member

ORDER = ["taken_at", "decided_at", "started_at", "done_at"]
REACHED = {
    State.RECEIVED: 0,
    State.UNDER_STUDY: 1,
    State.RETAINED: 2,
    State.DECLINED: 2,
    State.IN_PLACE: 2,
    State.IN_PROGRESS: 3,
    State.DONE: 4,
    State.SET_ASIDE: 0,
    State.WITHDRAWN: 0,
}


class IdeaFactory(factory.django.DjangoModelFactory):
    """A received idea; `idea_in(State.…)` makes one further on."""

    class Meta:
        model = Idea

    title = factory.Sequence(lambda n: f"Un formulaire de moins, numéro {n}")
    problem = "Trois feuilles pour un congé."
    proposal = "Une suffirait."
    author = factory.SubFactory(AgentFactory)
    received_at = factory.LazyFunction(lambda: timezone.now() - timedelta(days=5))
    due_on = factory.LazyAttribute(lambda idea: answer_due_on(idea.received_at))
    decision_due_on = factory.LazyAttribute(lambda idea: decision_due_on(idea.received_at))


# What `amend` takes.
WORDS: dict[str, Any] = {
    "title": "Autrement dit",
    "problem": "Chut.",
    "proposal": "Chut.",
    "benefit": "",
    "seen_elsewhere": "",
    "direction": None,
    "identity": "named",
}

_numbers = iter(range(5000, 1_000_000))


def idea_in(state: str, *, followed_by: Agent | None = None, **fields: Any) -> Idea:
    """An idea in that state, with an answer published where the state says there is one."""
    state = State(state)
    received_at = fields.setdefault("received_at", timezone.now() - timedelta(days=5))
    reached = ORDER[: REACHED[state]]
    for days, step in enumerate(reached, start=1):
        fields.setdefault(step, received_at + timedelta(hours=days))
    if reached:
        fields |= {
            "member_in_charge": followed_by or member(first_name="Odile", last_name="Suiveuse"),
            "year": fields["taken_at"].year,
            "number": next(_numbers),
        }
    if "decided_at" in reached:
        fields.setdefault("first_answered_at", fields["decided_at"])
    if state == State.SET_ASIDE:
        fields |= {"set_aside_at": timezone.now(), "set_aside_reason": "Elle nomme une personne."}
    if state == State.WITHDRAWN:
        fields["withdrawn_at"] = timezone.now()
    idea: Idea = IdeaFactory.create(state=state, **fields)
    if "decided_at" in reached:
        verdict = {State.DECLINED: Verdict.DECLINED, State.IN_PLACE: Verdict.IN_PLACE}.get(
            state, Verdict.RETAINED
        )
        answered(idea, verdict, published=True)
    return idea


def criterion_of_the_grid(code: str = "speed") -> Criterion:
    """Of the version in use."""
    return Criterion.objects.get(code=code, grid__state=Grid.State.IN_USE)


def evaluated(idea: Idea) -> None:
    """Enough was marked: the group may decide."""
    Tally.objects.update_or_create(idea=idea, defaults={"ready_at": timezone.now()})


def decided(idea: Idea, verdict: str = Verdict.RETAINED, **fields: Any) -> Decision:
    """What the group decided, noted by the member in charge; a refusal is founded on speed."""
    fields.setdefault("decided_by", idea.member_in_charge)
    decision = Decision.objects.create(idea=idea, verdict=verdict, **{"reasons": "Utile à tous."} | fields)
    if verdict == Verdict.DECLINED:
        decision.criteria.add(criterion_of_the_grid())
    return decision


def answered(
    idea: Idea, verdict: str = Verdict.RETAINED, *, published: bool = False, reread: bool = True
) -> Answer:
    """An answer to what was decided, prepared by the member in charge, reread by one who has left the group since."""
    assert idea.member_in_charge
    if not Decision.objects.filter(idea=idea).exists():
        decided(idea, verdict)
    prepared_at = idea.decided_at or timezone.now()
    answer = Answer(
        idea=idea,
        verdict=verdict,
        text="<p>Oui, dès janvier.</p>",
        prepared_by=idea.member_in_charge,
        prepared_at=prepared_at,
        published_by=idea.member_in_charge if published else None,
        published_at=idea.decided_at if published else None,
    )
    if reread:
        answer.reread_by, answer.reread_at = AgentFactory.create(first_name="Relu"), prepared_at
        answer.reread_stamp = answer.stamp
    answer.save()
    return answer


PITFALLS = ("dehumanised", "fragile_archives", "obsolete_jobs")


def sheet(marks: tuple[int | None, ...] = (3, 3, 3), veto: str = "", **words: Any) -> dict[str, Any]:
    """What `evaluate` takes beside the seat: marks in the order of the values; `veto` is the reason of one."""
    values = dict(zip(Value, marks, strict=True))
    flags: dict[str, tuple[str, str]] = dict.fromkeys(PITFALLS, (Flag.Level.NONE, ""))
    if veto:
        flags["fragile_archives"] = (Flag.Level.VETO, veto)
    grid = criterion_of_the_grid().grid.version
    return {"grid": grid, "seen": "new", "marks": values, "flags": flags, **words}


def evaluate(idea: Idea, *members: Agent, **given: Any) -> None:
    """Each of these members fills their seat."""
    for agent in members:
        # Read again: a test may have moved it.
        actions.evaluate(Idea.objects.get(pk=idea.pk), by=agent, seat=agent, **sheet(**given))


def away(agent: Agent, deputy: Agent | None = None, *, days: int = 3) -> Absence:
    """Absent from yesterday on."""
    today = timezone.localdate()
    period = DateRange(today - timedelta(days=1), today + timedelta(days=days))
    return Absence.objects.create(agent=agent, deputy=deputy, period=period, noted_by=agent)


def action_url(idea: Idea, name: str, *, at_the_desk: bool = False) -> str:
    if at_the_desk:
        return reverse("admin:suggestions_idea_action", args=[idea.pk, name])
    return reverse("suggestions:idea_action", args=[idea.reference, name])


# What is asked of the page beside its buttons, then the actions of these.
ASKED = {
    "see": policies.can_see,
    "see_author": policies.can_see_author,
    "amend": policies.can_amend,
    "withdraw": policies.can_withdraw,
    "moderate": policies.may_moderate,
}
BUTTONS = {
    "take_under_study",
    "hand_over",
    "decide",
    "prepare_answer",
    "reread_answer",
    "publish_answer",
    "correct_answer",
    "answer_in_place",
    "appeal",
    "answer_appeal",
    "start",
    "finish",
    "propose_set_aside",
    "confirm_set_aside",
    "drop_set_aside",
    "restore",
}


def abilities(agent: Agent, idea: Idea) -> set[str]:
    """What this person may do here and now."""
    buttons = {button.run.__name__ for button in OBJECT_ACTIONS if button.allowed(agent, idea)}
    return buttons & BUTTONS | {name for name, may in ASKED.items() if may(agent, idea)}
