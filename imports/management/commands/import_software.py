"""`manage.py import_software FILE`: a list of software, line by line."""

from core.imports.command import PlannedImportCommand
from imports.software.actions import software_import


class Command(PlannedImportCommand):
    help = "Importe une liste de progiciels, en CSV ou en XLSX."
    steps = software_import
