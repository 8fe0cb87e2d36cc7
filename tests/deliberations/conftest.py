from collections.abc import Callable
from datetime import date

import pytest
from django.test import Client

from core.documents.actions import store_bytes
from core.documents.models import Document, PageText
from core.people.models import Agent
from deliberations.models import Annex, CouncilSession, Deliberation
from tests.deliberations.factories import AnnexFactory, DeliberationFactory, SessionFactory, pdf

Store = Callable[..., Document]


@pytest.fixture
def client(signed_in: Callable[[Agent], Client], council_secretary: Agent) -> Client:
    """The secretary's."""
    return signed_in(council_secretary)


@pytest.fixture
def stored(council_secretary: Agent) -> Store:
    """`stored("acte.pdf")`: a real small PDF on the disk, its one page read."""

    def store(name: str = "acte.pdf", words: str = "Le conseil décide.") -> Document:
        document = store_bytes(pdf(words), name=name, by=council_secretary, read_text=False)
        PageText.objects.create(document=document, number=1, text=words)
        Document.objects.filter(pk=document.pk).update(text_state="read", page_count=1)
        document.refresh_from_db()
        return document

    return store


@pytest.fixture
def published(stored: Store) -> Deliberation:
    """A published deliberation, with its text and an annex."""
    deliberation = DeliberationFactory.create(
        number="2026_06_001", object="Adoption du compte financier unique 2025", text=stored("cfu.pdf")
    )
    AnnexFactory.create(deliberation=deliberation, document=stored("plan.pdf"), position=1)
    return deliberation


@pytest.fixture
def unpublished(stored: Store) -> Deliberation:
    """The same in a session that is being prepared."""
    session = SessionFactory.create(draft=True, held_on=date(2026, 9, 24))
    session.refresh_from_db()
    deliberation = DeliberationFactory.create(
        session=session, number="2026_09_001", text=stored("projet.pdf")
    )
    AnnexFactory.create(deliberation=deliberation, document=stored("plan.pdf"), position=1)
    return deliberation


@pytest.fixture
def draft(council_secretary: Agent) -> CouncilSession:
    """A session being prepared, with three deliberations that have no number yet."""
    session = SessionFactory.create(draft=True)
    for rank in (1, 2, 3):
        DeliberationFactory.create(session=session, number="", position=rank, object=f"Point {rank}")
    session.refresh_from_db()
    return session


@pytest.fixture
def annex(published: Deliberation) -> Annex:
    return published.annexes.get()
