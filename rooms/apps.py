from __future__ import annotations

from django.apps import AppConfig


class RoomsConfig(AppConfig):
    name = "rooms"
    verbose_name = "Salles"

    def ready(self) -> None:
        from rooms import listeners

        listeners.connect()
