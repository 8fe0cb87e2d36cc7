"""Reading as it arrives, by whichever worker is free; a job reads many, so that none costs a job of its own."""

from contextlib import suppress

from django.db import transaction
from procrastinate.contrib.django import app
from procrastinate.exceptions import AlreadyEnqueued

# Of both workers: neither a long document nor a slow sending holds it up.
QUEUE = "mail.in"
# As many jobs as there are workers may wait; more would find nothing.
PLACES = ("mail.read.1", "mail.read.2")


def defer_reading() -> None:
    """There is something to read; within the transaction that kept it."""
    for place in PLACES:
        with suppress(AlreadyEnqueued), transaction.atomic():
            read_mails.configure(queueing_lock=place).defer()
            return


@app.task(name="mail.read", queue=QUEUE)
def read_mails() -> None:
    from core.mail.inbound import read_queue

    if read_queue.read_waiting():
        defer_reading()


# What a job that was killed left, and what was kept while no job could be asked for.
@app.periodic(cron="* * * * *")
@app.task(name="mail.read_left", queue=QUEUE, queueing_lock="mail.read_left")
def read_left(timestamp: int) -> None:
    read_mails()


@app.periodic(cron="37 4 * * *")
@app.task(name="mail.expire", queue=QUEUE, queueing_lock="mail.expire")
def expire(timestamp: int) -> None:
    """Each night: mails of unknown senders lose their content, unconfirmed ones go to the group."""
    from core.mail.inbound import expiry

    expiry.expire()
