"""A tip published ahead is announced on the first day of its month."""

from procrastinate.contrib.django import app

from tips import actions


# In universal time: before the digest, summer and winter.
@app.periodic(cron="33 3 * * *")
@app.task(name="tips.announce", queue="people", queueing_lock="tips.announce")
def announce(timestamp: int) -> None:
    actions.announce_new_tip()
