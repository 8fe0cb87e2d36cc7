from procrastinate.contrib.django import app

from rooms.waiting_list import actions


# Each minute: an offer ends when its mail said so.
@app.periodic(cron="* * * * *")
@app.task(name="rooms.settle_waits", queue="people", queueing_lock="rooms.settle_waits")
def settle_waits(timestamp: int) -> None:
    actions.settle()
