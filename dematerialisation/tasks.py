"""Filling the demonstration town behind the pages, one piece a job."""

from django.db import transaction
from procrastinate.contrib.django import app
from procrastinate.exceptions import AlreadyEnqueued

# The worker of what is long: no mail waits behind it.
QUEUE = "long"
# After whatever a visitor waits for on the same worker.
PRIORITY = -10


def defer_growing() -> None:
    """Queue the next piece; one that waits already is enough."""
    try:
        # The refusal of a second job would break the caller's transaction.
        with transaction.atomic():
            grow.configure(priority=PRIORITY).defer()
    except AlreadyEnqueued:
        pass


@app.task(name="dematerialisation.grow", queue=QUEUE, queueing_lock="whole-town")
def grow() -> None:
    """The next piece of the town, then a job for the one after it."""
    from dematerialisation import whole_town

    whole_town.grow_one_piece(then=defer_growing)
