"""One IMAP session: a failure raises MailboxError, a refused command CommandRefused."""

import imaplib
import socket
import ssl
from base64 import b64encode
from collections.abc import Callable, Collection, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from typing import Any

from imap_tools import BaseMailBox, MailBox, MailBoxStartTls
from imap_tools.errors import ImapToolsError
from imap_tools.utils import encode_folder

from core.mail.imap import accounts
from core.mail.imap.accounts import MailAccount
from core.mail.imap.errors import Kind, MailboxError, clean_words
from core.mail.imap.fetch_responses import FetchResponse, MalformedResponse, parse_responses
from core.ui.french import NBSP

CONNECT_SECONDS = 20
# Between two packets: a server that searches a large folder is silent for long.
SILENCE_SECONDS = 60
KEYWORD = "$Pris"
# Of a message that is too large, only so many bytes of headers are fetched.
HEADER_BYTES = 1024 * 1024
# An address book's worth of UIDs in one command: servers cut lines beyond 8,000 characters.
UIDS_A_COMMAND = 500
NOT_NOW = ("[UNAVAILABLE]", "[INUSE]", "[SERVERBUG]")


class CommandRefused(Exception):
    """The server answered NO or BAD to one command; the message is its words."""


@dataclass(frozen=True)
class SelectedFolder:
    """The folder as it was just opened. `keeps_keywords`: a message can be marked."""

    uidvalidity: int
    count: int
    keeps_keywords: bool


class StartTls(MailBoxStartTls):
    """Closes the socket when the server has no TLS, or an invalid certificate."""

    def _get_mailbox_client(self) -> imaplib.IMAP4:
        client = imaplib.IMAP4(self._host, self._port, timeout=self._timeout)
        try:
            client.starttls(self._ssl_context)
        except BaseException:
            client.shutdown()
            raise
        return client


class ImapConnection:
    """A session signed in to a mailbox. Any step may raise MailboxError; then only `close()` may be called."""

    def __init__(self, account: MailAccount) -> None:
        self.account = account
        self._secrets = [account.password]
        self._archive = ""
        self.box = self._open()
        try:
            self._sign_in()
            # Servers offer more capabilities after sign-in, and imaplib asks only before.
            offered = self._command(self.client.capability)
            self.offers = {
                name for line in offered if line for name in line.decode("ascii", "replace").upper().split()
            }
        except BaseException:
            self.close()
            raise

    @property
    def client(self) -> Any:
        return self.box.client

    def _open(self) -> BaseMailBox:
        account = self.account
        try:
            context = accounts.context(account)
            kind = MailBox if account.is_tls else StartTls
            box = kind(account.host, account.port, timeout=CONNECT_SECONDS, ssl_context=context)
            box.client.sock.settimeout(SILENCE_SECONDS)
            return box
        except accounts.MailboxSettingsError as error:
            raise MailboxError(Kind.UNREACHABLE, str(error)) from error
        except ssl.SSLCertVerificationError as error:
            raise MailboxError(
                Kind.UNREACHABLE,
                f"Le certificat de {account.where} n’est pas reconnu{NBSP}: {clean_words(error.verify_message)}",
            ) from error
        except (OSError, imaplib.IMAP4.error, ImapToolsError) as error:
            said = clean_words(error, self._secrets) or type(error).__name__
            raise MailboxError(Kind.UNREACHABLE, f"{account.where} ne répond pas{NBSP}: {said}") from error

    def _sign_in(self) -> None:
        account = self.account
        try:
            if account.token_file:
                token = accounts.token(account)
                self._secrets += [token, xoauth2(account.user, token)]
                self.box.xoauth2(account.user, token, initial_folder=None)
            elif "AUTH=PLAIN" in self.client.capabilities:
                self._secrets += [sasl_plain(account.user, account.password)]
                self.box.login_utf8(account.user, account.password, initial_folder=None)
            else:
                self.box.login(account.user, account.password, initial_folder=None)
        except accounts.MailboxSettingsError as error:
            raise MailboxError(Kind.REFUSED, str(error)) from error
        except UnicodeEncodeError as error:
            text = "Ce serveur ne permet pas d’accents dans le compte ou le mot de passe."
            raise MailboxError(Kind.REFUSED, text) from error
        except (imaplib.IMAP4.abort, OSError) as error:
            raise MailboxError(Kind.CUT, self._words(error)) from error
        except (imaplib.IMAP4.error, ImapToolsError) as error:
            said = self._words(error)
            kind = Kind.UNREACHABLE if any(code in said.upper() for code in NOT_NOW) else Kind.REFUSED
            raise MailboxError(kind, said) from error

    def _words(self, said: object) -> str:
        return clean_words(said, self._secrets) or type(said).__name__

    @contextmanager
    def talking(self) -> Iterator[None]:
        try:
            yield
        except imaplib.IMAP4.readonly as error:
            text = f"Le dossier «{NBSP}{self.account.folder}{NBSP}» n’est ouvert qu’en lecture."
            raise MailboxError(Kind.NO_FOLDER, text) from error
        except (imaplib.IMAP4.abort, OSError) as error:
            raise MailboxError(Kind.CUT, self._words(error)) from error
        except (imaplib.IMAP4.error, ImapToolsError) as error:
            raise CommandRefused(self._words(error)) from error

    def _command(self, call: Callable[..., tuple[str, list[Any]]], *arguments: Any) -> list[Any]:
        """Raises Refusal for NO and BAD."""
        with self.talking():
            status, said = call(*arguments)
            if status != "OK":
                raise CommandRefused(self._words(b" ".join(part for part in said if isinstance(part, bytes))))
            return said

    # --- the folder ---

    def select(self) -> SelectedFolder:
        folder = self.account.folder
        try:
            [count] = self._command(self.client.select, encode_folder(folder))
        except CommandRefused as refusal:
            text = f"Le dossier «{NBSP}{folder}{NBSP}» ne s’ouvre pas{NBSP}: {refusal}"
            raise MailboxError(Kind.NO_FOLDER, text) from refusal
        validity = self.client.response("UIDVALIDITY")[1][0] or b"0"
        permanent = self.client.response("PERMANENTFLAGS")[1][0] or b""
        keeps = b"\\*" in permanent or KEYWORD.lower().encode() in permanent.lower()
        return SelectedFolder(int(validity), int(count or 0), keeps)

    def uids(self, *criteria: str) -> list[int]:
        """In growing order."""
        found = self._command(self.client.uid, "SEARCH", *(criteria or ("ALL",)))
        return sorted({int(uid) for part in found if part for uid in part.split()})

    def heard_of_new(self) -> bool:
        """Whether the server has said, since this was last asked, that messages came."""
        return self.client.response("EXISTS")[1] != [None]

    def unmarked(self) -> list[int]:
        return self.uids("UNKEYWORD", KEYWORD)

    def _fetch(self, uids: Collection[int], items: str) -> list[FetchResponse]:
        pieces = self._command(self.client.uid, "FETCH", ranges(uids), items)
        try:
            return [found for found in parse_responses(pieces) if found.number("UID") in uids]
        except MalformedResponse as error:
            raise CommandRefused("réponse du serveur incompréhensible") from error

    def sizes(self, uids: Collection[int]) -> dict[int, int]:
        """In bytes, as the server says; a message that has just gone has none."""
        found = self._fetch(uids, "(UID RFC822.SIZE)")
        return {a.number("UID") or 0: a.number("RFC822.SIZE") or 0 for a in found if "RFC822.SIZE" in a.items}

    def delivered(self, uids: Collection[int]) -> dict[int, Any]:
        """The delivery time of each."""
        return {a.number("UID") or 0: a.delivered_at for a in self._fetch(uids, "(UID INTERNALDATE)")}

    def messages(self, uids: Collection[int], *, with_envelope: bool = True) -> list[FetchResponse]:
        """Whole, without marking them as seen."""
        envelope = "ENVELOPE " * with_envelope
        found = self._fetch(uids, f"(UID INTERNALDATE {envelope}BODY.PEEK[])")
        return [a for a in found if a.body is not None]

    def headers(self, uid: int) -> FetchResponse | None:
        """The headers of a message that is too large, cut at HEADER_BYTES."""
        found = self._fetch([uid], f"(UID INTERNALDATE BODY.PEEK[HEADER]<0.{HEADER_BYTES}>)")
        return next((a for a in found if a.body is not None), None)

    # --- what is taken leaves ---

    def mark(self, uids: Sequence[int]) -> None:
        for some in chunks(uids):
            self._command(self.client.uid, "STORE", ranges(some), "+FLAGS.SILENT", f"({KEYWORD})")

    def archive(self, uids: Sequence[int]) -> None:
        """Into the archive, made when there is none (RFC 6851, or COPY and EXPUNGE). Raises Refusal."""
        if uids:
            self.move(uids, self._archive or self._archive_made())

    def move(self, uids: Sequence[int], folder: str) -> None:
        """From the folder that is open to another. Raises Refusal."""
        target = encode_folder(folder)
        for some in chunks(uids):
            if "MOVE" in self.offers:
                self._command(self.client.uid, "MOVE", ranges(some), target)
                continue
            self._command(self.client.uid, "COPY", ranges(some), target)
            self._command(self.client.uid, "STORE", ranges(some), "+FLAGS.SILENT", "(\\Deleted)")
            if "UIDPLUS" in self.offers:
                self._command(self.client.uid, "EXPUNGE", ranges(some))
            # EXPUNGE would also remove what somebody else has marked deleted.
            elif not {*self.uids("DELETED")} - {*some}:
                self._command(self.client.expunge)

    def _archive_made(self) -> str:
        """Its name on this server: some keep every folder below INBOX."""
        wanted = self.account.archive
        if self._exists(wanted):
            self._archive = wanted
            return wanted
        try:
            self._command(self.client.create, encode_folder(wanted))
            self._archive = wanted
        except CommandRefused:
            below = f"INBOX{self._separator()}{wanted}"
            if not self._exists(below):
                self._command(self.client.create, encode_folder(below))
            self._archive = below
        with suppress(CommandRefused):
            self._command(self.client.subscribe, encode_folder(self._archive))
        return self._archive

    def _exists(self, folder: str) -> bool:
        listed = self._command(self.client.list, '""', encode_folder(folder))
        return any(line and b"\\noselect" not in joined_line(line).lower() for line in listed)

    def _separator(self) -> str:
        [line, *_] = self._command(self.client.list, '""', '""')
        parts = joined_line(line or b"").split(b'"')
        return parts[1].decode("ascii", "replace") if len(parts) > 2 else "."

    # --- the end ---

    def close(self) -> None:
        """Log out if the server still answers; never raises."""
        with suppress(Exception):
            self.client.sock.settimeout(2)
            self.client.logout()
        with suppress(Exception):
            self.client.shutdown()

    def cut(self) -> None:
        """Shut the socket down, from another thread, to interrupt any wait."""
        with suppress(OSError):
            self.client.sock.shutdown(socket.SHUT_RDWR)


def joined_line(line: bytes | tuple[bytes, bytes]) -> bytes:
    return b" ".join(line) if isinstance(line, tuple) else line


def sasl_plain(user: str, password: str) -> str:
    return b64encode(f"\0{user}\0{password}".encode()).decode()


def xoauth2(user: str, token: str) -> str:
    return b64encode(f"user={user}\1auth=Bearer {token}\1\1".encode()).decode()


def chunks(uids: Sequence[int], size: int = UIDS_A_COMMAND) -> Iterator[Sequence[int]]:
    for begin in range(0, len(uids), size):
        yield uids[begin : begin + size]


def ranges(uids: Collection[int]) -> str:
    """« 1:4,7,9:10 »."""
    spans: list[list[int]] = []
    for uid in sorted(uids):
        if spans and uid == spans[-1][1] + 1:
            spans[-1][1] = uid
        else:
            spans.append([uid, uid])
    return ",".join(str(first) if first == last else f"{first}:{last}" for first, last in spans)


@contextmanager
def connected(account: MailAccount) -> Iterator[ImapConnection]:
    line = ImapConnection(account)
    try:
        yield line
    finally:
        line.close()
