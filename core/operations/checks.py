from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.core.checks import CheckMessage, Error, Warning, register
from django.http.request import validate_host

from core.french import spaced
from core.sandbox import client

SHORTEST_TOKEN = 32


@register(deploy=True)
def contradictions(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:
    if settings.TRIAL:
        return []
    return [Warning(spaced(text), id="operations.W001") for text in _contradictions()]


@register(deploy=True)
def sandbox(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:
    """Say why bubblewrap cannot run, unless limits alone were accepted; the doctor says it then."""
    if client.limits_alone or not (reason := client.missing()):
        return []
    text = (
        f"bubblewrap ne marche pas ici ({reason}) : ni fichier ni message ne sera lu. Tapez « apt-get install "
        "bubblewrap », ou voyez SANDBOX_LIMITS_ONLY dans .env.example."
    )
    return [Error(spaced(text), id="operations.E001")]


def _contradictions() -> Iterator[str]:
    host = urlsplit(settings.SITE_URL).hostname or ""
    if not validate_host(host, settings.ALLOWED_HOSTS):
        yield f"SITE_URL mène à « {host} », qu’ALLOWED_HOSTS refuse : les liens des messages échouent."
    if settings.DOCUMENTS_ACCEL_PREFIX and not settings.ALLAUTH_TRUSTED_PROXY_COUNT:
        yield "DOCUMENTS_ACCEL_PREFIX suppose nginx devant le site, mais TRUSTED_PROXIES vaut 0."
    if settings.MAIL_ADDRESSES["saperlipopette"] and not settings.MAILBOXES:
        yield "SAPERLIPOPETTE_ADDRESSES invite à écrire à une boîte que personne ne relève : MAILBOXES est vide."
    if 0 < len(settings.HEALTH_TOKEN) < SHORTEST_TOKEN:
        yield "HEALTH_TOKEN se devine : prenez « openssl rand -hex 32 »."
    if Path(settings.DOCUMENTS_DIR).resolve().is_relative_to(settings.BASE_DIR):
        yield "DOCUMENTS_DIR est dans le dossier du programme : une mise à jour pourrait l’emporter."
