"""A real nginx with deploy/nginx.conf, and the real application behind it as gunicorn serves it."""

import http.client
import os
import re
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

from django.conf import settings
from django.db import connection

from config.processes import spawn, stop
from tests.mail.dovecot import HOST, free_ports, own_certificate, trusting

PROGRAM = Path("/usr/sbin/nginx")
CHECKOUT = Path(settings.BASE_DIR)
NAME = "intranet.ville.example"
PATIENCE = 180
# What Debian's /etc/nginx/nginx.conf says around a site.
AROUND = """\
{user}
worker_processes 1;
daemon off;
pid {folder}/nginx.pid;
error_log {folder}/logs/error.log;
events {{ worker_connections 200; }}
http {{
    access_log {folder}/logs/access.log;
    client_body_temp_path {folder}/body;
    proxy_temp_path {folder}/proxy;
    fastcgi_temp_path {folder}/fastcgi;
    uwsgi_temp_path {folder}/uwsgi;
    scgi_temp_path {folder}/scgi;
    {site}
}}
"""


@dataclass
class Answer:
    status: int
    headers: http.client.HTTPMessage
    text: str


@dataclass
class Front:
    """nginx, then gunicorn; `logs()` is all that either wrote."""

    folder: Path
    documents: Path
    running: dict[str, subprocess.Popen[bytes]] = field(default_factory=dict)
    http: int = 0
    https: int = 0
    site: int = 0

    def __post_init__(self) -> None:
        self.http, self.https, self.site = free_ports(3)
        (self.folder / "logs").mkdir()
        own_certificate(self.folder)

    @property
    def maintenance(self) -> Path:
        return self.folder / "maintenance"

    def start(self) -> None:
        self._configure()
        self._spawn(
            "nginx", [PROGRAM, "-c", self.folder / "nginx.conf", "-e", self.folder / "logs/error.log"]
        )
        self.start_site()

    def start_site(self) -> None:
        self._spawn_site()
        self.wait()

    def wait(self) -> None:
        """Until nginx listens and gunicorn serves the page of those who are not signed in."""
        deadline = time.monotonic() + PATIENCE
        while not self._answers():
            assert all(process.poll() is None for process in self.running.values()), self.logs()
            assert time.monotonic() < deadline, self.logs()
            time.sleep(0.1)

    def _answers(self) -> bool:
        try:
            return self.get("/compte/connexion/").status == 200
        except ConnectionRefusedError:
            return False

    def _spawn_site(self) -> None:
        command: list[str | Path] = [sys.executable, "-m", "gunicorn", "config.wsgi", "--preload"]
        command += ["--bind", f"{HOST}:{self.site}", "--threads", "8", "--worker-class", "gthread"]
        self._spawn(
            "gunicorn", [*command, "--no-control-socket", "--graceful-timeout", "1"], self._environment()
        )

    def _spawn(self, name: str, command: list[str | Path], environ: Mapping[str, str] | None = None) -> None:
        with (self.folder / "logs" / f"{name}.out").open("ab") as log:
            self.running[name] = spawn(command, environ=environ, cwd=CHECKOUT, output=log)

    def _environment(self) -> dict[str, str]:
        """Of gunicorn: the tests' database, and a real installation's settings."""
        return {
            **os.environ,
            "DJANGO_SETTINGS_MODULE": "tests.deployed",
            "DATABASE_URL": address_of(connection.settings_dict["NAME"]),
            "SECRET_KEY": settings.SECRET_KEY,
            "ALLOWED_HOSTS": NAME,
            "SITE_URL": f"https://{NAME}",
            "TRUSTED_PROXIES": "1",
            "DOCUMENTS_DIR": str(self.documents),
            "DOCUMENTS_ACCEL_PREFIX": "/documents-gardes",
        }

    def _configure(self) -> None:
        written = (CHECKOUT / "deploy" / "nginx.conf").read_text()
        for said, here in (
            (r"    listen \[::\]:.*\n", ""),
            (r"listen 80;", f"listen {HOST}:{self.http};"),
            (r"listen 443 ssl;", f"listen {HOST}:{self.https} ssl;"),
            (r"/etc/ssl/intranet/fullchain.pem", str(self.folder / "certificate.pem")),
            (r"/etc/ssl/intranet/privkey.pem", str(self.folder / "key.pem")),
            (r"/run/intranet-maintenance", str(self.maintenance)),
            (r"/var/log/nginx/", f"{self.folder}/logs/"),
            (r"/var/lib/intranet/documents/stored/", f"{self.documents}/stored/"),
            (r"http://127.0.0.1:8000", f"http://{HOST}:{self.site}"),
        ):
            written, count = re.subn(said, here, written)
            assert count, said
        user = "user root;" if os.getuid() == 0 else ""
        around = AROUND.format(user=user, folder=self.folder, site=written)
        (self.folder / "nginx.conf").write_text(around)

    def stop(self, name: str) -> None:
        stop(self.running.pop(name), signal.SIGTERM)

    def remove(self) -> None:
        for name in [*self.running]:
            self.stop(name)
        shutil.rmtree(self.folder, ignore_errors=True)

    def get(self, path: str, **options: object) -> Answer:
        return self.ask("GET", path, **options)  # type: ignore[arg-type]  # (passed through)

    def ask(
        self,
        method: str,
        path: str,
        *,
        body: bytes | str | None = None,
        headers: Mapping[str, str] | None = None,
        is_tls: bool = True,
    ) -> Answer:
        """One request; a redirection is not followed."""
        line = (
            http.client.HTTPSConnection(HOST, self.https, timeout=PATIENCE, context=trusting())
            if is_tls
            else http.client.HTTPConnection(HOST, self.http, timeout=PATIENCE)
        )
        try:
            line.request(
                method, path, body, {"Host": NAME, "Referer": f"https://{NAME}{path}", **(headers or {})}
            )
            answer = line.getresponse()
            return Answer(answer.status, answer.headers, answer.read().decode(errors="replace"))
        finally:
            line.close()

    def logs(self) -> str:
        return "\n".join(
            path.read_text(errors="replace") for path in sorted((self.folder / "logs").iterdir())
        )


def address_of(name: str) -> str:
    """Of another database on the same server."""
    database = urlsplit(os.environ["DATABASE_URL"])
    # A server's folder of sockets stands before the name, its slashes encoded.
    place = database.path.rpartition("/")[0]
    return database._replace(path=f"{place}/{name}").geturl()
