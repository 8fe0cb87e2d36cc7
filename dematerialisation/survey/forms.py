"""The forms of the survey; the answers of one part of the questionnaire make one form."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any

from django import forms
from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from core.french import spaced
from core.history.context import action_context
from core.people.fields import AgentField
from core.people.models import Agent
from core.people.roles import GROUP
from core.web.fields import DayField, OneLineField, PlainTextField, offer
from core.web.stale_forms import StaleCheckForm
from dematerialisation.models import (
    Answer,
    Interview,
    Question,
    QuestionKind,
    Questionnaire,
    QuestionSection,
)
from dematerialisation.models.survey import ANSWER_LENGTH, INTRODUCTION_LENGTH, MOST_NUMBER
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


NONE = ("", "sans réponse")
NOT_ASKED = "Cette question n’est pas dans cette partie du questionnaire."
BAD_CHOICE = "Choisissez une réponse de la liste."


class SurveyForm(forms.Form):
    title = OneLineField(
        label="Son titre",
        max_length=120,
        help_text=spaced("Par exemple « Ce dont les directions ont besoin, 2027 »."),
        error_messages={"required": "Donnez un titre à l’enquête."},
    )
    questionnaire = forms.ModelChoiceField(
        Questionnaire.objects.all(),
        label="Le questionnaire",
        empty_label=None,
        help_text="Dès qu’une enquête le pose, cette version ne change plus.",
        error_messages={
            "required": "Choisissez un questionnaire.",
            "invalid_choice": "Choisissez dans la liste.",
        },
    )
    ends_on = DayField(
        label="À finir pour le", help_text="Les entretiens non faits ce jour-là sont en retard."
    )


class SurveyEditForm(StaleCheckForm):
    title = OneLineField(
        label="Son titre", max_length=120, error_messages={"required": "Donnez un titre à l’enquête."}
    )
    ends_on = DayField(label="À finir pour le")
    introduction = PlainTextField(
        label="À dire en commençant",
        max_length=INTRODUCTION_LENGTH,
        required=False,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text="Lu à la personne rencontrée, et par les directions à qui le questionnaire est envoyé.",
    )


class PrepareForm(StaleCheckForm):
    day = DayField(label="Jour de l’entretien", required=False)
    at = forms.TimeField(
        label="Heure",
        required=False,
        widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"),
        error_messages={"invalid": "Écrivez l’heure comme 14:30."},
    )
    place = OneLineField(label="Lieu", max_length=120, required=False)
    leads = forms.ModelMultipleChoiceField(
        Agent.objects.none(),
        label="Menés par",
        required=False,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"invalid_choice": "Choisissez parmi les membres du groupe."},
    )
    person_met = AgentField(
        label="Personne rencontrée",
        required=False,
        help_text="Prénom et nom, ou identifiant. Le groupe seul la lit.",
    )
    notes = PlainTextField(
        label="Notes",
        max_length=8000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 6}),
        help_text=spaced("Pour le groupe seul : elles ne vont ni dans les résultats, ni dans l’historique."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        # Who has left the group stays where they are named.
        kept = Q(pk__in=[agent.pk for agent in self.initial.get("leads", ())])
        in_role = Q(pk__in=Agent.objects.with_role(*GROUP).values("pk"))
        offer(self, "leads", Agent.objects.filter(in_role | kept).by_name())

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        day: date | None = data.pop("day", None)
        at: time | None = data.pop("at", None)
        if day and not at and "at" not in self.errors:
            self.add_error("at", "Dites aussi l’heure.")
        if at and not day and "day" not in self.errors:
            self.add_error("day", "Dites aussi le jour.")
        data["held_at"] = timezone.make_aware(datetime.combine(day, at)) if day and at else None
        return data

    @classmethod
    def initial_for(cls, interview: Interview, /) -> dict[str, Any]:
        held_at = timezone.localtime(interview.held_at) if interview.held_at else None
        at = held_at and held_at.time().replace(second=0, microsecond=0)
        return super().initial_for(interview) | {"day": held_at and held_at.date(), "at": at}


def field_for(question: Question) -> forms.Field:
    """Nothing is required: a talk goes its own way."""
    given: dict[str, Any] = {"label": question.text, "help_text": question.help, "required": False}
    if question.kind == QuestionKind.TEXT:
        return PlainTextField(max_length=ANSWER_LENGTH, widget=forms.Textarea(attrs={"rows": 3}), **given)
    if question.kind == QuestionKind.NUMBER:
        return forms.IntegerField(
            min_value=0,
            max_value=MOST_NUMBER,
            localize=False,
            error_messages={
                "invalid": "Écrivez un nombre entier, sans lettres ni virgule.",
                "min_value": "Un nombre ne peut pas être négatif.",
                "max_value": spaced("Ce nombre est trop grand : un million au plus."),
            },
            **given,
        )
    places = [(str(place), words) for place, words in enumerate(question.words)]
    if question.kind == QuestionKind.SEVERAL:
        return forms.TypedMultipleChoiceField(
            choices=places,
            coerce=int,
            empty_value=[],
            widget=forms.CheckboxSelectMultiple,
            error_messages={"invalid_choice": BAD_CHOICE},
            **given,
        )
    return forms.TypedChoiceField(
        choices=[NONE, *places],
        coerce=int,
        empty_value=None,
        widget=forms.RadioSelect,
        error_messages={"invalid_choice": BAD_CHOICE},
        **given,
    )


class SectionForm(forms.Form):
    """A field for each question of a part, under its key; `<key>-version` is the version that the page showed.

    Only the questions that were sent are read, so that one answer is saved as soon as it is typed.
    """

    def __init__(self, data: Any, section: QuestionSection, answers: Mapping[int, Answer], rank: int) -> None:
        super().__init__(data, prefix=f"partie-{rank}", use_required_attribute=False)
        self.section, self.rank, self.answers = section, rank, answers
        self.questions = list(section.questions.all())
        for question in self.questions:
            answer = answers.get(question.pk)
            field = field_for(question)
            field.initial = value_of(answer, question)
            if question.kind == QuestionKind.SEVERAL:
                field.initial = [str(place) for place in field.initial or ()]
            self.fields[question.reference] = field
            self.fields[f"{question.reference}-version"] = forms.IntegerField(
                initial=answer.version if answer else 0, min_value=0, required=False, widget=forms.HiddenInput
            )
        self.saved: dict[str, Saved] = {}

    @property
    def typed(self) -> list[Typed]:
        """Return valid answers: they are saved even if another answer of the part is wrong."""
        return [
            Typed(question, self.cleaned_data[name], self.cleaned_data.get(f"{name}-version") or 0)
            for question in self.questions
            if self.add_prefix(f"{(name := question.reference)}-version") in self.data
            and name in self.cleaned_data
        ]

    def clean(self) -> dict[str, Any]:
        """Refuse fields that answer no question of this part: the page must not believe them saved."""
        sent = {name for name in self.data if name.startswith(f"{self.prefix}-")}
        known = {self.add_prefix(name) for name in self.fields}
        if sent - known or not any(name.endswith("-version") for name in sent):
            raise forms.ValidationError(NOT_ASKED)
        return self.cleaned_data

    def met(self, saved: Iterable[Saved]) -> None:
        """Show each answer's version as it is now: sending the form again then replaces what was met, knowingly."""
        data: Any = self.data
        self.data = data = data.copy()
        for each in saved:
            self.saved[each.question.reference] = each
            data[self.add_prefix(f"{each.question.reference}-version")] = str(each.version)

    @property
    def answered(self) -> list[tuple[Question, Answer | None]]:
        """Each question with its answer, once nothing changes any more."""
        return [(question, self.answers.get(question.pk)) for question in self.questions]

    @property
    def rows(self) -> list[tuple[Question, Answer | None, Any, Any, Saved | None]]:
        """Each question, its answer, its field, the field of its version, and what a refused saving met."""
        return [
            (
                question,
                self.answers.get(question.pk),
                self[question.reference],
                self[f"{question.reference}-version"],
                self.saved.get(question.reference),
            )
            for question in self.questions
        ]
