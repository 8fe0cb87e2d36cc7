"""Declare what the app lends to the rungs below it."""

from core.operations.purges import Kept, keep
from core.search import zero_results

# Kept for how long

keep(
    Kept(
        "Mots cherchés et introuvables, sans le nom de qui cherchait",
        f"{zero_results.MONTHS_KEPT} mois",
        rows=zero_results.old,
        purge=zero_results.purge,
    )
)
