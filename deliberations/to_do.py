from collections.abc import Iterator

from django.urls import reverse
from django.utils import timezone

from core.admin.to_do import Queue, register
from core.people.models import Agent
from deliberations.access import can_prepare
from deliberations.models import CouncilSession


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
