from procrastinate.contrib.django import app

from rooms.check_in import actions


# Each minute: a room where nobody came is freed as soon as it may be.
@app.periodic(cron="* * * * *")
@app.task(name="rooms.free_unattended", queue="people", queueing_lock="rooms.free_unattended")
def free_unattended(timestamp: int) -> None:
    actions.free_unattended()
