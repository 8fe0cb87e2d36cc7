"""One piece of the town after the other, behind the pages."""

from django.core.management import call_command
from procrastinate.contrib.django import app
from procrastinate.contrib.django.models import ProcrastinateJob

# The slow worker's: no mail waits behind it.
QUEUE = "long"
# After whatever a visitor waits for on the same worker.
PRIORITY = -10


def defer_growth() -> None:
    """Queue the next piece, unless a job waits already."""
    # Not a queueing lock: a job that a killed worker left could not be given to another while a second one waits, and
    # that refusal would keep all the stalled jobs of the site. Two that pass here at once do no harm.
    if not ProcrastinateJob.objects.filter(task_name=grow.name, status="todo").exists():
        grow.configure(priority=PRIORITY).defer()


@app.task(name="demo.grow", queue=QUEUE)
def grow() -> None:
    """Make the next piece, then queue the one after it."""
    # By the command's name: the site's processes load this module, and would read all of the town's texts with it.
    call_command("grow_demonstration", one_piece=True)
