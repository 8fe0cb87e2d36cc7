from core.operations.purges import keep
from manuals.importing.actions import software_import

keep(
    software_import.kept("Imports de progiciels", "7 jours sans confirmation, 12 mois pour leur compte rendu")
)
