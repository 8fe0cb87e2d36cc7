from django.apps import AppConfig
from django.conf import settings
from django.utils.module_loading import autodiscover_modules

from core.sandbox import client


class OperationsConfig(AppConfig):
    name = "core.operations"
    verbose_name = "Exploitation"

    def ready(self) -> None:
        client.limits_alone = settings.TRIAL or settings.SANDBOX_LIMITS_ONLY
        # What each app lends to the rungs below it, in the order of the apps. All models are loaded; a bad registration
        # fails here, at start-up.
        autodiscover_modules("registrations")
        from core.operations import checks  # noqa: F401  (they register themselves)
