from django.apps import AppConfig


class LegalWatchConfig(AppConfig):
    name = "legalwatch"
    verbose_name = "La veille juridique"
