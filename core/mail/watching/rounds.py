"""One round of the watch; the worker makes one each minute, and so does the fetcher, lest one die unseen."""

from django.utils import timezone

from core.mail.watching import alarms, elsewhere


def make() -> None:
    now = timezone.now()
    alarms.compare(at=now)
    # Outside the transaction: a slow server elsewhere must hold no lock.
    elsewhere.send_due(at=now)
