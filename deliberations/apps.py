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
        post_migrate.connect(load_numbering, sender=self)


def load_nomenclature(apps: Any = installed, **kwargs: Any) -> None:
    """Nothing while a migration goes back to before the table; a flush gives no `apps`."""
    from deliberations.initial_data import load_first

    try:
        apps.get_model("deliberations", "Matter")
    except LookupError:
        return
    load_first(apps)


def load_numbering(apps: Any = installed, **kwargs: Any) -> None:
    """A row for each kind of session, by the year as long as nobody says otherwise."""
    from deliberations.models.sessions import SessionKind

    try:
        choice_model = apps.get_model("deliberations", "NumberingChoice")
    except LookupError:
        return
    for kind in SessionKind.values:
        choice_model.objects.get_or_create(kind=kind)
