"""The worker's part of the imports that are long. Their names are those of the jobs that wait in the queue."""

from core.imports.steps import going_on
from imports.calendars.actions import rooms_import
from imports.scdl.actions import scdl_import

go_on_with_calendars = going_on(rooms_import)
go_on_with_scdl = going_on(scdl_import)
