"""What is not whole is not taken for a set, and a set that is damaged or of another version restores nothing."""

import json
import os
import resource
import shutil
import socket
from collections.abc import Callable
from contextlib import chdir
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from core.backup import contents, programs, restoring, saving, sets, signing
from core.backup.programs import BackupError
from core.documents import actions, cleanup, storage
from core.documents.models import Document
from core.ui import locks
from tests.backup.conftest import fill
from tests.commands import run_with_database_at
from tests.documents.factories import DocumentFactory

Change = Callable[[Path], object]


@pytest.fixture
def saved(
    transactional_db: None, documents_dir: Path, tmp_path: Path, tmp_path_factory: pytest.TempPathFactory
) -> Path:
    """The folder of a good set, made once; the site's own folder of documents is empty."""
    made = tmp_path_factory.getbasetemp() / "good_sets"
    if not made.exists():
        fill()
        saving.save(made, at=timezone.now())
        shutil.rmtree(documents_dir)
    shutil.copytree(made, tmp_path / "sets")
    return sets.opened(tmp_path / "sets").folder


def _document(folder: Path) -> Path:
    return next((folder / "documents").rglob("*-*"))


def _truncate(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:-100])


def _change_a_byte(path: Path) -> None:
    content = bytearray(path.read_bytes())
    content[len(content) // 2] ^= 1
    path.write_bytes(content)


def _into_a_fifo(path: Path) -> None:
    path.unlink()
    os.mkfifo(path)


def _into_a_link(path: Path) -> None:
    """The same bytes, for as long as whoever made it wishes."""
    path.symlink_to(path.rename(path.parents[4] / "elsewhere"))


FAULTS: dict[str, tuple[Change, str]] = {
    "truncated": (lambda folder: _truncate(folder / sets.DATABASE), "est abîmée : 1 fichier, dont base.dump"),
    "changed": (lambda folder: _change_a_byte(_document(folder)), "est abîmée : 1 fichier, dont documents/"),
    "missing": (lambda folder: _document(folder).unlink(), "est abîmée : 1 fichier, dont documents/"),
    "fifo": (lambda folder: _into_a_fifo(_document(folder)), "est abîmée : 1 fichier, dont documents/"),
    "link": (lambda folder: _into_a_link(_document(folder)), "est abîmée : 1 fichier, dont documents/"),
    "unknown fifo": (lambda folder: os.mkfifo(folder / "x"), "est abîmée : 1 fichier, dont x"),
    "added": (lambda folder: (folder / "x").touch(), "est abîmée : 1 fichier, dont x"),
    "manifest": (lambda folder: _truncate(folder / sets.MANIFEST), "Le manifeste de"),
    "unfinished": (lambda folder: (folder / sets.MANIFEST).unlink(), "Il n’y a pas de sauvegarde entière"),
}


def test_a_damaged_set_restores_nothing(saved, tmp_path, elsewhere):
    with elsewhere():
        for name, (change, words) in FAULTS.items():
            copy = Path(shutil.copytree(saved, tmp_path / name))
            change(copy)
            with pytest.raises(CommandError) as refusal:
                call_command("restore", copy, unsigned=name == "manifest")
            assert words in str(refusal.value).replace("\u00a0", " ")
        with programs.Database().connected() as own:
            assert contents.is_empty(own)
        assert not storage.root().exists()


@pytest.mark.parametrize("name", [sets.DATABASE, sets.MAILS])
def test_what_changes_while_it_is_restored_is_not_kept(saved, elsewhere, monkeypatch, name):
    """Whoever writes where the sets lie waits until it is verified; the program need not even read what they added."""
    stock = restoring._checked

    def checked(source: sets.BackupSet) -> contents.Contents:
        found = stock(source)
        with (source.folder / name).open("ab") as file:
            file.write(b"\n")
        return found

    monkeypatch.setattr(restoring, "_checked", checked)
    with elsewhere(), pytest.raises(BackupError, match="a changé pendant la restauration"):
        restoring.restore(sets.opened(saved, is_ours=True))


def test_a_set_of_another_version_is_refused_before_anything(saved, monkeypatch):
    ours = restoring._migrations()
    monkeypatch.setattr(restoring, "_migrations", lambda: ours - {("tips", "0001_initial")})
    with pytest.raises(BackupError, match=r"tips\.0001_initial"):
        restoring.restore(sets.opened(saved))


def test_a_set_of_an_older_version_asks_for_the_migrations(saved):
    found = restoring._checked(sets.opened(saved))
    assert not restoring.has_older_version(found)
    assert restoring.has_older_version(replace(found, migrations=found.migrations[1:]))


@pytest.mark.parametrize(
    ("reference", "sha256"), [("abcdef", "../../../elsewhere"), ("../../x", "a" * 64), ("abcdef", "/etc/x")]
)
def test_no_file_is_placed_elsewhere_by_a_forged_set(tmp_path, reference, sha256):
    """Encrypted, a file's name does not hold its digest, which the forged table gives."""
    forged = sets.BackupSet(tmp_path, sets.Manifest("2026-11-29", key="k"))
    forged.manifest.files[forged.name_of_document(reference, sha256)] = ""
    with pytest.raises(BackupError, match="n’est pas de l’intranet"):
        restoring._put_files(
            forged,
            contents.Contents(17, [], {}, 0, []),
            [contents.StoredFile(reference, sha256)],
            lambda chunks, file: True,
        )


def test_a_difference_is_told(saved):
    found = restoring._checked(sets.opened(saved))
    other = replace(found, tables=found.tables | {"tips_tip": 1})
    with pytest.raises(BackupError, match=r"diffère de la base sauvegardée.: tips_tip"):
        restoring._compare(found, other)


def test_a_restore_that_stops_leaves_the_place_empty(saved, elsewhere, monkeypatch):
    def cut(*given: Any) -> None:
        raise OSError("cut")

    monkeypatch.setattr(contents, "put_mails", cut)
    with elsewhere():
        with pytest.raises(OSError, match="cut"):
            restoring.restore(sets.opened(saved))
        with programs.Database().connected() as own:
            assert contents.is_empty(own)
        assert not (storage.root() / "stored").exists()


def test_a_full_disk_leaves_no_set_and_the_earlier_ones(saved):
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (100_000, before[1]))
    try:
        with pytest.raises(BackupError, match="il n’y a plus de place"):
            saving.save(saved.parent, at=timezone.now() + timedelta(days=1))
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)
    assert [*saved.parent.iterdir()] == [saved]


@pytest.mark.django_db
def test_refusals_before_anything_is_written(settings, tmp_path, documents_dir, monkeypatch):
    at = timezone.now()
    with pytest.raises(BackupError, match="dans le dossier des documents"):
        saving.save(documents_dir / "sets", at=at)
    with pytest.raises(BackupError, match=r"La clé publique .* n’est pas là"):
        saving.save(tmp_path / "sets", at=at, key=tmp_path / "absent.asc")
    monkeypatch.setattr(programs, "_candidates", lambda name, major: iter(["/usr/bin/false"]))
    with pytest.raises(BackupError, match="apt-get install postgresql-client-17"):
        saving.save(tmp_path / "sets", at=at)
    assert [*(tmp_path / "sets").iterdir()] == []
    assert not documents_dir.exists()


def test_without_gnupg_nothing_is_written_in_clear(tmp_path, monkeypatch, settings):
    monkeypatch.setenv("PATH", str(tmp_path))
    (tmp_path / "key").touch()
    writer = sets.Writer(tmp_path, at=timezone.now(), key=tmp_path / "key")
    with pytest.raises(BackupError, match="Le programme gpg manque"):
        writer.write("x.gpg", (part for part in [b"clear"]))
    assert (writer.folder / "x.gpg").read_bytes() == b""


def test_what_the_disk_did_not_keep_is_no_set(tmp_path, monkeypatch):
    writer = sets.Writer(tmp_path, at=timezone.now(), key=None)
    monkeypatch.setattr(sets, "digest_of", lambda path: "another")
    with pytest.raises(BackupError, match="Relu après écriture"):
        writer.write(sets.DATABASE, (part for part in [b"x"]))


def test_files_that_this_account_may_not_read_stop_the_backup(site, tmp_path, monkeypatch):
    def refuses(path: Path) -> Any:
        raise PermissionError

    monkeypatch.setattr(saving, "_opened", refuses)
    with pytest.raises(CommandError, match="ne peut pas lire"):
        call_command("backup", tmp_path / "sets")
    assert [*(tmp_path / "sets").iterdir()] == []


def test_a_lost_file_stops_no_backup_and_is_told(site, tmp_path):
    missing, damaged = Document.objects.order_by("pk")[:2]
    missing.file_path.unlink()
    _change_a_byte(damaged.file_path)
    with pytest.raises(CommandError, match=f"{missing.reference} et {damaged.reference}"):
        call_command("backup", tmp_path / "sets")
    found = restoring._checked(sets.opened(tmp_path / "sets"))
    assert found.lost_files == [missing.reference, damaged.reference]


def _another_key(tmp_path: Path) -> str:
    (tmp_path / "other.key").write_text("5a" * 32)
    return str(tmp_path / "other.key")


def _forge(folder: Path) -> None:
    """A file changed, and the manifest with it."""
    _change_a_byte(folder / sets.DATABASE)
    manifest = json.loads((folder / sets.MANIFEST).read_text())
    manifest["files"][sets.DATABASE] = sets.digest_of(folder / sets.DATABASE)
    (folder / sets.MANIFEST).write_text(json.dumps(manifest, indent=1))


UNTRUSTED: dict[str, tuple[Change, str]] = {
    "forged": (_forge, "n’est pas la bonne"),
    "unreadable": (lambda folder: (folder / sets.MANIFEST).write_text("{"), "n’est pas la bonne"),
    "unsigned": (lambda folder: (folder / signing.SIGNATURE).unlink(), "n’est pas signée"),
    "fifo": (lambda folder: _into_a_fifo(folder / signing.SIGNATURE), "n’est pas signée"),
}


@pytest.mark.parametrize("drill", [False, True])
@pytest.mark.parametrize("name", UNTRUSTED)
def test_of_a_set_that_the_town_did_not_sign_nothing_is_read(saved, monkeypatch, name, drill):
    change, words = UNTRUSTED[name]
    change(saved)
    monkeypatch.setattr(sets, "Manifest", None)
    with pytest.raises(CommandError, match=f"{words}.*Rien n’en est lu"):
        call_command("restore", saved.parent, drill=drill)


def test_the_key_is_the_towns_own(saved, settings, tmp_path):
    sets.opened(saved, is_ours=True)
    settings.BACKUP_KEY_FILE = _another_key(tmp_path)
    with pytest.raises(BackupError, match="une autre clé que celle de"):
        sets.opened(saved, is_ours=True)
    settings.BACKUP_KEY_FILE = ""
    with pytest.raises(BackupError, match=r"BACKUP_KEY_FILE est vide.*--unsigned"):
        sets.opened(saved, is_ours=True)
    sets.opened(saved)


def test_the_key_is_in_no_set(saved, backup_key):
    key = backup_key.read_bytes().strip()
    assert all(key not in path.read_bytes() for path in saved.rglob("*") if path.is_file())


@pytest.mark.parametrize(("content", "words"), [("", "32 caractères au moins"), (None, "ne se lit pas")])
def test_without_its_key_no_set_is_begun(transactional_db, settings, tmp_path, content, words):
    settings.BACKUP_KEY_FILE = str(tmp_path / "key")
    if content is not None:
        (tmp_path / "key").write_text(content)
    with pytest.raises(BackupError, match=words):
        saving.save(tmp_path / "sets", at=timezone.now())
    assert not (tmp_path / "sets").exists()


@pytest.mark.parametrize("is_forged", [False, True])
def test_a_set_shares_no_file_with_one_that_is_not_the_towns(site, tmp_path, is_forged):
    first = saving.save(tmp_path / "sets", at=timezone.now() - timedelta(days=1)).set
    gone = Document.objects.earliest("pk")
    gone.file_path.unlink()
    if is_forged:
        _forge(first.folder)
    made = saving.save(tmp_path / "sets", at=timezone.now())
    assert made.contents.lost_files == [gone.reference] * is_forged


def test_what_is_no_file_is_told_and_never_waited_for(site, tmp_path):
    fifo, listening, linked = Document.objects.order_by("pk")[:3]
    _into_a_fifo(fifo.file_path)
    listening.file_path.unlink()
    linked.file_path.rename(tmp_path / "elsewhere")
    linked.file_path.symlink_to(tmp_path / "elsewhere")
    # The address of a socket is short.
    with socket.socket(socket.AF_UNIX) as heard, chdir(listening.file_path.parent):
        heard.bind(listening.file_path.name[-20:])
    os.rename(listening.file_path.parent / listening.file_path.name[-20:], listening.file_path)
    unusual = [fifo, listening, linked]
    with pytest.raises(CommandError) as told:
        call_command("backup", tmp_path / "sets")
    for each in unusual:
        assert each.reference in str(told.value)
    saved = sets.opened(tmp_path / "sets", is_ours=True)
    assert saved.faults() == []
    assert restoring._checked(saved).lost_files == [each.reference for each in unusual]


@pytest.mark.django_db(transaction=True)
def test_nothing_leaves_the_disk_during_a_copy_nor_a_second_one_begins(tmp_path, together, documents_dir):
    erased, other = DocumentFactory.create(), DocumentFactory.create()
    with locks.alone(storage.COPYING):
        actions.forget(erased, by=None)
        assert not erased.file_path.exists()
        assert storage.left_path(erased.file_path).exists()
        assert cleanup.clear() == 0
        [refusal] = together(lambda: saving.save(tmp_path / "sets", at=timezone.now()))
        assert "déjà en cours" in str(refusal)
    assert cleanup.clear() == 1
    actions.forget(other, by=None)
    assert [path for path in documents_dir.rglob("*") if path.is_file()] == []


def test_a_database_that_is_away_is_said_in_french(tmp_path):
    """The pool's own words were in English, and came many times."""
    with socket.socket() as closed:
        closed.bind(("127.0.0.1", 0))
        ended = run_with_database_at(closed.getsockname()[1], "backup", tmp_path / "sets")
    assert ended.returncode == 1
    assert "La base de données ne répond pas" in ended.stderr
    assert "pool" not in ended.stderr
    assert len(ended.stderr.splitlines()) == 1


def test_a_disk_that_is_not_mounted(tmp_path):
    with pytest.raises(BackupError, match="un disque qui n’est pas monté"):
        saving.save(tmp_path / "disque" / "intranet", at=timezone.now())
    assert not (tmp_path / "disque").exists()
