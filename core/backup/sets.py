"""One set of files in a folder of its own, named once it is whole; its manifest; how many sets are kept."""

import json
import os
import shutil
import stat
from collections.abc import Generator, Iterable
from contextlib import closing, suppress
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path
from typing import IO

from core.backup import signing
from core.backup.programs import BLOCK, BackupError, encrypted
from core.documents import storage

MANIFEST = "manifest.json"
DATABASE, MAILS, CONTENTS, SETTINGS = "base.dump", "messages.copy", "contenu.json", "env"
PREFIX, TIME = "intranet-", "%Y-%m-%dT%H%M%SZ"
# What is not yet whole, or no longer: never taken for a set.
UNFINISHED = ".part"
FORMAT = 1


@dataclass
class Manifest:
    """Manifest of one set, in clear, without content. `key` is the digest of the public key; empty: not encrypted."""

    made_at: str
    key: str = ""
    # By name, the digest of what lies on the disk.
    files: dict[str, str] = field(default_factory=dict)
    format: int = FORMAT


@dataclass(frozen=True)
class BackupSet:
    folder: Path
    manifest: Manifest

    @property
    def made_at(self) -> datetime:
        return datetime.fromisoformat(self.manifest.made_at).astimezone(UTC)

    @property
    def has_another_date(self) -> bool:
        """Whether its folder carries the name of a set of another moment."""
        return self.folder.name.startswith(PREFIX) and self.folder.name != _name_at(self.made_at)

    @property
    def is_ahead(self) -> bool:
        """Dated later than now: the clock was wrong then, or is now."""
        return self.made_at > datetime.now(UTC)

    @property
    def is_encrypted(self) -> bool:
        return bool(self.manifest.key)

    def name_of(self, file: str) -> str:
        return f"{file}.gpg" if self.is_encrypted else file

    def name_of_document(self, reference: str, digest: str) -> str:
        """Return its path in the folder of documents; encrypted, its name does not reveal its digest either."""
        relative = (
            f"{reference[:2]}/{reference}" if self.is_encrypted else storage.relative(digest, reference)
        )
        return self.name_of(f"documents/{relative}")

    def faults(self) -> list[str]:
        """The names of missing, changed and unknown files, links and FIFOs among them; reads all, from the disk."""
        kinds = {
            path.relative_to(self.folder).as_posix(): path.lstat().st_mode for path in self.folder.rglob("*")
        }
        present = {name for name, mode in kinds.items() if not stat.S_ISDIR(mode)}
        named = self.manifest.files
        wrong = [
            name
            for name in named
            if not stat.S_ISREG(kinds.get(name, 0)) or digest_of(self.folder / name) != named[name]
        ]
        return sorted([*wrong, *(present - {*named, MANIFEST, signing.SIGNATURE})])

    def chunks(self, name: str) -> Generator[bytes]:
        """Raises BackupError once all is read, by whoever closes it too, if it was changed since `faults`.

        Where the sets lie, others may write while one is restored.
        """
        digest = sha256()
        with storage.opened(self.folder / name) as file:
            try:
                while block := file.read(BLOCK):
                    digest.update(block)
                    yield block
            finally:
                while block := file.read(BLOCK):
                    digest.update(block)
                if digest.hexdigest() != self.manifest.files.get(name):
                    raise BackupError(f"{name} a changé pendant la restauration : rien n’en est gardé.")


def _name_at(at: datetime) -> str:
    return PREFIX + at.astimezone(UTC).strftime(TIME)


class Writer:
    """Writes the files of a set that has no name yet."""

    def __init__(self, destination: Path, *, at: datetime, key: Path | None) -> None:
        self.name = _name_at(at)
        self.folder = destination / f".{self.name}{UNFINISHED}"
        self.key = key
        self.manifest = Manifest(made_at=at.isoformat(), key=digest_of(key.resolve()) if key else "")
        self.set = BackupSet(self.folder, self.manifest)
        self.folder.mkdir(mode=0o700)

    def write(self, name: str, chunks: Generator[bytes]) -> None:
        """`name` is the set's own (see `name_of`). Raises BackupError when the disk gives back something else."""
        if self.key:
            chunks = encrypted(chunks, key=self.key)
        digest = sha256()
        # Closed by name: a program that writes to a full disk must not wait for a garbage collection.
        with closing(chunks), self._new(name) as file:
            for chunk in chunks:
                digest.update(chunk)
                file.write(chunk)
            file.flush()
            os.fsync(file.fileno())
        if digest_of(self.folder / name) != digest.hexdigest():
            raise BackupError(f"Relu après écriture, ce fichier n’est pas ce qui a été écrit : {name}.")
        self.manifest.files[name] = digest.hexdigest()

    def link(self, name: str, earlier: BackupSet) -> bool:
        """Share a file with an earlier set; false when that one has not, for the same key, or no longer as it was."""
        digest = earlier.manifest.files.get(name)
        if digest is None or earlier.manifest.key != self.manifest.key:
            return False
        self._folder_of(name)
        try:
            if digest_of(earlier.folder / name) != digest:
                return False
            os.link(earlier.folder / name, self.folder / name)
        except OSError:
            return False
        self.manifest.files[name] = digest
        return True

    def forget(self, name: str) -> None:
        (self.folder / name).unlink()
        del self.manifest.files[name]

    def finish(self) -> BackupSet:
        manifest = json.dumps(asdict(self.manifest), indent=1).encode()
        self._note(MANIFEST, manifest)
        if signing.has_key():
            self._note(signing.SIGNATURE, f"{signing.signature(manifest)}\n".encode())
        os.sync()
        whole = self.folder.with_name(self.name)
        self.folder.rename(whole)
        storage.sync(whole.parent)
        return BackupSet(whole, self.manifest)

    def give_up(self) -> None:
        shutil.rmtree(self.folder, ignore_errors=True)

    def _note(self, name: str, content: bytes) -> None:
        with self._new(name) as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())

    def _new(self, name: str) -> IO[bytes]:
        self._folder_of(name)
        return os.fdopen(os.open(self.folder / name, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb")

    def _folder_of(self, name: str) -> None:
        for parent in reversed(Path(name).parents[:-1]):
            (self.folder / parent).mkdir(mode=0o700, exist_ok=True)


def found_in(destination: Path) -> list[BackupSet]:
    """The whole sets, newest first."""
    return _by_date(opened(folder) for folder in _folders(destination))


def readable_in(destination: Path, *, is_ours: bool) -> list[BackupSet]:
    """Return readable sets, newest first; for ours, those signed with the town's key."""
    found = []
    for folder in _folders(destination):
        with suppress(BackupError):
            found.append(opened(folder, is_ours=is_ours))
    return _by_date(found)


def _by_date(sets: Iterable[BackupSet]) -> list[BackupSet]:
    """By what is signed: whoever can rename a folder must not make an old set the newest.

    Of two with one date, one is a copy, perhaps of the manifest alone: the one whose folder has its name comes first.
    """
    return sorted(sets, key=lambda each: (each.made_at, not each.has_another_date), reverse=True)


def _folders(destination: Path) -> list[Path]:
    """By their names, the last first."""
    return [path.parent for path in sorted(destination.glob(f"{PREFIX}*/{MANIFEST}"), reverse=True)]


def newest_of_ours(destination: Path) -> BackupSet | None:
    """The next set shares its files: not those of one that does not read, or that, with a key, somebody else made.

    Nor those of a copy of ours, whose owner could change them afterwards.
    """
    return next(iter(readable_in(destination, is_ours=signing.has_key())), None)


def opened(folder: Path, *, is_ours: bool = False) -> BackupSet:
    """A set, or the newest of a folder of sets. Raises BackupError; for ours, unless the town's key signed it."""
    if not (folder / MANIFEST).is_file():
        folders = _folders(folder) if folder.name[:1] != "." else []
        if not folders:
            raise BackupError(f"Il n’y a pas de sauvegarde entière dans {folder}.")
        # What is wrong with the one that should be the newest is said, never passed over.
        opened(folders[0], is_ours=is_ours)
        return readable_in(folder, is_ours=is_ours)[0]
    written = (folder / MANIFEST).read_bytes()
    if is_ours:
        # Before anything of it is read.
        signing.check(folder, written)
    try:
        found = BackupSet(folder, Manifest(**json.loads(written)))
        _ = found.made_at
    except (ValueError, TypeError, OverflowError) as error:
        raise BackupError(f"Le manifeste de {folder} ne se lit pas.") from error
    if found.manifest.format != FORMAT:
        raise BackupError(f"{folder} vient d’une autre version de la commande de sauvegarde.")
    return found


def remove_unfinished(destination: Path) -> None:
    """Remove what a stopped backup left; nobody else writes there (see `saving`)."""
    for folder in destination.glob(f".{PREFIX}*{UNFINISHED}"):
        shutil.rmtree(folder)


def remove_old(destination: Path, *, days: int, weeks: int) -> list[str]:
    """Keep the newest set of each of the last days and weeks that have one; the newest of all always stays.

    With a key, only sets that it signed count or go: a date that somebody else wrote would send ours away. What a wrong
    clock dated later than now neither counts nor goes: a week of it would send away each one that is made afterwards.
    """
    found = readable_in(destination, is_ours=True) if signing.has_key() else found_in(destination)
    sets = [each for each in found if not each.is_ahead]
    kept = {each.folder for each in [*sets[:1], *_newest(sets, "%F", days), *_newest(sets, "%G-%V", weeks)]}
    removed = [each.folder for each in sets if each.folder not in kept]
    for folder in removed:
        # Stopped in the middle, it must not look whole.
        shutil.rmtree(folder.rename(folder.with_name(f".{folder.name}{UNFINISHED}")))
    return [folder.name for folder in removed]


def _newest(sets: list[BackupSet], period: str, count: int) -> list[BackupSet]:
    by_period = {each.made_at.strftime(period): each for each in reversed(sets)}
    return sorted(by_period.values(), key=lambda each: each.made_at, reverse=True)[:count]


def chunks_of(path: Path) -> Generator[bytes]:
    with storage.opened(path) as file:
        while block := file.read(BLOCK):
            yield block


def digest_of(path: Path) -> str:
    """From the disk, where the system's memory would hide what the disk did not keep."""
    digest = sha256()
    with storage.opened(path) as file:
        os.posix_fadvise(file.fileno(), 0, 0, os.POSIX_FADV_DONTNEED)
        while block := file.read(BLOCK):
            digest.update(block)
    return digest.hexdigest()
