import json
from typing import Any

from django.apps import apps
from django.contrib import admin
from django.http import HttpRequest
from django.utils import timezone
from procrastinate.contrib.django.admin import ProcrastinateJobAdmin
from procrastinate.contrib.django.models import ProcrastinateEvent, ProcrastinateJob

from core.admin.base import ObjectAction, PolicyAdmin
from core.admin.lists import ReadableListAdmin
from core.mail import policies
from core.mail.models import OutgoingMail
from core.mail.outbound import actions
from core.ui.french import moment

LONGEST_ARGS = 2000


def titled(title: str) -> type[admin.FieldListFilter]:
    """Django's filter of all values, under this title."""

    class Titled(admin.AllValuesFieldListFilter):
        def __init__(self, *args: Any, **kwargs: Any) -> None:
            super().__init__(*args, **kwargs)
            self.title = title

    return Titled


@admin.register(OutgoingMail)
class OutgoingMailAdmin(PolicyAdmin):
    """Mails sent, waiting, and failed with the server's own words."""

    change_list_template = "admin/mail/outgoing_list.html"
    list_display = ["subject", "address", "state", "attempts", "created_at", "sent_at"]
    list_filter = ["state", "created_at"]
    search_fields = ["address", "subject"]
    list_select_related = ["agent"]
    # Neither the text, nor what it is about (an author may hide their name there), nor the signed addresses.
    exclude = [
        "body",
        "html",
        "content_type",
        "object_id",
        "reply_address",
        "in_reply_to",
        "references",
        "headers",
        "calendar",
    ]
    object_actions = [
        ObjectAction(
            "renvoyer",
            "Envoyer de nouveau",
            actions.send_again,
            lambda agent, mail: policies.can_read_mails(agent) and mail.state == OutgoingMail.State.FAILED,
            may=lambda agent, mail: policies.can_read_mails(agent),
            done="Le message est remis dans la file d’envoi.",
            is_main=True,
        )
    ]

    def can_see(self, agent: Any, obj: Any = None) -> bool:
        return policies.can_read_mails(agent)

    def get_queryset(self, request: HttpRequest) -> Any:
        """Without the confidential mails: their recipient may reveal whose idea it is."""
        mails: Any = super().get_queryset(request)
        return mails.for_administrators()

    def changelist_view(self, request: HttpRequest, extra_context: Any = None) -> Any:
        """With a button that sends what did not leave; it shows no count, since confidential mails are included."""
        mails = OutgoingMail.objects.all()
        unsent = mails.waiting().filter(attempts__gt=0) | mails.lost_lately(timezone.now()).confidential()
        return super().changelist_view(request, {"is_unsent": unsent.exists(), **(extra_context or {})})


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

    @admin.action(description="Refaire ce qui a échoué ou qui reste en cours")
    def retry(self, request: HttpRequest, queryset: Any) -> None:
        super().retry(request, queryset)

    @admin.action(description="Annuler ce qui est encore à faire")
    def cancel(self, request: HttpRequest, queryset: Any) -> None:
        super().cancel(request, queryset)

    @admin.action(description="Interrompre ce qui est à faire ou en cours")
    def abort(self, request: HttpRequest, queryset: Any) -> None:
        super().abort(request, queryset)
