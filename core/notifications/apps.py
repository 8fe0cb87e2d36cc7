from django.apps import AppConfig


class NotificationsConfig(AppConfig):
    name = "core.notifications"
    verbose_name = "Notifications"

    def ready(self) -> None:
        # They register themselves.
        from core.notifications import context, digests, notices  # noqa: F401  (they register themselves)
