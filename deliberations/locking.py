"""The locks of sessions: of one, taken first by all that changes it or its deliberations; of all their names."""

from __future__ import annotations

from datetime import date

from django.core.exceptions import ValidationError
from django.db.models import Max

from core.people.models import Agent
from core.ui import locks
from core.ui.locks import locked
from deliberations.models import CouncilSession
from deliberations.policies import check_secretary


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


def lock_session_names() -> None:
    """Two sessions created at once for one day get two names; until the transaction ends."""
    locks.wait_for("deliberations.naming")


def free_slug(held_on: date) -> str:
    """« 2026-06-25 », or « 2026-06-25-2 » for the second session of a day; locks the names."""
    lock_session_names()
    day = held_on.isoformat()
    taken = set(CouncilSession.objects.filter(slug__startswith=day).values_list("slug", flat=True))
    rank = 2
    slug = day
    while slug in taken:
        slug, rank = f"{day}-{rank}", rank + 1
    return slug
