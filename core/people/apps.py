from django.apps import AppConfig


class PeopleConfig(AppConfig):
    name = "core.people"
    verbose_name = "Personnes"
