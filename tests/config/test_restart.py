"""A restart of the web server as systemd makes it, under load and behind nginx: no request is refused or dropped."""

import http.client
import os
import re
import shlex
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from tests.mail.dovecot import HOST
from tests.nginx import CHECKOUT, NAME, PATIENCE, Front, trusting

RESTARTS = 2
CLIENTS = 3
AFTER_EACH = 40
PATHS = ("/compte/connexion/", "/sante/", "/static/intranet.css")
# What systemd does with the socket of a unit: file descriptor 3, and the number of the process it is for.
HAND_OVER = """
import os, sys
os.dup2(int(sys.argv[1]), 3)
os.environ |= {"LISTEN_FDS": "1", "LISTEN_PID": str(os.getpid())}
os.execv(sys.executable, [sys.executable, "-m", *sys.argv[2:]])
"""

pytestmark = [pytest.mark.timeout(600), pytest.mark.django_db(transaction=True)]


def unit_command() -> list[str]:
    """`gunicorn` and its options, of deploy/intranet-web.service."""
    written = (CHECKOUT / "deploy" / "intranet-web.service").read_text().replace("\\\n", " ")
    found = re.search(r"^ExecStart=/opt/intranet/\.venv/bin/(gunicorn .+)$", written, re.MULTILINE)
    assert found
    return shlex.split(found[1])


@dataclass
class ActivatedFront(Front):
    """The socket stays open here while the server restarts."""

    listening: socket.socket = field(default_factory=socket.socket)

    def start(self) -> None:
        self.listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        self.listening.bind((HOST, self.site))
        self.listening.listen(2048)
        super().start()

    def _configure(self) -> None:
        super()._configure()
        written = self.folder / "nginx.conf"
        assert "proxy_read_timeout 60s;" in written.read_text()
        # A start waits for a processor that others want.
        written.write_text(
            written.read_text().replace("proxy_read_timeout 60s;", f"proxy_read_timeout {PATIENCE}s;")
        )

    def _spawn_site(self) -> None:
        number = self.listening.fileno()
        command = [sys.executable, "-c", HAND_OVER, str(number), *unit_command()]
        with (self.folder / "logs" / "gunicorn.out").open("ab") as log:
            self.running["gunicorn"] = subprocess.Popen(
                command,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=subprocess.STDOUT,
                env=self._environment(),
                cwd=CHECKOUT,
                pass_fds=[number],
                start_new_session=True,
            )

    def restart(self) -> None:
        """As `systemctl restart` with KillMode=mixed."""
        old = self.running["gunicorn"]
        os.kill(old.pid, signal.SIGTERM)
        assert old.wait(PATIENCE) == 0
        self._spawn_site()

    def remove(self) -> None:
        super().remove()
        self.listening.close()


@pytest.fixture
def front(django_db_setup: None, tmp_path: Path) -> Iterator[ActivatedFront]:
    front = ActivatedFront(tmp_path, tmp_path / "documents")
    try:
        front.start()
        yield front
    finally:
        front.remove()


@dataclass
class Load:
    """Clients that ask again and again, on a connection that lasts or on a new one each time."""

    front: ActivatedFront
    statuses: list[int] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)
    is_over: threading.Event = field(default_factory=threading.Event)

    def run(self, *, keeps: bool) -> None:
        line = self._line()
        while not self.is_over.is_set():
            for path in PATHS:
                try:
                    line.request("GET", path, headers={"Host": NAME})
                    answer = line.getresponse()
                    answer.read()
                    self.statuses.append(answer.status)
                except (OSError, http.client.HTTPException) as error:
                    self.faults.append(f"{path}: {error!r}")
                    line.close()
                if not keeps:
                    line.close()
        line.close()

    def _line(self) -> http.client.HTTPSConnection:
        return http.client.HTTPSConnection(HOST, self.front.https, timeout=PATIENCE, context=trusting())

    def wait_for_more(self, count: int) -> None:
        goal, deadline = len(self.statuses) + count, time.monotonic() + PATIENCE
        while len(self.statuses) < goal:
            assert time.monotonic() < deadline, self.front.logs()
            time.sleep(0.05)


def half_sent(front: ActivatedFront) -> socket.socket:
    """A request that has begun to arrive when the server is told to stop."""
    line = socket.create_connection((HOST, front.site), timeout=PATIENCE)
    line.sendall(b"GET /sante/ HTTP/1.0\r\nX-Forwarded-Proto: https\r\n")
    return line


def test_a_restart_drops_no_request(front):
    load = Load(front)
    clients = [
        threading.Thread(target=load.run, kwargs={"keeps": keeps})
        for keeps in (True, False)
        for _ in range(CLIENTS)
    ]
    for client in clients:
        client.start()
    try:
        load.wait_for_more(AFTER_EACH)
        for _ in range(RESTARTS):
            line = half_sent(front)
            # It is read by the server that is about to stop.
            time.sleep(0.5)
            stopping = threading.Thread(target=front.restart)
            stopping.start()
            time.sleep(0.5)
            line.sendall(b"\r\n")
            assert b" 200 " in line.recv(100)
            line.close()
            stopping.join(PATIENCE)
            load.wait_for_more(AFTER_EACH)
    finally:
        load.is_over.set()
        for client in clients:
            client.join(PATIENCE)
    assert load.faults == []
    assert {*load.statuses} == {200}
