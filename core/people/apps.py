from django.apps import AppConfig


class PeopleConfig(AppConfig):
    name = "core.people"
    verbose_name = "Personnes"

    def ready(self) -> None:
        from core.people import middleware, sign_ins  # noqa: F401  (they register)
