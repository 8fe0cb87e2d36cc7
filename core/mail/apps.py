from django.apps import AppConfig


class MailConfig(AppConfig):
    name = "core.mail"
    verbose_name = "Courrier"

    def ready(self) -> None:
        from core.mail.outbound.actions import write_account_message
        from core.people import adapter

        adapter.SEND_ACCOUNT_MAIL[0] = write_account_message
