"""One IMAP session: a failure raises MailboxError, a refused command CommandRefused."""

import imaplib
import ssl
from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from imapclient import IMAPClient, SocketTimeout

from core.mail.imap import accounts
from core.mail.imap.accounts import MailAccount
from core.mail.imap.errors import Kind, MailboxError, clean_words
from core.ui.french import spaced

CONNECT_SECONDS = 20
# Between two packets: a server that searches a large folder is silent for long.
SILENCE_SECONDS = 60
KEYWORD = "$Pris"
# Of a message that is too large, only so many bytes of headers are fetched.
HEADER_BYTES = 1024 * 1024
# Servers cut lines beyond 8,000 characters.
UIDS_A_COMMAND = 500
NOT_NOW = ("[UNAVAILABLE]", "[INUSE]", "[SERVERBUG]")


class CommandRefused(Exception):
    """The server answered NO or BAD to one command, or out of the protocol; the message is its words."""


@dataclass(frozen=True)
class SelectedFolder:
    """The folder as it was just opened. `keeps_keywords`: a message can be marked."""

    uidvalidity: int
    keeps_keywords: bool
    count: int


@dataclass(frozen=True)
class Fetched:
    """The bytes of a message, or of its headers, and when the server received it."""

    content: bytes
    delivered_at: datetime | None


class ImapConnection:
    """A session signed in to a mailbox. Any step may raise MailboxError; then only `close()` may be called."""

    def __init__(self, account: MailAccount) -> None:
        self.account = account
        self._secrets = [account.password]
        self._archive = ""
        self.client = self._open()
        try:
            self._sign_in()
            with self._talking():
                self.offers = {name.decode("ascii", "replace") for name in self.client.capabilities()}
        except BaseException:
            self.close()
            raise

    def _open(self) -> IMAPClient:
        account = self.account
        try:
            context = accounts.context(account)
            timeout = SocketTimeout(CONNECT_SECONDS, SILENCE_SECONDS)
            client = IMAPClient(
                account.host, account.port, ssl=account.is_tls, ssl_context=context, timeout=timeout
            )
            # Moments keep the server's offset.
            client.normalise_times = False
            if not account.is_tls:
                self._start_tls(client, context)
            return client
        except accounts.MailboxSettingsError as error:
            raise MailboxError(Kind.UNREACHABLE, str(error)) from error
        except ssl.SSLCertVerificationError as error:
            said = clean_words(error.verify_message)
            text = spaced(f"Le certificat de {account.where} n’est pas reconnu : {said}")
            raise MailboxError(Kind.UNREACHABLE, text) from error
        except (OSError, imaplib.IMAP4.error) as error:
            text = spaced(f"{account.where} ne répond pas : {self._words(error)}")
            raise MailboxError(Kind.UNREACHABLE, text) from error

    @staticmethod
    def _start_tls(client: IMAPClient, context: ssl.SSLContext) -> None:
        try:
            client.starttls(context)
        except BaseException:
            client.shutdown()
            raise

    def _sign_in(self) -> None:
        account = self.account
        try:
            if account.token_file:
                token = accounts.token(account)
                self._secrets.append(token)
                self.client.oauth2_login(account.user, token)
            elif self.client.has_capability("AUTH=PLAIN"):
                self.client.plain_login(account.user, account.password)
            else:
                self.client.login(account.user, account.password)
        except accounts.MailboxSettingsError as error:
            raise MailboxError(Kind.REFUSED, str(error)) from error
        except UnicodeEncodeError as error:
            text = "Ce serveur ne permet pas d’accents dans le compte ou le mot de passe."
            raise MailboxError(Kind.REFUSED, text) from error
        except (imaplib.IMAP4.abort, OSError) as error:
            raise MailboxError(Kind.CUT, self._words(error)) from error
        except imaplib.IMAP4.error as error:
            said = self._words(error)
            kind = Kind.UNREACHABLE if any(code in said.upper() for code in NOT_NOW) else Kind.REFUSED
            raise MailboxError(kind, said) from error

    def _words(self, said: object) -> str:
        return clean_words(said, self._secrets) or type(said).__name__

    @contextmanager
    def _talking(self) -> Iterator[None]:
        try:
            yield
        except imaplib.IMAP4.readonly as error:
            text = spaced(f"Le dossier « {self.account.folder} » n’est ouvert qu’en lecture.")
            raise MailboxError(Kind.NO_FOLDER, text) from error
        except (imaplib.IMAP4.abort, OSError) as error:
            raise MailboxError(Kind.CUT, self._words(error)) from error
        except imaplib.IMAP4.error as error:
            raise CommandRefused(self._words(error)) from error
        except (ValueError, TypeError, LookupError) as error:
            # Of the library, on a response that it does not understand.
            raise CommandRefused("réponse du serveur incompréhensible") from error

    # --- the folder ---

    def select(self) -> SelectedFolder:
        folder = self.account.folder
        try:
            with self._talking():
                said = self.client.select_folder(folder)
        except CommandRefused as refusal:
            text = spaced(f"Le dossier « {folder} » ne s’ouvre pas : {refusal}")
            raise MailboxError(Kind.NO_FOLDER, text) from refusal
        permanent = {flag.lower() for flag in said.get(b"PERMANENTFLAGS", ())}
        keeps = bool(permanent & {b"\\*", KEYWORD.lower().encode()})
        return SelectedFolder(int(said.get(b"UIDVALIDITY", 0)), keeps, int(said.get(b"EXISTS", 0)))

    def uids(self, *criteria: str) -> list[int]:
        """In growing order."""
        with self._talking():
            return sorted(set(self.client.search([*criteria] or "ALL")))

    def unmarked(self) -> list[int]:
        return self.uids("UNKEYWORD", KEYWORD)

    def _fetch(self, uids: Collection[int], *items: str) -> Mapping[int, Mapping[bytes, Any]]:
        with self._talking():
            found: Mapping[int, Mapping[bytes, Any]] = self.client.fetch([*uids], items)
            return found

    def sizes(self, uids: Collection[int]) -> dict[int, int]:
        """In bytes, as the server says; a message that has just gone has none."""
        found = self._fetch(uids, "RFC822.SIZE")
        return {uid: said[b"RFC822.SIZE"] for uid, said in found.items() if b"RFC822.SIZE" in said}

    def delivered(self, uids: Collection[int]) -> dict[int, datetime | None]:
        """The delivery time of each."""
        found = self._fetch(uids, "INTERNALDATE")
        return {uid: _moment(said) for uid, said in found.items() if b"INTERNALDATE" in said}

    def messages(self, uids: Collection[int]) -> dict[int, Fetched]:
        """Whole, without marking them as seen."""
        return _fetched(self._fetch(uids, "INTERNALDATE", "BODY.PEEK[]"), b"BODY[]")

    def headers(self, uid: int) -> Fetched | None:
        """The headers of a message that is too large, cut at HEADER_BYTES."""
        found = self._fetch([uid], "INTERNALDATE", f"BODY.PEEK[HEADER]<0.{HEADER_BYTES}>")
        return _fetched(found, b"BODY[HEADER]<0>").get(uid)

    # --- messages taken leave the folder ---

    def mark(self, uids: Sequence[int]) -> None:
        for some in chunks(uids):
            with self._talking():
                self.client.add_flags(some, [KEYWORD], silent=True)

    def archive(self, uids: Sequence[int]) -> None:
        """Move them into the archive, made when there is none. Raises CommandRefused."""
        if uids:
            self._archive = self._archive or self._archive_made()
            for some in chunks(uids):
                self._move(some, self._archive)

    def _move(self, uids: Sequence[int], folder: str) -> None:
        """By MOVE (RFC 6851), or by COPY and EXPUNGE."""
        with self._talking():
            if "MOVE" in self.offers:
                self.client.move(uids, folder)
                return
            self.client.copy(uids, folder)
            self.client.delete_messages(uids, silent=True)
            if "UIDPLUS" in self.offers:
                self.client.uid_expunge(uids)
            # EXPUNGE would also remove what somebody else has marked deleted.
            elif not {*self.uids("DELETED")} - {*uids}:
                self.client.expunge()

    def _archive_made(self) -> str:
        """Its name on this server: some keep every folder below INBOX."""
        wanted = self.account.archive
        with self._talking():
            if self._exists(wanted):
                return wanted
            try:
                self.client.create_folder(wanted)
                made = wanted
            except imaplib.IMAP4.error:
                made = f"INBOX{self._separator()}{wanted}"
                if not self._exists(made):
                    self.client.create_folder(made)
            with suppress(imaplib.IMAP4.error):
                self.client.subscribe_folder(made)
            return made

    def _exists(self, folder: str) -> bool:
        return any(
            b"\\noselect" not in {flag.lower() for flag in flags}
            for flags, _, _ in self.client.list_folders("", folder)
        )

    def _separator(self) -> str:
        for _, separator, _ in self.client.list_folders("", "INBOX"):
            return str(separator.decode("ascii", "replace")) if separator else "."
        return "."

    # --- the end ---

    def close(self) -> None:
        """Log out if the server still answers; never raises."""
        with suppress(Exception):
            self.client.socket().settimeout(2)
            self.client.logout()
        with suppress(Exception):
            self.client.shutdown()


def _fetched(found: Mapping[int, Mapping[bytes, Any]], item: bytes) -> dict[int, Fetched]:
    """A message that has just gone has no bytes."""
    bodies = {uid: said.get(item) for uid, said in found.items()}
    return {uid: Fetched(body, _moment(found[uid])) for uid, body in bodies.items() if body is not None}


def _moment(said: Mapping[bytes, Any]) -> datetime | None:
    moment = said.get(b"INTERNALDATE")
    try:
        return moment.astimezone(UTC) if moment else None
    except (ValueError, OverflowError):
        # An offset of 99 hours, or a moment before the year 1.
        return None


def chunks(uids: Sequence[int], size: int = UIDS_A_COMMAND) -> Iterator[Sequence[int]]:
    for begin in range(0, len(uids), size):
        yield uids[begin : begin + size]


@contextmanager
def connected(account: MailAccount) -> Iterator[ImapConnection]:
    session = ImapConnection(account)
    try:
        yield session
    finally:
        session.close()
