"""Unpack a set that `manage.py backup` of the version before made, for `deploy/restore --from`.

Read for one version after the one that made them; then this module, `manage.py restore` and BACKUP_KEY_FILE go. A set
is a folder: a manifest with the digest of each file, an HMAC of the manifest, and files in clear or for a GnuPG key.
"""

import hmac
import json
import re
import subprocess
from collections.abc import Callable
from datetime import datetime
from hashlib import file_digest
from pathlib import Path
from typing import Any

from django.conf import settings

from core.backup import contents
from core.backup.programs import BackupError
from core.documents import storage

MANIFEST, SIGNATURE = "manifest.json", "manifest.hmac"
REFERENCE = re.compile("[0-9A-Za-z_-]{1,12}")


def opened(folder: Path, *, is_signed: bool) -> tuple[Path, dict[str, Any]]:
    """Return a set and its manifest, or the newest of a folder. Raise BackupError for one that does not read."""
    if not (folder / MANIFEST).is_file():
        found = [opened(path.parent, is_signed=is_signed) for path in folder.glob(f"intranet-*/{MANIFEST}")]
        if not found:
            raise BackupError(f"Il n’y a pas de sauvegarde entière dans {folder}.")
        # By the date that is signed, whatever the folder's name.
        return max(found, key=lambda each: datetime.fromisoformat(each[1]["made_at"]))
    written = (folder / MANIFEST).read_bytes()
    if is_signed:
        _check_signature(folder, written)
    try:
        manifest = json.loads(written)
        datetime.fromisoformat(manifest["made_at"])
        if manifest["format"] != 1:
            raise ValueError
    except (ValueError, TypeError, KeyError) as error:
        raise BackupError(f"Le manifeste de {folder} ne se lit pas.") from error
    return folder, manifest


def _check_signature(folder: Path, manifest: bytes) -> None:
    """Before anything of it is read."""
    try:
        key = Path(settings.BACKUP_KEY_FILE).read_bytes().strip()
        signature = (folder / SIGNATURE).read_bytes().strip()
    except OSError as error:
        raise BackupError(
            f"La signature de {folder}, ou la clé qui l’a faite (BACKUP_KEY_FILE), ne se lit pas : rien ne dit que "
            "cette sauvegarde est bien la vôtre. Si vous savez d’où elle vient, ajoutez --unsigned."
        ) from error
    # An empty key would vouch for anything.
    if len(key) < 32 or not hmac.compare_digest(
        signature, hmac.digest(key, manifest, "sha256").hex().encode()
    ):
        raise BackupError(
            f"La signature de {folder} n’est pas la bonne : cette sauvegarde a été changée depuis, ou faite avec une "
            f"autre clé que celle de {settings.BACKUP_KEY_FILE}. Rien n’en est lu."
        )


def unpack(folder: Path, manifest: dict[str, Any], target: Path) -> None:
    """Write what deploy/restore reads: `base.dump`, `messages.copy`, `contents`, `lost`, and files under `stored`."""
    read = _decrypted if manifest["key"] else Path.replace
    for name, digest in manifest["files"].items():
        copy = target / "copy"
        # Copied before it is verified: others may write where the sets lie.
        try:
            with storage.opened(folder / name) as file, copy.open("wb") as written:
                while block := file.read(1_048_576):
                    written.write(block)
        except OSError as error:
            raise BackupError(f"Cette sauvegarde est abîmée : {name} ne se lit pas.") from error
        if _digest_of(copy) != digest:
            raise BackupError(f"Cette sauvegarde est abîmée : {name} n’est pas ce qui a été écrit.")
        _place(copy, Path(name.removesuffix(".gpg") if manifest["key"] else name), target, read)


def _place(copy: Path, name: Path, target: Path, read: Callable[[Path, Path], object]) -> None:
    clear = target / "clear"
    read(copy, clear)
    if name.parts[0] == "documents":
        digest = _digest_of(clear)
        reference = name.name.removeprefix(f"{digest}-")
        if not REFERENCE.fullmatch(reference):
            raise BackupError(f"Cette sauvegarde nomme un document qui n’est pas de l’intranet : {name}.")
        place = target / "stored" / storage.relative(digest, reference)
        place.parent.mkdir(parents=True, exist_ok=True)
        clear.chmod(storage.FILE_MODE)
        clear.rename(place)
    elif name.name == "contenu.json":
        _write_contents(json.loads(clear.read_bytes()), target)
    elif name.name in ("base.dump", "messages.copy"):
        clear.rename(target / name.name)
    for left in (copy, clear):
        left.unlink(missing_ok=True)


def _write_contents(saved: dict[str, Any], target: Path) -> None:
    left_out = contents.tables_left_out()
    lines = [f"{table}|{count}" for table, count in saved["tables"].items() if table not in left_out]
    lines += [f"triggers|{saved['triggers']}"]
    lines += [f"migration|{app}.{name}" for app, name in saved["migrations"]]
    (target / "contents").write_text("\n".join(lines) + "\n")
    (target / "lost").write_text("".join(f"{reference}\n" for reference in saved["lost_files"]))


def _decrypted(source: Path, target: Path) -> None:
    """By the private key in the keyring of the person who restores."""
    command = ["gpg", "--batch", "--yes", "--quiet", "--no-options", "--output"]
    done = subprocess.run(
        [*command, str(target), "--decrypt", str(source)], capture_output=True, text=True, check=False
    )
    if done.returncode:
        raise BackupError(f"gpg a échoué : {done.stderr.strip().splitlines()[-1]}")


def _digest_of(path: Path) -> str:
    with path.open("rb") as file:
        return file_digest(file, "sha256").hexdigest()
