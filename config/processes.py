"""Child processes that never outlive their parent."""

import contextlib
import ctypes
import os
import signal
import subprocess
import sys
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import IO

PR_SET_PDEATHSIG = 1
# Loaded before any fork: the child may only make the call.
LIBC = ctypes.CDLL(None) if sys.platform == "linux" else None


@dataclass(frozen=True)
class Account:
    """A Unix account to drop to."""

    uid: int
    gid: int


def die_with_parent(sign: signal.Signals) -> None:
    """Ask the kernel for `sign` when the parent of this process dies (Linux only)."""
    if LIBC:
        LIBC.prctl(PR_SET_PDEATHSIG, int(sign), 0, 0, 0)


def tied_to_this_process(sign: signal.Signals) -> Callable[[], None]:
    """Return a function that a child runs before its command: it gets `sign` when this process dies."""
    parent = os.getpid()

    def in_child() -> None:
        die_with_parent(sign)
        # The parent may have died before the call above.
        if os.getppid() != parent:
            os._exit(1)

    return in_child


def spawn(
    command: Sequence[str | Path],
    *,
    parting_signal: signal.Signals = signal.SIGTERM,
    account: Account | None = None,
    environ: Mapping[str, str] | None = None,
    cwd: Path | None = None,
    source: IO[bytes] | int | None = None,
    output: IO[bytes] | None = None,
) -> subprocess.Popen[bytes]:
    """Start a command in a session of its own, so that a Ctrl-C at the terminal reaches its parent alone."""
    # Between fork and exec only one thread runs: the callers start no thread before.
    return subprocess.Popen(
        command,
        stdin=source or subprocess.DEVNULL,
        stdout=output,
        stderr=subprocess.STDOUT if output else None,
        env=environ,
        cwd=cwd,
        start_new_session=True,
        preexec_fn=tied_to_this_process(parting_signal),
        user=account.uid if account else None,
        group=account.gid if account else None,
        extra_groups=[] if account else None,
    )


def stop(process: subprocess.Popen[bytes], *signals: signal.Signals, patience: float = 10) -> None:
    """Send each signal in turn until the process has ended, then kill what is left of its session."""
    for sign in signals:
        if process.poll() is not None:
            break
        process.send_signal(sign)
        with contextlib.suppress(subprocess.TimeoutExpired):
            process.wait(patience)
    # The session has the id of this process; the kernel does not reuse it while one member is alive.
    with contextlib.suppress(ProcessLookupError, PermissionError):
        os.killpg(process.pid, signal.SIGKILL)
    process.wait()
