from typing import Any

from django.contrib import admin
from django.http import HttpRequest
from django.utils import timezone
from procrastinate.contrib.django.admin import ProcrastinateJobAdmin
from procrastinate.contrib.django.models import ProcrastinateJob

from core.mail import actions, policies
from core.mail.models import OutgoingMail
from core.people.desk import Deed, PolicyAdmin
from core.people.desk_lists import ReadableListAdmin


@admin.register(OutgoingMail)
class OutgoingMailAdmin(PolicyAdmin):
    """What left, what waits, and what failed with the server's own words."""

    change_list_template = "admin/mail/outgoing_list.html"
    list_display = ["subject", "address", "state", "attempts", "created_at", "sent_at"]
    list_filter = ["state", "created_at"]
    search_fields = ["address", "subject"]
    list_select_related = ["agent"]
    # Neither the words, nor what it speaks of (its reader may hide their name there), nor the signed addresses.
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
    deeds = [
        Deed(
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
        """Without the confidential ones: that somebody is written to may say whose idea it is."""
        mails: Any = super().get_queryset(request)
        return mails.for_administrators()

    def changelist_view(self, request: HttpRequest, extra_context: Any = None) -> Any:
        """With a button for what did not leave, which says no number: it sends the confidential ones too."""
        mails = OutgoingMail.objects.all()
        unsent = mails.waiting().filter(attempts__gt=0) | mails.lost_lately(timezone.now()).confidential()
        return super().changelist_view(request, {"is_unsent": unsent.exists(), **(extra_context or {})})


admin.site.unregister(ProcrastinateJob)


@admin.register(ProcrastinateJob)
class JobAdmin(ReadableListAdmin, ProcrastinateJobAdmin):
    """The worker's jobs."""
