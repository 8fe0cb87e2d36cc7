from datetime import date
from typing import Any

import factory
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone
from fpdf import FPDF

from core.documents.models import Document
from deliberations.models import Annex, Councillor, CouncilSession, Deliberation, Mandate, Matter


class CouncillorFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Councillor

    title = "Mme"
    first_name = factory.Iterator(["Solange", "Aminata", "Lucie"])
    last_name = factory.Sequence(lambda n: f"Castagne{n}")


class MandateFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Mandate

    councillor = factory.SubFactory(CouncillorFactory)
    function = "3ᵉ adjointe au maire"
    delegation = "à la culture"
    starts_on = date(2020, 5, 25)


class SessionFactory(factory.django.DjangoModelFactory):
    """A published session; `draft=True` is being prepared."""

    class Meta:
        model = CouncilSession

    class Params:
        draft = factory.Trait(state="draft", published_at=None, first_published_at=None)

    held_on = date(2026, 6, 25)
    place = "Salle du conseil"
    slug = factory.LazyAttribute(lambda session: session.held_on.isoformat())
    state = "published"
    published_at = factory.LazyFunction(timezone.now)
    first_published_at = factory.LazyFunction(timezone.now)


class DocumentFactory(factory.django.DjangoModelFactory):
    """A row alone: no file stands behind it."""

    class Meta:
        model = Document

    name = factory.Sequence(lambda n: f"acte-{n}.pdf")
    size = 1200
    content_type = "application/pdf"
    sha256 = factory.Sequence(lambda n: f"{n:064x}")


class DeliberationFactory(factory.django.DjangoModelFactory):
    """Adopted by 36 votes for, 4 against and 3 abstentions, with a matter and without a file."""

    class Meta:
        model = Deliberation

    session = factory.SubFactory(SessionFactory)
    number = factory.Sequence(lambda n: f"2026_06_{n:03}")
    position = factory.Sequence(lambda n: n + 1)
    adopted_on = factory.LazyAttribute(lambda deliberation: deliberation.session.held_on)
    object = factory.Sequence(lambda n: f"Convention de projet urbain, phase {n}")
    matter = factory.LazyFunction(lambda: matter("7.1"))
    result = "adopted"
    seats = 45
    voters = 43
    votes_for = 36
    votes_against = 4
    abstentions = 3


class AnnexFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Annex

    deliberation = factory.SubFactory(DeliberationFactory)
    document = factory.SubFactory(DocumentFactory)
    title = "Plan de situation"
    position = factory.Sequence(lambda n: n + 1)


def matter(code: str) -> Matter:
    return Matter.objects.get(nomenclature__is_current=True, code=code)


def unread(**changes: Any) -> CouncilSession:
    """A session that nobody but the secretary sees."""
    return SessionFactory.create(draft=True, **changes)


def pdf(words: str = "Le conseil décide.") -> bytes:
    """A PDF of one page, as small as it gets."""
    page = FPDF()
    page.add_page()
    page.set_font("Helvetica", size=12)
    page.multi_cell(0, 8, words)
    return bytes(page.output())


def pdf_file(name: str = "acte.pdf") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, pdf(), "application/pdf")


def written(**changes: Any) -> dict[str, Any]:
    """A whole act, as its form sends it."""
    return {
        "number": "2026_06_010",
        "object": "Subventions aux associations",
        "matter": matter("7.5").pk,
        "nature": "DE",
        "adopted_on": "2026-06-25",
        "result": "adopted",
        "seats": "45",
        "voters": "43",
        "votes_for": "43",
        "votes_against": "0",
        "abstentions": "0",
        **changes,
    }


def url_of(name: str, session: CouncilSession) -> str:
    return reverse(f"deliberations:{name}", args=[session.reference])


def act_url(name: str, deliberation: Deliberation) -> str:
    """The address of one of the pages below a deliberation."""
    session = deliberation.session
    return reverse(f"deliberations:{name}", args=[session.year, session.slug, deliberation.slug])
