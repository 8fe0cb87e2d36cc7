from django.apps import AppConfig


class DematerialisationConfig(AppConfig):
    name = "dematerialisation"
    verbose_name = "La section commune"
