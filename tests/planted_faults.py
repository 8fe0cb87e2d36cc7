"""Plant faults in the product, and see which the tests find: `python -m tests.planted_faults`.

A suite that is made shorter must find all that it found before. tests/planted_faults.txt lists the faults: what each
is, its file, the tests that must find it, the exact text that is taken out (-) and what is put in instead (+). The
command checks that each text stands exactly once, plants the faults one at a time in a copy, runs their tests until
one fails, and prints which were found. `--check` checks the texts only; numbers choose some faults; `--pytest` is the
command that runs the tests.
"""

import argparse
import shlex
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).resolve().parent.parent
LEFT_OUT = shutil.ignore_patterns(".git", ".local", "__pycache__")


class Fault(NamedTuple):
    """The likeliest test to fail stands first in `tests`."""

    kind: str
    file: str
    tests: list[str]
    old: str
    new: str


def faults() -> Iterator[Fault]:
    """Yield those of the list, in its order: numbers begin at 1."""
    for block in (ROOT / "tests/planted_faults.txt").read_text().split("\n\n")[1:]:
        kind, file, tests, *lines = block.strip("\n").split("\n")
        old, new = ("\n".join(line[1:] for line in lines if line[0] == sign) for sign in "-+")
        yield Fault(kind, file, tests.split(), old, new)


def misplaced() -> Iterator[str]:
    """Yield each fault whose old text does not stand exactly once, or whose tests are not there."""
    for number, fault in enumerate(faults(), start=1):
        times = (ROOT / fault.file).read_text().count(fault.old)
        if times != 1:
            yield f"{number}: {fault.file} holds the old text {times} times"
        yield from (f"{number}: {path} is not there" for path in fault.tests if not (ROOT / path).exists())


def plant(copy: Path, fault: Fault, pytest: list[str]) -> str:
    """Run the tests of this fault with it in the copy; return what came of it."""
    path = copy / fault.file
    before = path.read_text()
    path.write_text(before.replace(fault.old, fault.new))
    try:
        command = [*pytest, "-q", "-x", "-p", "no:randomly", *fault.tests]
        ended = subprocess.run(command, cwd=copy, capture_output=True, text=True, check=False)
    finally:
        path.write_text(before)
    failed = [line for line in ended.stdout.splitlines() if line.startswith(("FAILED", "ERROR"))]
    if ended.returncode == 1 and failed:
        return "found   " + failed[0].split()[1]
    return "MISSED" if ended.returncode == 0 else f"not run ({ended.returncode})"


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("numbers", nargs="*", type=int)
    parser.add_argument("--check", action="store_true")
    parser.add_argument("--pytest", default=f"{sys.executable} -m pytest -n 0")
    given = parser.parse_args()
    if wrong := list(misplaced()):
        sys.stdout.write("\n".join([*wrong, ""]))
        return 1
    is_lost = False
    with tempfile.TemporaryDirectory(prefix="planted-") as folder:
        copy = Path(folder) / "copy"
        if not given.check:
            shutil.copytree(ROOT, copy, symlinks=True, ignore=LEFT_OUT)
        for number, fault in enumerate(() if given.check else faults(), start=1):
            if number in (given.numbers or [number]):
                result = plant(copy, fault, shlex.split(given.pytest))
                is_lost |= not result.startswith("found")
                sys.stdout.write(f"{number:2}  {fault.file:45}  {fault.kind:35}  {result}\n")
                sys.stdout.flush()
    return int(is_lost)


if __name__ == "__main__":
    sys.exit(main())
