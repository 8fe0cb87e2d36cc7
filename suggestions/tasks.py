"""Periodic tasks: each calls an action of its feature and returns. Tallies have theirs in `evaluation.absences`.

Hours are in UTC: one less than in Paris in winter, two less in summer. They run before the morning's digest is made.
"""

from django.utils import timezone
from procrastinate.contrib.django import app

from core.documents.tasks import QUEUE as DOCUMENTS
from core.french import is_working_day
from suggestions import feedback
from suggestions.anonymous import actions as anonymous
from suggestions.evaluation.absences import QUEUE
from suggestions.evaluation.queue import notify_late
from suggestions.exchange import actions as exchange
from suggestions.proposing import actions as proposing


@app.periodic(cron="13 3 * * *")
# Jobs of this name wait in the queue of an upgraded site.
@app.task(name="suggestions.tell_late_ideas", queue=QUEUE, queueing_lock="suggestions.tell_late_ideas")
def notify_late_ideas(timestamp: int) -> None:
    """Each working morning: the promises missed since the last."""
    if is_working_day(timezone.localdate()):
        notify_late()


# Each hour from then on, for a morning when the worker rested. What is received today waits for tomorrow.
@app.periodic(cron="30 3-21 * * *")
@app.task(name="suggestions.release_anonymous", queue=QUEUE, queueing_lock="suggestions.release_anonymous")
def release_anonymous(timestamp: int) -> None:
    """Each morning: what anonymous authors sent on the days before, even when it is alone."""
    anonymous.release(before=timezone.localdate())


@app.periodic(cron="17 3 * * *")
@app.task(
    name="suggestions.remind_late_answers", queue=QUEUE, queueing_lock="suggestions.remind_late_answers"
)
def remind_late_answers(timestamp: int) -> None:
    """Each working morning: remind authors and experts whose answer is late, once."""
    if is_working_day(timezone.localdate()):
        exchange.remind_all(on=timezone.localdate())


@app.periodic(cron="21 3 * * *")
@app.task(name="suggestions.ask_what_changed", queue=QUEUE, queueing_lock="suggestions.ask_what_changed")
def ask_what_changed(timestamp: int) -> None:
    """Each working morning: the authors of what was done a while ago, asked once."""
    if is_working_day(timezone.localdate()):
        feedback.ask_all()


# Files of authors who hid their name after they sent them. Readers wait for it, and see nothing meanwhile.
@app.periodic(cron="43 * * * *")
@app.task(name="suggestions.unsign_files", queue=DOCUMENTS, queueing_lock="suggestions.unsign_files")
def unsign_files(timestamp: int) -> None:
    """Each hour: remove from files what names their hidden author."""
    proposing.unsign_files()
