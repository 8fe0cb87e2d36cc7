"""Declare what the app lends to the rungs below it."""

from core.operations import doctor
from core.operations.findings import DATABASE, check

check(DATABASE)(doctor.database)
check("Version", asks_database=False)(doctor.version)
check("Programme", asks_database=False)(doctor.program)
check("Terminal", asks_database=False)(doctor.terminal)
check("Fichiers et messages reçus", asks_database=False)(doctor.sandbox)
check("Migrations")(doctor.migrations)
check("Rôles de la base")(doctor.roles)
check("Horloge")(doctor.clock)
check("Disque", asks_database=False)(doctor.disks)
check("Certificat", asks_database=False)(doctor.certificate)
check("Modèles")(doctor.models)
check("Réglages", asks_database=False)(doctor.settings_)
