from django.apps import AppConfig


class TipsConfig(AppConfig):
    name = "tips"
    verbose_name = "le coin de la physique nucléaire"
