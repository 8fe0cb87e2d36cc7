from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error, register

from core.mail.imap import accounts
from core.ui.french import NBSP


@register()
def mailboxes(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:
    """What the settings say of each mailbox can be read; whether its server agrees is the fetcher's to find."""
    found: list[CheckMessage] = []
    read: dict[tuple[str, int, str, str], str] = {}
    for name, written in settings.MAILBOXES.items():
        try:
            account = accounts.read_account(name, written)
            accounts.context(account)
        except accounts.MailboxSettingsError as error:
            found.append(Error(str(error), id="mail.E001"))
            continue
        place = (account.host, account.port, account.user, account.folder)
        if place in read:
            text = f"Les boîtes {read[place]} et {name} sont le même dossier{NBSP}: n’en gardez qu’une."
            found.append(Error(text, id="mail.E002"))
        read.setdefault(place, name)
    return found
