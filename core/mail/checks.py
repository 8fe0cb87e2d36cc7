from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error, register

from core.french import NBSP
from core.mail.imap import accounts
from core.mail.inbound import authentication_results


@register()
def mailboxes(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:
    """The settings of each mailbox are valid; the fetcher finds out whether its server accepts them."""
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


@register()
def internal_relays(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:
    """A misspelt relay matches nothing, and a network of all addresses would trust the whole world."""
    return [
        Error(
            f"MAIL_INTERNAL_RELAYS{NBSP}: «{NBSP}{word}{NBSP}» n’est pas un réseau, comme 10.0.0.0/8 ou 192.0.2.7, "
            "ou en désigne un trop vaste.",
            id="mail.E020",
        )
        for word in settings.MAIL_INTERNAL_RELAYS
        if not (found := authentication_results.networks([word])) or found[0].prefixlen == 0
    ]
