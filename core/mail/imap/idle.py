"""Always on: a mailbox says when a message arrives (IDLE, RFC 2177), is read again each minute all the same, and
every failure (server, password, database) is retried after a growing delay.
"""

import imaplib
import logging
import select
import socket
import ssl
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from typing import Any

from django.db import DatabaseError, InterfaceError, connection

from core.mail.imap import accounts, fetcher
from core.mail.imap.connection import CommandRefused, ImapConnection
from core.mail.imap.errors import Kind, MailboxError, Stopped
from core.mail.imap.sync import Suspects, SyncReport
from core.operations.findings import why_away

logger = logging.getLogger(__name__)
# The net below IDLE; RFC 2177 wants it renewed within 29 minutes, which this does.
SECONDS_BETWEEN_PASSES = 60.0
DELAYS = (1.0, 2.0, 5.0, 10.0, 30.0, 60.0)
# A password tried too often may lock the account.
DELAYS_REFUSED = (60.0, 120.0, 300.0)
PATIENCE_AT_THE_END = 1.0


class Stop:
    """Set once, possibly by a signal handler; a thread that waits on it, or on a socket beside it, wakes at once.

    No lock: the handler may run while its own thread holds one.
    """

    def __init__(self) -> None:
        self._ear, self._mouth = socket.socketpair()
        self._is_set = False

    def set(self) -> None:
        if not self._is_set:
            self._is_set = True
            # Never read: every waiter sees it.
            self._mouth.send(b".")

    def is_set(self) -> bool:
        return self._is_set

    def wait(self, seconds: float) -> bool:
        select.select([self], [], [], seconds)
        return self._is_set

    def fileno(self) -> int:
        return self._ear.fileno()

    def close(self) -> None:
        self._ear.close()
        self._mouth.close()


class Listener:
    """Listens to one mailbox until stopped; runs in its own thread."""

    def __init__(self, name: str, stop: Stop, say: Callable[[str], None]) -> None:
        self.name = name
        self.stop = stop
        self.say = say
        self.suspects = Suspects()
        self.failures = 0
        self.session: ImapConnection | None = None
        self._last_said = ""

    def run(self) -> None:
        try:
            while not self.stop.is_set():
                if delay := self._converse():
                    self.stop.wait(delay)
        finally:
            with suppress(DatabaseError, InterfaceError):
                fetcher.note_watched(self.name, False)
            connection.close()

    def _converse(self) -> float:
        """One connection, from its beginning to its end; returns the seconds to wait before the next."""
        try:
            fetcher.note_watched(self.name, True)
            with self._connected() as session:
                goes_on = False
                while not self.stop.is_set():
                    report = fetcher.sync_again(session, suspects=self.suspects, must_stop=self.stop.is_set)
                    self._tell(report)
                    self.failures = 0
                    # A server that always speaks of new messages, and has none, is not asked all the time.
                    goes_on = report.has_more and (report.taken > 0 or not goes_on)
                    if not goes_on:
                        self._wait(session)
        except Stopped:
            return 0
        except MailboxError as trouble:
            return 0 if self.stop.is_set() else self._later(trouble.text, trouble.kind)
        except accounts.MailboxSettingsError as error:
            return self._later(str(error), Kind.UNREACHABLE)
        except (DatabaseError, InterfaceError) as error:
            # The next use opens another connection.
            with suppress(DatabaseError, InterfaceError):
                connection.close()
            return self._later(f"la base de données ne répond pas ({why_away(error)})", Kind.FULL)
        except Exception as error:
            # An error of this program: fetching must go on.
            logger.exception("Mailbox %s", self.name)
            return self._later(f"erreur inattendue ({type(error).__name__})", Kind.CUT)
        return 0

    def _later(self, text: str, kind: Kind) -> float:
        delays = DELAYS_REFUSED if kind == Kind.REFUSED else DELAYS
        delay = delays[min(self.failures, len(delays) - 1)]
        self.failures += 1
        self._say(f"{text} ; nouvel essai dans {delay:.0f} s")
        return delay

    def _tell(self, report: SyncReport) -> None:
        """Print the report, except for a minute without anything new."""
        if report.taken or report.found_again or report.trouble:
            self._say(fetcher.report_line(report))
        else:
            self._last_said = ""

    def _say(self, text: str) -> None:
        if text != self._last_said:
            self.say(f"{self.name} : {text}")
        self._last_said = text

    @contextmanager
    def _connected(self) -> Iterator[ImapConnection]:
        mailbox = fetcher.row_of(self.name)
        with fetcher.noted(mailbox):
            self.session = ImapConnection(accounts.account(self.name))
        try:
            yield self.session
        finally:
            session, self.session = self.session, None
            session.close()

    def _wait(self, session: ImapConnection) -> None:
        """Wait until a message may have come. Raises MailboxError when the connection is cut."""
        # Hours may pass between two messages: the connection to the database is not kept meanwhile.
        connection.close()
        if "IDLE" not in session.offers:
            self.stop.wait(SECONDS_BETWEEN_PASSES)
            return
        try:
            with session.talking():
                wait_idle(session.box, self.stop, SECONDS_BETWEEN_PASSES)
        except CommandRefused:
            session.offers.discard("IDLE")

    def cut(self) -> None:
        """Called from another thread, at the end."""
        if session := self.session:
            session.cut()


def wait_idle(box: Any, stop: Stop, seconds: float) -> None:
    """Returns when the server says something, when `stop` is set, or after so many seconds.

    Not the library's own: it takes what comes before the server's « go on » for a refusal, and does not see what came
    in the same packet as it.
    """
    client = box.client
    tag = client._command("IDLE")
    is_early = False
    while client._get_response() is not None:
        if client.tagged_commands[tag]:
            raise client.error(f"IDLE : {client.tagged_commands.pop(tag)}")
        is_early = True
    deadline = time.monotonic() + seconds
    while not is_early and not has_spoken(client):
        left = deadline - time.monotonic()
        if left <= 0 or stop in select.select([client.sock, stop], [], [], left)[0]:
            break
    client.send(b"DONE\r\n")
    box.consume_until_tagged_response(tag)


def has_spoken(client: Any) -> bool:
    """Whether the server has said more than « still here », or is gone; does not wait."""
    timeout = client.sock.gettimeout()
    client.sock.settimeout(0)
    try:
        while client._get_line().upper().startswith(b"* OK"):
            pass
    except ssl.SSLWantReadError:
        return False
    except (OSError, imaplib.IMAP4.abort):
        # The next command will say why.
        return True
    finally:
        client.sock.settimeout(timeout)
    return True


def listen(names: Sequence[str], stop: Stop, say: Callable[[str], None]) -> bool:
    """All of them side by side, until `stop` is set; returns within two seconds of it, whether all have ended."""
    listeners = [Listener(name, stop, say) for name in names]
    # Daemons: one that waits for a server's bytes at the end is left there, which harms nothing.
    threads = [
        threading.Thread(target=listener.run, name=f"mail {listener.name}", daemon=True)
        for listener in listeners
    ]
    for thread in threads:
        thread.start()
    while any(thread.is_alive() for thread in threads) and not stop.wait(0.5):
        pass
    join_threads(threads, PATIENCE_AT_THE_END / 2)
    for listener in listeners:
        listener.cut()
    join_threads(threads, PATIENCE_AT_THE_END)
    return not any(thread.is_alive() for thread in threads)


def join_threads(threads: Sequence[threading.Thread], seconds: float) -> None:
    deadline = time.monotonic() + seconds
    for thread in threads:
        thread.join(max(0, deadline - time.monotonic()))
