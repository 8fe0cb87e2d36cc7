"""A site with its mail, to use and to break: its database, an SMTP server, a mailbox, and disks to fill."""

import contextlib
import os
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from django.conf import settings

from benchmarks import rooms_data
from benchmarks.browsers import Browser
from benchmarks.disks import mounted
from benchmarks.mail_messages import ADDRESS, SERVER
from benchmarks.people import make_agents
from benchmarks.site import Site, open_sessions
from config.embedded_postgres import EmbeddedPostgres
from tests.mail import smtp
from tests.mail.dovecot import HOST, PASSWORD, PROGRAM, Account, Dovecot

AGENTS, ROOMS, FILES_MB = 24, 12, 48
LIBFAKETIME = sorted(Path("/usr/lib").glob("*/faketime/libfaketimeMT.so.1"))


@dataclass
class Bounds:
    """How hard each fault is; in a test, less."""

    away: float = 60
    jobs: int = 100_000
    clients: int = 1_000
    slow: int = 200
    seconds: float = 10


@dataclass
class World:
    site: Site
    sink: smtp.Sink
    bounds: Bounds
    sessions: list[str]
    controller: Any = None
    server: EmbeddedPostgres | None = None
    account: Account | None = None
    browsers: list[Browser] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    complaints: list[str] = field(default_factory=list)
    # When the fault was over, from which the site's own recovery counts.
    over: float = 0

    def browser(self, number: int = 0, *, port: int = 0, is_tls: bool = True) -> Browser:
        made = Browser(port or self.site.https, self.sessions[number], is_tls=is_tls)
        self.browsers.append(made)
        return made

    def ended(self) -> None:
        self.over = time.monotonic()

    def expect(self, is_so: object, complaint: str) -> None:
        if not is_so:
            self.complaints.append(complaint)

    def is_missing(self, name: str) -> str:
        """What this machine lacks for a fault that wants it, or nothing."""
        there = {
            "server": (self.server, "the database is not the measures' own"),
            "mailbox": (self.account, "Dovecot is not installed"),
            "disks": (os.path.ismount(self.site.documents), "only root mounts a small disk"),
            "faketime": (LIBFAKETIME, "libfaketime is not installed"),
        }
        return "" if not name or there[name][0] else there[name][1]


@contextlib.contextmanager
def world(
    folder: Path, url: str, bounds: Bounds, *, server: EmbeddedPostgres | None = None, has_mail: bool = True
) -> Iterator[World]:
    """On this database, migrated already, to which the caller is connected."""
    agents = make_agents(AGENTS)
    rooms_data.make_rooms("annexe", ROOMS)
    sink, controller = smtp.serve()
    dovecot = Dovecot() if has_mail and PROGRAM.exists() else None
    account = dovecot.new_account() if dovecot else None
    more = environment(controller.port, account)
    units = ("worker", "documents", *(["mail"] if account else [])) if has_mail else ()
    documents = folder / "documents"
    documents.mkdir()
    site = Site(folder, documents, url=url, units=units, more=more)
    with mounted(documents, FILES_MB) if server else contextlib.nullcontext():
        settings.DOCUMENTS_DIR = documents
        made = World(site, sink, bounds, open_sessions(agents), controller, server, account)
        try:
            if dovecot:
                dovecot.start()
            site.start()
            yield made
        finally:
            for browser in made.browsers:
                browser.close()
            site.remove()
            made.controller.stop()
            if dovecot:
                dovecot.remove()


def environment(port: int, account: Account | None) -> dict[str, str]:
    more = {"DJANGO_SETTINGS_MODULE": "tests.deployed", "MAIL_FROM": ADDRESS}
    if account:
        more |= {"MAILBOXES": "saperlipopette", "MAILBOX_SAPERLIPOPETTE_URL": account.url}
        more |= {"MAILBOX_SAPERLIPOPETTE_PASSWORD": PASSWORD, "SAPERLIPOPETTE_ADDRESSES": ADDRESS}
        more["MAIL_AUTHSERV_IDS"] = SERVER
    return {**more, "SMTP_HOST": HOST, "SMTP_PORT": str(port)}
