from procrastinate.contrib.django import app

from memos import actions


@app.periodic(cron="7 4 * * *")
@app.task(name="memos.withdraw_left", queue="people", queueing_lock="memos.withdraw_left")
def withdraw_left(timestamp: int) -> None:
    """Each night: what closed accounts have left unsent or uncorrected."""
    actions.withdraw_left()
