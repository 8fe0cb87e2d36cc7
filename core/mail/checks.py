from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error, register

from core.mail.fetching import accounts


@register()
def mailboxes(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:
    """What the settings say of each mailbox can be read; whether its server agrees is the fetcher's to find."""
    found: list[CheckMessage] = []
    for name, written in settings.MAILBOXES.items():
        try:
            accounts.context(accounts.read(name, written))
        except accounts.Misread as error:
            found.append(Error(str(error), id="mail.E001"))
    return found
