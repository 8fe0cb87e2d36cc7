"""Sets are made while the site is written to; then all is lost, and comes back."""

import fcntl
import os
import re
import shutil
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from django.conf import settings
from django.db import DatabaseError, connection

from core.backup import contents
from core.documents.models import Document
from core.mail.models import OutgoingMail
from core.people.models import Agent, SignInCode
from tests import databases
from tests.backup.conftest import SECRET, Site, files_of
from tests.documents.factories import DocumentFactory

BASE_DIR = settings.BASE_DIR


def test_what_is_destroyed_comes_back_to_the_row_and_the_byte(site):
    files = files_of(site.documents)
    saved = site.done("backup").partition(" ")[0]
    assert site.stamp.exists()
    (site.folder / "key").write_text("8d" * 32)
    with site.elsewhere() as other:
        assert "wrong password" in other.refused("restore")
        # From paper, its end of line may differ.
        (site.folder / "key").write_text("7c" * 32)
        said = other.done("restore")
        assert saved in said
        assert "Tout est revenu : " in said
        assert files_of(other.documents) == files
        assert len(files) == 3
        assert not (other.documents / "withdrawn").exists()
        assert other.done("", "check_documents", "--full").endswith("tout est à sa place.\n")
        with databases.connected_to(other.database):
            _assert_history_is_for_ever()
            _assert_nothing_opens()
        assert "Il y a déjà des fichiers" in other.refused("restore")
        other.documents = site.folder / "empty"
        other.documents.mkdir()
        assert "n’est pas vide" in other.refused("restore")
        with databases.connected_to(other.database):
            assert Document.objects.count() == 3


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
    site.done("backup")
    site.done("restic", "restore", "latest", "--target", tmp_path / "out", "--exclude", "stored")
    # Not compressed, the dump is read as it is.
    written = b"".join(path.read_bytes() for path in (tmp_path / "out").iterdir() if path.is_file())
    assert b"nadia@ville.example" in written
    assert "Une phrase à garder".encode() in written
    for secret in (session, "lien-secret", "quetzal"):
        assert secret.encode() not in written
    encrypted = b"".join(path.read_bytes() for path in (tmp_path / "repository").rglob("*") if path.is_file())
    assert b"nadia@ville.example" not in encrypted


def with_restic_that(site: Site, word: str, does: str) -> str:
    """A PATH whose restic does this first, when it is asked for that."""
    program = site.folder / "bin" / "restic"
    program.parent.mkdir()
    real = shutil.which("restic")
    program.write_text(f'#!/bin/sh\ncase "$*" in *" {word} "*) {does} ;; esac\nexec {real} "$@"\n')
    program.chmod(0o755)
    return f"{program.parent}:{os.environ['PATH']}"


def test_a_file_erased_while_it_is_saved_is_in_the_set(site):
    erased = Document.objects.earliest("pk")
    # In the middle of the work: once the dump is written, before restic reads the files.
    script = (
        f"from core.documents import actions; from core.documents.models import Document; "
        f"actions.forget(Document.objects.get(pk={erased.pk}), by=None)"
    )
    shell = f'{sys.executable} {BASE_DIR}/manage.py shell --verbosity 0 --command "{script}" >&2 || exit 9'
    before = files_of(site.documents)
    site.done("backup", PATH=with_restic_that(site, "backup", shell))
    assert not erased.file_path.exists()
    assert [path.name for path in (site.documents / "withdrawn").iterdir()] == [erased.file_path.name]
    with site.elsewhere() as other:
        other.done("restore")
        assert files_of(other.documents) == before


def test_what_is_lost_or_no_file_stops_no_backup_and_is_named(site, drill_database):
    missing, fifo, link = Document.objects.order_by("pk")
    for each in (missing, fifo):
        each.file_path.unlink()
    os.mkfifo(fifo.file_path)
    link.file_path.symlink_to(link.file_path.rename(site.folder / "elsewhere"))
    said = site.refused("backup")
    assert "manquaient déjà sur le disque : " in said
    assert [each.reference for each in (missing, fifo, link) if each.reference not in said] == []
    assert site.stamp.exists()
    assert not Path(f"{site.stamp}.echec").exists()
    assert "Manquaient déjà à la sauvegarde : " in site.run("restore", "--drill").stderr
    assert Path(f"{site.stamp}.exercice").read_text() == ""


def test_a_damaged_file_is_named_and_the_rest_comes_back(site, drill_database):
    """With `KEEP=`, which forgets nothing: the night ends well all the same."""
    damaged = Document.objects.order_by("pk").first()
    damaged.file_path.chmod(0o600)
    damaged.file_path.write_bytes(b"autre chose")
    site.done("backup", KEEP="")
    assert "n’est pas celui de sa fiche" in site.refused("restore", "--drill")
    with site.elsewhere() as other:
        said = other.refused("restore")
        assert damaged.file_path.name in said.partition("y sont abîmés")[2]
        assert len(files_of(other.documents)) == 3
        with databases.connected_to(other.database):
            assert Document.objects.count() == 3


def test_a_second_set_of_a_day_erases_neither_the_first_nor_what_each_hour_saved(site):
    first = site.done("backup").partition(" ")[0]
    site.done("backup", "files")
    DocumentFactory.create(by=Agent.objects.get(email="nadia@ville.example"))
    second = site.done("backup").partition(" ")[0]
    assert site.snapshots() == [first, second]
    assert len(site.snapshots("files")) == 1
    with site.elsewhere() as other:
        other.done("restore", first)
        assert len(files_of(other.documents)) == 3


def test_nothing_old_is_forgotten_unless_the_new_set_is_whole(site):
    first = site.done("backup").partition(" ")[0]
    keep_one = {"KEEP": "--keep-last 1"}
    path = with_restic_that(site, "check", 'echo "Fatal: no" >&2; exit 1')
    said = site.refused("backup", PATH=path, **keep_one)
    assert "Le dépôt des sauvegardes est abîmé : Fatal: no" in said
    assert "est abîmé" in Path(f"{site.stamp}.echec").read_text()
    assert Path(f"{site.stamp}.echec").stat().st_mode & 0o777 == 0o644
    assert first in site.snapshots()
    last = site.done("backup", **keep_one).partition(" ")[0]
    assert site.snapshots() == [last]
    assert not Path(f"{site.stamp}.echec").exists()


def test_a_damaged_repository_is_found_by_the_drill_and_restores_nothing(site, drill_database):
    site.done("backup")
    assert "Tout est revenu : " in site.done("restore", "--drill")
    assert Path(f"{site.stamp}.exercice").read_text() == ""
    assert _is_empty(drill_database)
    assert {path.name for path in (site.folder / "work").iterdir()} == {"drill", "lock", "restic"}
    assert [*(site.folder / "work" / "drill").iterdir()] == []
    packs = (site.folder / "repository" / "data").rglob("?" * 64)
    pack = max(packs, key=lambda each: each.stat().st_size)
    content = bytearray(pack.read_bytes())
    content[len(content) // 2] ^= 1
    pack.chmod(0o600)
    pack.write_bytes(content)
    assert "est abîmé" in site.refused("restore", "--drill")
    assert "est abîmé" in Path(f"{site.stamp}.exercice").read_text()
    with site.elsewhere() as other:
        assert "ne se lit pas" in other.refused("restore")
        assert _is_empty(other.database)
        assert [*other.documents.rglob("*")] == []


def _is_empty(name: str) -> bool:
    with databases.connected_to(name), connection.cursor() as cursor:
        cursor.execute(contents.IS_EMPTY)
        return bool(cursor.fetchone()[0])


def test_a_set_of_a_later_version_is_refused_and_a_difference_named(site, tmp_path):
    site.done("backup")
    stage = tmp_path / "stage"
    site.done("restic", "restore", "latest", "--target", stage)
    saved = (stage / "contents").read_text()
    wrong = re.sub(r"^tips_tip\|\d+$", "tips_tip|7", saved, flags=re.MULTILINE)
    with site.elsewhere() as other:
        for words, text in (
            ("une autre version", f"{saved}migration|tips.0999_later\n"),
            ("diffère de la base sauvegardée : tips_tip.", wrong),
        ):
            (stage / "contents").write_text(text)
            assert words in other.refused("restore", "--from", stage)
            assert _is_empty(other.database)


def test_what_is_missing_is_said_in_french_and_noted(site, tmp_path):
    noted = Path(f"{site.stamp}.echec")
    for words, environ in (
        ("La base de données ne répond pas", {"DATABASE_URL": "postgres://x@127.0.0.1:9/x"}),
        ("Le programme restic manque", {"PATH": str(without_restic(tmp_path))}),
        ("Ce compte n’écrit pas dans", {"BACKUP_WORK": str(tmp_path / "none")}),
        ("ne s’écrit pas", {"RESTIC_REPOSITORY": str(tmp_path / "none")}),
    ):
        assert words in site.refused("backup", **environ)
        assert words in noted.read_text().replace("\u00a0", " ")
    with locked(site.folder / "work" / "lock"):
        assert "déjà en cours" in site.refused("backup")


def without_restic(folder: Path) -> Path:
    place = folder / "without"
    place.mkdir()
    others = ("mktemp", "readlink", "dirname", "tail", "grep", "chmod", "find")
    for name in ("bash", "env", "cat", "rm", *others):
        (place / name).symlink_to(str(shutil.which(name)))
    return place


@contextmanager
def locked(path: Path) -> Iterator[None]:
    with path.open("w") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield
