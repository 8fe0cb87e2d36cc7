"""What must not grow old: the outage of this morning, and the session that is being prepared."""

from datetime import date, timedelta

from core.history.context import action_context
from core.search import index
from core.ui.locks import locked
from deliberations.locking import free_slug
from deliberations.models import CouncilSession
from demo.generators import council
from demo.generators.manuals_recent import OUTAGE
from demo.keys import reference_of
from demo.loading.manuals import ACTION_NAME, outage_began
from manuals.models import Outage

SOON = timedelta(days=8)


def move_outage(anchor: date, today: date) -> None:
    """The one that came with the town, still open as it was; the triggers of history are off."""
    Outage.objects.filter(
        software__reference=reference_of("software", OUTAGE.software),
        message=OUTAGE.message,
        ended_at=None,
        started_at__date=anchor,
    ).update(started_at=outage_began(today))


def move_draft_session(today: date) -> None:
    """To the council's next meeting, once its day has passed; one that was published, or put off further, stays."""
    keys = [reference_of("session", day.isoformat()) for day in council.meeting_days(today)]
    drafts = CouncilSession.objects.filter(
        reference__in=keys, state="draft", first_published_at=None, held_on__lt=today
    )
    for session in locked(drafts):
        before = session.held_on
        session.held_on = next(day for day in council.meeting_days(today) if day >= today + SOON)
        session.slug = free_slug(session.held_on)
        with action_context(ACTION_NAME):
            session.save(update_fields=["held_on", "slug"])
            session.deliberations.filter(adopted_on=before).update(adopted_on=session.held_on)
        index.refresh(session.deliberations.all())
