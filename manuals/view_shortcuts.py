from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404

from core.people.models import Agent
from manuals import policies
from manuals.actions import NOT_KEEPER
from manuals.models import Software


def kept_software(agent: Agent, reference: str) -> Software:
    """Seen by all, kept by few: 404 when there is none, 403 when it is not theirs."""
    software = get_object_or_404(Software.objects.for_page(), reference=reference)
    if not policies.can_keep(agent, software):
        raise PermissionDenied(NOT_KEEPER)
    return software
