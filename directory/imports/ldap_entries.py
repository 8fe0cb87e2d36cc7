"""The town's LDAP directory, read whole or not at all: its entries as rows of the import of agents.

ldap3 or python-ldap? python-ldap is maintained and binds OpenLDAP's own library, but has no wheel: every town and every
developer would need a compiler and the headers of Python, libldap and libsasl. ldap3 is pure Python with one small
dependency, but has had no release since July 2021. We only bind and search, the answer is judged here, and TLS is
Python's own (`VerifiedTls`), not ldap3's: that is little to outlive it, and this module alone would change.
"""

from __future__ import annotations

import ssl
import uuid
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import Any

from core.french import exact_count_of, listed, number, spaced
from core.imports import tables
from directory.imports.parser import MOST_LINES, FileRow, ParsedFile

try:
    import ldap3
    from ldap3.core.exceptions import LDAPException
    from pyasn1.error import PyAsn1Error
except ImportError:  # an optional extra
    ldap3 = None

KEY, ACCOUNT, EMAILS = "directory_key", "account", "emails"
NOT_INSTALLED = (
    "Le paquet ldap3 manque : dans /opt/intranet, tapez "
    "« runuser -u intranet-owner -- sh config/setup.sh requirements-ldap.txt »"
)
# Seconds for each exchange with the server; what is slower is away.
PATIENCE = 30
PAGE = 500
PAGED_RESULTS = "1.2.840.113556.1.4.319"
# Longer than any value that an agent's card takes.
LONGEST_VALUE = 1_000
# More than anybody has addresses; an attribute with more is no agent's.
MOST_VALUES = 50
# Of Active Directory's userAccountControl.
ACCOUNT_DISABLED = 2


class Unreadable(tables.Unreadable):
    """Nothing is to be written; the sentence is for the person who runs the command. It holds no secret."""

    def __init__(self, said: str) -> None:
        super().__init__(spaced(f"{said}. Rien n’a été écrit."))


def read(directory: dict[str, Any]) -> ParsedFile:
    """Its open accounts as rows, in the order of their names. Raises Unreadable."""
    if ldap3 is None:
        raise Unreadable(NOT_INSTALLED)
    try:
        with _connected(directory) as connection:
            entries = list(_entries(connection, directory))
    except (LDAPException, PyAsn1Error, OSError, ValueError, LookupError, TypeError) as error:
        said = str(error) or type(error).__name__
        raise Unreadable(f"L’annuaire technique n’a pas pu être lu : {said}") from None
    if not entries:
        checked = "LDAP_BASE, LDAP_FILTER et les droits de LDAP_BIND_DN"
        raise Unreadable(f"L’annuaire technique ne montre personne : vérifiez {checked}")
    names = directory["attributes"]
    is_open = [entry for entry in entries if not _is_disabled(entry, names.get("disabled", ""))]
    rows = sorted(
        (_row(entry, names) for entry in is_open), key=lambda row: (row.cells[ACCOUNT], row.cells[KEY])
    )
    said = exact_count_of(len(entries), "entrée lue", "entrées lues")
    return ParsedFile(rows, [f"{said}, dont {exact_count_of(len(entries) - len(rows), 'désactivée')}."])


# The connection


@contextmanager
def _connected(directory: dict[str, Any]) -> Iterator[Any]:
    """Encrypted before the password is sent. Raises Unreadable, LDAPException, OSError."""
    connection = _connection(directory)
    try:
        connection.open(read_server_info=False)
        connection.socket.settimeout(PATIENCE)
        if directory["starts_tls"]:
            connection.start_tls(read_server_info=False)
        # `start_tls` may answer no and raise nothing.
        is_encrypted = isinstance(connection.socket, ssl.SSLSocket)
        if not is_encrypted and (directory["is_ldaps"] or directory["starts_tls"]):
            raise Unreadable(f"La connexion à {directory['host']} n’a pas pu être chiffrée")
        if not connection.bind(read_server_info=False):
            why = _outcome(connection)
            raise Unreadable(f"L’annuaire technique refuse LDAP_BIND_DN ou son mot de passe ({why})")
        yield connection
    finally:
        with suppress(LDAPException, OSError):
            connection.unbind()
        # ldap3 leaves open what it could not connect.
        if connection.socket is not None:
            connection.socket.close()


def _connection(directory: dict[str, Any]) -> Any:
    server = ldap3.Server(
        directory["host"],
        port=directory["port"],
        use_ssl=directory["is_ldaps"],
        tls=_verified_tls(directory["ca_file"]),
        get_info=ldap3.NONE,
        connect_timeout=PATIENCE,
    )
    return ldap3.Connection(
        server,
        user=directory["account"],
        password=directory["password"],
        read_only=True,
        auto_referrals=False,
        check_names=False,
    )


def _verified_tls(ca_file: str) -> Any:
    """Python's own verification of the name and the chain: ldap3 would do without the first, or write its own."""
    try:
        context = ssl.create_default_context(cafile=ca_file or None)
    except OSError as error:
        raise Unreadable(f"LDAP_CA_FILE ne se lit pas : {error}") from error

    class VerifiedTls(ldap3.Tls):
        def wrap_socket(self, connection: Any, do_handshake: bool = False) -> None:
            connection.socket.settimeout(PATIENCE)
            connection.socket = context.wrap_socket(connection.socket, server_hostname=connection.server.host)

    return VerifiedTls(validate=ssl.CERT_REQUIRED)


def _entries(connection: Any, directory: dict[str, Any]) -> Iterator[dict[str, list[bytes]]]:
    """Page after page to the very last, or Unreadable; referrals are not followed."""
    cookie: bytes | None = None
    found = 0
    while True:
        connection.search(
            directory["base"],
            directory["filter"],
            attributes=sorted(set(directory["attributes"].values())),
            time_limit=PATIENCE,
            paged_size=PAGE,
            paged_cookie=cookie,
        )
        if connection.result["result"] != ldap3.core.results.RESULT_SUCCESS:
            raise Unreadable(f"L’annuaire technique n’a pas tout montré ({_outcome(connection)})")
        for entry in connection.response:
            if entry["type"] == "searchResEntry":
                found += 1
                yield {name.lower(): values for name, values in entry["raw_attributes"].items()}
        if found > MOST_LINES:
            most = number(MOST_LINES)
            raise Unreadable(
                f"L’annuaire technique compte plus de {most} entrées : LDAP_FILTER est trop large"
            )
        control = (connection.result.get("controls") or {}).get(PAGED_RESULTS)
        cookie = control["value"]["cookie"] if control else None
        if not cookie:
            return


def _outcome(connection: Any) -> str:
    """The server's own word for it, such as « invalidCredentials »."""
    return str(connection.result["description"])


# An entry


def _row(entry: dict[str, list[bytes]], names: dict[str, str]) -> FileRow:
    cells = {name: _text(entry, attribute) for name, attribute in names.items() if name != "disabled"}
    cells[EMAILS] = "\n".join(_texts(entry, names.get("email", "")))
    cells[KEY] = _key(_values(entry, names["key"]), names["key"])
    row = FileRow(0, cells)
    if not cells[KEY]:
        row.fault = spaced(f"Sans {names['key']} lisible : rien ne dit de qui il s’agit.")
    elif crowded := sorted(name for name in names.values() if len(_values(entry, name)) > MOST_VALUES):
        row.fault = spaced(
            f"Plus de {MOST_VALUES} valeurs : {listed(crowded)}. Corrigez cette entrée dans l’annuaire."
        )
    return row


def _key(values: list[bytes], attribute: str) -> str:
    """Active Directory writes the first three parts of its objectGUID backwards; others write a UUID in letters."""
    try:
        [value] = values
        if attribute.lower() == "objectguid":
            return str(uuid.UUID(bytes_le=bytes(value)))
        return str(uuid.UUID(value.decode()))
    except ValueError:
        return ""


def _values(entry: dict[str, list[bytes]], attribute: str) -> list[bytes]:
    return entry.get(attribute.lower(), [])


def _texts(entry: dict[str, list[bytes]], attribute: str) -> list[str]:
    values = _values(entry, attribute)[:MOST_VALUES]
    return [value.decode(errors="replace")[:LONGEST_VALUE] for value in values]


def _text(entry: dict[str, list[bytes]], attribute: str) -> str:
    return next(iter(_texts(entry, attribute)), "")


def _is_disabled(entry: dict[str, list[bytes]], attribute: str) -> bool:
    said = _text(entry, attribute)
    if attribute.lower() == "useraccountcontrol":
        return said.isdecimal() and bool(int(said) & ACCOUNT_DISABLED)
    return said.lower() == "true"
