"""The town's LDAP directory, as the environment describes it: not read unless its address is given."""

from typing import Any
from urllib.parse import urlsplit

from django.core.exceptions import ImproperlyConfigured

from config import messages
from config.environment import Environment

LOOPBACK = ("127.0.0.1", "::1", "localhost")
# What is read of each entry, by what it is here: Active Directory's names. Empty, the last ones are not read.
NEEDED = {"key": "objectGUID", "account": "sAMAccountName", "first_name": "givenName", "last_name": "sn"}
ASKED = {
    "email": "mail",
    "phone": "telephoneNumber",
    "function": "title",
    "direction": "department",
    "service": "",
    "disabled": "userAccountControl",
}


def ldap_directory(env: Environment) -> dict[str, Any]:
    if not env.text("LDAP_URL"):
        return {}
    url = urlsplit(env.text("LDAP_URL"))
    starts_tls = url.scheme == "ldap" and env.switch("LDAP_STARTTLS", True)
    described = {
        "host": url.hostname,
        "port": _port(url.netloc),
        "is_ldaps": url.scheme == "ldaps",
        "starts_tls": starts_tls,
        "ca_file": env.text("LDAP_CA_FILE"),
        "account": env.text("LDAP_BIND_DN"),
        "password": env.text("LDAP_BIND_PASSWORD"),
        "base": env.text("LDAP_BASE"),
        "filter": env.text("LDAP_FILTER", "(&(objectCategory=person)(objectClass=user))"),
        "attributes": _attributes(env),
        "stamp": env.text("LDAP_STAMP", "/var/lib/intranet/ldap/passage"),
    }
    if url.scheme not in ("ldap", "ldaps") or not all(
        described[name] for name in ("host", "account", "password", "base")
    ):
        raise ImproperlyConfigured(messages.LDAP_INCOMPLETE)
    if url.scheme == "ldap" and not starts_tls and url.hostname not in LOOPBACK:
        raise ImproperlyConfigured(messages.LDAP_IN_CLEAR)
    return described


def _port(address: str) -> int | None:
    """None for the usual one."""
    try:
        return urlsplit(f"//{address}").port
    except ValueError as error:
        raise ImproperlyConfigured(messages.LDAP_INCOMPLETE) from error


def _attributes(env: Environment) -> dict[str, str]:
    needed = {name: env.text(f"LDAP_{name.upper()}", usual) for name, usual in NEEDED.items()}
    asked = {
        name: env.text_or_nothing(f"LDAP_{name.upper()}", usual).strip() for name, usual in ASKED.items()
    }
    return needed | {name: attribute for name, attribute in asked.items() if attribute}
