from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules


class OperationsConfig(AppConfig):
    name = "core.operations"
    label = "operations"
    verbose_name = "Exploitation"

    def ready(self) -> None:
        # Each app registers there what the doctor looks at, how long it keeps what, what it holds on a person.
        autodiscover_modules("doctor", "purges", "personal_data")
        from core.operations import checks  # noqa: F401  (they register themselves)
