"""The signature of a set, an HMAC of its manifest, which holds the digest of every file.

The key is in a file that no set holds: whoever can write where the sets lie can make no set that is restored.
"""

import hmac
from pathlib import Path

from django.conf import settings

from core.backup.programs import BackupError

SIGNATURE = "manifest.hmac"
# « openssl rand -hex 32 » makes 64; copied from paper, its end of line may differ.
LEAST = 32


def has_key() -> bool:
    return bool(settings.BACKUP_KEY_FILE)


def signature(manifest: bytes) -> str:
    """Raises BackupError for a key that cannot be read, or that is none."""
    return hmac.digest(_key(), manifest, "sha256").hex()


def check(folder: Path, manifest: bytes) -> None:
    """Raises BackupError unless the manifest is what the town's own key signed."""
    if not has_key():
        raise BackupError(
            "BACKUP_KEY_FILE est vide : rien ne dit que cette sauvegarde est bien la vôtre. Rien n’en est lu. Donnez "
            "la clé, ou ajoutez --unsigned si vous savez d’où elle vient."
        )
    path = folder / SIGNATURE
    if not path.is_file():
        raise BackupError(
            f"{folder} n’est pas signée : rien ne dit que cette sauvegarde est bien la vôtre. Rien n’en est lu. Si "
            "vous savez d’où elle vient, ajoutez --unsigned."
        )
    if not hmac.compare_digest(path.read_bytes().strip(), signature(manifest).encode()):
        raise BackupError(
            f"La signature de {folder} n’est pas la bonne : cette sauvegarde a été changée depuis, ou faite avec une "
            f"autre clé que celle de {settings.BACKUP_KEY_FILE}. Rien n’en est lu."
        )


def _key() -> bytes:
    path = settings.BACKUP_KEY_FILE
    try:
        key = Path(path).read_bytes().strip()
    except OSError as error:
        raise BackupError(f"La clé des sauvegardes, {path}, ne se lit pas : {error.strerror}.") from error
    if len(key) < LEAST:
        raise BackupError(
            f"{path} doit tenir {LEAST} caractères au moins : « openssl rand -hex 32 » en fait un qui convient."
        )
    return key
