"""A mailbox in a real Dovecot, a real SMTP server, a database of its own, and the town's real processes."""

import os
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from django.db import connections
from psycopg import sql

from benchmarks.databases import database, filled, use
from benchmarks.mail_memory import peak_megabytes
from benchmarks.mail_messages import ADDRESS, SERVER
from benchmarks.people import AGENTS, DIRECTIONS, make_agents
from benchmarks.server import CHECKOUT
from config.messages import Refusal
from tests.mail import smtp
from tests.mail.dovecot import HOST, PASSWORD, PROGRAM, Account, Dovecot

TOWN, USED = "bench_mail_town", "bench_mail"
NAME = "saperlipopette"
FETCHER = ("manage.py", "mail_fetch", "--watch")
WORKERS = (("-m", "config.worker", "quick"), ("-m", "config.worker", "slow"))
PATIENCE = 1800.0


class MailTown:
    """Everything of one measure; the thread that made it asks `USED` as its database."""

    def __init__(self, dovecot: Dovecot, sink: smtp.Sink, port: int, folder: Path) -> None:
        self.dovecot, self.sink, self.folder = dovecot, sink, folder
        self.account: Account = dovecot.new_account()
        self.processes: dict[tuple[str, ...], subprocess.Popen[bytes]] = {}
        self.environment = {
            **os.environ,
            "DJANGO_SETTINGS_MODULE": "config.settings",
            "DATABASE_URL": f"{os.environ['DATABASE_URL'].rpartition('/')[0]}/{USED}",
            "TRIAL": "false",
            "DEBUG": "false",
            "SECRET_KEY": "only-for-the-measures-" + "x" * 40,
            "ALLOWED_HOSTS": "127.0.0.1",
            "MAILBOXES": NAME,
            "MAILBOX_SAPERLIPOPETTE_URL": self.account.url,
            "MAILBOX_SAPERLIPOPETTE_PASSWORD": PASSWORD,
            "SAPERLIPOPETTE_ADDRESSES": ADDRESS,
            "MAIL_FROM": ADDRESS,
            "MAIL_AUTHSERV_IDS": SERVER,
            "MAIL_HEARTBEAT_MINUTES": "1440",
            "SMTP_HOST": HOST,
            "SMTP_PORT": str(port),
            "DOCUMENTS_DIR": str(folder / "documents"),
        }

    # --- the processes ---

    def start(self, *commands: tuple[str, ...]) -> None:
        for command in commands:
            with (self.folder / "processes.log").open("ab") as log:
                self.processes[command] = subprocess.Popen(
                    [sys.executable, *command],
                    cwd=CHECKOUT,
                    env=self.environment,
                    stdin=subprocess.DEVNULL,
                    stdout=log,
                    stderr=subprocess.STDOUT,
                    start_new_session=True,
                )

    def kill(self, *commands: tuple[str, ...]) -> None:
        """-9, and nothing said before; what they started themselves is left to end by itself, as in life."""
        for command in commands:
            process = self.processes.pop(command)
            process.kill()
            process.wait()

    def stop(self) -> None:
        for process in self.processes.values():
            process.send_signal(signal.SIGTERM)
        for process in self.processes.values():
            try:
                process.wait(15)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()
        self.processes.clear()

    def run(self, *command: str) -> str:
        """To its end; what it printed."""
        done = subprocess.run(
            [sys.executable, *command], cwd=CHECKOUT, env=self.environment, capture_output=True, text=True
        )
        if done.returncode:
            raise Refusal(f"{' '.join(command)} failed:\n{done.stderr[-2000:]}")
        return done.stdout

    def peak_megabytes(self, command: tuple[str, ...]) -> float:
        return peak_megabytes(self.processes[command].pid)

    # --- the mailbox ---

    def put(self, mails: Iterable[bytes]) -> None:
        self.account.put(*mails)


def wait_until(said: Callable[[], Any], *, patience: float = PATIENCE, every: float = 0.01) -> float:
    """Seconds that it took; raises Refusal when it never comes."""
    began = time.perf_counter()
    while not said():
        if time.perf_counter() - began > patience:
            raise Refusal("what the measure waited for did not come")
        time.sleep(every)
    return time.perf_counter() - began


@contextmanager
def town() -> Iterator[MailTown]:
    """A new one, with agents and nothing else."""
    if not PROGRAM.exists():
        raise Refusal("the measures of mail need Dovecot (apt-get install dovecot-imapd dovecot-lmtpd)")
    home = connections["default"]
    filled(TOWN, make_agents, recipe=("mail", AGENTS, DIRECTIONS)).close()
    copy_database(home, TOWN, USED)
    dovecot = Dovecot()
    sink, controller = smtp.serve()
    with tempfile.TemporaryDirectory(prefix="demat-bench-mail-") as folder:
        made = MailTown(dovecot, sink, controller.port, Path(folder))
        wrapper = database(USED)
        try:
            dovecot.start()
            use(wrapper)
            yield made
        except BaseException:
            log = Path(folder) / "processes.log"
            print(log.read_text(errors="replace")[-3000:] if log.exists() else "", flush=True)
            raise
        finally:
            made.stop()
            wrapper.close()
            use(home)
            controller.stop()
            dovecot.remove()


def copy_database(home: Any, source: str, target: str) -> None:
    """A new `target`, to be written in; `source` stays as it was filled."""
    with home.cursor() as cursor:
        cursor.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(target)))
        cursor.execute(
            sql.SQL("CREATE DATABASE {} TEMPLATE {} STRATEGY FILE_COPY").format(
                sql.Identifier(target), sql.Identifier(source)
            )
        )
