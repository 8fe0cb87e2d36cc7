from typing import Any

from django.apps import AppConfig
from django.db.models.signals import post_migrate


class DeliberationsConfig(AppConfig):
    name = "deliberations"
    verbose_name = "Délibérations du conseil"

    def ready(self) -> None:
        # Emptying a database (flush) takes the migration's nomenclature away: it comes back as permissions do.
        post_migrate.connect(load_nomenclature, sender=self)


def load_nomenclature(apps: Any, **kwargs: Any) -> None:
    """Nothing while a migration goes back to before the table."""
    from deliberations.nomenclature import load_first

    try:
        apps.get_model("deliberations", "Matter")
    except LookupError:
        return
    load_first(apps)
