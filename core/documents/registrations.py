"""Declare what the app lends to the rungs below it."""

from core.operations.purges import Kept, keep

# Kept for how long

# `tasks.clear_uploads`, since a day is short.
keep(Kept("Fichiers envoyés avant un formulaire qui n’est pas venu", "1 jour", "effacement chaque heure"))
