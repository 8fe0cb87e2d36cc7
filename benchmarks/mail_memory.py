"""What a process held at most."""

from pathlib import Path


def peak_megabytes(process: int | str = "self") -> float:
    """VmHWM: that of the program alone; getrusage() counts what it was before it became this program too."""
    status = Path(f"/proc/{process}/status").read_text()
    line = next(line for line in status.splitlines() if line.startswith("VmHWM:"))
    return int(line.split()[1]) / 1024
