"""Addresses and their « +detail » (RFC 5233), and the address of each mailbox of the settings."""

from urllib.parse import unquote, urlsplit

from django.conf import settings


def with_detail(address: str, detail: str) -> str:
    """« saperlipopette+battement@ville.example »; a detail that the address already has is replaced."""
    local, _, domain = without_detail(address).rpartition("@")
    return f"{local}+{detail}@{domain}"


def without_detail(address: str) -> str:
    local, _, domain = address.rpartition("@")
    return f"{local.partition('+')[0]}@{domain}"


def detail_of(address: str) -> str:
    """Return the part between « + » and « @ »; an empty text when there is none."""
    return address.rpartition("@")[0].partition("+")[2]


def mailbox_address(name: str) -> str:
    """The address that reaches the mailbox of this name; empty when the settings do not tell.

    The first address of the inbox of the same name, else the mailbox's own account, else the only address there is.
    """
    if own := settings.MAIL_ADDRESSES.get(name):
        return str(own[0]).lower()
    account = unquote(urlsplit(settings.MAILBOXES.get(name, {}).get("url", "")).username or "")
    if "@" in account:
        return account.lower()
    every = [address for addresses in settings.MAIL_ADDRESSES.values() for address in addresses]
    return every[0].lower() if every and len(settings.MAILBOXES) == 1 else ""
