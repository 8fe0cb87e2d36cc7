from django.apps import AppConfig


class MailroomConfig(AppConfig):
    name = "mailroom"
    verbose_name = "Bureau du courrier"

    def ready(self) -> None:
        from core.documents.signals import text_read
        from core.mail.signals import mail_lost
        from mailroom import answers, file_words

        text_read.connect(file_words.refresh, dispatch_uid="mailroom.read")
        mail_lost.connect(answers.answer_lost, dispatch_uid="mailroom.lost")
