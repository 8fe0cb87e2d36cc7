"""The demonstration town in the tests' database: one of everything, in every state."""

import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from django.contrib.auth.models import Group
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from django.test import Client, override_settings

from core.documents.actions import stage
from core.documents.fields import streamed
from core.documents.models import Upload
from core.people.models import Agent
from core.people.roles import Role
from deliberations.imports import actions as deliberation_imports
from demo.loading.town import load_town
from directory.cards import actions
from directory.imports import actions as agent_imports

ACCOUNTS = ["agent", "groupe", "salles", "annuaire", "progiciels", "conseil", "admin"]


DELIBERATIONS = (
    "COLL_NOM;COLL_SIRET;DELIB_ID;DELIB_DATE;DELIB_MATIERE_CODE;DELIB_MATIERE_NOM;DELIB_OBJET\n"
    "Port-Mimosa;21990999100016;2019_06_001;2019-06-25;7.1;finances locales;Adoption du compte administratif\n"
    "Port-Mimosa;21990999100016;2019_06_002;hier;7.1;finances locales;Une date qui n’en est pas une\n"
)
AGENTS = (
    "Matricule;Nom;Prénom;Fonction\n99001;DE LA FONTAINE;Jeanne;Archiviste\n;SANS MATRICULE;Paul;Paveur\n"
)
# Where the files of the town that a module loaded lie; nothing while none is loaded.
folders: list[Path] = []


def build_town() -> None:
    # A test with real commits may have emptied the tables that migrations filled.
    for role in Role:
        Group.objects.get_or_create(name=role)
    load_town()
    leave_work_waiting()


def leave_work_waiting() -> None:
    """What the demonstration holds none of: files that wait for a confirmation, a correction for an answer."""
    secretary, manager = (Agent.objects.get(identifiant=name) for name in ("conseil", "annuaire"))
    deliberation_imports.begin(
        _sent("deliberations.csv", DELIBERATIONS, by=secretary), by=secretary, submission_key=uuid.uuid4()
    )
    agent_imports.begin(
        upload=_sent("agents.csv", AGENTS, by=manager), by=manager, submission_key=uuid.uuid4()
    )
    agent = Agent.objects.get(identifiant="agent")
    actions.propose_correction(by=agent, subject=agent, function="Responsable de la planification")


def _sent(name: str, text: str, *, by: Agent) -> Upload:
    with streamed(SimpleUploadedFile(name, text.encode())) as file:
        return stage(file, by=by)


@contextmanager
def town_for_a_module(blocker: Any) -> Iterator[None]:
    """Loaded once, around the transactions of the module's tests, and rolled back after the last; its files too."""
    with TemporaryDirectory() as folder:
        folders.append(Path(folder))
        with blocker.unblock(), override_settings(DOCUMENTS_DIR=folders[-1]):
            outer = transaction.atomic()
            outer.__enter__()
            build_town()
        yield
        folders.pop()
        with blocker.unblock():
            transaction.set_rollback(True)
            outer.__exit__(None, None, None)


def signed_in_as(identifiant: str, **options: bool) -> Client:
    """A client that answers 500 as a browser would see it, instead of raising."""
    client = Client(raise_request_exception=False, **options)
    client.force_login(Agent.objects.get(identifiant=identifiant))
    return client
