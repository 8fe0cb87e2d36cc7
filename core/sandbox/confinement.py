"""What the process that answers gives up before it looks at the request."""

from __future__ import annotations

import ctypes
import os
import resource
import signal
import sys
from contextlib import suppress
from pathlib import Path

from core.sandbox.limits import Limits

PR_SET_PDEATHSIG = 1
PR_SET_NO_NEW_PRIVS = 38
# Loaded before any fork.
LIBC = ctypes.CDLL(None) if sys.platform == "linux" else None


def confine(limits: Limits, parent: int) -> None:
    """Processor, memory, no file written, no process begun, no trace of a crash; the first to go when memory fails."""
    if LIBC:
        LIBC.prctl(PR_SET_PDEATHSIG, int(signal.SIGKILL), 0, 0, 0)
        LIBC.prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0)
        with suppress(OSError):
            Path("/proc/self/oom_score_adj").write_text("1000")
    # The parent may have died before the call above.
    if os.getppid() != parent:
        os._exit(1)
    with suppress(ValueError, OSError):
        # At the first a signal that names the cause; at the second the kernel's own.
        resource.setrlimit(resource.RLIMIT_CPU, (limits.cpu_seconds, limits.cpu_seconds + 1))
    for limit, value in (
        (resource.RLIMIT_AS, limits.memory),
        (resource.RLIMIT_FSIZE, 0),
        (resource.RLIMIT_NOFILE, limits.files),
        (resource.RLIMIT_NPROC, 0),
        (resource.RLIMIT_CORE, 0),
    ):
        with suppress(ValueError, OSError):
            resource.setrlimit(limit, (value, value))
    os.nice(limits.niceness)
