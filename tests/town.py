"""The demonstration town in the tests' database: one of everything, in every state."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from django.contrib.auth.models import Group
from django.db import transaction
from django.test import Client, override_settings

from core.people.models import Agent
from core.people.roles import Role
from dematerialisation.demonstration.loading import load_town

ACCOUNTS = ["agent", "groupe", "salles", "annuaire", "progiciels", "conseil", "admin"]


# Where the files of the town that a module loaded lie; nothing while none is loaded.
folders: list[Path] = []


def build_town() -> None:
    # A test with real commits may have emptied the tables that migrations filled.
    for role in Role:
        Group.objects.get_or_create(name=role)
    load_town()


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
