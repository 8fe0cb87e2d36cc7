"""Declare what the imports lend to the rungs below them."""

from core.notifications import registry as kinds
from core.operations.purges import keep
from imports.calendars import actions as calendars
from imports.calendars.actions import rooms_import
from imports.software.actions import software_import

keep(
    rooms_import.kept("Imports d’agendas", "7 jours sans confirmation"),
    software_import.kept(
        "Imports de progiciels", "7 jours sans confirmation, 12 mois pour leur compte rendu"
    ),
)

kinds.register_from(calendars)
