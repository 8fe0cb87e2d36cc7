"""Bring `.venv` in line with a lock file; does nothing, quickly, when nothing changed."""

import fcntl
import hashlib
import subprocess
import sys
from pathlib import Path

from config.embedded_postgres import unpack

CHECKOUT = Path(__file__).resolve().parent.parent

FAILED = "l'installation des paquets a échoué : cette machine atteint-elle un dépôt de paquets Python ?"


def fingerprint(lock: Path) -> str:
    """What the installed packages depend on: the lock and the Python."""
    return f"{sys.version_info[0]}.{sys.version_info[1]} {hashlib.sha256(lock.read_bytes()).hexdigest()}"


def install(lock: Path, stamp: Path) -> int:
    """Install exactly what the lock says, then the database server; return the exit status."""
    expected = fingerprint(lock)
    if stamp.exists() and stamp.read_text() == expected:
        return 0
    stamp.unlink(missing_ok=True)
    print(f"Installation des paquets ({lock.name})…", flush=True)
    pip = [
        sys.executable,
        "-m",
        "pip",
        "--disable-pip-version-check",
        "install",
        "--quiet",
        "--require-virtualenv",
    ]
    if subprocess.call([*pip, "--require-hashes", "--no-deps", "--requirement", str(lock)]):
        print(FAILED, file=sys.stderr)
        return 1
    unpack()
    stamp.write_text(expected)
    return 0


def main() -> int:
    """Install for the lock named on the command line, one process at a time."""
    lock = CHECKOUT / sys.argv[1]
    stamp = Path(sys.prefix) / f"installed-{lock.name}"
    with (Path(sys.prefix) / "installing.lock").open("w") as turn:
        fcntl.flock(turn, fcntl.LOCK_EX)
        return install(lock, stamp)


if __name__ == "__main__":
    try:
        sys.exit(main())
    except KeyboardInterrupt:
        sys.exit(130)
