from procrastinate.contrib.django import app

from core.history.context import action_context
from spaces.members import actions


@app.periodic(cron="23 4 * * *")
@app.task(name="spaces.keep_members", queue="people", queueing_lock="spaces.keep_members")
def keep_members(timestamp: int) -> None:
    """Each night: the group's members follow its roles; the sponsor's head is notified once of a project without lead;
    what names a reserved one goes from the notifications of those whose days there are over.
    """
    with action_context("a suivi les rôles du groupe", by=None):
        actions.keep_in_step()
    actions.notify_without_lead()
    actions.hide_reserved()
