"""« Ce lien ne répond plus »: one click of a reader, one answer of a watcher."""

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone

from core.history.context import action_context
from core.people.models import Agent
from core.ui.locks import lock_row, locked
from legalwatch import notifications, policies
from legalwatch.models import Entry, LinkReport
from legalwatch.policies import check_watcher


@transaction.atomic
def report_link(entry: Entry, *, by: Agent) -> bool:
    """Notify the watchers, once until they answer; whether nobody had said so yet."""
    entry = lock_row(Entry, entry.pk)
    if not policies.can_report(by, entry):
        raise PermissionDenied("Ce texte n’a pas de lien à signaler.")
    if entry.link_reports.open().exists():
        return False
    with action_context("a signalé un lien mort", by=by):
        report = LinkReport.objects.create(entry=entry, reported_by=by)
    notifications.notify_dead_link(report)
    return True


@transaction.atomic
def settle_link(entry: Entry, *, by: Agent) -> bool:
    """A watcher tried the link, and it answers; whether a report was open."""
    check_watcher(by)
    entry = lock_row(Entry, entry.pk)
    with action_context("a vérifié le lien", by=by):
        return close_open_report(entry, by=by)


def close_open_report(entry: Entry, *, by: Agent) -> bool:
    """Within the action of a watcher on a locked entry."""
    report = locked(entry.link_reports.open()).first()
    if report is None:
        return False
    report.closed_by, report.closed_at = by, timezone.now()
    report.save(update_fields=["closed_by", "closed_at"])
    notifications.settle_dead_link(entry)
    return True
