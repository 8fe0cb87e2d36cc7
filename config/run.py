"""The trial: `python -m config.run` starts everything, watches it, and stops everything."""

import argparse
import contextlib
import errno
import fcntl
import http.client
import os
import signal
import socket
import subprocess
import sys
import time
import tomllib
from collections.abc import Iterator
from pathlib import Path
from types import FrameType
from typing import IO, Any, NoReturn

from config import messages
from config.embedded_postgres import EmbeddedPostgres, place_for
from config.environment import Environment
from config.messages import Refusal
from config.processes import die_with_parent, spawn, stop

CHECKOUT = Path(__file__).resolve().parent.parent
LOCAL = CHECKOUT / ".local"
HOST = "127.0.0.1"
# The same as `core.people.passwords.TRIAL_PASSWORD`, which needs Django.
PASSWORD = "saperlipopette"
TOWN = CHECKOUT / "demo" / "data" / "town.toml"
FIRST_PAGE_SECONDS = 60
# A download keeps its thread for as long as it lasts: many more threads than pages need.
GUNICORN = (
    "--workers 2 --threads 64 --worker-class gthread --preload --log-level warning --graceful-timeout 5"
)


class StopRequested(BaseException):
    """A signal asks the trial to stop."""


def on_signal(number: int, frame: FrameType | None) -> None:
    for sign in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        # Not SIG_IGN, which the next children would inherit.
        signal.signal(sign, lambda number, frame: None)
    raise StopRequested


def say(sentence: str) -> None:
    """Print at once; the terminal may have gone."""
    with contextlib.suppress(OSError):
        print(sentence, flush=True)


def read_environment(*, dev: bool) -> None:
    """Put `.env` and what makes a trial into the environment; what the shell gives wins over `.env`."""
    os.environ["TRIAL"] = "true"
    if dev:
        os.environ["DEBUG"] = "true"
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    Environment(CHECKOUT / ".env")


def port() -> int:
    """The port people type."""
    value = os.environ.get("PORT") or "8000"
    if not (value.isascii() and value.isdigit() and 1 <= int(value) <= 65535):
        raise Refusal(messages.PORT_UNREADABLE.format(value=value))
    return int(value)


def check_port(number: int, patience: float) -> None:
    """Refuse a port that something else holds, once the patience is over."""
    deadline = time.monotonic() + patience
    while True:
        with socket.socket() as attempt:
            attempt.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                attempt.bind((HOST, number))
                attempt.listen()
                return
            except PermissionError as error:
                raise Refusal(messages.PORT_FORBIDDEN.format(port=number)) from error
            except OSError as error:
                if error.errno != errno.EADDRINUSE:
                    raise
        if time.monotonic() > deadline:
            raise Refusal(messages.PORT_TAKEN.format(port=number, other=8001 if number == 8000 else 8000))
        time.sleep(0.1)


def check_settings() -> None:
    """Load the settings once, before anything is started."""
    from django.conf import settings
    from django.core.exceptions import ImproperlyConfigured

    try:
        # Reading any setting loads them all; a bare attribute would look like a line left behind.
        getattr(settings, "DEBUG")  # noqa: B009  (read for its effect)
    except ImproperlyConfigured as error:
        raise Refusal(str(error)) from error


def reads_mail() -> bool:
    """Whether the settings name a mailbox."""
    from django.conf import settings

    return bool(settings.MAILBOXES)


@contextlib.contextmanager
def only_run() -> Iterator[bool]:
    """Hold this folder's lock; yields whether the run before ended abruptly."""
    LOCAL.mkdir(exist_ok=True)
    descriptor = os.open(LOCAL / "run.lock", os.O_RDWR | os.O_CREAT, 0o644)
    with os.fdopen(descriptor, "r+") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            pid = lock.read().strip()
            raise Refusal(messages.SECOND_RUN.format(who=f" (processus {pid})" if pid else "")) from error
        abrupt = bool(lock.read().strip())
        _rewrite(lock, str(os.getpid()))
        try:
            yield abrupt
        finally:
            _rewrite(lock, "")


def _rewrite(file: IO[str], text: str) -> None:
    file.seek(0)
    file.truncate()
    file.write(text)
    file.flush()


def town() -> dict[str, Any]:
    """The version of the demonstration town, and its accounts."""
    return tomllib.loads(TOWN.read_text(encoding="utf-8"))


def set_town_aside(database: EmbeddedPostgres, *, afresh: bool) -> None:
    """Keep the data of an older version, or any data if `afresh`, under another name with the documents; say so."""
    suffix = time.strftime(".ancien-%Y-%m-%d-%H%M%S")
    kept = database.set_aside(suffix, own_too=afresh)
    if not kept:
        return
    documents = LOCAL / "documents"
    if documents.is_dir():
        kept.append(documents.rename(documents.with_name(documents.name + suffix)))
    say(messages.TOWN_OF_TODAY if afresh else messages.OLDER_TOWN)
    for path in kept:
        say(f"  {path}")


class Trial:
    """The processes of one run."""

    def __init__(self, *, port: int, dev: bool, afresh: bool = False) -> None:
        self.port = port
        self.dev = dev
        self.afresh = afresh
        self.database: EmbeddedPostgres | None = None
        self.children: dict[str, subprocess.Popen[bytes]] = {}

    @property
    def address(self) -> str:
        return f"http://{HOST}:{self.port}/"

    def plan_database(self) -> None:
        """Decide on the server, and let the settings know its address, before anything is started."""
        if not os.environ.get("DATABASE_URL"):
            place = place_for(CHECKOUT)
            version = str(town()["version"])
            self.database = EmbeddedPostgres(place, log=LOCAL / "postgres.log", town_version=version)
            os.environ["DATABASE_URL"] = place.url

    def start(self) -> None:
        if self.database:
            set_town_aside(self.database, afresh=self.afresh)
        # The site loads while the database starts.
        line = None if self.dev else self._spawn_site()
        if self.database:
            say(messages.PREPARING.format(step="base de données"))
            self.database.start()
        if line:
            self._wait_for_preparation(line)
        else:
            self._prepare()
            self._spawn("le site", "manage.py", "runserver", f"{HOST}:{self.port}")
        self._wait_for_first_page()
        # After the page: they would take their part of the processors from it.
        self._spawn_workers()

    def _spawn_site(self) -> socket.socket:
        """Returns the line on which it is told that the database is up, and tells that all is prepared."""
        line, its_end = socket.socketpair()
        options = ["--demonstration"] * bool(self.database)
        bind = ["--bind", f"{HOST}:{self.port}", "--no-control-socket"]
        with its_end:
            command = ("-m", "config.serve", *options, *GUNICORN.split(), *bind)
            self._spawn("le site", *command, source=its_end.fileno())
        return line

    def _wait_for_preparation(self, line: socket.socket) -> None:
        told = b""
        # One that has ended reads nothing.
        with line, contextlib.suppress(ConnectionError):
            line.send(b".")
            told = line.recv(1)
        if not told:
            self._end_with("le site")

    def _prepare(self) -> None:
        """For a developer: what `config.serve` does before the first page, in a process of its own."""
        options = ["--demonstration"] * bool(self.database)
        child = self._spawn("la préparation", "-m", "config.prepare", *options)
        if child.wait():
            self._end_with("la préparation")
        del self.children["la préparation"]

    def _end_with(self, name: str) -> NoReturn:
        """With the status of a process that has printed the reason."""
        status = self.children[name].wait()
        raise SystemExit(status if status > 0 else 1)

    def _spawn_workers(self) -> None:
        # When this process is killed, the database stops too: a worker that ends in good order would wait for it.
        for name, which in (("le traitement des tâches", "quick"), ("la lecture des documents", "slow")):
            self._spawn(name, "-m", "config.worker", which, parting_signal=signal.SIGKILL)
        if reads_mail():
            self._spawn(
                "le courrier qui arrive", "manage.py", "mail_fetch", "--watch", parting_signal=signal.SIGKILL
            )

    def _spawn(
        self,
        name: str,
        *arguments: str,
        parting_signal: signal.Signals = signal.SIGTERM,
        source: int | None = None,
    ) -> subprocess.Popen[bytes]:
        command = [sys.executable, *arguments]
        child = spawn(command, cwd=CHECKOUT, parting_signal=parting_signal, source=source)
        self.children[name] = child
        return child

    def check(self) -> None:
        """Refuse to go on without one of the processes."""
        for name, child in self.children.items():
            if (code := child.poll()) is not None:
                raise Refusal(messages.CHILD_DIED.format(name=name, code=code))
        if self.database and self.database.process and (code := self.database.process.poll()) is not None:
            raise Refusal(messages.CHILD_DIED.format(name="la base de données", code=code))

    def _wait_for_first_page(self) -> None:
        deadline = time.monotonic() + FIRST_PAGE_SECONDS
        while time.monotonic() < deadline:
            self.check()
            status = first_page_status(self.port)
            # A developer wants to see the error.
            if status >= 500 and not self.dev:
                raise Refusal(messages.SITE_BROKEN.format(status=status))
            if status:
                return
            time.sleep(0.05)
        raise Refusal(messages.NO_ANSWER.format(seconds=FIRST_PAGE_SECONDS))

    def welcome(self, seconds: float) -> None:
        say(messages.READY.format(address=self.address))
        if self.database:
            say(messages.ACCOUNTS.format(password=PASSWORD))
            for account in town()["accounts"]:
                say(f"  {account['identifiant']:<12}{account['purpose']}")
        say(messages.FIRST_PAGE.format(seconds=messages.decimal(seconds)))

    def stop(self) -> None:
        """Stop all, the database last."""
        for child in self.children.values():
            if child.poll() is None:
                child.terminate()
        for child in self.children.values():
            stop(child, signal.SIGTERM)
        if self.database:
            self.database.stop()


def first_page_status(number: int) -> int:
    """The status of the home page; 0 while nothing answers."""
    connection = http.client.HTTPConnection(HOST, number, timeout=30)
    try:
        connection.request("GET", "/")
        return connection.getresponse().status
    except (OSError, http.client.HTTPException):
        return 0
    finally:
        connection.close()


def started_at() -> float:
    """When the command was typed, as the Makefile noted it."""
    try:
        return float(os.environ.get("RUN_STARTED_AT", ""))
    except ValueError:
        return time.time()


def run(*, dev: bool, afresh: bool = False) -> None:
    """Run the trial until it is asked to stop or one of its processes dies."""
    began = started_at()
    read_environment(dev=dev)
    number = port()
    os.environ.setdefault("SITE_URL", f"http://{HOST}:{number}")
    trial = Trial(port=number, dev=dev, afresh=afresh)
    with only_run() as abrupt:
        try:
            # The processes of a killed run need a moment to end.
            check_port(number, patience=10 if abrupt else 0)
            trial.plan_database()
            check_settings()
            trial.start()
            trial.welcome(time.time() - began)
            while True:
                trial.check()
                time.sleep(0.2)
        except StopRequested:
            say(messages.STOPPING)
            raise
        finally:
            trial.stop()


def manage(arguments: list[str]) -> NoReturn:
    """Run a manage.py command with the environment that `run` gives its processes."""
    read_environment(dev=False)
    if not os.environ.get("DATABASE_URL"):
        os.environ["DATABASE_URL"] = place_for(CHECKOUT).url
    os.execv(sys.executable, [sys.executable, str(CHECKOUT / "manage.py"), *arguments])  # noqa: S606  (no shell)


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m config.run", description=__doc__)
    parser.add_argument("--dev", action="store_true", help="debug pages, and reload when a file changes")
    parser.add_argument("--today", action="store_true", help="a new demonstration town, dated from today")
    parser.add_argument(
        "--manage", nargs=argparse.REMAINDER, metavar="…", help="a manage.py command on the trial that runs"
    )
    arguments = parser.parse_args()
    if arguments.manage is not None:
        manage(arguments.manage)
    for sign in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(sign, on_signal)
    if "MAKELEVEL" in os.environ:
        # Under make, a killed make takes the trial along; in a shell, the trial may outlive it.
        die_with_parent(signal.SIGTERM)
    try:
        run(dev=arguments.dev, afresh=arguments.today)
    except StopRequested:
        say(messages.STOPPED)
        return 0
    except Refusal as refusal:
        print(f"\n{str(refusal)[0].upper()}{str(refusal)[1:]}", file=sys.stderr)
    except OSError as error:
        reason = error.strerror or str(error)
        print(
            messages.NOT_WRITABLE.format(path=error.filename or LOCAL, reason=reason),
            file=sys.stderr,
        )
    return 1


if __name__ == "__main__":
    sys.exit(main())
