"""Addresses of the imports, among those of the rubric that each fills: `config.urls` puts them first."""

from core.documents.serving import file_routes
from imports.calendars.views import pages as calendars
from imports.scdl import views as scdl
from imports.software.views import pages as software

ROOMS = calendars.urls("gerer/anciens-agendas/")
MANUALS = software.urls("importer/")
DELIBERATIONS = [
    *scdl.pages.urls("importer/"),
    *file_routes("importer/<slug:imported>/fichier/", "import_file", scdl.held_file),
]
