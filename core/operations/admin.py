"""The worker's jobs in the admin."""

import json
from typing import Any

from django.apps import apps
from django.contrib import admin
from django.http import HttpRequest
from procrastinate.contrib.django.admin import ProcrastinateJobAdmin
from procrastinate.contrib.django.models import ProcrastinateEvent, ProcrastinateJob

from core.admin.lists import ReadableListAdmin
from core.french import moment

LONGEST_ARGS = 2000


def titled(title: str) -> type[admin.FieldListFilter]:
    """Django's filter of all values, under this title."""

    class Titled(admin.AllValuesFieldListFilter):
        def __init__(self, *args: Any, **kwargs: Any) -> None:
            super().__init__(*args, **kwargs)
            self.title = title

    return Titled


admin.site.unregister(ProcrastinateJob)
# The library's own names are English, and not marked for translation.
ProcrastinateJob._meta.verbose_name = "tâche de fond"
ProcrastinateJob._meta.verbose_name_plural = "tâches de fond"
ProcrastinateEvent._meta.verbose_name = "événement"
ProcrastinateEvent._meta.verbose_name_plural = "événements"
apps.get_app_config("procrastinate").verbose_name = "Travail de fond"
STATES = {
    "todo": "à faire",
    "doing": "en cours",
    "succeeded": "faite",
    "failed": "en échec",
    "cancelled": "annulée",
    "aborting": "en cours d’interruption",
    "aborted": "interrompue",
}


class StateFilter(admin.SimpleListFilter):
    title = "état"
    parameter_name = "etat"

    def lookups(self, request: HttpRequest, model_admin: Any) -> Any:
        return STATES.items()

    def queryset(self, request: HttpRequest, queryset: Any) -> Any:
        return queryset.filter(status=self.value()) if self.value() else queryset


@admin.register(ProcrastinateJob)
class JobAdmin(ReadableListAdmin, ProcrastinateJobAdmin):
    """The worker's jobs: the library's page in French, without the inline styles that the CSP refuses."""

    is_technical = True
    list_display = ["pk", "short_task_name", "pretty_args", "pretty_status", "summary"]
    actions = ["retry", "cancel", "abort"]
    list_filter = [StateFilter, ("queue_name", titled("file")), ("task_name", titled("nom"))]

    @admin.display(description="nom")
    def short_task_name(self, instance: ProcrastinateJob) -> str:
        return instance.task_name

    @admin.display(description="données")
    def pretty_args(self, instance: ProcrastinateJob) -> str:
        words = json.dumps(instance.args, ensure_ascii=False)
        return words if len(words) <= LONGEST_ARGS else f"{words[:LONGEST_ARGS]}…"

    @admin.display(description="état")
    def pretty_status(self, instance: ProcrastinateJob) -> str:
        return STATES.get(instance.status, instance.status)

    @admin.display(description="depuis")
    def summary(self, instance: ProcrastinateJob) -> str:
        """When its last event happened; the newest comes first."""
        events = list(instance.procrastinateevent_set.all())
        return moment(events[0].at) if events and events[0].at else ""

    # The library's own, in French.
    library = ProcrastinateJobAdmin
    retry = admin.action(description="Refaire ce qui a échoué ou qui reste en cours")(library.retry)
    cancel = admin.action(description="Annuler ce qui est encore à faire")(library.cancel)
    abort = admin.action(description="Interrompre ce qui est à faire ou en cours")(library.abort)
