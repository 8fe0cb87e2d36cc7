from django.apps import AppConfig
from django.db.models import signals


class SearchConfig(AppConfig):
    name = "core.search"
    verbose_name = "Recherche"

    def ready(self) -> None:
        from core.documents.signals import text_read
        from core.mail.signals import mail_shared
        from core.search import index, links

        signals.post_save.connect(index.refresh_saved, dispatch_uid="search.saved")
        signals.post_delete.connect(index.forget, dispatch_uid="search.deleted")
        signals.m2m_changed.connect(index.refresh_many_related, dispatch_uid="search.many")
        mail_shared.connect(links.link_shared, dispatch_uid="search.shared")
        text_read.connect(index.refresh_pages, dispatch_uid="search.read")
