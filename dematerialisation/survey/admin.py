"""The questionnaires: their parts in one page, the questions of a part in another, the order by buttons."""

from functools import partial
from typing import Any

from django import forms
from django.contrib import admin
from django.contrib.postgres.forms import SimpleArrayField
from django.db.models import Exists, OuterRef, QuerySet
from django.http import HttpRequest

from core.admin.base import ObjectAction
from core.admin.inlines import PolicyInline
from core.people.models import Agent
from core.ui.fields import OneLineField
from core.ui.french import spaced
from core.ui.visible import is_visible
from dematerialisation import policies as of_the_group
from dematerialisation.group_admin import GroupAdmin
from dematerialisation.models import Question, Questionnaire, QuestionSection, Survey
from dematerialisation.models.survey import CHOICE_LENGTH, WORDS_LENGTH
from dematerialisation.survey import actions, policies


class MoveForm(forms.Form):
    """One of the two is sent."""

    question = OneLineField(widget=forms.HiddenInput, max_length=12, required=False)
    part = forms.IntegerField(widget=forms.HiddenInput, required=False, max_value=2**63 - 1)


class LinesField(SimpleArrayField):
    """One choice a line."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(
            OneLineField(max_length=CHOICE_LENGTH),
            delimiter="\n",
            widget=forms.Textarea(attrs={"rows": 4}),
            **kwargs,
        )

    def clean(self, value: Any) -> Any:
        lines = [" ".join(line.split()) for line in (value or "").splitlines()]
        return super().clean("\n".join(dict.fromkeys(line for line in lines if is_visible(line))))


class QuestionForm(forms.ModelForm):
    text = OneLineField(label="question", max_length=WORDS_LENGTH)
    help = OneLineField(label="aide", max_length=WORDS_LENGTH, required=False)
    choices = LinesField(
        label="choix",
        required=False,
        help_text=spaced("Un par ligne, pour une question à choix ; rien pour les autres."),
    )

    class Meta:
        model = Question
        fields = ["kind", "text", "help", "choices"]


class QuestionInline(PolicyInline):
    model = Question
    form = QuestionForm
    can_write = staticmethod(of_the_group.can_write)
    template = "admin/edit_inline/stacked.html"
    fields = ["kind", "text", "help", "choices"]
    max_num = 20
    extra = 1


class SectionInline(PolicyInline):
    model = QuestionSection
    can_write = staticmethod(of_the_group.can_write)
    fields = ["title"]
    max_num = 12
    extra = 1


def _may_lead(agent: Agent, questionnaire: Questionnaire) -> bool:
    return policies.can_lead(agent)


def _can_copy(agent: Agent, questionnaire: Questionnaire) -> bool:
    return policies.can_lead(agent) and questionnaire.newest.surveys.exists()


def _move_button(name: str, label: str, done: str, *, is_up: bool) -> ObjectAction:
    """Beside each row of the order: none above the form."""
    run = partial(actions.move, is_up=is_up)
    return ObjectAction(name, label, run, lambda *_: False, may=_may_lead, form=MoveForm, done=done)


class _NotOnceUsed(GroupAdmin):
    """Make what a survey uses read-only; it is copied to be changed."""

    def is_used(self, obj: Any) -> bool:
        raise NotImplementedError

    def can_change(self, agent: Any, obj: Any = None) -> bool:
        return super().can_see(agent) and (obj is None or not self.is_used(obj))

    can_delete = can_change


class QuestionnaireAdmin(_NotOnceUsed):
    list_display = ["title", "version", "is_asked"]
    fields = ["title", "introduction"]
    inlines = [SectionInline]
    change_form_template = "admin/dematerialisation/questionnaire_change_form.html"
    object_actions = [
        ObjectAction(
            "nouvelle-version",
            "Faire une nouvelle version",
            actions.copy_questionnaire,
            _can_copy,
            may=_may_lead,
        ),
        _move_button("monter", "Monter", "C’est monté d’une place.", is_up=True),
        _move_button("descendre", "Descendre", "C’est descendu d’une place.", is_up=False),
    ]

    def _after(self, request: HttpRequest, obj: Any) -> str:
        """The new version opens, to be changed."""
        asked = getattr(request.resolver_match, "kwargs", {}).get("action_name")
        return super()._after(request, obj.newest if asked == "nouvelle-version" else obj)

    def is_used(self, obj: Any) -> bool:
        return obj.pk is not None and bool(obj.surveys.exists())

    def get_queryset(self, request: HttpRequest) -> QuerySet[Questionnaire]:
        asked = Survey.objects.filter(questionnaire=OuterRef("pk"))
        return super().get_queryset(request).annotate(asked=Exists(asked))

    def render_change_form(self, request: HttpRequest, context: Any, *args: Any, **kwargs: Any) -> Any:
        obj = kwargs.get("obj")
        context["sections"] = list(obj.sections.prefetch_related("questions")) if obj else []
        context["can_order"] = obj is not None and self.can_change(request.user, obj)
        return super().render_change_form(request, context, *args, **kwargs)

    def get_inline_instances(self, request: HttpRequest, obj: Any = None) -> list[Any]:
        return super().get_inline_instances(request, obj) if self.can_change(request.user, obj) else []

    @admin.display(description="posé par une enquête", boolean=True)
    def is_asked(self, questionnaire: Any) -> bool:
        return bool(questionnaire.asked)


class QuestionSectionAdmin(_NotOnceUsed):
    """Reached from its questionnaire."""

    list_display = ["title", "questionnaire"]
    list_select_related = ["questionnaire"]
    fields = ["title"]
    inlines = [QuestionInline]

    def is_used(self, obj: Any) -> bool:
        return obj.pk is not None and bool(obj.questionnaire.surveys.exists())

    def can_add(self, agent: Any) -> bool:
        return False

    def get_inline_instances(self, request: HttpRequest, obj: Any = None) -> list[Any]:
        return super().get_inline_instances(request, obj) if self.can_change(request.user, obj) else []

    def get_queryset(self, request: HttpRequest) -> QuerySet[QuestionSection]:
        return super().get_queryset(request).order_by("questionnaire", "position", "pk")
