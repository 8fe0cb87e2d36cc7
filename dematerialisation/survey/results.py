"""Results of the directions, question by question; nothing here says which direction answered what."""

from __future__ import annotations

from collections import Counter
from collections.abc import Set
from dataclasses import dataclass
from statistics import median
from typing import Any

from django.db.models import F, Prefetch, QuerySet

from core.people.models import Direction
from core.people.ordering import alphabetical
from core.ui.charts import Chart, bars, grouped
from dematerialisation.models import Answer, Interview, Question, QuestionKind, QuestionSection, Survey

# Of fewer talks, the answers would be those of known people.
FEWEST = 5


@dataclass(frozen=True)
class Result:
    """A question, how many answered it, and what they said: a chart, or sentences in the order of the alphabet.

    `answered` is None where so few did, or of the others, that nothing is shown of it.
    """

    question: Question
    answered: int | None
    chart: Chart | None
    sentences: tuple[str, ...]


def sections_of(survey: Survey) -> QuerySet[QuestionSection]:
    """The parts with their questions; two statements."""
    return QuestionSection.objects.filter(questionnaire=survey.questionnaire_id).prefetch_related("questions")


def results_of(
    survey: Survey, dga: Direction | None = None, *, hides_few: bool = False
) -> list[tuple[QuestionSection, list[Result]]]:
    """Return results of talks that are done, or of one DGA's. Three statements, one more for a DGA that hides few.

    `hides_few`: a question with fewer answers than FEWEST shows none of them, nor does one of a DGA whose rest would.
    """
    answers: dict[int, list[Answer]] = {}
    kept = Answer.objects.filter(interview__survey=survey, interview__state=Interview.State.DONE)
    for answer in kept.annotate(dga=F("interview__direction__parent")):
        if answer.text or answer.picked or answer.number is not None:
            answers.setdefault(answer.question_id, []).append(answer)
    offered = {each.pk for each in dgas_of(survey)} if dga and hides_few else set()

    def result(question: Question) -> Result:
        given: list[Any] = answers.get(question.pk, [])
        if dga is None:
            is_hidden = len(given) < FEWEST
        else:
            is_hidden = dga.pk not in _read_apart(Counter(answer.dga for answer in given), offered)
        if hides_few and is_hidden:
            return Result(question, None if given else 0, None, ())
        return _result(question, [answer for answer in given if dga is None or answer.dga == dga.pk])

    return [
        (section, [result(question) for question in section.questions.all()])
        for section in sections_of(survey)
    ]


def dgas_of(survey: Survey) -> list[Direction]:
    """Return DGAs with enough talks done for their answers to be read apart; one statement."""
    done = survey.interviews.filter(state=Interview.State.DONE).select_related("direction__parent")
    dgas = {row.direction.parent_id: row.direction.parent for row in done}
    counts = Counter(row.direction.parent_id for row in done)
    shown = _read_apart(counts, set(counts))
    return sorted((dga for pk, dga in dgas.items() if dga and pk in shown), key=str)


def _read_apart(counts: Counter[int | None], among: Set[int | None]) -> set[int | None]:
    """The DGAs whose answers can be read beside the total: what is left of it is none, or FEWEST and more."""
    shown = sorted(
        (dga for dga in among if dga and counts[dga] >= FEWEST), key=lambda dga: (counts[dga], dga)
    )
    left = counts.total() - sum(counts[dga] for dga in shown)
    return set(shown[1:] if 0 < left < FEWEST else shown)


def by_direction(survey: Survey) -> QuerySet[Interview]:
    """The talks that are done with their answers, for the group; two statements."""
    answers = Answer.objects.select_related("question__section").order_by(
        "question__section__position", "question__section", "question__position", "question"
    )
    return (
        survey.interviews.filter(state=Interview.State.DONE)
        .select_related("direction__parent")
        .prefetch_related(Prefetch("answers", answers))
        .order_by(*alphabetical("direction__name"), "pk")
    )


def _result(question: Question, given: list[Answer]) -> Result:
    if question.kind == QuestionKind.TEXT:
        sentences = sorted((answer.text for answer in given), key=str.casefold)
        return Result(question, len(given), None, tuple(sentences))
    return Result(question, len(given), _chart(question, given), ())


def _chart(question: Question, given: list[Answer]) -> Chart | None:
    if not given:
        return None
    if question.kind == QuestionKind.NUMBER:
        numbers = sorted(answer.number for answer in given if answer.number is not None)
        shown = (sum(numbers), median(numbers))
        return grouped(question.text, ("en tout", "la moitié en dit moins de"), [("Toutes", shown)], unit="")
    picked = Counter(place for answer in given for place in answer.picked)
    rows: list[tuple[str, Any]] = [(words, picked[place]) for place, words in enumerate(question.words)]
    return bars(question.text, rows, unit="directions")
