from django.apps import AppConfig


class UiConfig(AppConfig):
    name = "core.ui"
    label = "ui"

    def ready(self) -> None:
        from core.ui import checks  # noqa: F401  (registers itself)
