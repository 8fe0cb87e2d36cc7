"""Filling the demonstration town behind the pages, one piece a job; telling of late actions."""

from procrastinate.contrib.django import app
from procrastinate.contrib.django.models import ProcrastinateJob

# The worker of what is long: no mail waits behind it.
QUEUE = "long"
# After whatever a visitor waits for on the same worker.
PRIORITY = -10


def defer_growing() -> None:
    """Queue the next piece, unless one waits already."""
    # Not a queueing lock: a job that a killed worker left could not be given to another while a second one waits, and
    # that refusal would keep all the stalled jobs of the site. Two that pass here at once do no harm.
    if not ProcrastinateJob.objects.filter(task_name=grow.name, status="todo").exists():
        grow.configure(priority=PRIORITY).defer()


@app.task(name="dematerialisation.grow", queue=QUEUE)
def grow() -> None:
    """The next piece of the town, then a job for the one after it."""
    from dematerialisation import whole_town

    whole_town.grow_one_piece(then=defer_growing)


# In universal time: before the digest, summer and winter.
@app.periodic(cron="23 3 * * *")
@app.task(
    name="dematerialisation.tell_late_actions",
    queue="people",
    queueing_lock="dematerialisation.tell_late_actions",
)
def tell_late_actions(timestamp: int) -> None:
    """Each day: the actions whose due date has passed, told once to their leader and to the group."""
    from dematerialisation import actions

    actions.tell_late()
