from collections.abc import Iterator

from django.urls import reverse
from django.utils import timezone

from core.admin.to_do import Queue, register
from core.approvals.models import Approval
from core.people.models import Agent
from deliberations.access import can_prepare
from deliberations.models import CouncilSession, Deliberation


@register
def sessions(agent: Agent) -> Iterator[Queue]:
    """Held, and nobody but the secretary reads them."""
    if can_prepare(agent):
        today = timezone.localdate()
        yield Queue(
            CouncilSession.objects.filter(state=CouncilSession.State.DRAFT, held_on__lt=today),
            "séance tenue à publier",
            "séances tenues à publier",
            f"{reverse('admin:deliberations_councilsession_changelist')}?state__exact=draft&held_on__lt={today}",
        )
        returned = Approval.objects.filter(kind="deliberations.draft", state=Approval.State.RETURNED)
        drafts = Deliberation.objects.filter(
            pk__in=returned.values("object_id"), session__state=CouncilSession.State.DRAFT
        )
        # The table of the next session: drafts of two are rarely under way at once.
        reference = drafts.order_by("session__held_on").values_list("session__reference", flat=True).first()
        if reference:
            yield Queue(
                drafts.filter(session__reference=reference),
                "projet refusé à corriger",
                "projets refusés à corriger",
                reverse("deliberations:session_approvals", args=[reference]),
                is_late=True,
            )
