"""Declare what the app lends to the rungs below it."""

from core.operations.purges import Kept, keep
from core.search import unfound

# Kept for how long

keep(
    Kept(
        "Mots cherchés et introuvables, sans le nom de qui cherchait",
        f"{unfound.MONTHS_KEPT} mois",
        rows=unfound.old,
        purge=unfound.purge,
    )
)
