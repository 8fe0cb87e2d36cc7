from datetime import date, timedelta
from functools import partial
from typing import Any

from django import forms
from django.contrib import admin
from django.db.models import Max
from django.http import HttpRequest
from django.utils import timezone
from django.utils.html import format_html

from core.admin.base import ObjectAction, PolicyAdmin
from core.admin.inlines import PolicyInline
from core.french import moment, month_name
from core.people.models import Agent
from core.web import rich_text
from tips import actions, policies
from tips.models import Lesson, LessonFollowed, LessonTip, Tip
from tips.policies import can_write


class TipForm(forms.ModelForm):
    """Any day of the month stands for the month."""

    class Meta:
        widgets = {
            "title": forms.TextInput(attrs={"class": "vLargeTextField"}),
            "summary": forms.Textarea(attrs={"class": "vLargeTextField", "rows": 3}),
        }

    def clean_month(self) -> date:
        month: date = self.cleaned_data["month"]
        return month.replace(day=1)

    def clean_body(self) -> str:
        body: str = self.cleaned_data["body"]
        rich_text.check_length(body)
        return body


def _may_write(agent: Agent, obj: Tip | Lesson) -> bool:
    return can_write(agent)


@admin.register(Tip)
class TipAdmin(PolicyAdmin):
    form = TipForm
    list_display = ["title", "month_written", "level", "author", "situation"]
    list_filter = ["level"]
    list_select_related = ["author"]
    search_fields = ["title", "summary"]
    readonly_fields = ["situation", "preview", "author"]
    object_actions = [
        ObjectAction(
            "publier", "Publier", actions.publish, policies.can_publish, may=_may_write, is_main=True
        ),
        ObjectAction(
            "retirer",
            "Retirer de la lecture",
            actions.unpublish,
            policies.can_unpublish,
            may=_may_write,
            help="Le conseil revient au groupe, qui seul le voit ; il peut être corrigé puis publié de nouveau.",
        ),
    ]

    def can_see(self, agent: Any, obj: Any = None) -> bool:
        return can_write(agent)

    can_add = can_change = can_see

    def can_delete(self, agent: Any, obj: Any = None) -> bool:
        # Without an object Django asks for the list's « delete the selected »: one at a time, on its page.
        # Only a draft: a published tip is withdrawn first.
        return obj is not None and policies.can_publish(agent, obj)

    def get_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        fields = ["month", "title", "summary", "body", "level"]
        return fields if obj is None else ["situation", "preview", *fields, "author"]

    def get_changeform_initial_data(self, request: HttpRequest) -> dict[str, Any]:
        return {"month": first_free_month(), **super().get_changeform_initial_data(request)}

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        if not change:
            obj.author = request.user
        super().save_model(request, obj, form, change)

    @admin.display(description="mois", ordering="month")
    def month_written(self, tip: Tip) -> str:
        return month_name(tip.month)

    @admin.display(description="situation", ordering="published_at")
    def situation(self, tip: Tip) -> str:
        if tip.published_at is None:
            return "Brouillon : seul le groupe le voit."
        if tip.is_waiting:
            return f"Prêt : chacun le lira dès le 1ᵉʳ {tip.month_label}."
        return f"Publié le {moment(tip.published_at)}."

    @admin.display(description="aperçu")
    def preview(self, tip: Tip) -> str:
        label = "Voir la page" if tip.is_readable else "Prévisualiser"
        return format_html('<a href="{}">{}</a>', tip.get_absolute_url(), label)


class LessonTips(PolicyInline):
    model = LessonTip
    fields = ["tip", "position"]
    extra = 1
    can_write = staticmethod(can_write)
    ordering = ["position", "pk"]


@admin.register(Lesson)
class LessonAdmin(PolicyAdmin):
    list_display = ["title", "level", "position", "is_published"]
    list_filter = ["level", "is_published"]
    search_fields = ["title", "introduction"]
    fields = ["title", "level", "introduction", "is_published"]
    inlines = [LessonTips]
    object_actions = [
        ObjectAction(
            "monter", "Plus tôt", partial(actions.move_lesson, is_up=True), _may_write, may=_may_write
        ),
        ObjectAction(
            "descendre", "Plus tard", partial(actions.move_lesson, is_up=False), _may_write, may=_may_write
        ),
    ]

    def can_see(self, agent: Any, obj: Any = None) -> bool:
        return can_write(agent)

    can_add = can_change = can_delete = can_see

    def get_deleted_objects(self, objs: Any, request: HttpRequest) -> Any:
        """Without what agents followed, not even how many: that is theirs alone."""
        _, counts, needed, protected = super().get_deleted_objects(objs, request)
        counts.pop(str(LessonFollowed._meta.verbose_name_plural), None)
        return [str(lesson) for lesson in objs], counts, needed, protected

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        """A new lesson, or one of another level, comes last in it."""
        if "level" in form.changed_data or not change:
            last = Lesson.objects.filter(level=obj.level).aggregate(last=Max("position"))["last"]
            obj.position = (last or 0) + 1
        super().save_model(request, obj, form, change)


def first_free_month() -> date:
    """The month to write for: this one, or the first after it that has no tip."""
    month = timezone.localdate().replace(day=1)
    taken = set(Tip.objects.filter(month__gte=month).values_list("month", flat=True))
    while month in taken:
        month = (month.replace(day=28) + timedelta(days=4)).replace(day=1)
    return month
