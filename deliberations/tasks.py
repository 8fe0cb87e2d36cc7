"""Found by the task queue."""

from deliberations.scdl.tasks import go_on

__all__ = ["go_on"]
