"""Found by the task queue."""

from core.imports.tasks import going_on
from deliberations.imports.actions import scdl_import

go_on = going_on(scdl_import)
