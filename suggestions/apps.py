from django.apps import AppConfig


class SuggestionsConfig(AppConfig):
    name = "suggestions"
    verbose_name = "Saperlipopette\u00a0!"

    def ready(self) -> None:
        from suggestions.evaluation import absences  # noqa: F401  (it listens)
