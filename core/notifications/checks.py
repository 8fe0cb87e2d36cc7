from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error, register

LAST_HOUR = 23


@register()
def digest_hour(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:
    """The digest leaves at an hour of the day."""
    if settings.DIGEST_HOUR > LAST_HOUR:
        return [
            Error(
                f"DIGEST_HOUR : {settings.DIGEST_HOUR} n’est pas une heure, de 0 à 23.",
                id="notifications.E001",
            )
        ]
    return []
