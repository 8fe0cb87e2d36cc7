"""What the rubric does by itself; each task loads, calls an action, returns.

Hours are universal time: those of Paris are one more in winter, two in summer. What a digest carries is told before it.
"""

from django.utils import timezone
from procrastinate.contrib.django import app

from core.ui.working_days import is_working_day

QUEUE = "people"


def defer_tallying() -> None:
    """Count again who is expected, once the caller's transaction is committed."""
    tally_waiting.defer()


@app.task(name="suggestions.tally_waiting", queue=QUEUE)
def tally_waiting() -> None:
    from suggestions.evaluation import reminders

    reminders.tally_waiting()


# Absences begin at midnight, roles change in the admin: the counts follow within the hour.
@app.periodic(cron="4 * * * *")
@app.task(name="suggestions.tally_each_hour", queue=QUEUE, queueing_lock="suggestions.tally_each_hour")
def tally_each_hour(timestamp: int) -> None:
    from suggestions.evaluation import reminders

    reminders.tally_waiting()


@app.periodic(cron="13 3 * * *")
@app.task(name="suggestions.tell_late_ideas", queue=QUEUE, queueing_lock="suggestions.tell_late_ideas")
def tell_late_ideas(timestamp: int) -> None:
    """Each working morning: the promises missed since the last."""
    from suggestions.evaluation import reminders

    if is_working_day(timezone.localdate()):
        reminders.tell_late()


# Each hour from then on, for a morning when the worker rested. What is received today waits for tomorrow.
@app.periodic(cron="30 3-21 * * *")
@app.task(name="suggestions.release_anonymous", queue=QUEUE, queueing_lock="suggestions.release_anonymous")
def release_anonymous(timestamp: int) -> None:
    """Each morning: what anonymous authors sent on the days before, even when it is alone."""
    from suggestions.anonymous import actions as anonymous

    anonymous.release(before=timezone.localdate())


@app.periodic(cron="17 3 * * *")
@app.task(
    name="suggestions.remind_late_answers", queue=QUEUE, queueing_lock="suggestions.remind_late_answers"
)
def remind_late_answers(timestamp: int) -> None:
    """Each working morning: authors and experts whose answer is late, told once."""
    from suggestions.exchange import actions as exchange

    if is_working_day(timezone.localdate()):
        exchange.remind_all(on=timezone.localdate())


@app.periodic(cron="21 3 * * *")
@app.task(name="suggestions.ask_what_changed", queue=QUEUE, queueing_lock="suggestions.ask_what_changed")
def ask_what_changed(timestamp: int) -> None:
    """Each working morning: the authors of what was done a while ago, asked once."""
    from suggestions.feedback import actions as feedback

    if is_working_day(timezone.localdate()):
        feedback.ask_all()
