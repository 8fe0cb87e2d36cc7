"""What one request may cost."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Limits:
    """Seconds and bytes; `memory` is the address space of the process, the interpreter and its libraries included."""

    # Far beyond the processor time: on a loaded machine a good file is no slow one.
    wall_seconds: float = 60
    cpu_seconds: int = 15
    memory: int = 700_000_000
    files: int = 16
    # Of one frame, which the parent holds in memory, and of all.
    frame: int = 64_000_000
    answer: int = 64_000_000
    niceness: int = 0
