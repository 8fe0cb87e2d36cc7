"""The watch: the worker runs it each minute, and so does the fetcher, so that either sees the other stop."""

import logging
from typing import Protocol

from django.db import connection
from django.utils import timezone

from core.mail.monitoring import alarms, fallback_delivery

logger = logging.getLogger(__name__)
SECONDS = 60.0


class Waits(Protocol):
    def wait(self, seconds: float) -> bool:
        """Wait, and return whether it is time to stop."""


def run_once() -> None:
    now = timezone.now()
    alarms.update_alarms(at=now)
    # Outside the transaction: a slow server must not hold its locks.
    fallback_delivery.send_due(at=now)


def run_forever(stop: Waits) -> None:
    """Run in a thread of a long-lived process; errors (the database is away) are logged, and it runs again."""
    while not stop.wait(SECONDS):
        try:
            run_once()
        except Exception:
            logger.exception("The watch of the mail")
        finally:
            connection.close()
