from django.apps import AppConfig


class WebConfig(AppConfig):
    name = "core.web"

    def ready(self) -> None:
        from core.web import checks, command_words, forms  # noqa: F401  (registers itself)

        command_words.install()
        forms.install()
