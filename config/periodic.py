"""When periodic tasks are deferred: at their latest hour, never once more for each that was missed."""

from collections.abc import Iterable

from procrastinate.periodic import PeriodicDeferrer, PeriodicTask


class LatestOnly(PeriodicDeferrer):
    """procrastinate defers one job for each hour that passed since the last one that it deferred.

    A clock that jumps ahead by eight days would then queue 1,152 jobs of what runs every ten minutes, and mark as done
    all the hours until it is set right. Once set right, a deferrer that waits for the hours that it has seen would
    defer nothing before they come again.
    """

    def get_timestamps(self, periodic_task: PeriodicTask, since: int | None, until: float) -> Iterable[int]:
        if since is None:
            yield from super().get_timestamps(periodic_task, since, until)
            return
        periodic_task.croniter.set_current(start_time=until)
        latest = round(periodic_task.croniter.get_prev(ret_type=float))
        if latest != since:
            yield latest
