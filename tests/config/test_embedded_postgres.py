import os
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from config import embedded_postgres
from config.embedded_postgres import MAJOR, Account, can_reach, older_folders, socket_folder
from config.messages import Refusal

as_root = pytest.mark.skipif(os.geteuid() != 0, reason="only root drops to another account")


def data_folder(parent: Path, major: str) -> Path:
    folder = parent / f"postgres-{major}"
    folder.mkdir()
    (folder / "PG_VERSION").write_text(f"{major}\n")
    return folder


@pytest.fixture
def open_path() -> Iterator[Path]:
    """A folder with a short name that every account may enter (pytest's own are deep and private)."""
    with tempfile.TemporaryDirectory(prefix="demat-open-") as name:
        Path(name).chmod(0o755)
        yield Path(name)


def test_what_another_version_left_is_found(tmp_path):
    data = tmp_path / f"postgres-{MAJOR}"
    assert older_folders(data, "2") == []
    older = data_folder(tmp_path, "16")
    assert older_folders(data, "2") == [older]
    data_folder(tmp_path, MAJOR)
    # Before towns had a version.
    assert older_folders(data, "2") == [older, data]
    (data / "TOWN_VERSION").write_text("2")
    assert older_folders(data, "2") == []
    # For a town dated from today.
    assert older_folders(data, "2", own_too=True) == [older, data]
    assert older_folders(data, "3") == [older, data]
    (data / "PG_VERSION").write_text("18\n")
    assert data in older_folders(data, "2")


def test_the_socket_folder_is_private_and_stays_the_same(monkeypatch, open_path):
    monkeypatch.setattr(embedded_postgres, "short_folders", lambda: [open_path])
    first = socket_folder(None, "key")
    assert first.stat().st_mode & 0o777 == 0o700
    assert socket_folder(None, "key") == first
    # Not private: someone else may have put it there.
    first.chmod(0o777)
    assert socket_folder(None, "key") != first


def test_a_deep_temporary_folder_is_passed_over(monkeypatch, tmp_path):
    deep = tmp_path / ("d" * embedded_postgres.LONGEST_SOCKET_FOLDER)
    deep.mkdir()
    monkeypatch.setattr(embedded_postgres, "short_folders", lambda: [deep])
    with pytest.raises(Refusal, match="assez court"):
        socket_folder(None, "key")


@as_root
def test_a_checkout_that_the_account_cannot_enter_puts_its_data_elsewhere(monkeypatch, open_path):
    refuge, closed = open_path / "refuge", open_path / "closed"
    closed.mkdir(mode=0o700)
    monkeypatch.setattr(embedded_postgres, "SHARED_HOME", refuge)
    monkeypatch.setattr(embedded_postgres, "short_folders", lambda: [open_path])
    place = embedded_postgres.place_for(closed)
    assert place.account is not None
    assert place.data.is_relative_to(refuge)
    assert can_reach(place.account, place.data.parent)
    assert not list(closed.glob(".local/postgres*"))


@as_root
def test_programs_out_of_reach_are_copied(monkeypatch, open_path):
    server = open_path / "closed" / "postgresql-17"
    (server / "bin").mkdir(parents=True)
    (server / "bin" / "postgres").touch(mode=0o755)
    monkeypatch.setattr(embedded_postgres, "unpack", lambda: server)
    account = Account(65534, 65534)
    assert embedded_postgres.reachable_programs(account, open_path / "refuge") == server / "bin"
    (open_path / "closed").chmod(0o700)
    copy = embedded_postgres.reachable_programs(account, open_path / "refuge")
    assert copy == open_path / "refuge" / "postgresql-17" / "bin"
    assert can_reach(account, copy / "postgres")
