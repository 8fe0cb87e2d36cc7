from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules


class ApprovalsConfig(AppConfig):
    name = "core.approvals"
    label = "approvals"
    verbose_name = "Circuits de visas"

    def ready(self) -> None:
        # Each app says in its approvals.py what may be approved; a bad registration fails here, at start-up.
        autodiscover_modules("approvals")
