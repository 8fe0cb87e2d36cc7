"""One round of the watch; the worker makes one each minute, and so does the fetcher, lest one of them die unseen."""

import logging
from typing import Protocol

from django.db import connection
from django.utils import timezone

from core.mail.monitoring import alarms, fallback_delivery

logger = logging.getLogger(__name__)
SECONDS = 60.0


class Waits(Protocol):
    def wait(self, seconds: float) -> bool:
        """Whether it is time to end."""


def run_once() -> None:
    now = timezone.now()
    alarms.update_alarms(at=now)
    # Outside the transaction: a slow server elsewhere must hold no lock.
    fallback_delivery.send_due(at=now)


def run_forever(stop: Waits) -> None:
    """For a thread of a process that stays; a database that is away says so itself, and is tried again."""
    while not stop.wait(SECONDS):
        try:
            run_once()
        except Exception:
            logger.exception("The watch of the mail")
        finally:
            connection.close()
