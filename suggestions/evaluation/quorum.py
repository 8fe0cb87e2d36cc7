"""The seats of an idea on a day, who fills them, the quorum, and the result of the evaluations stored in its `Tally`.

Evaluators are the group's seats, less those recused by rule, by choice, or absent without a deputy.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from statistics import mean, median, pstdev
from typing import Any

from django.conf import settings
from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Exists, F, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import JSONObject
from django.utils import timezone

from core.people.models import Absence, Agent
from core.people.roles import GROUP
from suggestions.models import Evaluation, Flag, Idea, Mark, Recusal, Tally
from suggestions.states import State


@dataclass(frozen=True)
class Seat:
    """A member's place among the evaluators of an idea; `holder` is who fills it that day, or None."""

    member: Agent
    holder: Agent | None


@dataclass(frozen=True)
class Seats:
    """The seats of one idea on a day; `recused` holds the ids of members recused by rule or by choice.

    `made` maps each filled seat to who filled it, departed members included.
    """

    seats: tuple[Seat, ...]
    authors: frozenset[int]
    by_choice: frozenset[int]
    by_rule: frozenset[int]
    made: dict[int, int]

    @property
    def recused(self) -> frozenset[int]:
        return self.by_choice | self.by_rule

    @property
    def counted(self) -> frozenset[int]:
        """The seats whose evaluation counts: departed members' too, but not members recused since."""
        return frozenset(self.made) - self.recused

    @property
    def awaited(self) -> list[Seat]:
        return [seat for seat in self.seats if seat.holder and seat.member.pk not in self.made]

    @property
    def expected(self) -> int:
        """« sur 8 »: filled seats plus awaited ones."""
        return len(self.counted) + len(self.awaited)

    @property
    def needed(self) -> int:
        """The quorum, or all seats of a smaller group; recusal by choice does not lower it."""
        left = self.by_choice - self.by_rule - self.counted
        return min(settings.IDEA_QUORUM, self.expected + len(left))

    @property
    def has_quorum(self) -> bool:
        return len(self.counted) >= max(self.needed, 1)

    @property
    def is_quorum_out_of_reach(self) -> bool:
        return self.expected == 0 or self.expected < self.needed

    def held_by(self, agent: Agent) -> list[Seat]:
        """The seats this agent may fill or revise: their own, even when absent, then those they hold as a deputy.

        A deputy never revises somebody else's evaluation.
        """
        own = [seat for seat in self.seats if seat.member.pk == agent.pk]
        lent = [
            seat
            for seat in self.seats
            if seat.holder == agent
            and seat.member.pk != agent.pk
            and self.made.get(seat.member.pk, agent.pk) == agent.pk
        ]
        return own + lent

    def waiting_for(self, agent: Agent) -> list[Seat]:
        return [seat for seat in self.awaited if seat.holder == agent]

    def has_evaluated(self, agent: Agent) -> bool:
        return agent.pk in self.made or agent.pk in self.made.values()


# The tree's four levels, from a direction up to the general direction.
LINE = ("", "__parent", "__parent__parent", "__parent__parent__parent")


def seats_of(idea: Idea) -> Seats:
    """Today's seats, cached on the instance."""
    known: Seats | None = getattr(idea, "_seats", None)
    return known if known is not None else load_seats([idea])[idea.pk]


def load_seats(ideas: Iterable[Idea], *, on: date | None = None) -> dict[int, Seats]:
    """The seats of each idea by its id, two statements in all; kept on each for `seats_of`."""
    rows = {idea.pk: idea for idea in ideas}
    found = {}
    if rows:
        people = people_on(on or timezone.localdate())
        known: Iterable[Any] = rows.values()
        if not all(hasattr(idea, "seat_facts") for idea in known):
            known = with_seat_facts(Idea.objects.filter(pk__in=rows).only("pk"))
        for facts in (idea.seat_facts for idea in known):
            found[facts["pk"]] = rows[facts["pk"]]._seats = _seats(facts, people)  # type: ignore[attr-defined]  # (kept for seats_of)
    return found


def people_on(day: date) -> dict[int, Any]:
    """The members and the deputies of that day by id, and their `line` of directions; one statement."""
    absences = Absence.objects.on(day)
    mine = absences.filter(agent=OuterRef("pk"))
    lent = absences.filter(deputy__isnull=False, agent__groups__name__in=GROUP)
    seats = Agent.groups.through.objects.filter(agent_id=OuterRef("pk"), group__name__in=GROUP)
    people = (
        Agent.objects.active()
        .annotate(
            is_member=Exists(seats), is_absent=Exists(mine), deputy_id=Subquery(mine.values("deputy")[:1])
        )
        .filter(Q(is_member=True) | Q(pk__in=lent.values("deputy")))
        .annotate(**{f"line_{level}": F(f"direction{step}_id") for level, step in enumerate(LINE)})
        .by_name()
    )
    found: dict[int, Any] = {agent.pk: agent for agent in people}
    for agent in found.values():
        agent.line = _line(getattr(agent, f"line_{level}") for level in range(len(LINE)))
    return found


def _line(ids: Iterable[int | None]) -> tuple[int, ...]:
    """Without the last, the general direction, which is above everyone."""
    return tuple(pk for pk in ids if pk is not None)[:-1]


def with_seat_facts(ideas: QuerySet[Idea]) -> QuerySet[Idea]:
    """Annotate what `load_seats` needs, which saves it a statement."""
    family = Idea.objects.filter(Q(pk=OuterRef("pk")) | Q(head=OuterRef("pk"))).exclude(author=None)
    made = Evaluation.objects.filter(idea=OuterRef("pk")).order_by("pk")
    return ideas.annotate(
        seat_facts=JSONObject(
            pk="pk",
            **{f"direction{step}_id": f"direction{step}_id" for step in LINE},
            authors=ArraySubquery(family.values("author")),
            recused=ArraySubquery(Recusal.objects.filter(idea=OuterRef("pk")).values("member")),
            seats=ArraySubquery(made.values("seat")),
            makers=ArraySubquery(made.values("made_by")),
        )
    )


def _seats(facts: dict[str, Any], people: dict[int, Any]) -> Seats:
    line = _line(facts[f"direction{step}_id"] for step in LINE)
    authors = frozenset(facts["authors"])
    by_choice = frozenset(facts["recused"])
    by_rule = authors | {
        pk
        for pk, person in people.items()
        if settings.IDEA_OWN_DIRECTION_RECUSES and _is_own(person.line, line)
    }
    kept_out = by_choice | by_rule
    seats = tuple(
        Seat(person, _holder(person, people, kept_out))
        for pk, person in people.items()
        if person.is_member and pk not in kept_out
    )
    return Seats(seats, authors, by_choice, by_rule, dict(zip(facts["seats"], facts["makers"], strict=True)))


def _is_own(mine: tuple[int, ...], concerned: tuple[int, ...]) -> bool:
    """The same direction, or one above or below the other."""
    return bool(mine and concerned) and (concerned[0] in mine or mine[0] in concerned)


def _holder(person: Any, people: dict[int, Any], kept_out: frozenset[int]) -> Agent | None:
    if not person.is_absent:
        return person
    deputy: Any = people.get(person.deputy_id or 0)
    return None if deputy is None or deputy.is_absent or deputy.pk in kept_out else deputy


def is_ever_deputy(agent: Agent) -> bool:
    """Whether an absence of somebody who has or had a seat ever named them as deputy; cached on the instance."""
    known: bool | None = getattr(agent, "_is_ever_deputy", None)
    if known is None:
        # Nobody for most agents, who are asked no more.
        replaced = list(Absence.objects.filter(deputy=agent).values_list("agent", flat=True))
        sat = Q(groups__name__in=GROUP) | Q(pk__in=Evaluation.objects.values("seat"))
        known = bool(replaced) and Agent.objects.filter(sat, pk__in=replaced).exists()
        agent._is_ever_deputy = known  # type: ignore[attr-defined]  # (kept for the next question)
    return known


DIVIDED, SPLIT = 0.7, 1.3
# One evaluation: by criterion's code its mark (0 to 4, None for « je ne peux pas juger ») and its weight.
Marks = Mapping[str, tuple[int | None, int]]


def score_of(marks: Marks) -> float | None:
    """0 to 4: the mean of the marks given, each with its weight; None when none was given."""
    given = [(mark, weight) for mark, weight in marks.values() if mark is not None]
    total = sum(weight for _, weight in given)
    return sum(mark * weight for mark, weight in given) / total if given else None


def result_of(sheets: Sequence[Marks]) -> dict[str, float | None]:
    """Median of the scores (0 to 4); spread: the highest less the lowest, None under two scores.

    Disagreement: over the criteria that two evaluators or more could judge, the mean of the standard deviation of
    their marks (of this population, 0 to 2); None when there is no such criterion. Two camps on one value show in it
    even when their scores agree.
    """
    scores = [score for marks in sheets if (score := score_of(marks)) is not None]
    given = _by_code({code: mark for code, (mark, _) in marks.items()} for marks in sheets)
    deviations = [pstdev(marks) for marks in given.values() if len(marks) > 1]
    return {
        "score": float(median(scores)) if scores else None,
        "spread": max(scores) - min(scores) if len(scores) > 1 else None,
        "disagreement": mean(deviations) if deviations else None,
    }


def agreement(disagreement: float) -> str:
    """In words, a disagreement from 0 to 2: two camps two marks apart are divided, three apart split."""
    if disagreement < DIVIDED:
        return "d’accord"
    return "partagés" if disagreement < SPLIT else "coupés en deux"


def medians_of(sheets: Iterable[Mapping[str, int | None]]) -> dict[str, float]:
    """The median of the marks given (0 to 4) by criterion's code; a code without a mark is absent."""
    return {code: float(median(marks)) for code, marks in _by_code(sheets).items()}


def _by_code(sheets: Iterable[Mapping[str, int | None]]) -> dict[str, list[int]]:
    by_code: dict[str, list[int]] = defaultdict(list)
    for sheet in sheets:
        for code, mark in sheet.items():
            if mark is not None:
                by_code[code].append(mark)
    return by_code


def accepts_evaluations(idea: Idea) -> bool:
    """Evaluations may still be given: under study, not closed; a merged idea waits for what becomes of its head."""
    return (
        idea.state == State.UNDER_STUDY and idea.evaluation_closed_at is None and idea.merged_into_id is None
    )


def refresh(*ideas: Idea) -> list[Idea]:
    """Recompute the tallies; returns the ideas that have just become ready. The caller holds the ideas' locks.

    Five statements, and one for each tally that changes.
    """
    ready = []
    facts = load_seats(ideas)
    known = Tally.objects.in_bulk(list(facts), field_name="idea_id")
    results = _results_of(facts)
    for idea in ideas:
        before = known.get(idea.pk) or Tally(idea=idea)
        after = _tally(idea, facts[idea.pk], results[idea.pk], before)
        if before.pk is None:
            Tally.objects.create(idea=idea, **after)
            ready += [idea] if after["ready_at"] else []
        elif changed := [name for name, value in after.items() if getattr(before, name) != value]:
            for name in changed:
                setattr(before, name, after[name])
            before.save(update_fields=changed)
            if "ready_at" in changed and after["ready_at"]:
                ready.append(idea)
    return ready


def _tally(idea: Idea, seated: Seats, result: Mapping[str, object], before: Tally) -> dict[str, object]:
    count = len(seated.counted)
    is_ready = (
        seated.has_quorum
        # A member who joins later does not take an idea off the agenda.
        or (before.ready_at is not None and 0 < count >= before.evaluations)
        or idea.evaluation_closed_at is not None
        or idea.decided_at is not None
    )
    return {
        "evaluations": count,
        "expected": seated.expected,
        "needed": seated.needed,
        **result,
        "ready_at": (before.ready_at or timezone.now()) if is_ready else None,
    }


def _results_of(facts: Mapping[int, Seats]) -> dict[int, dict[str, object]]:
    """By idea, the result of the evaluations that count, and their vetoes: two statements."""
    sheets: dict[int, dict[int, dict[str, tuple[int | None, int]]]] = {pk: defaultdict(dict) for pk in facts}
    rows = Mark.objects.filter(evaluation__idea__in=list(facts)).values_list(
        "evaluation__idea_id", "evaluation__seat_id", "criterion__code", "mark", "criterion__weight"
    )
    for pk, seat, code, mark, weight in rows:
        if seat in facts[pk].counted:
            sheets[pk][seat][code] = (mark, weight)
    flagged = Flag.objects.filter(evaluation__idea__in=list(facts), level=Flag.Level.VETO)
    seats = flagged.values_list("evaluation__idea_id", "evaluation__seat_id")
    vetoes = Counter(pk for pk, seat in seats if seat in facts[pk].counted)
    return {pk: {**result_of(list(found.values())), "vetoes": vetoes[pk]} for pk, found in sheets.items()}
