"""The admin of the survey: questionnaires in one page, the questions of a part in another; wishes and priorities."""

import re
from functools import partial
from typing import Any

from django import forms
from django.contrib import admin
from django.contrib.postgres.forms import SimpleArrayField
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.http import HttpRequest, HttpResponseRedirect
from django.shortcuts import redirect
from django.utils.text import Truncator

from core.admin.base import ObjectAction
from core.french import spaced
from core.people.models import Agent, Direction
from core.web.fields import OneLineField
from core.web.non_blank import is_visible
from dematerialisation import policies
from dematerialisation.admin.group import GroupAdmin, GroupInline
from dematerialisation.models import Answer, Priority, Question, Questionnaire, QuestionSection, Survey, Wish
from dematerialisation.models.priorities import SENTENCE_LENGTH
from dematerialisation.models.survey import CHOICE_LENGTH, WORDS_LENGTH
from dematerialisation.priorities import next_rank
from dematerialisation.survey import actions
from suggestions.states import Value


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


class QuestionInline(GroupInline):
    model = Question
    form = QuestionForm
    template = "admin/edit_inline/stacked.html"
    fields = ["kind", "text", "help", "choices"]
    max_num = 20
    extra = 1


class SectionInline(GroupInline):
    model = QuestionSection
    fields = ["title"]
    max_num = 12
    extra = 1


def _can_copy(agent: Agent, questionnaire: Questionnaire) -> bool:
    return policies.can_write(agent) and questionnaire.newest.surveys.exists()


def _move_button(name: str, label: str, done: str, *, is_up: bool) -> ObjectAction:
    """Beside each row of the order: none above the form."""
    run = partial(actions.move, is_up=is_up)
    return ObjectAction(name, label, run, lambda *_: False, may=policies.may_write, form=MoveForm, done=done)


class _NotOnceUsed(GroupAdmin):
    """Make what a survey uses read-only; it is copied to be changed."""

    def questionnaire_of(self, obj: Any) -> Questionnaire:
        raise NotImplementedError

    def can_change(self, agent: Any, obj: Any = None) -> bool:
        is_new = obj is None or obj.pk is None
        return super().can_see(agent) and (is_new or not self.questionnaire_of(obj).surveys.exists())

    can_delete = can_change

    def get_inline_instances(self, request: HttpRequest, obj: Any = None) -> list[Any]:
        return super().get_inline_instances(request, obj) if self.can_change(request.user, obj) else []


@admin.register(Questionnaire)
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
            may=policies.may_write,
        ),
        _move_button("monter", "Monter", "C’est monté d’une place.", is_up=True),
        _move_button("descendre", "Descendre", "C’est descendu d’une place.", is_up=False),
    ]

    def _after(self, request: HttpRequest, obj: Any) -> str:
        """The new version opens, to be changed."""
        asked = getattr(request.resolver_match, "kwargs", {}).get("action_name")
        return super()._after(request, obj.newest if asked == "nouvelle-version" else obj)

    def questionnaire_of(self, obj: Any) -> Questionnaire:
        return obj

    def get_queryset(self, request: HttpRequest) -> QuerySet[Questionnaire]:
        asked = Survey.objects.filter(questionnaire=OuterRef("pk"))
        return super().get_queryset(request).annotate(asked=Exists(asked))

    def render_change_form(self, request: HttpRequest, context: Any, *args: Any, **kwargs: Any) -> Any:
        obj = kwargs.get("obj")
        context["sections"] = list(obj.sections.prefetch_related("questions")) if obj else []
        context["can_order"] = obj is not None and self.can_change(request.user, obj)
        return super().render_change_form(request, context, *args, **kwargs)

    @admin.display(description="posé par une enquête", boolean=True)
    def is_asked(self, questionnaire: Any) -> bool:
        return bool(questionnaire.asked)


@admin.register(QuestionSection)
class QuestionSectionAdmin(_NotOnceUsed):
    """Reached from its questionnaire."""

    list_display = ["title", "questionnaire"]
    list_select_related = ["questionnaire"]
    fields = ["title"]
    inlines = [QuestionInline]

    def questionnaire_of(self, obj: Any) -> Questionnaire:
        return obj.questionnaire

    def can_add(self, agent: Any, obj: Any = None) -> bool:
        return False

    def get_queryset(self, request: HttpRequest) -> QuerySet[QuestionSection]:
        return super().get_queryset(request).order_by("questionnaire", "position", "pk")


@admin.register(Wish)
class WishAdmin(GroupAdmin):
    list_display = ["sentence", "direction", "priority", "noted_on"]
    list_filter = ["priority"]
    list_select_related = ["direction", "priority"]
    search_fields = ["sentence"]
    fieldsets = [
        (
            None,
            {
                "description": "Dès qu’il est enregistré, tous les agents le lisent, avec le nom de la direction.",
                "fields": ["direction", "sentence", "priority"],
            },
        )
    ]

    def formfield_for_foreignkey(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        if db_field.name == "direction":
            kwargs["queryset"] = Direction.objects.concerned()
        return super().formfield_for_foreignkey(db_field, request, **kwargs)

    def get_changeform_initial_data(self, request: HttpRequest) -> dict[str, Any]:
        """From the answer that the address names, to be shortened."""
        answer = _answer_named(request)
        if answer is None:
            return {}
        first = re.split(r"(?<=[.!?…])\s", answer.said, maxsplit=1)[0]
        return {
            "direction": answer.interview.direction_id,
            "sentence": Truncator(first).chars(SENTENCE_LENGTH),
        }

    def save_model(self, request: HttpRequest, obj: Wish, form: Any, change: bool) -> None:
        answer = None if change else _answer_named(request)
        if answer and answer.interview.direction_id == obj.direction_id:
            obj.answer = answer
        super().save_model(request, obj, form, change)

    def response_post_save_add(self, request: HttpRequest, obj: Any) -> HttpResponseRedirect:
        return redirect("wish_list")

    response_post_save_change = response_post_save_add


def _answer_named(request: HttpRequest) -> Answer | None:
    interview, question = request.GET.get("entretien", ""), request.GET.get("question", "")
    if "\x00" in f"{interview}{question}":
        return None
    found = Answer.objects.filter(interview__reference=interview, question__reference=question)
    return found.select_related("interview", "question").first()


class WishesField(forms.ModelMultipleChoiceField):
    def label_from_instance(self, obj: Any) -> str:
        return spaced(f"{obj.direction} : {obj}")


class PriorityForm(forms.ModelForm):
    values = forms.MultipleChoiceField(
        label="Valeurs servies",
        choices=Value.choices,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    wishes = WishesField(
        label="Souhaits réunis",
        queryset=Wish.objects.none(),
        to_field_name="reference",
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text="Ceux qui n’ont pas encore de priorité, et ceux de celle-ci.",
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "wishes" in self.fields:
            field: Any = self.fields["wishes"]
            mine = Q(priority=self.instance) if self.instance.pk else Q(pk=None)
            field.queryset = Wish.objects.filter(mine | Q(priority=None)).select_related("direction")
            field.initial = field.queryset.filter(mine)


@admin.register(Priority)
class PriorityAdmin(GroupAdmin):
    form = PriorityForm
    list_display = ["name", "rank", "discussion", "effort"]
    fields = ["name", "discussion", "effort", "values", "wishes", "actions"]
    filter_horizontal = ["actions"]
    search_fields = ["name"]

    def save_model(self, request: HttpRequest, obj: Priority, form: Any, change: bool) -> None:
        if not change:
            obj.rank = next_rank()
        super().save_model(request, obj, form, change)

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        super().save_related(request, form, formsets, change)
        chosen: QuerySet[Wish] = form.cleaned_data["wishes"]
        mine = Wish.objects.filter(priority=form.instance)
        mine.exclude(pk__in=chosen.values("pk")).update(priority=None)
        Wish.objects.filter(pk__in=chosen.values("pk")).update(priority=form.instance)

    def response_post_save_add(self, request: HttpRequest, obj: Any) -> HttpResponseRedirect:
        return redirect(obj)

    response_post_save_change = response_post_save_add
