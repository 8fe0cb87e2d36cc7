"""Put a set back where there is nothing, or try it in a database that is emptied afterwards."""

import json
import re
import shutil
from collections.abc import Callable, Generator, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import asdict
from hashlib import sha256
from pathlib import Path

import psycopg
from django.db.migrations.loader import MigrationLoader
from psycopg import Connection, sql

from core.backup import contents, sets
from core.backup.contents import Contents, StoredFile
from core.backup.programs import BackupError, Database, decrypted, piped
from core.backup.sets import BackupSet
from core.documents import storage
from core.history import database_roles
from core.ui import locks
from core.ui.french import exact_count_of

# Of the same server, for `drill`.
DRILL_SUFFIX = "_exercice"
# What the database's own rules let a document be called.
DIGEST, REFERENCE = re.compile("[0-9a-f]{64}"), re.compile("[0-9A-Za-z_-]{1,12}")
SECTIONS = (("--section=pre-data", "--section=data"), ("--section=post-data",))


def restore(source: BackupSet) -> Contents:
    """Into the empty database and folder of the site. Raises BackupError, once both are empty again."""
    if any(path for path in storage.root().rglob("*") if not path.is_dir()):
        raise BackupError(
            f"Il y a déjà des fichiers dans {storage.root()} : rien n’est fait. N’effacez rien : mettez ce dossier de "
            "côté, et un vide à sa place, comme le dit « Restaurer » dans docs/exploitation.md."
        )
    with locks.alone(storage.COPYING) as is_ours:
        if not is_ours:
            raise BackupError("Une sauvegarde ou une restauration est déjà en cours.")
        try:
            saved = _put_back(source, Database(), _place)
        except BaseException:
            shutil.rmtree(storage.root() / "stored", ignore_errors=True)
            raise
        database_roles.grant_to_running_role()
        return saved


def drill(source: BackupSet) -> Contents:
    """Into a database of its own, the files being read only: neither the site's nor its folder is touched."""
    with _drill_database() as database:
        return _put_back(source, database, _check)


@contextmanager
def _drill_database() -> Iterator[Database]:
    """Empty before and after. The role of a town may make none: its administrators make this one, once."""
    site = Database()
    spare = Database(site.name + DRILL_SUFFIX)
    name = sql.Identifier(spare.name)
    with site.connected() as connection:
        known = connection.execute("SELECT FROM pg_database WHERE datname = %s", [spare.name]).rowcount
        try:
            if not known:
                connection.execute(sql.SQL("CREATE DATABASE {}").format(name))
            _empty(spare)
            yield spare
            _empty(spare)
        except psycopg.errors.InsufficientPrivilege as error:
            raise BackupError(
                f"La base de l’exercice, {spare.name}, n’est pas prête : docs/exploitation.md dit comment la créer."
            ) from error
        finally:
            if not known:
                connection.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(name))


def _empty(database: Database) -> None:
    with database.connected() as connection:
        contents.empty(connection)


def _put_back(
    source: BackupSet, database: Database, put: Callable[[Iterable[bytes], StoredFile], bool]
) -> Contents:
    """`put` takes one file, and says whether it is the one that its row names."""
    saved = _checked(source)
    with database.connected() as connection:
        if not contents.is_empty(connection):
            raise BackupError(f"La base {database.name} n’est pas vide : recréez-la d’abord.")
        try:
            _fill(source, database, connection)
            _compare(saved, contents.read(connection))
            _put_files(source, saved, contents.stored_files(connection), put)
            connection.execute("ANALYZE")
        except BaseException:
            contents.empty(connection)
            raise
    return saved


def _checked(source: BackupSet) -> Contents:
    if faults := source.faults():
        raise BackupError(
            f"Cette sauvegarde est abîmée : {exact_count_of(len(faults), 'fichier')}, dont {faults[0]}. Prenez-en une "
            "autre."
        )
    saved = Contents(**json.loads(b"".join(_read(source, sets.CONTENTS))))
    ours = _migrations()
    if unknown := [each for each in saved.migrations if tuple(each) not in ours]:
        raise BackupError(
            f"Cette sauvegarde vient d’une autre version de l’intranet (migration « {'.'.join(unknown[0])} ») : "
            "installez celle-là d’abord."
        )
    return saved


def has_older_version(saved: Contents) -> bool:
    """Whether migrations must be run before the site is."""
    return len(saved.migrations) < len(_migrations())


def _migrations() -> set[tuple[str, str]]:
    return set(MigrationLoader(None).disk_migrations or {})


def _read(source: BackupSet, name: str) -> Generator[bytes]:
    return _in_clear(source, source.name_of(name))


def _in_clear(source: BackupSet, name: str) -> Generator[bytes]:
    chunks = source.chunks(name)
    return decrypted(chunks) if source.is_encrypted else chunks


def _fill(source: BackupSet, database: Database, connection: Connection) -> None:
    """The mails come back between their table and the keys that point at it."""
    for sections in SECTIONS:
        # Whose database it is owns what comes back; the site's rights on it are given anew.
        options = ("--no-owner", "--no-privileges", "--exit-on-error")
        command = database.command("pg_restore", *options, *sections)
        for _ in piped(command, _read(source, sets.DATABASE), environment=database.environment):
            pass
        if sections == SECTIONS[0]:
            contents.put_mails(connection, _read(source, sets.MAILS))


def _compare(saved: Contents, found: Contents) -> None:
    before, after = asdict(saved), asdict(found)
    tables = before["tables"].keys() | after["tables"].keys()
    wrong = [name for name in sorted(tables) if before["tables"].get(name) != after["tables"].get(name)]
    if wrong or before["triggers"] != after["triggers"]:
        raise BackupError(
            f"La base restaurée diffère de la base sauvegardée : {', '.join(wrong) or 'déclencheurs'}."
        )


def _put_files(
    source: BackupSet,
    saved: Contents,
    files: list[StoredFile],
    put: Callable[[Iterable[bytes], StoredFile], bool],
) -> None:
    for file in files:
        if not (DIGEST.fullmatch(file.sha256) and REFERENCE.fullmatch(file.reference)):
            # Whoever knows the public key can write a set, its tables without their constraints: no path comes of it.
            raise BackupError(
                f"Cette sauvegarde nomme un document qui n’est pas de l’intranet : {file.reference!r}."
            )
        if file.reference in saved.lost_files:
            continue
        name = source.name_of_document(file.reference, file.sha256)
        if name not in source.manifest.files or not put(_in_clear(source, name), file):
            raise BackupError(f"Le fichier du document {file.reference} n’est pas celui de sa fiche.")


def _place(chunks: Iterable[bytes], file: StoredFile) -> bool:
    with storage.new_file() as copy:
        for chunk in chunks:
            copy.write(chunk)
        copy.flush()
        path = Path(copy.name)
    try:
        storage.sync(path)
        storage.place(path, storage.document_path(file.sha256, file.reference))
    finally:
        storage.remove(path)
    return sets.digest_of(storage.document_path(file.sha256, file.reference)) == file.sha256


def _check(chunks: Iterable[bytes], file: StoredFile) -> bool:
    digest = sha256()
    for chunk in chunks:
        digest.update(chunk)
    return digest.hexdigest() == file.sha256
