from typing import Any

from django.apps import AppConfig, apps
from django.db.models.signals import post_migrate

from core.history.trigger_index import use_index


class HistoryConfig(AppConfig):
    name = "core.history"

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        # Every app is made before the models of the first are read, which register their triggers.
        use_index()

    def ready(self) -> None:
        from core.history.database_roles import after_migrate

        # The signal is not sent for an app without models.
        post_migrate.connect(after_migrate, sender=apps.get_app_config("contenttypes"))
