from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules


class SearchConfig(AppConfig):
    name = "core.search"
    label = "search"
    verbose_name = "Recherche"

    def ready(self) -> None:
        # Each app says in its search.py what may be found; a bad registration fails here, at start-up.
        autodiscover_modules("search")
