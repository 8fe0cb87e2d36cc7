"""What the directions answered, question by question; nothing here says which direction answered what."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from statistics import median
from typing import Any

from django.db.models import Prefetch, QuerySet

from core.people.models import Direction
from core.people.ordering import alphabetical
from core.ui.charts import Chart, bars, grouped
from dematerialisation.models import Answer, Interview, Question, QuestionKind, QuestionSection, Survey

# Of fewer talks, the answers would be those of known people.
FEWEST = 5


@dataclass(frozen=True)
class Result:
    """A question, how many answered it, and what they said: a chart, or sentences in the order of the alphabet.

    `answered` is None where so few did that nothing is shown of it.
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
    """Of the talks that are done; of those of one DGA. Three statements.

    `hides_few`: a question with fewer answers than FEWEST shows none of them.
    """
    answers: dict[int, list[Answer]] = {}
    kept = Answer.objects.filter(interview__survey=survey, interview__state=Interview.State.DONE)
    if dga is not None:
        kept = kept.filter(interview__direction__parent=dga)
    for answer in kept:
        answers.setdefault(answer.question_id, []).append(answer)
    return [
        (
            section,
            [
                _result(question, answers.get(question.pk, ()), fewest=FEWEST if hides_few else 0)
                for question in section.questions.all()
            ],
        )
        for section in sections_of(survey)
    ]


def dgas_of(survey: Survey) -> list[Direction]:
    """Those with enough talks done for their answers to be read apart."""
    done = survey.interviews.filter(state=Interview.State.DONE).select_related("direction__parent")
    parents = Counter(interview.direction.parent for interview in done if interview.direction.parent)
    # A total and all its parts but one would tell that one.
    shown = [dga for dga, count in parents.items() if count >= FEWEST]
    hidden = sum(count for count in parents.values() if count < FEWEST)
    if 0 < hidden < FEWEST:
        shown.sort(key=lambda dga: parents[dga])
        shown = shown[1:]
    return sorted(shown, key=str)


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


def _result(question: Question, answers: Iterable[Answer], *, fewest: int) -> Result:
    given = [answer for answer in answers if answer.text or answer.picked or answer.number is not None]
    if len(given) < fewest:
        return Result(question, None if given else 0, None, ())
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
