from django.apps import AppConfig

from core.french import spaced


class SuggestionsConfig(AppConfig):
    name = "suggestions"
    verbose_name = spaced("Saperlipopette !")

    def ready(self) -> None:
        from core.history.database_roles import MAINTAINED
        from suggestions.anonymous.actions import WAITING_ROOMS
        from suggestions.evaluation import absences  # noqa: F401  (it listens)

        MAINTAINED.update(WAITING_ROOMS)
