from typing import Any

from django.apps import AppConfig
from django.apps import apps as installed
from django.db.models.signals import post_migrate


class DeliberationsConfig(AppConfig):
    name = "deliberations"
    verbose_name = "Délibérations du conseil"

    def ready(self) -> None:
        # After the first migration, and after a flush, as the permissions come.
        post_migrate.connect(load_nomenclature, sender=self)


def load_nomenclature(apps: Any = installed, **kwargs: Any) -> None:
    """Nothing while a migration goes back to before the table; a flush gives no `apps`."""
    from deliberations.nomenclature import load_first

    try:
        apps.get_model("deliberations", "Matter")
    except LookupError:
        return
    load_first(apps)
