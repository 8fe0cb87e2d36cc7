"""`kill -9` at the last step of the fetcher, the reader and the sender: nothing lost, doubled, or answered twice.

A process is killed where it stands: the test holds the table or the answer that its next step needs. The other steps
where each may fall are in `imap/test_sync.py`, `inbound/test_races.py` and `outbound/test_sending.py`.
"""

import json
import os
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from typing import Any

import pytest
from django.db import connection

from core.mail.imap import fetcher
from core.mail.inbound import read
from core.mail.models import IncomingMail, OutgoingMail, State
from core.mail.outbound import sending
from suggestions.models import Idea
from tests.factories import AgentFactory
from tests.mail import smtp
from tests.mail.factories import run_sql

ROOT = Path(__file__).resolve().parents[2]
ADDRESS, SERVER = "saperlipopette@ville.example", "mx.ville.example"
MAIL = (
    f"Authentication-Results: {SERVER}; dmarc=pass header.from=ville.example\r\n"
    "From: Nadia Benali <nadia@ville.example>\r\n"
    f"To: {ADDRESS}\r\n"
    "Subject: Idée 1 : un abri à vélos\r\n"
    "Date: Thu, 26 Nov 2026 09:00:00 +0100\r\n"
    "Message-ID: <1@poste.ville.example>\r\n"
    "Content-Type: text/plain; charset=utf-8\r\n"
    "Content-Transfer-Encoding: 8bit\r\n"
    "\r\n"
    "Bonjour,\r\n\r\nUn abri couvert devant l’annexe n° 1.\r\n\r\nNadia\r\n"
).encode()
PATIENCE = 60
# A process of its own, on the tests' database, with these settings.
PROGRAM = """
import json, sys, django
django.setup()
from django.test import override_settings
from tests.mail import test_killed
with override_settings(**json.load(sys.stdin)):
    test_killed.STEPS[sys.argv[1]]()
"""


def send() -> None:
    for mail in OutgoingMail.objects.filter(state=OutgoingMail.State.WAITING).order_by("pk"):
        sending.try_once(mail.pk, is_last=False)


STEPS: dict[str, Callable[[], object]] = {
    "fetch": lambda: fetcher.sync_once("saperlipopette"),
    # All that waits, on a loaded machine too.
    "read": lambda: read.read_waiting(seconds=120),
    "send": send,
}


def killed(step: str, hold: AbstractContextManager[Callable[[], object]], settings: dict[str, Any]) -> None:
    """Begin this step in a process of its own, and kill it once it stands before what is held."""
    database, _, _ = os.environ["DATABASE_URL"].rpartition("/")
    places = {"DATABASE_URL": f"{database}/{connection.settings_dict['NAME']}", "PYTHONPATH": str(ROOT)}
    environ = os.environ | places | {"DJANGO_SETTINGS_MODULE": "tests.settings"}
    command = [sys.executable, "-c", PROGRAM, step]
    with hold as stands, subprocess.Popen(command, env=environ, stdin=subprocess.PIPE, text=True) as process:
        process.stdin.write(json.dumps(settings))
        process.stdin.close()
        stands()
        process.kill()
    assert process.returncode < 0


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


@contextmanager
def held(table: str) -> Iterator[Callable[[], object]]:
    """Whoever writes in this table stands, to the end of the block; yields what waits for someone to stand."""
    pids: list[int] = []
    holder = connection.copy()
    holder.set_autocommit(False)
    with holder.cursor() as cursor:
        cursor.execute(f"LOCK TABLE {table} IN SHARE MODE")
    try:
        yield lambda: pids.extend(until(lambda: waiting_for(table)))
    finally:
        holder.rollback()
        holder.close()
    # The server notices a dead client only once it has the lock.
    until(lambda: not run_sql("SELECT pid FROM pg_stat_activity WHERE pid = ANY(%s)", pids))


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


@pytest.mark.django_db(transaction=True)
def test_killed_at_its_last_step_each_begins_again(mail_account, smtp_sink, settings):
    agent = AgentFactory.create(email="nadia@ville.example")
    told = {
        "TRIAL": False,
        "MAILERS": settings.MAILERS,
        "MAILBOXES": {"saperlipopette": mail_account.settings()},
        "MAIL_ADDRESSES": {"saperlipopette": [ADDRESS]},
        "MAIL_FROM": ADDRESS,
        "MAIL_AUTHSERV_IDS": [SERVER],
    }
    for name, value in told.items():
        setattr(settings, name, value)
    mail_account.put(MAIL)

    killed("fetch", held("procrastinate_jobs"), told)
    assert not IncomingMail.objects.exists()
    STEPS["fetch"]()
    assert (mail_account.folder().messages, len(mail_account.folder("Archivé").messages)) == ([], 1)

    killed("read", held("procrastinate_jobs"), told)
    assert (IncomingMail.objects.get().state, Idea.objects.count()) == (State.RECEIVED, 0)
    STEPS["read"]()
    assert (IncomingMail.objects.get().state, Idea.objects.count()) == (State.FILED, 1)

    killed("send", answer_withheld(smtp_sink), told)
    STEPS["send"]()
    answer = OutgoingMail.objects.get(agent=agent)
    assert answer.state == OutgoingMail.State.SENT
    # The server has it twice, and knows it for one by its Message-ID: see core/mail/outbound/sending.py.
    received = [message["Message-ID"] for message in smtp_sink.messages if "nadia@" in message["To"]]
    assert received == [f"<{answer.reference}@ville.example>"] * 2
