from django.apps import AppConfig


class UiConfig(AppConfig):
    name = "core.ui"
    label = "ui"

    def ready(self) -> None:
        from core.ui import checks, command_words, resumed_forms  # noqa: F401  (registers itself)

        command_words.install()
        resumed_forms.install()
