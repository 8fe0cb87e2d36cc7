"""What one message may cost."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Bounds:
    """Seconds and bytes; `memory` is the address space of the process, the interpreter and its libraries included."""

    wall_seconds: float = 20
    cpu_seconds: int = 15
    memory: int = 700_000_000
    files: int = 16
