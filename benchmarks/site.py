"""The site as deploy/ installs it: nginx, then the units' own commands, each started again when it ends."""

from __future__ import annotations

import http.client
import os
import re
import shlex
import signal
import subprocess
import sys
import time
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import timedelta
from importlib import import_module
from pathlib import Path

from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.models import Session
from django.contrib.staticfiles.finders import get_finders
from django.db import connection
from django.utils import timezone
from django.utils.crypto import get_random_string

from benchmarks.documents import children, own_memory
from benchmarks.server import CHECKOUT
from config.messages import Refusal
from config.processes import stop
from core.people.models import Agent
from tests.mail.dovecot import HOST, free_ports
from tests.nginx import NAME, PATIENCE, Front

# As Debian's /etc/nginx/nginx.conf has them.
DEBIAN = {"worker_processes 1;": "worker_processes auto;", "connections 200;": "connections 768;"}
SIGN_IN = "/compte/connexion/"
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

    def at(self, port: int, options: Iterable[str]) -> list[str]:
        """gunicorn's command on a port of ours; of an option said twice, it takes the last."""
        command = [part.replace("127.0.0.1:8000", f"{HOST}:{port}") for part in self.command]
        if command == self.command:
            raise Refusal("deploy/intranet-web.service no longer binds to 127.0.0.1:8000")
        return [*command, *options]


@dataclass
class Site(Front):
    """`nodes` of gunicorn behind one nginx, and the other `units`; `url` is their database's."""

    url: str = ""
    nodes: int = 1
    units: tuple[str, ...] = ()
    options: tuple[str, ...] = ()
    more: dict[str, str] = field(default_factory=dict)
    ports: list[int] = field(default_factory=list)

    def __post_init__(self) -> None:
        super().__post_init__()
        self.ports = free_ports(self.nodes)

    def _configure(self) -> None:
        super()._configure()
        path = self.folder / "nginx.conf"
        servers = " ".join(f"server {HOST}:{port};" for port in self.ports)
        text = path.read_text().replace(f"http://{HOST}:{self.site}", "http://intranet")
        text = text.replace("http {\n", f"http {{\n    gzip on;\n    upstream intranet {{ {servers} }}\n", 1)
        for ours, theirs in DEBIAN.items():
            text = text.replace(ours, theirs)
        path.write_text(text)

    def collect(self) -> None:
        """Static files as an installation has them: named by their content, and compressed; when one has changed."""
        stores = [files for finder in get_finders() for files in finder.list([])]
        newest = max(Path(storage.path(name)).stat().st_mtime for name, storage in stores)
        manifest = Path(settings.STATIC_ROOT) / "staticfiles.json"
        if not manifest.exists() or manifest.stat().st_mtime < newest:
            command = [sys.executable, "manage.py", "collectstatic", "--noinput", "--verbosity", "0"]
            subprocess.run(command, cwd=CHECKOUT, env=self._environment(), check=True)

    def start_site(self) -> None:
        for number, port in enumerate(self.ports):
            self.supervise(f"web{number}", Unit.read("web"), port)
        for number, name in enumerate(self.units):
            self.supervise(f"{name}{number}", Unit.read(name))
        self.wait()

    def supervise(self, name: str, unit: Unit, port: int = 0, **more: str) -> None:
        command = unit.at(port, self.options) if port else unit.command
        supervisor = [sys.executable, "-m", "benchmarks.restarting", str(unit.pause)]
        self._spawn(name, [*supervisor, *command], {**self._environment(), **more})

    def wait(self) -> None:
        """Until each node and nginx answer."""
        deadline = time.monotonic() + PATIENCE
        while not all(self.answers(port) for port in self.ports):
            if time.monotonic() > deadline:
                raise Refusal(f"the site does not answer:\n{self.logs()[-3000:]}")
            time.sleep(0.1)

    def answers(self, port: int) -> bool:
        """Whether this node serves the page of those who are not signed in."""
        line = http.client.HTTPConnection(HOST, port, timeout=10)
        try:
            line.request("GET", SIGN_IN, headers={"Host": NAME, "X-Forwarded-Proto": "https"})
            return line.getresponse().status == 200
        except (OSError, http.client.HTTPException):
            return False
        finally:
            line.close()

    def _environment(self) -> dict[str, str]:
        return {
            **os.environ,
            "DJANGO_SETTINGS_MODULE": "config.settings",
            "DATABASE_URL": self.url,
            "DATABASE_POOL": "4",
            "TRIAL": "false",
            "DEBUG": "false",
            "SECRET_KEY": settings.SECRET_KEY,
            "ALLOWED_HOSTS": NAME,
            "SITE_URL": f"https://{NAME}",
            "TRUSTED_PROXIES": "1",
            "DOCUMENTS_DIR": str(self.documents),
            "DOCUMENTS_ACCEL_PREFIX": "/documents-gardes",
            **self.more,
        }

    def main_process(self, name: str) -> int:
        """Of a unit, once it runs."""
        deadline = time.monotonic() + PATIENCE
        while not (found := children(self.running[name].pid)):
            if time.monotonic() > deadline:
                raise Refusal(f"{name} does not start")
            time.sleep(0.05)
        return found[0]

    def kill(self, name: str) -> int:
        """-9 to a unit's main process, and nothing said before."""
        pid = self.main_process(name)
        os.kill(pid, signal.SIGKILL)
        return pid

    def again(self, name: str, port: int = 0, **more: str) -> None:
        """In good order, with other variables."""
        stop(self.running.pop(name), signal.SIGTERM, patience=40)
        self.supervise(name, Unit.read(name.rstrip("0123456789")), port, **more)

    def megabytes(self) -> float:
        """What all web processes hold themselves."""
        masters = [self.main_process(f"web{number}") for number in range(self.nodes)]
        return sum(own_memory(pid) for pid in _all(masters)) / 1000

    def processor_seconds(self) -> dict[int, float]:
        """What nginx, the web processes and their connections to the database have used so far, by process."""
        with connection.cursor() as cursor:
            cursor.execute("SELECT pid FROM pg_stat_activity WHERE datname = current_database()")
            backends = [pid for (pid,) in cursor.fetchall()]
        trees = [self.running[name].pid for name in self.running if name.startswith(("web", "nginx"))]
        return {pid: _processor_seconds(pid) for pid in [*backends, *_all(trees)]}

    def remove(self) -> None:
        for name in reversed([*self.running]):
            stop(self.running.pop(name), signal.SIGTERM, patience=40)
        super().remove()


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
    store = import_module(settings.SESSION_ENGINE).SessionStore()
    until = timezone.now() + timedelta(days=14)
    rows = [
        Session(
            session_key=get_random_string(32, "abcdefghijklmnopqrstuvwxyz0123456789"),
            session_data=store.encode(
                {
                    SESSION_KEY: str(agent.pk),
                    BACKEND_SESSION_KEY: settings.AUTHENTICATION_BACKENDS[0],
                    HASH_SESSION_KEY: agent.get_session_auth_hash(),
                }
            ),
            expire_date=until,
        )
        for agent in agents
    ]
    Session.objects.bulk_create(rows)
    return [row.session_key for row in rows]
