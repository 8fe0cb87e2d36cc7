"""The process that opens one file: `python -m core.sandbox.child <worker> <limits> <options>`, run by `client`.

The file is its standard input; its standard output is STARTED, frames after their lengths, and END.
"""

import ctypes
import importlib
import json
import os
import resource
import signal
import sys
from contextlib import suppress
from typing import Any

STARTED, LENGTH = b"+", 8
END = b"\xff" * LENGTH
PR_SET_PDEATHSIG = 1
# No process, thread, program, socket or namespace is begun; bubblewrap has made its own by then.
REFUSED_CALLS = b"clone clone3 fork vfork execve execveat socket unshare ptrace io_uring_setup"
# What libseccomp does with a call: ERRNO is EPERM.
ALLOW, ERRNO = 0x7FFF0000, 0x00050001


def main() -> None:
    worker = importlib.import_module(sys.argv[1])
    confine(**json.loads(sys.argv[2]))
    file, out = os.fdopen(0, "rb"), os.fdopen(os.dup(1), "wb", 0)
    # What a library prints is no answer.
    os.dup2(2, 1)
    out.write(STARTED)
    try:
        options = json.loads(sys.argv[3])
        worker.answer(file, lambda frame: out.write(len(frame).to_bytes(LENGTH) + frame), **options)
    except MemoryError:
        os.kill(os.getpid(), signal.SIGKILL)
    out.write(END)
    os._exit(0)


def confine(*, cpu_seconds: int, memory: int, answer: int, niceness: int, **others: Any) -> None:
    """Give up time, memory, large files and other processes, for good; only then is the file looked at."""
    os.nice(niceness)
    # Python ignores it, and a library would swallow the error.
    signal.signal(signal.SIGXFSZ, signal.SIG_DFL)
    limits = {"CPU": cpu_seconds, "AS": memory, "FSIZE": answer, "NOFILE": 64, "NPROC": 0, "CORE": 0}
    for kind, limit in limits.items():
        # A lower one is there already, or the system has none of this kind.
        with suppress(ValueError, OSError):
            # The processor's signal names the cause; a second later comes the kernel's own.
            resource.setrlimit(getattr(resource, f"RLIMIT_{kind}"), (limit, limit + (kind == "CPU")))
    if sys.platform == "linux":
        # Where bubblewrap is missing, nothing else ends this process with its parent.
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, int(signal.SIGKILL), 0, 0, 0)
        # Stop what no limit does: the kernel counts no process of root's, and lets a sandbox make namespaces.
        seccomp = ctypes.CDLL("libseccomp.so.2")
        seccomp.seccomp_init.restype = ctypes.c_void_p
        rules = ctypes.c_void_p(seccomp.seccomp_init(ctypes.c_uint32(ALLOW)))
        numbers = map(seccomp.seccomp_syscall_resolve_name, REFUSED_CALLS.split())
        add = seccomp.seccomp_rule_add_array
        # Negative: a call that this processor has not got.
        refused = (add(rules, ctypes.c_uint32(ERRNO), number, 0, None) for number in numbers if number >= 0)
        if any(refused) or seccomp.seccomp_load(rules):
            raise OSError("seccomp")


if __name__ == "__main__":
    main()
