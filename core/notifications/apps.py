from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules


class NotificationsConfig(AppConfig):
    name = "core.notifications"
    label = "notifications"
    verbose_name = "Notifications"

    def ready(self) -> None:
        # They register themselves.
        from core.notifications import (  # noqa: F401
            absence_notices,
            account_notices,
            address_notices,
            alarm_notices,
            checks,
            context,
        )

        # Each app says in its notifications.py what it may tell; a bad registration fails here, at start-up.
        autodiscover_modules("notifications")
