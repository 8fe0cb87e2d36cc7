"""Found by the task queue."""

from deliberations.imports.tasks import go_on

__all__ = ["go_on"]
