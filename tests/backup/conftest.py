"""A site of its own: a database with real commits, a folder of documents, and a restic repository."""

from __future__ import annotations

import os
import subprocess
import sys
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from hashlib import file_digest
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings as django_settings
from django.core.cache import cache
from django.core.files.base import ContentFile
from django.db import connection
from django.test import Client
from django.utils import timezone

from core.documents import actions, fields
from core.mail.models import OutgoingMail
from core.people.models import SignInCode
from tests.documents import samples
from tests.documents.factories import DocumentFactory
from tests.factories import AgentFactory
from tests.postgres import empty_database
from tests.suggestions.factories import IdeaFactory

SECRET = "https://intranet.example/compte/mot-de-passe/nouveau/abc-lien-secret/"


@dataclass
class Site:
    """The scripts of deploy/ as a town runs them, on a database and a folder of documents."""

    folder: Path
    documents: Path
    database: str
    environ: dict[str, str] = field(default_factory=dict)

    @property
    def server(self) -> str:
        return os.environ["DATABASE_URL"].rpartition("/")[0]

    def prepare(self) -> None:
        (self.folder / "work").mkdir()
        (self.folder / "key").write_text("7c" * 32 + "\n")
        self.done("restic", "init")

    @property
    def stamp(self) -> Path:
        return self.folder / "sauvegarde"

    def run(self, script: str, *words: str | Path, **environ: str) -> subprocess.CompletedProcess[str]:
        """Run one of deploy/, or `manage.py` without a name."""
        command = ["bash", f"deploy/{script}"] if script else [sys.executable, "manage.py"]
        usual = {"TRIAL": "true", "PYTHON": sys.executable, "UPGRADE_OWNER": "root"}
        places = {
            "DOCUMENTS_DIR": self.documents,
            "BACKUP_STAMP": self.stamp,
            "BACKUP_KEY_FILE": self.folder / "key",
            "BACKUP_SETTINGS": self.folder / "backup.env",
            "BACKUP_WORK": self.folder / "work",
            "RESTIC_REPOSITORY": self.folder / "repository",
            "RESTIC_PASSWORD_FILE": self.folder / "key",
            "DATABASE_URL": f"{self.server}/{self.database}",
        }
        usual |= {name: str(place) for name, place in places.items()}
        done = subprocess.run(
            [*command, *map(str, words)],
            env={**os.environ, **usual, **self.environ, **environ},
            cwd=django_settings.BASE_DIR,
            capture_output=True,
            text=True,
            timeout=300,
            check=False,
        )
        done.stdout, done.stderr = (text.replace("\u00a0", " ") for text in (done.stdout, done.stderr))
        return done

    def done(self, script: str, *words: str | Path, **environ: str) -> str:
        done = self.run(script, *words, **environ)
        assert done.returncode == 0, (done.stdout, done.stderr)
        return done.stdout

    def refused(self, script: str, *words: str | Path, **environ: str) -> str:
        done = self.run(script, *words, **environ)
        assert done.returncode != 0, done.stdout
        return done.stderr

    def snapshots(self, tag: str = "base") -> list[str]:
        said = self.done("restic", "snapshots", "--json", "--tag", tag)
        return [part.partition('"')[0] for part in said.split('"short_id":"')[1:]]

    @contextmanager
    def elsewhere(self) -> Iterator[Site]:
        """Another machine, with nothing but the key and the address of the repository."""
        folder = self.folder / uuid.uuid4().hex
        folder.mkdir()
        with empty_database(f"restored_{uuid.uuid4().hex[:6]}") as url:
            yield Site(self.folder, folder, url.rpartition("/")[2], self.environ)


@pytest.fixture
def site(transactional_db: None, tmp_path: Path, documents_dir: Path) -> Site:
    site = Site(tmp_path, documents_dir, connection.settings_dict["NAME"])
    site.prepare()
    fill()
    return site


@pytest.fixture
def drill_database(site: Site) -> Iterator[str]:
    name = f"{site.database}_exercice"
    with connection.cursor() as cursor:
        cursor.execute(f'DROP DATABASE IF EXISTS "{name}"')
        cursor.execute(f'CREATE DATABASE "{name}"')
    yield name
    with connection.cursor() as cursor:
        cursor.execute(f'DROP DATABASE "{name}" WITH (FORCE)')


def files_of(folder: Path) -> dict[str, str]:
    stored = folder / "stored"
    found = {}
    for path in stored.rglob("*-*"):
        with path.open("rb") as file:
            found[path.relative_to(stored).as_posix()] = file_digest(file, "sha256").hexdigest()
    return found


def fill() -> None:
    """Rows that must come back, and those that must not."""
    agent = AgentFactory.create(email="nadia@ville.example")
    IdeaFactory.create()
    for _ in range(3):
        DocumentFactory.create(by=agent)
    Client().force_login(agent)
    SignInCode.objects.create(agent=agent, code_hash="x", expires_at=timezone.now() + timedelta(days=7))
    cache.set("tries:quetzal", 3)
    with fields.streamed(ContentFile(samples.pdf(), name="plan.pdf")) as file:
        actions.stage(file, by=agent)
    mail: Any = {"kind": "x", "address": agent.email, "subject": "Mot de passe"}
    OutgoingMail.objects.create(**mail, is_secret=True, body=SECRET, html=SECRET)
    OutgoingMail.objects.create(**mail, body="Une phrase à garder")
