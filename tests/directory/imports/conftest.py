from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from core.people.models import Agent
from tests.directory.imports.import_ldap import NADIA, run
from tests.directory.imports.slapd import Slapd, guid


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


@pytest.fixture
def linked(slapd: Slapd, librarian: Agent) -> Agent:
    """Nadia's account, which a first pass found by her address."""
    slapd.add(*NADIA, mail="Nadia.Benali@ville.example", title="bibliothécaire")
    run()
    librarian.refresh_from_db()
    assert librarian.directory_key == guid("nbenali")
    return librarian
