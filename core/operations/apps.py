from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules


class OperationsConfig(AppConfig):
    name = "core.operations"
    label = "operations"
    verbose_name = "Exploitation"

    def ready(self) -> None:
        # What each app lends to the rungs below it, in the order of the apps. All models are loaded; a bad registration
        # fails here, at start-up.
        autodiscover_modules("registrations")
        from core.operations import checks  # noqa: F401  (they register themselves)
