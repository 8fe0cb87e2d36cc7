"""The mailboxes of the settings: the server and the credentials of each."""

import re
import ssl
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import SplitResult, parse_qs, unquote, urlsplit

from django.conf import settings

from core.ui.french import NBSP

PORTS = {"imaps": 993, "imap": 143}
NAME = re.compile(r"[A-Za-z0-9_]{1,60}")
EXAMPLE = "imaps://compte%40ville.example@imap.ville.example/INBOX"
# Control characters in a folder or an account would be read as another command by the server.
FORBIDDEN = re.compile(r"[\x00-\x1f\x7f]")


class MailboxSettingsError(Exception):
    """The settings of a mailbox are invalid; says why, in French, without any secret."""


@dataclass(frozen=True)
class MailAccount:
    """One mailbox to read. `is_tls` from the first byte, or by STARTTLS; `ca` is a file, empty for the system's own."""

    name: str
    host: str
    port: int
    is_tls: bool
    user: str
    folder: str = "INBOX"
    archive: str = ""
    ca: str = ""
    password: str = field(default="", repr=False)
    token_file: str = ""

    @property
    def where(self) -> str:
        """Server and port, without secrets, for error messages."""
        return f"{self.host}:{self.port}"


def account(name: str) -> MailAccount:
    """Raises MailboxSettingsError for a name that the settings do not hold, or whose lines cannot be read."""
    if name not in settings.MAILBOXES:
        known = ", ".join(settings.MAILBOXES) or "aucune"
        raise MailboxSettingsError(
            f"La boîte «{NBSP}{name}{NBSP}» n’est pas dans MAILBOXES (boîtes connues{NBSP}: {known})."
        )
    return read_account(name, settings.MAILBOXES[name])


def read_account(name: str, written: Mapping[str, str]) -> MailAccount:
    """Raises MailboxSettingsError."""
    variable = f"MAILBOX_{name.upper()}"
    if not NAME.fullmatch(name):
        raise MailboxSettingsError(
            f"MAILBOXES{NBSP}: «{NBSP}{name}{NBSP}» ne peut pas nommer une boîte. Il faut des lettres sans accent, "
            "des chiffres ou _, 60 au plus."
        )
    parts, port = split(f"{variable}_URL", written["url"])
    password, token_file = written["password"], written["token_file"]
    if bool(password) == bool(token_file):
        both = "pas les deux" if password else "il en manque un"
        raise MailboxSettingsError(
            f"Boîte {name}{NBSP}: donnez {variable}_PASSWORD ou {variable}_TOKEN_FILE ({both})."
        )
    folder, archive = unquote(parts.path.strip("/")) or "INBOX", written["archive"].strip()
    if FORBIDDEN.search(folder + archive + unquote(parts.username or "") + password):
        raise MailboxSettingsError(
            f"Boîte {name}{NBSP}: un caractère invisible s’est glissé dans le compte, le dossier ou le mot de passe."
        )
    if archive == folder:
        raise MailboxSettingsError(
            f"{variable}_ARCHIVE{NBSP}: le dossier des messages pris ne peut pas être celui qui est lu. Laissez vide "
            "pour que les messages restent où ils sont, marqués."
        )
    return MailAccount(
        name=name,
        host=parts.hostname or "",
        port=port,
        is_tls=parts.scheme == "imaps",
        user=unquote(parts.username or ""),
        folder=folder,
        archive=archive,
        ca=options(f"{variable}_URL", parts).get("ca", ""),
        password=password,
        token_file=token_file,
    )


def split(variable: str, url: str) -> tuple[SplitResult, int]:
    """The address in its parts, and the port."""
    try:
        parts = urlsplit(url.strip())
        port = parts.port or PORTS.get(parts.scheme, 0)
    except ValueError:
        raise MailboxSettingsError(f"{variable} est illisible. Il faut une adresse comme {EXAMPLE}") from None
    if not url.strip():
        raise MailboxSettingsError(f"{variable} manque. Il faut une adresse comme {EXAMPLE}")
    if parts.scheme not in PORTS:
        raise MailboxSettingsError(
            f"{variable} commence par imaps:// (TLS dès le début) ou par imap:// (STARTTLS), comme {EXAMPLE}"
        )
    if (parts.scheme, port) == ("imap", PORTS["imaps"]):
        raise MailboxSettingsError(f"{variable}{NBSP}: le port 993 est celui de imaps://, pas de imap://.")
    if parts.password is not None:
        raise MailboxSettingsError(
            f"{variable}{NBSP}: le mot de passe ne va pas dans l’adresse, mais dans sa propre ligne."
        )
    if not parts.hostname or not parts.username:
        missing = "le compte, avant @" if parts.hostname else "le serveur"
        raise MailboxSettingsError(
            f"{variable}{NBSP}: il manque {missing}. Il faut une adresse comme {EXAMPLE}"
        )
    return parts, port


def options(variable: str, parts: SplitResult) -> dict[str, str]:
    """Read what follows the question mark: only `ca` has a meaning."""
    given = {key: values[-1] for key, values in parse_qs(parts.query, keep_blank_values=True).items()}
    if unknown := sorted(given.keys() - {"ca"}):
        raise MailboxSettingsError(
            f"{variable}{NBSP}: l’option «{NBSP}{unknown[0]}{NBSP}» n’existe pas{NBSP}; seule ca est connue."
        )
    return given


def context(found: MailAccount) -> ssl.SSLContext:
    """The certificate is always verified. Raises MailboxSettingsError for an authority's file that cannot be used."""
    try:
        return ssl.create_default_context(cafile=found.ca or None)
    except (OSError, ValueError) as error:
        raise MailboxSettingsError(
            f"Boîte {found.name}{NBSP}: le certificat de {found.ca} est illisible ({error})."
        ) from None


def token(found: MailAccount) -> str:
    """The token, read at each connection since another program renews it. Raises MailboxSettingsError."""
    try:
        read = Path(found.token_file).read_text(encoding="ascii").strip()
    except (OSError, ValueError) as error:
        why = error.strerror if isinstance(error, OSError) else "ce n’est pas un jeton"
        raise MailboxSettingsError(
            f"Boîte {found.name}{NBSP}: jeton illisible dans {found.token_file} ({why})."
        ) from None
    if not read or FORBIDDEN.search(read):
        raise MailboxSettingsError(f"Boîte {found.name}{NBSP}: aucun jeton dans {found.token_file}.")
    return read
