"""`kill -9` at each step from the server's folder to the acknowledgement: nothing lost, doubled, or answered twice.

A process is killed where it stands: the test holds the table, the line or the server that its next step needs.
"""

import json
import os
import signal
import subprocess
import sys
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from typing import Any

import pytest
from django.db import connection

from core.mail.models import IncomingMail, OutgoingMail, State
from suggestions.models import Idea
from tests.factories import AgentFactory
from tests.mail import smtp
from tests.mail.dovecot import Account, Dovecot
from tests.mail.factories import run_sql
from tests.mail.imap.proxy import proxy_to

pytestmark = pytest.mark.django_db(transaction=True)
ROOT = Path(__file__).resolve().parent.parent.parent
ADDRESS, SERVER = "saperlipopette@ville.example", "mx.ville.example"
MAIL = (
    f"Authentication-Results: {SERVER}; dmarc=pass header.from=ville.example\r\n"
    "From: Nadia Benali <nadia@ville.example>\r\n"
    f"To: {ADDRESS}\r\n"
    "Subject: Idée {number} : un abri à vélos\r\n"
    "Date: Thu, 26 Nov 2026 09:00:00 +0100\r\n"
    "Message-ID: <{number}@poste.ville.example>\r\n"
    "Content-Type: text/plain; charset=utf-8\r\n"
    "Content-Transfer-Encoding: 8bit\r\n"
    "\r\n"
    "Bonjour,\r\n\r\nUn abri couvert devant l’annexe n° {number}.\r\n\r\nNadia\r\n"
)
PATIENCE = 60


class Nursery:
    """`start(step)` gives the number of a process that does it; `end()` its status once it is over."""

    def __init__(self) -> None:
        command = [sys.executable, "-m", "tests.mail.nursery"]
        pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE}
        self.process = subprocess.Popen(command, cwd=ROOT, text=True, bufsize=1, **pipes)

    def start(self, step: str, settings: dict[str, Any]) -> int:
        asked = {"step": step, "database": connection.settings_dict["NAME"], "settings": settings}
        print(json.dumps(asked), file=self.process.stdin, flush=True)
        return int(self.process.stdout.readline())

    def end(self) -> int:
        return int(self.process.stdout.readline())

    def close(self) -> None:
        self.process.stdin.close()
        self.process.wait(timeout=PATIENCE)
        self.process.stdout.close()


@pytest.fixture(scope="module")
def nursery() -> Iterator[Nursery]:
    nursery = Nursery()
    yield nursery
    nursery.close()


def until(said: Callable[[], Any]) -> Any:
    deadline = time.monotonic() + PATIENCE
    while not (answer := said()):
        assert time.monotonic() < deadline, "what was waited for did not come"
        time.sleep(0.01)
    return answer


def waiting_for(table: str) -> list[int]:
    """The server's processes that stand before this table."""
    asked = (
        "SELECT pid FROM pg_locks WHERE NOT granted AND relation = %s::regclass"
        " AND database = (SELECT oid FROM pg_database WHERE datname = current_database())"
    )
    return [pid for (pid,) in run_sql(asked, table)]


def are_gone(pids: list[int]) -> bool:
    return not run_sql("SELECT pid FROM pg_stat_activity WHERE pid = ANY(%s)", pids)


class Hold:
    """Whoever writes in this table stands, until `release()`."""

    def __init__(self, table: str) -> None:
        self.table, self.pids = table, list[int]()
        self.holder = connection.copy()
        self.holder.set_autocommit(False)
        with self.holder.cursor() as cursor:
            cursor.execute(f"LOCK TABLE {table} IN SHARE MODE")

    def stands(self) -> None:
        """Returns once someone does."""
        self.pids = until(lambda: waiting_for(self.table))

    def release(self) -> None:
        self.holder.rollback()
        self.holder.close()


@contextmanager
def held(table: str) -> Iterator[Callable[[], object]]:
    """To the end of the block; yields what waits for someone to stand."""
    hold = Hold(table)
    try:
        yield hold.stands
    finally:
        hold.release()
    # The server notices a dead client only once it has the lock.
    until(lambda: are_gone(hold.pids))


class Town:
    """One mailbox, one agent, the processes that serve them, and the account of what came out."""

    def __init__(self, nursery: Nursery, account: Account, sink: smtp.Sink, settings: dict[str, Any]) -> None:
        self.nursery, self.account, self.sink, self.settings = nursery, account, sink, settings
        self.sent = 0

    def arrive(self) -> None:
        self.sent += 1
        self.account.put(MAIL.format(number=self.sent).encode())

    def run(self, step: str, **changes: Any) -> None:
        self.nursery.start(step, self.settings | changes)
        assert self.nursery.end() == 0

    def killed(self, step: str, hold: AbstractContextManager[Callable[[], object]], **changes: Any) -> None:
        with hold as stands:
            number = self.nursery.start(step, self.settings | changes)
            stands()
            os.kill(number, signal.SIGKILL)
            assert self.nursery.end() == -signal.SIGKILL

    def settle(self) -> None:
        for step in ("fetch", "read", "send"):
            self.run(step)

    def assert_exact(self) -> None:
        """Each mail once on the server, once here, one idea, one acknowledgement."""
        assert len(self.account.folder().messages) == 0
        assert len(self.account.folder("Archivé").messages) == self.sent
        assert [mail.state for mail in IncomingMail.objects.all()] == [State.FILED] * self.sent
        assert not IncomingMail.objects.filter(left_folder_at=None).exists()
        titles = Counter(Idea.objects.values_list("title", flat=True))
        assert titles == {f"Idée {number} : un abri à vélos": 1 for number in range(1, self.sent + 1)}
        answers = OutgoingMail.objects.filter(agent__identifiant="nadia")
        assert [mail.state for mail in answers] == [OutgoingMail.State.SENT] * self.sent
        received = {message["Message-ID"] for message in self.sink.messages if "nadia@" in message["To"]}
        assert len(received) == self.sent


@pytest.fixture
def town(
    nursery: Nursery, mail_account: Account, smtp_sink: smtp.Sink, settings: Any, documents_dir: Path
) -> Town:
    AgentFactory.create(identifiant="nadia", email="nadia@ville.example", first_name="Nadia")
    told = {
        "TRIAL": False,
        "MAILERS": settings.MAILERS,
        "MAILBOXES": {"saperlipopette": mail_account.settings()},
        "MAIL_ADDRESSES": {"saperlipopette": [ADDRESS]},
        "MAIL_FROM": ADDRESS,
        "MAIL_AUTHSERV_IDS": [SERVER],
        "DOCUMENTS_DIR": str(documents_dir),
    }
    return Town(nursery, mail_account, smtp_sink, told)


def test_the_fetcher(town, dovecot):
    for table in ("mail_incomingmail", "mail_rawcontent", "procrastinate_jobs"):
        town.arrive()
        town.killed("fetch", held(table))
        assert not IncomingMail.objects.filter(left_folder_at=None).exists(), table
        town.run("fetch")
    town.arrive()
    killed_between_the_row_and_the_move(town, dovecot)
    assert IncomingMail.objects.filter(left_folder_at=None).count() == 1
    town.settle()
    town.assert_exact()


def killed_between_the_row_and_the_move(town: Town, dovecot: Dovecot) -> None:
    """Kept here, and still in the folder there: the line holds back what the fetcher says next."""
    flows, is_cut = threading.Event(), threading.Event()
    flows.set()

    def cuts(number: int, so_far: int) -> bool:
        flows.wait(PATIENCE)
        return is_cut.is_set()

    with proxy_to(dovecot.imaps, cuts) as proxy:
        url = town.account.address_of("imaps", proxy.port)
        through = {"MAILBOXES": {"saperlipopette": town.account.settings(url=url)}}
        hold = Hold("procrastinate_jobs")
        number = town.nursery.start("fetch", town.settings | through)
        hold.stands()
        flows.clear()
        hold.release()
        until(lambda: IncomingMail.objects.filter(left_folder_at=None).exists())
        os.kill(number, signal.SIGKILL)
        assert town.nursery.end() == -signal.SIGKILL
        is_cut.set()
        flows.set()
    assert len(town.account.folder().messages) == 1


def test_the_reader(town):
    for table in ("mail_incomingmail", "suggestions_idea", "mail_outgoingmail", "procrastinate_jobs"):
        town.arrive()
        town.run("fetch")
        town.killed("read", held(table))
        assert IncomingMail.objects.filter(state=State.RECEIVED).count() == 1, table
        town.run("read")
    town.settle()
    town.assert_exact()


def test_the_sender(town):
    town.arrive()
    town.run("fetch")
    town.run("read")
    town.killed("send", held("mail_outgoingmail"))
    assert not town.sink.messages
    town.killed("send", answer_withheld(town.sink))
    town.settle()
    # The server has it twice, and knows it for one by its Message-ID: see core/mail/outbound/sending.py.
    assert len(town.sink.messages) == 2
    town.assert_exact()


@contextmanager
def answer_withheld(sink: smtp.Sink) -> Iterator[Callable[[], object]]:
    """The message has arrived, and the sender does not hear so."""
    arrived, goes_on = threading.Event(), threading.Event()

    def on_data() -> None:
        arrived.set()
        goes_on.wait(PATIENCE)

    sink.on_data = on_data
    yield lambda: arrived.wait(PATIENCE)
    sink.on_data = None
    goes_on.set()
