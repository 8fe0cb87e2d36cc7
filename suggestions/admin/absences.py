"""Admin of absences: members manage their own, the head everyone's."""

from typing import Any

from django.contrib import admin, messages
from django.db.models import QuerySet
from django.http import HttpRequest

from core.admin.base import PolicyAdmin
from core.people import confirmations
from core.people.models import Absence
from core.people.requests import agent_of
from core.ui.french import long_date, spaced
from suggestions.evaluation import absences, policies
from suggestions.evaluation.admin_forms import AbsenceForm
from suggestions.policies import group_members, is_in_group


@admin.register(Absence)
class AbsenceAdmin(PolicyAdmin):
    form = AbsenceForm
    list_display = ["agent", "first_day", "last_day", "shown_deputy"]
    list_select_related = ["agent", "deputy"]
    ordering = ["-period", "pk"]
    list_per_page = 50
    # One at a time: each is its member's.
    actions = None

    def can_see(self, agent: Any, obj: Any = None) -> bool:
        return is_in_group(agent)

    def can_add(self, agent: Any) -> bool:
        return policies.can_note_absence(agent)

    def can_change(self, agent: Any, obj: Any = None) -> bool:
        return policies.can_note_absence(agent, obj and obj.agent)

    can_delete = can_change

    def add_view(self, request: HttpRequest, form_url: str = "", extra_context: Any = None) -> Any:
        return super().add_view(request, form_url, {"title": "Noter une absence", **(extra_context or {})})

    def get_queryset(self, request: HttpRequest) -> QuerySet[Absence]:
        """The group's: those of other agents are not its business."""
        return (
            super().get_queryset(request).filter(agent__in=group_members()).select_related("agent", "deputy")
        )

    def get_form(self, request: HttpRequest, obj: Any = None, change: bool = False, **kwargs: Any) -> Any:
        """Give the form the signed-in agent."""
        form = type("AbsenceFormOfRequest", (AbsenceForm,), {"by": agent_of(request)})
        return self.stamped(form, request, obj)

    def get_fieldsets(self, request: HttpRequest, obj: Any = None) -> Any:
        if obj and not self.can_change(request.user, obj):
            return [(None, {"fields": ["agent", "first_day", "last_day", "shown_deputy"]})]
        return [(None, {"fields": [*([] if obj else ["member"]), "first", "last", "deputy"]})]

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        if obj and not self.can_change(request.user, obj):
            return ["agent", "first_day", "last_day", "shown_deputy"]
        return []

    def save_model(self, request: HttpRequest, obj: Absence, form: Any, change: bool) -> None:
        """Save through the actions, which `AbsenceForm` has checked."""
        given = {name: form.cleaned_data[name] for name in ("first", "last", "deputy")}
        if change:
            absences.change_absence(obj, by=agent_of(request), **given)
        else:
            noted = absences.note_absence(by=agent_of(request), member=form.cleaned_data["member"], **given)
            # What the admin says afterwards, it says of this one.
            for field in obj._meta.concrete_fields:
                setattr(obj, field.attname, getattr(noted, field.attname))
        if said := confirmations.waits(obj):
            self.message_user(request, said, messages.WARNING)

    def delete_model(self, request: HttpRequest, obj: Absence) -> None:
        absences.remove_absence(obj, by=agent_of(request))

    @admin.display(description="premier jour", ordering="period")
    def first_day(self, absence: Absence) -> str:
        return long_date(absence.first_day)

    @admin.display(description="dernier jour")
    def last_day(self, absence: Absence) -> str:
        return f"{long_date(absence.last_day)} (passée)" if absence.is_over else long_date(absence.last_day)

    @admin.display(description="suppléant")
    def shown_deputy(self, absence: Absence) -> str:
        return str(absence.deputy or spaced("personne : sa place n’attend pas"))
