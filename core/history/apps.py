from django.apps import AppConfig, apps
from django.db.models.signals import post_migrate


class HistoryConfig(AppConfig):
    name = "core.history"
    label = "history"

    def ready(self) -> None:
        from core.history.database_roles import after_migrate

        # The signal is not sent for an app without models.
        post_migrate.connect(after_migrate, sender=apps.get_app_config("contenttypes"))
