"""Make one set while the site is written to.

Files are never overwritten, and a row is committed after its file is on the disk: the files that a snapshot names can
be copied after it, as long as none is erased meanwhile (`storage.COPYING`).
"""

import errno
from collections.abc import Generator
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from pathlib import Path
from typing import IO, Any

from django.conf import settings
from psycopg import Connection, IsolationLevel

from core.backup import contents, sets, signing
from core.backup.contents import Contents, StoredFile
from core.backup.programs import BLOCK, BackupError, Database, piped
from core.backup.sets import BackupSet, Writer
from core.documents import storage
from core.ui import locks

NO_ROOM = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}


@dataclass(frozen=True)
class Saved:
    set: BackupSet
    contents: Contents


def save(destination: Path, *, at: datetime, key: Path | None = None) -> Saved:
    """Raises BackupError; then nothing that looks like a set is left."""
    _check(destination, key)
    with locks.alone(storage.COPYING) as is_ours:
        if not is_ours:
            raise BackupError("Une sauvegarde ou une restauration est déjà en cours.")
        try:
            destination.mkdir(mode=0o700, exist_ok=True)
            sets.remove_unfinished(destination)
            earlier = sets.newest_of_ours(destination)
            writer = Writer(destination, at=at, key=key)
        except OSError as error:
            raise _unwritable(destination, error) from error
        try:
            return _written(writer, earlier)
        except OSError as error:
            writer.give_up()
            raise _unwritable(destination, error) from error
        except BaseException:
            writer.give_up()
            raise


def _check(destination: Path, key: Path | None) -> None:
    if destination.resolve().is_relative_to(storage.root().resolve()):
        raise BackupError(f"{destination} est dans le dossier des documents : choisissez un autre disque.")
    if not (above := destination.resolve().parent).is_dir():
        # Made here, it would fill the disk of the system in the place of one that is not mounted.
        raise BackupError(f"{above} n’est pas là : une faute de frappe, ou un disque qui n’est pas monté ?")
    if key is not None and not key.is_file():
        raise BackupError(f"La clé publique {key} n’est pas là.")
    if signing.has_key():
        # Said now rather than once all is written.
        signing.signature(b"")


def _unwritable(destination: Path, error: OSError) -> BackupError:
    why = "il n’y a plus de place" if error.errno in NO_ROOM else error.strerror
    return BackupError(f"La sauvegarde ne s’écrit pas dans {destination} : {why}.")


def _written(writer: Writer, earlier: BackupSet | None) -> Saved:
    database = Database()
    with database.connected(autocommit=False) as snapshot:
        snapshot.isolation_level, snapshot.read_only = IsolationLevel.REPEATABLE_READ, True
        found, files = contents.read(snapshot), contents.stored_files(snapshot)
        if not found.migrations:
            raise BackupError("Cette base est vide.")
        writer.write(writer.set.name_of(sets.DATABASE), _dump(database, snapshot))
        writer.write(writer.set.name_of(sets.MAILS), contents.mails(snapshot))
    for file in files:
        if not _copy(writer, file, earlier):
            found.lost_files.append(file.reference)
    writer.write(writer.set.name_of(sets.CONTENTS), (part for part in [found.to_json()]))
    if (chosen := settings.BASE_DIR / ".env").is_file():
        writer.write(writer.set.name_of(sets.SETTINGS), sets.chunks_of(chosen.resolve()))
    return Saved(writer.finish(), found)


def _dump(database: Database, snapshot: Connection) -> Generator[bytes]:
    [(name,)] = snapshot.execute("SELECT pg_export_snapshot()").fetchall()
    without = [f"--exclude-table-data={table}" for table in (*contents.tables_left_out(), contents.MAILS)]
    command = database.command("pg_dump", "--format=custom", f"--snapshot={name}", *sorted(without))
    return piped(command, environment=database.environment)


def _copy(writer: Writer, file: StoredFile, earlier: BackupSet | None) -> bool:
    """False when the file is missing on the disk, is no file (a FIFO), or is no longer what was stored."""
    name = writer.set.name_of_document(file.reference, file.sha256)
    if earlier and writer.link(name, earlier):
        return True
    try:
        source = _opened(storage.document_path(file.sha256, file.reference))
    except PermissionError as error:
        # One is all of them: a set without files would be worth nothing.
        raise BackupError(
            f"Ce compte ne peut pas lire {storage.root()} : voyez « Le dossier des documents », dans "
            "docs/exploitation.md."
        ) from error
    except OSError:
        return False
    digest = sha256()
    with source:
        writer.write(name, _counted(source, digest))
    if digest.hexdigest() == file.sha256:
        return True
    writer.forget(name)
    return False


def _opened(path: Path) -> IO[bytes]:
    """Open a file in its place, or in the folder of erased files."""
    try:
        return storage.opened(path)
    except FileNotFoundError:
        return storage.opened(storage.left_path(path))


def _counted(source: IO[bytes], digest: Any) -> Generator[bytes]:
    try:
        while block := source.read(BLOCK):
            digest.update(block)
            yield block
    except OSError:
        # A bad sector of one file stops no backup: the digest is then another.
        digest.update(b"unread")
