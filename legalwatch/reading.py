from collections.abc import Iterable

from django.core.exceptions import PermissionDenied
from django.db import transaction

from core.people.models import Agent
from core.ui.locks import lock_row
from legalwatch import notifications, policies
from legalwatch.models import Entry, Following, Reading, Subject, WeeklyReader


@transaction.atomic
def follow(subjects: Iterable[Subject], *, by: Agent, is_weekly: bool) -> None:
    """These subjects and no others, told each day or each week."""
    if not by.is_at_work:
        raise PermissionDenied
    # Two pages saved at once: one after the other.
    lock_row(Agent, by.pk)
    chosen = list(subjects)
    Following.objects.filter(agent=by).exclude(subject__in=chosen).delete()
    Following.objects.bulk_create(
        (Following(agent=by, subject=subject) for subject in chosen), ignore_conflicts=True
    )
    if is_weekly:
        WeeklyReader.objects.get_or_create(agent=by)
    else:
        WeeklyReader.objects.filter(agent=by).delete()


@transaction.atomic
def mark_read(entry: Entry, *, by: Agent) -> None:
    if not policies.can_see(by, entry):
        raise PermissionDenied
    Reading.objects.get_or_create(agent=by, entry=entry)
    notifications.notify_read(entry, by)


def mark_unread(entry: Entry, *, by: Agent) -> None:
    Reading.objects.filter(agent=by, entry=entry).delete()
