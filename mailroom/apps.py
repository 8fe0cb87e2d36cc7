from django.apps import AppConfig


class MailroomConfig(AppConfig):
    name = "mailroom"
    verbose_name = "Bureau du courrier"

    def ready(self) -> None:
        from core.documents.signals import text_read
        from core.mail.signals import mail_lost
        from mailroom import actions, answers

        text_read.connect(actions.refresh_words, dispatch_uid="mailroom.read")
        mail_lost.connect(answers.answer_lost, dispatch_uid="mailroom.lost")
