from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.core.checks import CheckMessage, Error, Warning, register

from core.mail.monitoring.fallback_delivery import PORTS
from core.ui.french import NBSP


@register()
def other_path(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:
    """The alarms' other path is whole or absent, and its address can be read."""
    if bool(settings.MAIL_ALARM_TO) != bool(settings.MAIL_ALARM_SMTP_URL):
        return [
            Warning(
                "MAIL_ALARM_TO et MAIL_ALARM_SMTP_URL vont ensemble"
                f"{NBSP}: une seule des deux est remplie, aucune alarme ne partira par l’autre chemin.",
                id="mail.W010",
            )
        ]
    if settings.MAIL_ALARM_SMTP_URL and not _is_readable(settings.MAIL_ALARM_SMTP_URL):
        return [
            Error(
                f"MAIL_ALARM_SMTP_URL est illisible{NBSP}: il faut une adresse comme "
                "smtps://compte:motdepasse@serveur:465 (les signes spéciaux codés, @ s’écrit %40).",
                id="mail.E010",
            )
        ]
    return []


def _is_readable(written: str) -> bool:
    try:
        url = urlsplit(written)
        return url.scheme in PORTS and bool(url.hostname) and url.port != 0
    except ValueError:
        return False
