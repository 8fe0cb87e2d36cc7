"""Which address leads to which mailbox, as the settings let it be known."""

from urllib.parse import unquote, urlsplit

from django.conf import settings


def mailbox_address(name: str) -> str:
    """Where one writes to reach the mailbox of this name; empty when the settings do not tell.

    The first address of the inbox of the same name, else the mailbox's own account, else the only address there is.
    """
    if own := settings.MAIL_ADDRESSES.get(name):
        return str(own[0]).lower()
    account = unquote(urlsplit(settings.MAILBOXES.get(name, {}).get("url", "")).username or "")
    if "@" in account:
        return account.lower()
    every = [address for addresses in settings.MAIL_ADDRESSES.values() for address in addresses]
    return every[0].lower() if every and len(settings.MAILBOXES) == 1 else ""


def with_detail(address: str, detail: str) -> str:
    """« saperlipopette+battement@ville.example »."""
    local, _, domain = address.rpartition("@")
    return f"{local}+{detail}@{domain}"
