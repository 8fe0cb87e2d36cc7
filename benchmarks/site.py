"""The site as deploy/ installs it: nginx, then the units' own commands, each started again when it ends."""

from __future__ import annotations

import json
import os
import re
import shlex
import signal
import subprocess
import sys
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore
from django.db import connection

from benchmarks.measure import wait_until
from benchmarks.server import CHECKOUT
from config.messages import Refusal
from config.processes import stop
from core.people.models import Agent
from tests.mail.dovecot import HOST
from tests.nginx import PATIENCE, Front

# As Debian's /etc/nginx/nginx.conf has them.
DEBIAN = {
    "worker_processes 1;": "worker_processes auto;",
    "connections 200;": "connections 768;",
    "http {\n": "http {\n    gzip on;\n",
}
PROGRAMS = {"gunicorn": ["-m", "gunicorn"], "python": []}


@dataclass(frozen=True)
class Unit:
    """What a file of deploy/ says: its command, and how long systemd waits before it starts it again."""

    command: list[str]
    pause: int

    @classmethod
    def read(cls, name: str) -> Unit:
        text = (CHECKOUT / "deploy" / f"intranet-{name}.service").read_text().replace("\\\n", " ")
        [line] = re.findall(r"^ExecStart=(.+)$", text, re.MULTILINE)
        [pause] = re.findall(r"^RestartSec=(\d+)$", text, re.MULTILINE)
        program, *arguments = shlex.split(line)
        return cls([sys.executable, *PROGRAMS[Path(program).name], *arguments], int(pause))

    def at(self, port: int) -> list[str]:
        """gunicorn's command on a port of ours."""
        command = [part.replace("127.0.0.1:8000", f"{HOST}:{port}") for part in self.command]
        if command == self.command:
            raise Refusal("deploy/intranet-web.service no longer binds to 127.0.0.1:8000")
        return command


@dataclass
class Site(Front):
    """gunicorn behind nginx, and the other `units`; `url` is their database's."""

    url: str = ""
    units: tuple[str, ...] = ()
    more: dict[str, str] = field(default_factory=dict)

    def _configure(self) -> None:
        super()._configure()
        path = self.folder / "nginx.conf"
        text = path.read_text()
        for ours, theirs in DEBIAN.items():
            text = text.replace(ours, theirs)
        path.write_text(text)

    def collect(self) -> None:
        """Static files as an installation has them: named by their content, and compressed."""
        command = [sys.executable, "manage.py", "collectstatic", "--noinput", "--verbosity", "0"]
        subprocess.run(command, cwd=CHECKOUT, env=self._environment(), check=True)

    def _spawn_site(self) -> None:
        for name in ("web", *self.units):
            self.supervise(name)

    def supervise(self, name: str, **more: str) -> None:
        unit = Unit.read(name)
        command = unit.at(self.site) if name == "web" else unit.command
        supervisor = [sys.executable, "-m", "benchmarks.restarting", str(unit.pause)]
        self._spawn(name, [*supervisor, *command], {**self._environment(), **more})

    def _environment(self) -> dict[str, str]:
        ours = {"DJANGO_SETTINGS_MODULE": "config.settings", "DATABASE_URL": self.url, "DATABASE_POOL": "4"}
        return {**super()._environment(), **ours, "TRIAL": "false", "DEBUG": "false", **self.more}

    def main_process(self, name: str) -> int:
        """Of a unit, once it runs."""
        wait_until(lambda: children(self.running[name].pid), patience=PATIENCE, every=0.05)
        return children(self.running[name].pid)[0]

    def kill(self, name: str) -> None:
        """-9 to a unit's main process, and nothing said before."""
        os.kill(self.main_process(name), signal.SIGKILL)

    def again(self, name: str, **more: str) -> None:
        """In good order, with other variables."""
        stop(self.running.pop(name), signal.SIGTERM, patience=40)
        self.supervise(name, **more)

    def megabytes(self) -> float:
        """What all web processes hold themselves."""
        return sum(own_megabytes(pid) for pid in _all([self.main_process("web")]))

    def processor_seconds(self) -> dict[int, float]:
        """What nginx, the web processes and their connections to the database have used so far, by process."""
        with connection.cursor() as cursor:
            cursor.execute("SELECT pid FROM pg_stat_activity WHERE datname = current_database()")
            backends = [pid for (pid,) in cursor.fetchall()]
        trees = [self.running[name].pid for name in ("web", "nginx")]
        return {pid: _processor_seconds(pid) for pid in [*backends, *_all(trees)]}

    def remove(self) -> None:
        for name in reversed([*self.running]):
            stop(self.running.pop(name), signal.SIGTERM, patience=40)
        super().remove()


def children(pid: int) -> list[int]:
    return [int(child) for child in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]


def own_megabytes(pid: int) -> float:
    """Without the files in the kernel's cache."""
    lines = Path(f"/proc/{pid}/status").read_text().splitlines()
    return next((int(line.split()[1]) / 1024 for line in lines if line.startswith("RssAnon:")), 0.0)


def _all(pids: Iterable[int]) -> Iterator[int]:
    """These processes, and those that they started."""
    for pid in pids:
        yield pid
        yield from _all(children(pid))


def _processor_seconds(pid: int) -> float:
    """Its own and the system's for it; 0 for one that has just ended."""
    try:
        fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    except OSError:
        return 0
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def open_sessions(agents: Iterable[Agent]) -> list[str]:
    """Their cookies, as a sign-in would leave them; a password for each would take an hour."""
    keys = []
    for agent in agents:
        session = SessionStore()
        session[SESSION_KEY] = str(agent.pk)
        session[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[0]
        session[HASH_SESSION_KEY] = agent.get_session_auth_hash()
        session.create()
        keys.append(str(session.session_key))
    return keys


@contextmanager
def clients(plan: Mapping[str, Any], folder: Path) -> Iterator[subprocess.Popen[bytes]]:
    """Those of `benchmarks.load_clients`, in a process of their own which ends with the block."""
    path = folder / "plan.json"
    path.write_text(json.dumps(plan))
    command = [sys.executable, "-m", "benchmarks.load_clients", str(path)]
    with subprocess.Popen(command, cwd=CHECKOUT, stdout=subprocess.PIPE) as process:
        try:
            yield process
        finally:
            process.kill()
