from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.directory.imports.slapd import Slapd


@pytest.fixture(scope="session")
def running_slapd() -> Iterator[Slapd]:
    server = Slapd()
    try:
        server.start()
        server.set_up()
        yield server
    finally:
        server.remove()


@pytest.fixture
def slapd(running_slapd: Slapd, settings: Any, tmp_path: Path) -> Slapd:
    """Without an entry, and what the settings describe."""
    running_slapd.clear()
    settings.LDAP = running_slapd.described(stamp=str(tmp_path / "ldap"))
    return running_slapd
