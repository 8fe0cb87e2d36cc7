"""Ideas at each point of their path, as the database allows them."""

from datetime import timedelta
from typing import Any

import factory
from django.utils import timezone

from core.people.models import Agent
from suggestions.models import Answer, Idea
from suggestions.promises import answer_due_on, decision_due_on
from suggestions.states import State, Verdict
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


def answered(idea: Idea, verdict: str = Verdict.RETAINED, *, published: bool = False) -> Answer:
    """An answer prepared by the member in charge, published or not."""
    assert idea.member_in_charge
    return Answer.objects.create(
        idea=idea,
        verdict=verdict,
        text="<p>Oui, dès janvier.</p>",
        prepared_by=idea.member_in_charge,
        prepared_at=idea.decided_at or timezone.now(),
        published_by=idea.member_in_charge if published else None,
        published_at=idea.decided_at if published else None,
    )
