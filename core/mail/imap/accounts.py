"""The mailboxes of the settings, with the server and the credentials of each; and what goes wrong with a server.

Errors are in French, for administrators: the server's words, and never a secret.
"""

import re
import ssl
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import SplitResult, parse_qs, unquote, urlsplit

from django.conf import settings

from core.french import spaced
from core.mail.models import Mailbox

PORTS = {"imaps": 993, "imap": 143}
NAME = re.compile(r"[A-Za-z0-9_]{1,60}")
EXAMPLE = "imaps://compte%40ville.example@imap.ville.example/INBOX"
# Control characters in a folder or an account would be read as another command by the server.
FORBIDDEN = re.compile(r"[\x00-\x1f\x7f]")
LONGEST = 500
Kind = Mailbox.Trouble


class MailboxSettingsError(Exception):
    """The settings of a mailbox are invalid."""

    def __init__(self, text: str) -> None:
        super().__init__(spaced(text))


class MailboxError(Exception):
    """A sync cannot go on. `kind` is one of Mailbox.Trouble."""

    def __init__(self, kind: Kind, text: str) -> None:
        self.kind, self.text = kind, spaced(text)
        super().__init__(self.text)


def clean_words(said: object, secrets: Iterable[str] = ()) -> str:
    """One clean line of what a server or a library said, without the secrets."""
    text = said.decode("utf-8", "replace") if isinstance(said, bytes) else str(said)
    for secret in filter(None, secrets):
        # Also as it is quoted for the server.
        for form in (secret, secret.replace("\\", "\\\\").replace('"', '\\"')):
            text = text.replace(form, "…")
    text = re.sub(r"[\s\x00-\x1f\x7f\ud800-\udfff]+", " ", text).strip()
    return text if len(text) <= LONGEST else f"{text[: LONGEST - 1]}…"


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
            f"La boîte « {name} » n’est pas dans MAILBOXES (boîtes connues : {known})."
        )
    return read_account(name, settings.MAILBOXES[name])


def read_account(name: str, written: Mapping[str, str]) -> MailAccount:
    """Raises MailboxSettingsError."""
    variable = f"MAILBOX_{name.upper()}"
    if not NAME.fullmatch(name):
        raise MailboxSettingsError(
            f"MAILBOXES : « {name} » ne peut pas nommer une boîte. Il faut des lettres sans accent, des chiffres ou _, "
            "60 au plus."
        )
    parts, port = _split(f"{variable}_URL", written["url"])
    password, token_file = written["password"], written["token_file"]
    if bool(password) == bool(token_file):
        both = "pas les deux" if password else "il en manque un"
        raise MailboxSettingsError(
            f"Boîte {name} : donnez {variable}_PASSWORD ou {variable}_TOKEN_FILE ({both})."
        )
    user, folder = unquote(parts.username or ""), unquote(parts.path.strip("/")) or "INBOX"
    archive = written["archive"].strip()
    if FORBIDDEN.search(folder + archive + user + password):
        raise MailboxSettingsError(
            f"Boîte {name} : un caractère invisible s’est glissé dans le compte, le dossier ou le mot de passe."
        )
    if archive == folder:
        raise MailboxSettingsError(
            f"{variable}_ARCHIVE : le dossier des messages pris ne peut pas être celui qui est lu. Laissez vide pour "
            "que les messages restent où ils sont, marqués."
        )
    options = dict(parse_qs(parts.query, keep_blank_values=True))
    ca = options.pop("ca", [""])[-1]
    if options:
        raise MailboxSettingsError(
            f"{variable}_URL : l’option « {min(options)} » n’existe pas ; seule ca est connue."
        )
    is_tls, host = parts.scheme == "imaps", parts.hostname or ""
    return MailAccount(name, host, port, is_tls, user, folder, archive, ca, password, token_file)


def _split(variable: str, url: str) -> tuple[SplitResult, int]:
    """The address in its parts, and the port."""
    try:
        parts = urlsplit(url.strip())
        port = parts.port or PORTS.get(parts.scheme, 0)
    except ValueError:
        raise MailboxSettingsError(f"{variable} est illisible. Il faut une adresse comme {EXAMPLE}") from None
    if fault := _fault(url, parts, port):
        raise MailboxSettingsError(variable + fault)
    return parts, port


def _fault(url: str, parts: SplitResult, port: int) -> str:
    if not url.strip():
        return f" manque. Il faut une adresse comme {EXAMPLE}"
    if parts.scheme not in PORTS:
        return f" commence par imaps:// (TLS dès le début) ou par imap:// (STARTTLS), comme {EXAMPLE}"
    if (parts.scheme, port) == ("imap", PORTS["imaps"]):
        return " : le port 993 est celui de imaps://, pas de imap://."
    if parts.password is not None:
        return " : le mot de passe ne va pas dans l’adresse, mais dans sa propre ligne."
    if not parts.hostname or not parts.username:
        missing = "le compte, avant @" if parts.hostname else "le serveur"
        return f" : il manque {missing}. Il faut une adresse comme {EXAMPLE}"
    return ""


def context(found: MailAccount) -> ssl.SSLContext:
    """The certificate is always verified. Raises MailboxSettingsError for an authority's file that cannot be used."""
    try:
        return ssl.create_default_context(cafile=found.ca or None)
    except (OSError, ValueError) as error:
        raise MailboxSettingsError(
            f"Boîte {found.name} : le certificat de {found.ca} est illisible ({error})."
        ) from None


def token(found: MailAccount) -> str:
    """The token, read at each connection since another program renews it. Raises MailboxSettingsError."""
    try:
        read = Path(found.token_file).read_text(encoding="ascii").strip()
    except (OSError, ValueError) as error:
        why = error.strerror if isinstance(error, OSError) else "ce n’est pas un jeton"
        raise MailboxSettingsError(
            f"Boîte {found.name} : jeton illisible dans {found.token_file} ({why})."
        ) from None
    if not read or FORBIDDEN.search(read):
        raise MailboxSettingsError(f"Boîte {found.name} : aucun jeton dans {found.token_file}.")
    return read
