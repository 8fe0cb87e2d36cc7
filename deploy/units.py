"""What `deploy/check` puts in place of systemctl, where no systemd runs: it starts the units as far as one program can.

Taken from each unit: User, Group, UMask, WorkingDirectory, ExecStart, StateDirectory; what may be written, what cannot
be seen, private temporary folders; capabilities, system calls, address families, namespaces. Not taken, hence not
proved: limits of memory and tasks, restarts, timers, sockets (the server opens its own), dependencies, conditions, what
runs before (ExecStartPre), private devices, the kernel's files, other accounts' processes that are not shown
(ProtectProc).

units.py (start|stop|restart|reload|enable|is-active|daemon-reload|run UNIT COMMAND…)
"""

import ctypes
import grp
import os
import pwd
import re
import shlex
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

UNITS = Path("/etc/systemd/system")
STATE = Path("/run/deploy-check")
DEBIANS = {
    "postgresql": {"start": "pg_ctlcluster 17 main start", "stop": "pg_ctlcluster 17 main stop --mode fast"},
    "nginx": {"start": "nginx", "stop": "nginx -s stop", "reload": "nginx -s reload"},
}
LIBC = ctypes.CDLL(None, use_errno=True)
MS_RDONLY, MS_REMOUNT, MS_BIND, MS_REC, MS_PRIVATE = 1, 32, 4096, 16384, 1 << 18
PR_CAPBSET_DROP, PR_SET_NO_NEW_PRIVS, LAST_CAPABILITY = 24, 38, 40
# libseccomp: actions, comparisons.
ALLOW, ERRNO = 0x7FFF0000, 0x00050000
EQUAL, MASKED_EQUAL = 4, 7
EPERM, ENOSYS, EAFNOSUPPORT = 1, 38, 97
NAMESPACES = {
    "time": 0x80,
    "mnt": 0x20000,
    "cgroup": 0x2000000,
    "uts": 0x4000000,
    "ipc": 0x8000000,
    "user": 0x10000000,
    "pid": 0x20000000,
    "net": 0x40000000,
}
NEW_NAMESPACES = sum(NAMESPACES.values())
FAMILIES = {"AF_UNIX": 1, "AF_INET": 2, "AF_INET6": 10, "AF_NETLINK": 16}
SCHEDULERS = (0, 3, 5)


class Comparison(ctypes.Structure):
    _fields_ = [
        ("arg", ctypes.c_uint),
        ("op", ctypes.c_int),
        ("a", ctypes.c_uint64),
        ("b", ctypes.c_uint64),
    ]


class Unit:
    def __init__(self, name: str) -> None:
        self.name = name.removesuffix(".service")
        self.lines: dict[str, list[str]] = {}
        text = (UNITS / f"{self.name}.service").read_text().replace("\\\n", " ")
        for key, value in re.findall(r"^(\w+)=(.*)$", text, re.MULTILINE):
            self.lines.setdefault(key, []).append(value)

    def one(self, key: str, default: str = "") -> str:
        return self.lines.get(key, [default])[-1]

    def words(self, key: str) -> list[str]:
        return " ".join(self.lines.get(key, [])).split()

    @property
    def pid_file(self) -> Path:
        return STATE / f"{self.name}.pid"

    @property
    def log(self) -> Path:
        return STATE / f"{self.name}.log"


def check(result: int, what: str) -> None:
    if result < 0:
        raise OSError(ctypes.get_errno() or -result, what)


def mount(source: str, target: str, kind: str, flags: int, data: str = "") -> None:
    given = (source.encode(), target.encode(), kind.encode(), ctypes.c_ulong(flags), data.encode())
    check(LIBC.mount(*given), f"mount {target}")


def bind(path: str, *, read_only: bool) -> None:
    mount(path, path, "", MS_BIND | MS_REC)
    if read_only:
        mount("", path, "", MS_REMOUNT | MS_BIND | MS_RDONLY)


def hide(path: Path) -> None:
    if path.is_dir():
        mount("tmpfs", str(path), "tmpfs", MS_RDONLY, "mode=000")
    elif path.exists():
        STATE.mkdir(exist_ok=True)
        nothing = STATE / "nothing"
        nothing.touch()
        nothing.chmod(0)
        mount(str(nothing), str(path), "", MS_BIND)


def state_folders(unit: Unit) -> Iterator[str]:
    """Made for the unit's account, as systemd does."""
    for name in unit.words("StateDirectory"):
        path = Path("/var/lib", name)
        path.mkdir(parents=True, exist_ok=True)
        shutil.chown(path, unit.one("User"), unit.one("Group"))
        yield str(path)


def confine_files(unit: Unit) -> None:
    os.unshare(os.CLONE_NEWNS)
    mount("", "/", "", MS_REC | MS_PRIVATE)
    for path in (*unit.words("ReadWritePaths"), *state_folders(unit)):
        bind(path, read_only=False)
    for path in unit.words("ReadOnlyPaths"):
        bind(path, read_only=True)
    if unit.one("PrivateTmp") == "yes":
        for path in ("/tmp", "/var/tmp"):
            mount("tmpfs", path, "tmpfs", 0, "mode=1777")
    hidden = ["/home", "/root"] if unit.one("ProtectHome") == "yes" else []
    for path in [*hidden, *(path.lstrip("-") for path in unit.words("InaccessiblePaths"))]:
        hide(Path(path))
    if unit.one("ProtectSystem") == "strict":
        mount("", "/", "", MS_REMOUNT | MS_BIND | MS_RDONLY)


def become(unit: Unit) -> None:
    user = pwd.getpwnam(unit.one("User", "root"))
    if unit.lines.get("CapabilityBoundingSet") == [""]:
        for capability in range(LAST_CAPABILITY + 1):
            LIBC.prctl(PR_CAPBSET_DROP, capability, 0, 0, 0)
    group = grp.getgrnam(unit.one("Group", "root")).gr_gid
    os.initgroups(user.pw_name, group)
    os.setresgid(group, group, group)
    os.setresuid(user.pw_uid, user.pw_uid, user.pw_uid)
    check(LIBC.prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0), "no new privileges")
    os.umask(int(unit.one("UMask", "0022"), 8))
    os.chdir(unit.one("WorkingDirectory", "/"))
    os.environ.update(HOME=user.pw_dir, USER=user.pw_name, LOGNAME=user.pw_name, SHELL=user.pw_shell)


def system_calls(filters: list[str], sets: dict[str, list[str]]) -> set[str]:
    """As systemd reads them: the first line allows, a « ~ » takes back."""

    def expanded(name: str) -> Iterator[str]:
        if not name.startswith("@"):
            yield name
        for each in sets.get(name, []):
            yield from expanded(each)

    allowed: set[str] = set()
    for line in filters:
        named = {call for word in line.lstrip("~").split() for call in expanded(word)}
        allowed = allowed - named if line.startswith("~") else allowed | named
    return allowed


def known_sets() -> dict[str, list[str]]:
    """This machine's systemd knows what its names mean."""
    sets: dict[str, list[str]] = {}
    said = subprocess.check_output(["systemd-analyze", "syscall-filter"], text=True)
    for line in said.splitlines():
        if line.startswith("@"):
            members = sets.setdefault(line.strip(), [])
        elif line.startswith("    ") and not line.strip().startswith("#"):
            members.append(line.strip())
    return sets


class Filter:
    def __init__(self) -> None:
        self.library = ctypes.CDLL("libseccomp.so.2", use_errno=True)
        self.library.seccomp_init.restype = ctypes.c_void_p
        self.context = ctypes.c_void_p(self.library.seccomp_init(ERRNO | EPERM))

    def add(self, call: str, action: int = ALLOW, *comparisons: tuple[int, int, int, int]) -> None:
        number = self.library.seccomp_syscall_resolve_name(call.encode())
        if number < 0:
            return
        given = (Comparison * len(comparisons))(*(Comparison(*each) for each in comparisons))
        rule = (self.context, ctypes.c_uint32(action), number, len(comparisons), given)
        check(self.library.seccomp_rule_add_array(*rule), call)

    def load(self) -> None:
        check(self.library.seccomp_load(self.context), "seccomp")


def filter_of(unit: Unit, sets: dict[str, list[str]]) -> Filter:
    loaded, allowed = Filter(), system_calls(unit.lines["SystemCallFilter"], sets)
    special: dict[str, Callable[[], None]] = {}
    if families := unit.words("RestrictAddressFamilies"):
        special["socket"] = lambda: _allow_each(loaded, "socket", 0, [FAMILIES[each] for each in families])
        if "AF_NETLINK" not in families:
            loaded.add("socket", ERRNO | EAFNOSUPPORT, (0, EQUAL, FAMILIES["AF_NETLINK"], 0))
    # « yes » names none.
    named = (NAMESPACES[each] for each in unit.words("RestrictNamespaces") if each != "yes")
    if refused := NEW_NAMESPACES - sum(named):
        for call in ("clone", "unshare"):
            special[call] = partial(loaded.add, call, ALLOW, (0, MASKED_EQUAL, refused, 0))
        special["setns"] = lambda: None
        # Its flags cannot be read: programs then use clone.
        special["clone3"] = lambda: loaded.add("clone3", ERRNO | ENOSYS)
    if unit.one("RestrictSUIDSGID") == "yes":
        special["openat2"] = lambda: loaded.add("openat2", ERRNO | ENOSYS)
    if unit.one("RestrictRealtime") == "yes":
        special["sched_setscheduler"] = lambda: _allow_each(loaded, "sched_setscheduler", 1, [*SCHEDULERS])
    if unit.one("LockPersonality") == "yes":
        special["personality"] = lambda: _allow_each(loaded, "personality", 0, [0, 0xFFFFFFFF])
    for call in sorted(allowed):
        special.get(call, partial(loaded.add, call))()
    return loaded


def _allow_each(loaded: Filter, call: str, argument: int, values: list[int]) -> None:
    for value in values:
        loaded.add(call, ALLOW, (argument, EQUAL, value, 0))


def execute(unit: Unit, command: list[str]) -> None:
    """In place of this process."""
    loaded = filter_of(unit, known_sets())
    confine_files(unit)
    become(unit)
    loaded.load()
    os.execvp(command[0], command)


def start(name: str) -> int:
    unit = Unit(name)
    command = shlex.split(unit.one("ExecStart"))
    STATE.mkdir(mode=0o755, exist_ok=True)
    pid = os.fork()
    if not pid:
        try:
            os.setsid()
            out = os.open(unit.log, os.O_WRONLY | os.O_CREAT | os.O_APPEND)
            for descriptor in (1, 2):
                os.dup2(out, descriptor)
            os.dup2(os.open(os.devnull, os.O_RDONLY), 0)
            execute(unit, command)
        finally:
            os._exit(203)
    if unit.one("Type") == "oneshot":
        status = os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])
        print(unit.log.read_text(), end="")
        return status
    unit.pid_file.write_text(str(pid))
    # Long enough for what cannot start.
    time.sleep(2)
    if os.waitpid(pid, os.WNOHANG) != (0, 0):
        print(unit.log.read_text(), end="", file=sys.stderr)
        return 1
    return 0


def stop(name: str) -> int:
    unit = Unit(name)
    if not unit.pid_file.exists():
        return 0
    pid = int(unit.pid_file.read_text())
    unit.pid_file.unlink()
    for sign in (signal.SIGTERM, signal.SIGKILL):
        if not has_ended(pid):
            os.kill(pid, sign)
        for _ in range(300):
            if has_ended(pid):
                return 0
            time.sleep(0.1)
    return 1


def has_ended(pid: int) -> bool:
    """A zombie has: whoever started it may be gone."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] == "Z"
    except FileNotFoundError:
        return True


def do(verb: str, name: str) -> int:
    if name.endswith((".timer", ".socket")):
        return 0 if (UNITS / name).is_file() else 1
    if name in DEBIANS:
        verbs = ["stop", "start"] if verb == "restart" else [verb]
        return max(subprocess.call(shlex.split(DEBIANS[name][each])) for each in verbs)
    if verb == "is-active":
        pid_file = Unit(name).pid_file
        return int(not pid_file.exists() or has_ended(int(pid_file.read_text())))
    if verb == "restart":
        return stop(name) or start(name)
    return start(name) if verb == "start" else stop(name)


def main() -> int:
    verb, *names = sys.argv[1:]
    if verb == "daemon-reload":
        return 0
    if verb == "run":
        execute(Unit(names[0]), names[1:])
    if verb == "enable":
        verb, names = "start", [name for name in names if name != "--now"]
    return max(do(verb, name) for name in in_order(names))


def in_order(names: list[str]) -> list[str]:
    """Each after those that its unit names in After=; systemd promises no more: the last one named is first."""
    left, found = list(reversed(names)), []
    while left:
        ready = next(
            name for name in left if not any(other in _after(name) for other in left if other != name)
        )
        left.remove(ready)
        found.append(ready)
    return found


def _after(name: str) -> set[str]:
    path = UNITS / (name if "." in name else f"{name}.service")
    lines = re.findall(r"^After=(.*)$", path.read_text(), re.MULTILINE) if path.is_file() else []
    return {other.removesuffix(".service") for line in lines for other in line.split()}


if __name__ == "__main__":
    sys.exit(main())
