from django.apps import AppConfig


class ApprovalsConfig(AppConfig):
    name = "core.approvals"
    verbose_name = "Circuits de visas"
