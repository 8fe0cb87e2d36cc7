"""The result of an idea's evaluations, stored in its `Tally`."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from statistics import mean, median, pstdev

from django.utils import timezone

from suggestions.evaluation import evaluators
from suggestions.evaluation.quorum import Seats
from suggestions.models import Flag, Idea, Mark, Tally
from suggestions.states import State

DIVIDED, SPLIT = 0.7, 1.3


@dataclass(frozen=True)
class MarkSheet:
    """One evaluation: by criterion's code its mark (0 to 4, None for « je ne peux pas juger ») and its weight."""

    marks: Mapping[str, tuple[int | None, int]]
    vetoes: int = 0

    @property
    def score(self) -> float | None:
        """0 to 4: the mean of the marks given, each with its weight; None when none was given."""
        given = [(mark, weight) for mark, weight in self.marks.values() if mark is not None]
        total = sum(weight for _, weight in given)
        return sum(mark * weight for mark, weight in given) / total if given else None


@dataclass(frozen=True)
class Result:
    score: float | None
    spread: float | None
    disagreement: float | None
    vetoes: int


def result_of(sheets: Sequence[MarkSheet]) -> Result:
    """Median of the scores (0 to 4); spread: the highest less the lowest, None under two scores.

    Disagreement: over the criteria that two evaluators or more could judge, the mean of the standard deviation of
    their marks (of this population, 0 to 2); None when there is no such criterion. Two camps on one value show in it
    even when their scores agree.
    """
    scores = [sheet.score for sheet in sheets if sheet.score is not None]
    by_code: dict[str, list[int]] = defaultdict(list)
    for sheet in sheets:
        for code, (mark, _) in sheet.marks.items():
            if mark is not None:
                by_code[code].append(mark)
    deviations = [pstdev(marks) for marks in by_code.values() if len(marks) > 1]
    return Result(
        score=float(median(scores)) if scores else None,
        spread=max(scores) - min(scores) if len(scores) > 1 else None,
        disagreement=mean(deviations) if deviations else None,
        vetoes=sum(sheet.vetoes for sheet in sheets),
    )


def agreement(disagreement: float) -> str:
    """In words, a disagreement from 0 to 2: two camps two marks apart are divided, three apart split."""
    if disagreement < DIVIDED:
        return "d’accord"
    return "partagés" if disagreement < SPLIT else "coupés en deux"


def medians_of(sheets: Iterable[Mapping[str, int | None]]) -> dict[str, float]:
    """The median of the marks given (0 to 4) by criterion's code; a code without a mark is absent."""
    by_code: dict[str, list[int]] = defaultdict(list)
    for sheet in sheets:
        for code, mark in sheet.items():
            if mark is not None:
                by_code[code].append(mark)
    return {code: float(median(marks)) for code, marks in by_code.items()}


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
    facts = evaluators.load_seats(ideas)
    known = Tally.objects.in_bulk(list(facts), field_name="idea_id")
    sheets = _sheets_of(facts)
    for idea in ideas:
        before = known.get(idea.pk) or Tally(idea=idea)
        after = _tally(idea, facts[idea.pk], result_of(sheets[idea.pk]), before)
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


def _tally(idea: Idea, seated: Seats, result: Result, before: Tally) -> dict[str, object]:
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
        "score": result.score,
        "spread": result.spread,
        "disagreement": result.disagreement,
        "vetoes": result.vetoes,
        "ready_at": (before.ready_at or timezone.now()) if is_ready else None,
    }


def _sheets_of(facts: Mapping[int, Seats]) -> dict[int, list[MarkSheet]]:
    """By idea, the evaluations that count: two statements."""
    marks: dict[tuple[int, int], dict[str, tuple[int | None, int]]] = {}
    rows = Mark.objects.filter(evaluation__idea__in=list(facts)).values_list(
        "evaluation__idea_id", "evaluation__seat_id", "criterion__code", "mark", "criterion__weight"
    )
    for idea_id, seat_id, code, mark, weight in rows:
        marks.setdefault((idea_id, seat_id), {})[code] = (mark, weight)
    vetoes: dict[tuple[int, int], int] = defaultdict(int)
    flagged = Flag.objects.filter(evaluation__idea__in=list(facts), level=Flag.Level.VETO)
    for key in flagged.values_list("evaluation__idea_id", "evaluation__seat_id"):
        vetoes[key] += 1
    return {
        pk: [MarkSheet(marks.get((pk, seat), {}), vetoes[pk, seat]) for seat in sorted(seated.counted)]
        for pk, seated in facts.items()
    }
