from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules


class MailConfig(AppConfig):
    name = "core.mail"
    label = "mail"
    verbose_name = "Courrier"

    def ready(self) -> None:
        from core.mail.outbound.actions import write_account_message
        from core.people import adapter

        adapter.SEND_ACCOUNT_MAIL[0] = write_account_message
        # Each rubric that is written to registers its inbox in its mail.py.
        autodiscover_modules("mail")
        from core.mail import checks, receivers  # noqa: F401  (they register themselves)
