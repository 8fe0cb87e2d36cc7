from collections import defaultdict

from django.utils import timezone
from procrastinate.contrib.django import app

from core.search.index import refresh
from core.search.models import Entry
from core.search.registry import KINDS


# Each hour: a night when the worker rested is caught up in the morning.
@app.periodic(cron="1 * * * *")
@app.task(name="search.refresh_changing", queue="search", queueing_lock="search.refresh_changing")
def refresh_changing(timestamp: int) -> None:
    refresh_due()


def refresh_due() -> None:
    """Offer again what was said to change by today: a tip published ahead, on the first of its month."""
    due = Entry.objects.filter(page=None, changes_on__lte=timezone.localdate())
    ids: defaultdict[str, list[int]] = defaultdict(list)
    for kind, object_id in due.values_list("kind", "object_id"):
        if object_id is not None:
            ids[kind].append(object_id)
    for kind, keys in ids.items():
        if kind in KINDS:
            refresh(KINDS[kind].model._base_manager.filter(pk__in=keys))
