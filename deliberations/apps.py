from django.apps import AppConfig
from django.db.models.signals import post_migrate

from deliberations.initial_data import load_nomenclature, load_numbering


class DeliberationsConfig(AppConfig):
    name = "deliberations"
    verbose_name = "Délibérations du conseil"

    def ready(self) -> None:
        # After the first migration, and after a flush, as the permissions come.
        post_migrate.connect(load_nomenclature, sender=self)
        post_migrate.connect(load_numbering, sender=self)
