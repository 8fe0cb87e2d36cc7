"""A set is made while the site is written to; then all is lost, and comes back."""

import os
import subprocess
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from datetime import timedelta
from io import StringIO
from pathlib import Path
from threading import Event, Thread
from typing import Any

import pytest
from django.core.management import call_command
from django.db import DatabaseError, connection
from django.utils import timezone

from core.backup import contents, restoring, saving, sets
from core.backup.management.commands import restore
from core.backup.programs import BackupError, Database, piped, postgres_program
from core.documents import actions
from core.documents.models import Document
from core.mail.models import OutgoingMail
from core.mail.monitoring import problems
from core.people.models import Agent, SignInCode
from core.ui.french import NBSP
from tests.backup.conftest import SECRET
from tests.documents.factories import DocumentFactory

Elsewhere = Callable[[], AbstractContextManager[str]]


def run(name: str, *arguments: Any, **options: Any) -> str:
    out = StringIO()
    call_command(name, *arguments, stdout=out, stderr=out, **options)
    return out.getvalue().replace("\u00a0", " ")


def files_of(folder: Path) -> dict[str, str]:
    stored = folder / "stored"
    found = sorted(path for path in stored.rglob("*") if path.is_file())
    return {path.relative_to(stored).as_posix(): sets.digest_of(path) for path in found}


def seen() -> contents.Contents:
    with Database().connected() as own:
        return contents.read(own)


def test_the_mails_that_came_since_are_left_to_put_back(settings, tmp_path):
    settings.MAILBOXES = {"essai": {}}
    migrations = [[*each] for each in restoring._migrations()]
    saved = contents.Contents(postgres=17, migrations=migrations, tables={}, triggers=0, lost_files=[])
    found = sets.BackupSet(tmp_path, sets.Manifest(made_at="2026-11-28T01:15:00+00:00"))
    out = StringIO()
    restore.Command(stdout=out)._go_on(found, saved)
    assert f"ceux qui sont arrivés depuis le 28{NBSP}novembre{NBSP}2026" in out.getvalue()


def test_what_is_destroyed_comes_back_to_the_row_and_the_byte(site, tmp_path, elsewhere, settings):
    before, files = seen(), files_of(site)
    said = run("backup", tmp_path / "sets")
    [saved] = sets.found_in(tmp_path / "sets")
    assert str(saved.folder) in said
    assert Path(settings.BACKUP_STAMP).exists()
    assert {path.stat().st_mode & 0o777 for path in saved.folder.rglob("*")} == {0o600, 0o700}
    assert saved.folder.stat().st_mode & 0o777 == 0o700
    with elsewhere():
        assert "Tout est revenu : " in run("restore", saved.folder)
        assert seen() == before
        assert len(files_of(settings.DOCUMENTS_DIR)) == 3
        assert files_of(settings.DOCUMENTS_DIR) == files
        assert run("check_documents", full=True).endswith("tout est à sa place.\n")
        _assert_history_is_for_ever()
        _assert_nothing_opens()
        with pytest.raises(Exception, match="Il y a déjà des fichiers"):
            run("restore", saved.folder)
        settings.DOCUMENTS_DIR = tmp_path / "empty"
        with pytest.raises(Exception, match="n’est pas vide"):
            run("restore", saved.folder)
        assert seen() == before


def _assert_history_is_for_ever() -> None:
    with connection.cursor() as cursor, pytest.raises(DatabaseError, match="Cannot"):
        cursor.execute("UPDATE people_agentevent SET pgh_label = 'x'")


def _assert_nothing_opens() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT body, html, state FROM mail_outgoingmail ORDER BY id")
        secret, other = cursor.fetchall()
        cursor.execute("SELECT (SELECT count(*) FROM django_session), (SELECT count(*) FROM cache)")
        assert cursor.fetchone() == (0, 0)
    assert (SECRET in secret[0], secret[1:]) == (False, ("", "failed"))
    assert other == ("Une phrase à garder", "", "waiting")
    assert not SignInCode.objects.exists()
    # Keys go on where they were.
    OutgoingMail.objects.create(kind="x", address="a@b.example", subject="x", body="x").delete()


def test_no_session_nor_code_nor_link_is_in_a_set(site, tmp_path):
    with connection.cursor() as cursor:
        cursor.execute("SELECT session_key FROM django_session")
        [(session,)] = cursor.fetchall()
    saved = saving.save(tmp_path / "sets", at=timezone.now()).set
    program = postgres_program("pg_restore", Database().major)
    text = b"".join(piped([program, "--file=-", str(saved.folder / sets.DATABASE)]))
    assert b"nadia@ville.example" in text
    written = text + (saved.folder / sets.MAILS).read_bytes()
    assert "Une phrase à garder".encode() in written
    for secret in (session, "lien-secret", "quetzal"):
        assert secret.encode() not in written


@pytest.fixture
def key(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[Path]:
    """The public half of a new key, whose private half is in the keyring."""
    # The agent's socket needs a short path.
    home = subprocess.check_output(["mktemp", "-d", "/tmp/gnupg-XXXXXX"], text=True).strip()
    monkeypatch.setenv("GNUPGHOME", home)
    # Left to gpg, an agent that takes more than five seconds to start on a busy machine is given up.
    agent = ["gpg-agent", "--homedir", home, "--daemon"]
    subprocess.run(agent, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    gpg = ["gpg", "--batch", "--quiet", "--passphrase", ""]
    subprocess.run([*gpg, "--quick-generate-key", "dsi@ville.example", "future-default"], check=True)
    public = tmp_path / "public.asc"
    public.write_bytes(subprocess.check_output(["gpg", "--batch", "--armor", "--export"]))
    yield public
    subprocess.run(["gpgconf", "--kill", "all"], check=True)
    subprocess.run(["rm", "-rf", home], check=True)


@contextmanager
def writers() -> Iterator[None]:
    """Two agents who store and erase files all along."""
    agent, stop = Agent.objects.get(email="nadia@ville.example"), Event()

    def write() -> None:
        kept: list[Document] = []
        try:
            while not stop.wait(0.02):
                kept.append(DocumentFactory.create(by=agent))
                if len(kept) > 2:
                    actions.forget(kept.pop(0), by=agent)
        finally:
            connection.close()

    threads = [Thread(target=write) for _ in range(2)]
    for thread in threads:
        thread.start()
    try:
        yield
    finally:
        stop.set()
        for thread in threads:
            thread.join()


def test_written_to_and_encrypted_a_set_is_whole_and_says_nothing(site, tmp_path, key, monkeypatch, settings):
    erased = Document.objects.earliest("pk")
    path, dump = erased.file_path, saving._dump

    def dumped_while_one_is_erased(*given: Any) -> Any:
        yield from dump(*given)
        actions.forget(erased, by=None)
        # It runs in the thread that feeds GnuPG.
        connection.close()

    monkeypatch.setattr(saving, "_dump", dumped_while_one_is_erased)
    with writers():
        run("backup", tmp_path / "sets", encrypt_for=key)
    assert not path.exists()
    [saved] = sets.found_in(tmp_path / "sets")
    assert saved.name_of_document(erased.reference, erased.sha256) in saved.manifest.files
    for file in saved.folder.rglob("*.*"):
        # Four bytes alone come by chance, once in a thousand sets.
        assert b"%PDF-1." not in file.read_bytes()
        assert file.suffix == ".gpg" or erased.sha256 not in file.read_text()
    assert "Tout est revenu" in run("restore", tmp_path / "sets", drill=True)
    assert problems.drill_note().read_text() == ""
    monkeypatch.setenv("GNUPGHOME", str(tmp_path))
    with pytest.raises(Exception, match="gpg a échoué"):
        run("restore", tmp_path / "sets", drill=True)
    assert "gpg a échoué" in problems.drill_note().read_text()


def test_the_next_set_shares_the_files_that_are_still_good(site, tmp_path):
    first = saving.save(tmp_path / "sets", at=timezone.now() - timedelta(days=1)).set
    stopped = sets.Writer(tmp_path / "sets", at=timezone.now(), key=None)
    stopped.write(sets.DATABASE, (part for part in [b"half"]))
    assert sets.opened(tmp_path / "sets").folder == first.folder
    with pytest.raises(BackupError, match="pas de sauvegarde entière"):
        sets.opened(stopped.folder)
    good, bad = sorted((first.folder / "documents").rglob("*-*"))[:2]
    content = bad.read_bytes()
    bad.write_bytes(b"X" + content[1:])
    second = saving.save(tmp_path / "sets", at=timezone.now()).set
    assert os.path.samefile(good, second.folder / good.relative_to(first.folder))
    assert (second.folder / bad.relative_to(first.folder)).read_bytes() == content
    assert second.faults() == []
    assert {*(tmp_path / "sets").iterdir()} == {first.folder, second.folder}
