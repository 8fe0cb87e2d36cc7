"""A site of its own: a database with real commits, and a folder of documents."""

import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core.cache import cache
from django.core.files.base import ContentFile
from django.test import Client
from django.utils import timezone

from core.documents import actions, fields
from core.mail.models import OutgoingMail
from core.people.models import SignInCode
from tests import databases
from tests.documents import samples
from tests.documents.factories import DocumentFactory
from tests.factories import AgentFactory
from tests.postgres import empty_database
from tests.suggestions.factories import IdeaFactory

SECRET = "https://intranet.example/compte/mot-de-passe/nouveau/abc-lien-secret/"


@pytest.fixture(autouse=True)
def backup_key(settings: Any, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """One for all tests: they share a set."""
    key = tmp_path_factory.getbasetemp() / "sauvegarde.key"
    key.write_text("7c" * 32 + "\n")
    settings.BACKUP_KEY_FILE = str(key)
    return key


@pytest.fixture
def site(transactional_db: None, settings: Any, tmp_path: Path, documents_dir: Path) -> Path:
    """Its folder of documents."""
    settings.BACKUP_STAMP = str(tmp_path / "sauvegarde")
    fill()
    return documents_dir


@pytest.fixture
def elsewhere(settings: Any, tmp_path: Path) -> Any:
    """`with elsewhere() as name:` an empty database and an empty folder in place of the site's."""

    @contextmanager
    def connected() -> Iterator[str]:
        before, settings.DOCUMENTS_DIR = settings.DOCUMENTS_DIR, tmp_path / uuid.uuid4().hex
        with empty_database(f"restored_{uuid.uuid4().hex[:6]}") as url:
            name = url.rpartition("/")[2]
            with databases.connected_to(name):
                yield name
        settings.DOCUMENTS_DIR = before

    return connected


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
    mail = {"kind": "x", "address": agent.email, "subject": "Mot de passe"}
    OutgoingMail.objects.create(**mail, is_secret=True, body=SECRET, html=SECRET)
    OutgoingMail.objects.create(**mail, body="Une phrase à garder")
