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
        from core.mail import checks as settings_checks  # noqa: F401  (it registers itself)

        # Only an app's own tasks.py is found by itself.
        from core.mail.inbound import checks as sender_checks  # noqa: F401  (it registers itself)
        from core.mail.inbound import tasks as receiving  # noqa: F401  (it registers itself)
        from core.mail.monitoring import checks, tasks  # noqa: F401  (they register themselves)
