"""Sets that `manage.py backup` of the version before made are still restored."""

import hmac
import json
import shutil
import subprocess
from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path

import pytest

from core.backup import old_sets
from core.backup.programs import BackupError
from core.documents import storage
from tests.backup.conftest import files_of

KEY = "7c" * 32
CONTENT = b"%PDF-1.7 Avis du maire"
DIGEST = sha256(CONTENT).hexdigest()
SAVED = {
    "postgres": 17,
    "migrations": [["tips", "0001_initial"]],
    "tables": {"tips_tip": 3, "django_session": 0},
    "triggers": 5,
    "lost_files": ["lost-1"],
}


@pytest.fixture(autouse=True)
def key(settings, tmp_path):
    settings.BACKUP_KEY_FILE = str(tmp_path / "key")
    (tmp_path / "key").write_text(f"{KEY}\n")


def make(
    folder: Path, files: dict[str, bytes], *, key: str = "", at: str = "2026-11-28T01:15:00+00:00"
) -> Path:
    """A set as the version before wrote it."""
    for name, content in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(content)
    digests = {name: sha256(content).hexdigest() for name, content in files.items()}
    manifest = json.dumps({"made_at": at, "key": key, "files": digests, "format": 1}).encode()
    (folder / "manifest.json").write_bytes(manifest)
    (folder / "manifest.hmac").write_text(hmac.digest(KEY.encode(), manifest, "sha256").hex() + "\n")
    return folder


def files_in_clear() -> dict[str, bytes]:
    return {
        "base.dump": b"dump",
        "messages.copy": b"mails",
        "contenu.json": json.dumps(SAVED).encode(),
        "env": b"SECRET_KEY=x",
        f"documents/{storage.relative(DIGEST, 'abc-DE_1')}": CONTENT,
    }


def unpacked(source: Path, target: Path) -> dict[str, str]:
    target.mkdir()
    found, manifest = old_sets.opened(source, is_signed=True)
    old_sets.unpack(found, manifest, target)
    files = (path for path in target.rglob("*") if path.is_file())
    return {path.relative_to(target).as_posix(): path.read_text() for path in files}


EXPECTED = {
    "base.dump": "dump",
    "messages.copy": "mails",
    "contents": "tips_tip|3\ntriggers|5\nmigration|tips.0001_initial\n",
    "lost": "lost-1\n",
    f"stored/{storage.relative(DIGEST, 'abc-DE_1')}": CONTENT.decode(),
}


def test_a_set_in_clear_is_unpacked_the_newest_of_a_folder(tmp_path):
    make(tmp_path / "sets" / "intranet-2026-11-29", {"base.dump": b"older"})
    make(tmp_path / "sets" / "intranet-2026-11-28", files_in_clear(), at="2026-11-30T01:15:00+00:00")
    found = unpacked(tmp_path / "sets", tmp_path / "out")
    assert found == EXPECTED


@pytest.fixture
def public_key(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[Path]:
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
    shutil.rmtree(home)


def test_an_encrypted_set_is_unpacked_and_without_its_private_key_is_not(tmp_path, public_key, monkeypatch):
    encrypt = ["gpg", "--batch", "--quiet", "--trust-model", "always", "--encrypt"]
    encrypt += ["--recipient-file", str(public_key)]
    names = {f"documents/{storage.relative(DIGEST, 'abc-DE_1')}": "documents/ab/abc-DE_1"}
    files = {
        f"{names.get(name, name)}.gpg": subprocess.check_output(encrypt, input=content)
        for name, content in files_in_clear().items()
    }
    source = make(tmp_path / "set", files, key="k")
    found = unpacked(source, tmp_path / "out")
    assert found == EXPECTED
    monkeypatch.setenv("GNUPGHOME", str(tmp_path))
    with pytest.raises(BackupError, match="gpg a échoué"):
        unpacked(source, tmp_path / "again")


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (lambda folder: (folder / "base.dump").write_bytes(b"dumb"), "est abîmée.: base.dump"),
        (lambda folder: (folder / "base.dump").unlink(), "est abîmée.: base.dump"),
        (lambda folder: (folder / "manifest.json").write_text("{}"), "n’est pas la bonne"),
        (lambda folder: (folder / "manifest.hmac").unlink(), "rien ne dit que"),
        (lambda folder: (folder / "manifest.json").unlink(), "pas de sauvegarde entière"),
    ],
)
def test_what_was_changed_is_refused(tmp_path, change, words):
    source = make(tmp_path / "set", files_in_clear())
    change(source)
    with pytest.raises(BackupError, match=words):
        unpacked(source, tmp_path / "out")


def test_no_file_is_placed_elsewhere_by_a_forged_set(tmp_path):
    source = make(tmp_path / "set", {f"documents/aa/bb/{'a' * 64}-abc": CONTENT})
    with pytest.raises(BackupError, match="n’est pas de l’intranet"):
        unpacked(source, tmp_path / "out")


def test_all_of_it_comes_back(site, tmp_path):
    """The rows and the files of today's set, written as the version before did."""
    site.done("backup")
    stage = tmp_path / "stage"
    site.done("restic", "restore", "latest", "--target", stage)
    lines = [line.split("|") for line in (stage / "contents").read_text().splitlines()]
    [[_, triggers]] = [line for line in lines if line[0] == "triggers"]
    saved = {
        "migrations": [line[1].split(".", 1) for line in lines if line[0] == "migration"],
        "tables": {name: int(count) for name, count in lines if name not in ("triggers", "migration")},
        "triggers": int(triggers),
        "lost_files": [],
    }
    stored = site.documents / "stored"
    files = {f"documents/{name}": (stored / name).read_bytes() for name in files_of(site.documents)}
    files |= {name: (stage / name).read_bytes() for name in ("base.dump", "messages.copy")}
    source = make(tmp_path / "set", {**files, "contenu.json": json.dumps(saved).encode()})
    with site.elsewhere() as other:
        said = other.done("", "restore", source)
        assert "Tout est revenu" in said
        assert files_of(other.documents) == files_of(site.documents)
