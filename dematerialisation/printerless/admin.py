from typing import Any

from django import forms
from django.contrib import admin
from django.http import HttpRequest
from django.utils import timezone
from django.utils.html import format_html

from core.people.models import Agent
from core.ui.french import WEEKDAYS, long_date, spaced
from core.ui.working_days import SATURDAY, is_working_day, working_day_from
from dematerialisation.group_admin import GroupAdmin
from dematerialisation.models import PrinterlessDay


class PrinterlessDayForm(forms.ModelForm):
    def clean_held_on(self) -> Any:
        held_on, today = self.cleaned_data["held_on"], timezone.localdate()
        # Of a day that was held, a date typed wrong is corrected.
        if held_on < today <= (self.initial.get("held_on") or today):
            raise forms.ValidationError(spaced("Ce jour est passé : choisissez-en un à venir."))
        if "held_on" in self.changed_data and not is_working_day(held_on):
            is_weekend = held_on.weekday() >= SATURDAY
            said = f"un {WEEKDAYS[held_on.weekday()]}" if is_weekend else "férié"
            raise forms.ValidationError(
                spaced(
                    f"Ce jour est {said} : choisissez-en un où la mairie travaille, par exemple le "
                    f"{long_date(working_day_from(held_on))}."
                )
            )
        if self.instance.pk and held_on > today and self.instance.is_counted:
            raise forms.ValidationError(
                spaced(
                    "Les pages de ce jour sont déjà comptées : il ne peut plus être à venir. "
                    "Préparez plutôt un autre jour."
                )
            )
        return held_on


class PrinterlessDayAdmin(GroupAdmin):
    """A day is moved or renamed, not deleted: people have signed up."""

    form = PrinterlessDayForm
    list_display = ["title", "held_on", "action"]
    list_select_related = ["action"]
    fields = ["held_on", "title", "message", "action"]

    def can_delete(self, agent: Agent, obj: Any = None) -> bool:
        return False

    def get_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        return self.fields if obj is None else ["site_page", *self.fields]

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        return [] if obj is None else ["site_page"]

    @admin.display(description="page")
    def site_page(self, day: PrinterlessDay) -> str:
        return format_html('<a href="{}">Voir la page de ce jour</a>', day.get_absolute_url())
