import re
from typing import Any

from django import forms
from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponseRedirect
from django.shortcuts import redirect
from django.utils.text import Truncator

from core.people.models import Direction
from core.ui.french import spaced
from dematerialisation.group_admin import GroupAdmin
from dematerialisation.models import Answer, Priority, Wish
from dematerialisation.models.priorities import SENTENCE_LENGTH
from dematerialisation.priorities.actions import next_rank
from suggestions.states import Value


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
                "fields": ["direction", "sentence", "problem", "change", "people", "priority"],
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
