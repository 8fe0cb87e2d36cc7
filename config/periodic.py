"""Defer a periodic task once for its latest time, not once for each time that was missed."""

from collections.abc import Iterable

from procrastinate.periodic import PeriodicDeferrer, PeriodicTask


class LatestOnly(PeriodicDeferrer):
    """procrastinate defers one job for each time that passed since the last one that it deferred.

    When a clock jumps ahead by eight days, a task that runs every ten minutes would get 1,152 jobs. When the clock is
    corrected, a deferrer that remembers the latest time would defer nothing until that time comes again.
    """

    def get_timestamps(self, periodic_task: PeriodicTask, since: int | None, until: float) -> Iterable[int]:
        if since is None:
            yield from super().get_timestamps(periodic_task, since, until)
            return
        periodic_task.croniter.set_current(start_time=until)
        latest = round(periodic_task.croniter.get_prev(ret_type=float))
        if latest != since:
            yield latest
