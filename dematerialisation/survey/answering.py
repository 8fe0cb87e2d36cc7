"""Saving answers as they are typed: an answer that changed meanwhile is never written over unseen."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.utils import timezone

from core.history.context import action_context
from core.people.models import Agent
from dematerialisation.models import Answer, Interview, Question, QuestionKind
from dematerialisation.survey.actions import lock_to_fill


@dataclass(frozen=True)
class Typed:
    """An answer as a form gives it; `seen` is the version that the page showed, 0 for none."""

    question: Question
    value: Any
    seen: int


@dataclass(frozen=True)
class Saved:
    """Result of saving: `answer` is the stored one, which is not the typed one when `is_stale`."""

    question: Question
    answer: Answer | None
    is_stale: bool = False

    @property
    def version(self) -> int:
        return self.answer.version if self.answer else 0


@transaction.atomic
def save_answers(interview: Interview, typed: Iterable[Typed], *, by: Agent) -> list[Saved]:
    """One result for each, in their order; what did not change is not written."""
    found = lock_to_fill(interview, by=by)
    kept = {answer.question_id: answer for answer in found.answers.select_related("answered_by")}
    with action_context("a répondu", by=by):
        return [_save(found, each, kept.get(each.question.pk), by=by) for each in typed]


def value_of(answer: Answer | None, question: Question) -> Any:
    """Return the value as the form of its kind holds it: a text, a number, a place, or a list of places."""
    if answer is None:
        return {QuestionKind.SEVERAL: [], QuestionKind.TEXT: ""}.get(QuestionKind(question.kind))
    if question.kind == QuestionKind.TEXT:
        return answer.text
    if question.kind == QuestionKind.NUMBER:
        return answer.number
    return answer.picked if question.kind == QuestionKind.SEVERAL else next(iter(answer.picked), None)


def _save(interview: Interview, typed: Typed, kept: Answer | None, *, by: Agent) -> Saved:
    question, value = typed.question, typed.value
    if value == value_of(kept, question):
        return Saved(question, kept)
    if typed.seen != (kept.version if kept else 0):
        return Saved(question, kept, is_stale=True)
    answer = kept or Answer(interview=interview, question=question, version=0)
    answer.text = value if question.kind == QuestionKind.TEXT else ""
    answer.number = value if question.kind == QuestionKind.NUMBER else None
    answer.picked = _places(value) if question.kind not in (QuestionKind.TEXT, QuestionKind.NUMBER) else []
    answer.version += 1
    answer.answered_by, answer.answered_at = by, timezone.now()
    answer.save()
    return Saved(question, answer)


def _places(value: Any) -> list[int]:
    if isinstance(value, list):
        return sorted(value)
    return [] if value is None else [value]
