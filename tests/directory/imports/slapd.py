"""A real OpenLDAP server of the tests' own, which names things as Active Directory does."""

import shutil
import socket
import time
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import ldap3

from config.processes import spawn
from tests.mail.dovecot import HOST, Daemon, free_ports, own_certificate

PROGRAM = Path("/usr/sbin/slapd")
SUFFIX = "dc=ville,dc=example"
AGENTS = f"ou=Agents,{SUFFIX}"
READER, HURRIED = f"cn=lecteur,{SUFFIX}", f"cn=court,{SUFFIX}"
PASSWORD = "le-mot-de-passe-du-lecteur"
PATIENCE = 20
NORMAL, DISABLED = 512, 514
# What the hurried account is shown at most.
FEW = 3
TEXT = "EQUALITY caseIgnoreMatch SYNTAX 1.3.6.1.4.1.1466.115.121.1.15 SINGLE-VALUE"
CONFIGURATION = f"""\
include /etc/ldap/schema/core.schema
include /etc/ldap/schema/cosine.schema
include /etc/ldap/schema/inetorgperson.schema
attributetype ( 1.2.840.113556.1.4.2 NAME 'objectGUID' EQUALITY octetStringMatch
    SYNTAX 1.3.6.1.4.1.1466.115.121.1.40 SINGLE-VALUE )
attributetype ( 1.2.840.113556.1.4.8 NAME 'userAccountControl' EQUALITY integerMatch
    SYNTAX 1.3.6.1.4.1.1466.115.121.1.27 SINGLE-VALUE )
attributetype ( 1.2.840.113556.1.4.221 NAME 'sAMAccountName' {TEXT} )
attributetype ( 1.2.840.113556.1.4.782 NAME 'objectCategory' {TEXT} )
attributetype ( 1.2.840.113556.1.2.141 NAME 'department' {TEXT} )
objectclass ( 1.2.840.113556.1.5.9 NAME 'user' SUP inetOrgPerson STRUCTURAL
    MAY ( objectGUID $ sAMAccountName $ userAccountControl $ objectCategory $ department ) )
modulepath /usr/lib/ldap
moduleload back_mdb
pidfile {{folder}}/slapd.pid
TLSCertificateFile {{folder}}/certificate.pem
TLSCertificateKeyFile {{folder}}/key.pem
access to attrs=userPassword by anonymous auth by * none
access to * by dn.exact="{READER}" read by dn.exact="{HURRIED}" read by * none
database mdb
limits dn.exact="{HURRIED}" size.soft={FEW} size.hard={FEW} size.prtotal={FEW}
maxsize 33554432
dbnosync
suffix "{SUFFIX}"
rootdn "cn=admin,{SUFFIX}"
rootpw {PASSWORD}
directory {{folder}}/data
"""


def guid(account: str) -> uuid.UUID:
    """The key of this account, the same each time."""
    return uuid.uuid5(uuid.NAMESPACE_DNS, account)


class Slapd(Daemon):
    """Started once for a session; `outage()` stops it, on the same ports and with the same entries."""

    def __init__(self) -> None:
        super().__init__("demat-ldap-")
        self.port, self.tls_port = free_ports(2)
        own_certificate(self.folder)
        (self.folder / "slapd.conf").write_text(CONFIGURATION.format(folder=self.folder))
        (self.folder / "data").mkdir()
        if self.account:
            for path in self.folder.iterdir():
                shutil.chown(path, self.account.uid, self.account.gid)

    def start(self) -> None:
        addresses = f"ldap://{HOST}:{self.port} ldaps://{HOST}:{self.tls_port}"
        with (self.folder / "slapd.log").open("ab") as log:
            command = [*(PROGRAM, "-d", "0", "-h", addresses, "-f"), self.folder / "slapd.conf"]
            self.process = spawn(command, account=self.account, cwd=self.folder, output=log)
        deadline = time.monotonic() + PATIENCE
        while True:
            try:
                with socket.create_connection((HOST, self.tls_port), timeout=PATIENCE):
                    return
            except OSError:
                if self.process.poll() is not None or time.monotonic() > deadline:
                    said = (self.folder / "slapd.log").read_text()
                    raise RuntimeError(f"slapd does not start:\n{said}") from None
            time.sleep(0.02)

    @contextmanager
    def connected(self) -> Iterator[Any]:
        """As its administrator."""
        server = ldap3.Server(HOST, port=self.port, get_info=ldap3.NONE, connect_timeout=PATIENCE)
        with ldap3.Connection(server, f"cn=admin,{SUFFIX}", PASSWORD, raise_exceptions=True) as connection:
            yield connection

    def set_up(self) -> None:
        with self.connected() as connection:
            connection.add(SUFFIX, ["dcObject", "organization"], {"dc": "ville", "o": "Ville"})
            connection.add(AGENTS, "organizationalUnit", {"ou": "Agents"})
            for reader in (READER, HURRIED):
                connection.add(reader, "person", {"sn": "Lecteur", "userPassword": PASSWORD})

    def clear(self) -> None:
        with self.connected() as connection:
            connection.search(AGENTS, "(objectClass=user)", attributes=["1.1"])
            for entry in connection.response:
                connection.delete(entry["dn"])

    def add(self, account: str, first_name: str, last_name: str, **attributes: Any) -> None:
        """Attributes of None are left out."""
        self.add_all([(account, first_name, last_name, attributes)])

    def add_all(self, entries: list[tuple[str, str, str, dict[str, Any]]]) -> None:
        with self.connected() as connection:
            for account, first_name, last_name, attributes in entries:
                values = {
                    "objectGUID": guid(account).bytes_le,
                    "objectCategory": "person",
                    "sAMAccountName": account,
                    "givenName": first_name,
                    "sn": last_name,
                    "userAccountControl": NORMAL,
                } | attributes
                values = {name: value for name, value in values.items() if value is not None}
                connection.add(dn(account), "user", values)

    def change(self, account: str, **attributes: Any) -> None:
        """Of the entry that was added under this name."""
        with self.connected() as connection:
            changes = {
                name: [(ldap3.MODIFY_REPLACE, value if isinstance(value, list) else [value])]
                for name, value in attributes.items()
            }
            connection.modify(dn(account), changes)

    def delete(self, *accounts: str) -> None:
        with self.connected() as connection:
            for account in accounts:
                connection.delete(dn(account))

    def described(self, **changes: Any) -> dict[str, Any]:
        """What `settings.LDAP` holds for it: LDAPS, its own authority."""
        return {
            "host": HOST,
            "port": self.tls_port,
            "is_ldaps": True,
            "starts_tls": False,
            "ca_file": str(self.certificate),
            "account": READER,
            "password": PASSWORD,
            "base": AGENTS,
            "filter": "(&(objectCategory=person)(objectClass=user))",
            "attributes": {
                "key": "objectGUID",
                "account": "sAMAccountName",
                "first_name": "givenName",
                "last_name": "sn",
                "email": "mail",
                "phone": "telephoneNumber",
                "function": "title",
                "direction": "department",
                "disabled": "userAccountControl",
            },
        } | changes


def dn(account: str) -> str:
    return f"cn={account},{AGENTS}"
