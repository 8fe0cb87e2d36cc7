"""The lock of a session, taken first by everything that changes it or its deliberations."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.db.models import Max

from core.people.models import Agent
from core.ui.locks import locked
from deliberations.access import check_secretary
from deliberations.models import CouncilSession


def lock_session(session: CouncilSession, *, by: Agent) -> CouncilSession:
    """The session as it is now, locked until the transaction ends. Raises PermissionDenied, ValidationError."""
    check_secretary(by)
    found = locked(CouncilSession.objects).filter(pk=session.pk).first()
    if found is None:
        raise ValidationError("Cette séance vient d’être supprimée.")
    return found


def next_position(session: CouncilSession) -> int:
    """The place after the last; the caller holds the session's lock."""
    last = session.deliberations.aggregate(last=Max("position"))["last"]
    return (last or 0) + 1
