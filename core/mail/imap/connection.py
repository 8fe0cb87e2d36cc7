"""One IMAP session: a failure raises MailboxError, a refused command CommandRefused."""

import imaplib
import ssl
from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import batched
from typing import Any

from imapclient import IMAPClient, SocketTimeout

from core.mail.imap import accounts
from core.mail.imap.accounts import Kind, MailAccount, MailboxError, clean_words

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
class FetchedMessage:
    """A message to store. `size` is that of the whole message, also when `content` is only its headers."""

    content: bytes
    size: int
    uid: int
    is_headers_only: bool = False
    delivered_at: datetime | None = None


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
                try:
                    client.starttls(context)
                except BaseException:
                    client.shutdown()
                    raise
            return client
        except accounts.MailboxSettingsError as error:
            text = str(error)
        except ssl.SSLCertVerificationError as error:
            text = f"Le certificat de {account.where} n’est pas reconnu : {clean_words(error.verify_message)}"
        except (OSError, imaplib.IMAP4.error) as error:
            text = f"{account.where} ne répond pas : {self._words(error)}"
        raise MailboxError(Kind.UNREACHABLE, text)

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
            text = f"Le dossier « {self.account.folder} » n’est ouvert qu’en lecture."
            raise MailboxError(Kind.NO_FOLDER, text) from error
        except (imaplib.IMAP4.abort, OSError) as error:
            raise MailboxError(Kind.CUT, self._words(error)) from error
        except imaplib.IMAP4.error as error:
            raise CommandRefused(self._words(error)) from error
        except (ValueError, TypeError, LookupError) as error:
            # Of the library, on a response that it does not understand.
            raise CommandRefused("réponse du serveur incompréhensible") from error

    def select(self) -> SelectedFolder:
        folder = self.account.folder
        try:
            with self._talking():
                said = self.client.select_folder(folder)
        except CommandRefused as refusal:
            text = f"Le dossier « {folder} » ne s’ouvre pas : {refusal}"
            raise MailboxError(Kind.NO_FOLDER, text) from refusal
        permanent = {flag.lower() for flag in said.get(b"PERMANENTFLAGS", ())}
        keeps = bool(permanent & {b"\\*", KEYWORD.lower().encode()})
        return SelectedFolder(int(said.get(b"UIDVALIDITY", 0)), keeps, int(said.get(b"EXISTS", 0)))

    def uids(self, *criteria: str) -> list[int]:
        """In growing order."""
        with self._talking():
            return sorted(set(self.client.search([*criteria] or "ALL")))

    def message(self, uid: int, *, largest: int) -> FetchedMessage:
        """Without marking it as seen; of one that is too large, the headers, cut at HEADER_BYTES."""
        size = int(self._one(uid, "RFC822.SIZE", b"RFC822.SIZE")[1])
        if size > largest:
            asked = f"BODY.PEEK[HEADER]<0.{HEADER_BYTES}>"
            delivered_at, content = self._one(uid, asked, b"BODY[HEADER]<0>")
            return FetchedMessage(content, size, uid, True, delivered_at)
        delivered_at, content = self._one(uid, "BODY.PEEK[]", b"BODY[]")
        return FetchedMessage(content, len(content), uid, False, delivered_at)

    def _one(self, uid: int, asked: str, item: bytes) -> tuple[datetime | None, Any]:
        """When a message was delivered, and what is asked of it. Raises CommandRefused."""
        with self._talking():
            said = self.client.fetch([uid], ["INTERNALDATE", asked]).get(uid, {})
        if said.get(item) is None:
            # It has just gone, perhaps.
            raise CommandRefused("le serveur ne le donne pas")
        return _moment(said), said[item]

    def delivered(self, uids: Collection[int]) -> dict[int, datetime | None]:
        """The delivery time of each that is still there."""
        with self._talking():
            found = self.client.fetch([*uids], ["INTERNALDATE"])
        return {uid: _moment(said) for uid, said in found.items() if b"INTERNALDATE" in said}

    def mark(self, uids: Sequence[int]) -> None:
        for some in batched(uids, UIDS_A_COMMAND):
            with self._talking():
                self.client.add_flags(some, [KEYWORD], silent=True)

    def archive(self, uids: Sequence[int]) -> None:
        """Move them into the archive, made when there is none. Raises CommandRefused."""
        if uids:
            self._archive = self._archive or self._archive_made()
            for some in batched(uids, UIDS_A_COMMAND):
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
                folders = self.client.list_folders("", "INBOX")
                separators = [separator for _, separator, _ in folders if separator]
                made = f"INBOX{(separators or [b'.'])[0].decode('ascii', 'replace')}{wanted}"
                if not self._exists(made):
                    self.client.create_folder(made)
            with suppress(imaplib.IMAP4.error):
                self.client.subscribe_folder(made)
            return made

    def _exists(self, folder: str) -> bool:
        found = self.client.list_folders("", folder)
        return any(b"\\noselect" not in {flag.lower() for flag in flags} for flags, _, _ in found)

    def close(self) -> None:
        """Log out if the server still answers; never raises."""
        with suppress(Exception):
            self.client.socket().settimeout(2)
            self.client.logout()
        with suppress(Exception):
            self.client.shutdown()


def _moment(said: Mapping[bytes, Any]) -> datetime | None:
    moment = said.get(b"INTERNALDATE")
    try:
        return moment.astimezone(UTC) if moment else None
    except (ValueError, OverflowError):
        # An offset of 99 hours, or a moment before the year 1.
        return None
