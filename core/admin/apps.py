from django.contrib.admin.apps import AdminConfig
from django.utils.module_loading import autodiscover_modules


class IntranetAdminConfig(AdminConfig):
    default_site = "core.admin.site.IntranetAdminSite"

    def ready(self) -> None:
        super().ready()
        # Each app says in its to_do.py what waits for people; a bad registration fails here, at start-up.
        autodiscover_modules("to_do")
