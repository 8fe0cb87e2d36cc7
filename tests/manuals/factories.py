from datetime import date, timedelta
from typing import Any

import factory
from django.utils import timezone

from core.documents.actions import store_bytes
from core.documents.models import Document
from core.people.models import Agent
from manuals import actions
from manuals.models import (
    Archiving,
    Contract,
    DataRecovery,
    FollowUp,
    Manual,
    ManualPicture,
    Need,
    Outage,
    Pin,
    Software,
    SoftwareLink,
    WorkflowUpdates,
)
from tests.dematerialisation.factories import a_picture
from tests.factories import AgentFactory, DirectionFactory

BODY = "<h2>Saisir</h2><ol><li><p>Ouvrez l’onglet Dépenses.</p></li></ol>"
PDF = (
    b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n"
    b"3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"
)


class NeedFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Need

    name = factory.Sequence(lambda n: f"besoin {n}")


class SoftwareFactory(factory.django.DjangoModelFactory):
    """In use, version 12.3, with both referents; `needs=[…]`; `down=True` opens an outage."""

    class Meta:
        model = Software
        skip_postgeneration_save = True

    class Params:
        without_referents = factory.Trait(functional_referent=None, it_referent=None)

    name = factory.Sequence(lambda n: f"Budgétine {n}")
    purpose = "Suivre le budget de sa direction."
    how_to_start = "Ouvrez-le avec votre compte de session."
    owner = factory.SubFactory(DirectionFactory)
    functional_referent = factory.SubFactory(AgentFactory, function="comptable", phone="04 00 00 01 02")
    it_referent = factory.SubFactory(AgentFactory, function="technicien")
    vendor = "Éditions Comptes"
    link = "https://budget.ville.example/"
    version_in_use = "12.3"

    @factory.post_generation
    def needs(self, create: bool, extracted: Any, **kwargs: Any) -> None:
        if extracted:
            self.needs.add(*extracted)

    @factory.post_generation
    def down(self, create: bool, extracted: Any, **kwargs: Any) -> None:
        if extracted:
            OutageFactory.create(software=self)


class OutageFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Outage

    class Params:
        over = factory.Trait(
            ended_at=factory.LazyFunction(timezone.now), ended_by=factory.SelfAttribute("said_by")
        )

    software = factory.SubFactory(SoftwareFactory)
    message = "Le serveur redémarre, retour à 14 h."
    said_by = factory.SubFactory(AgentFactory)
    started_at = factory.LazyFunction(timezone.now)


class ManualFactory(factory.django.DjangoModelFactory):
    """A written page for version 12.3; `file=True` makes it a small PDF."""

    class Meta:
        model = Manual

    class Params:
        file = factory.Trait(body="", document=factory.LazyFunction(lambda: pdf()))
        withdrawn = factory.Trait(withdrawn_at=factory.LazyFunction(timezone.now))

    software = factory.SubFactory(SoftwareFactory)
    title = factory.Sequence(lambda n: f"Saisir une dépense {n}")
    body = BODY
    software_version = "12.3"
    dated_on = date(2026, 3, 2)
    audience = "les agents d’accueil"
    added_by = factory.SubFactory(AgentFactory)


class PinFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Pin

    agent = factory.SubFactory(AgentFactory)
    manual = factory.SubFactory(ManualFactory)


class ArchivingFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Archiving

    software = factory.SubFactory(SoftwareFactory)
    kept = "Les mandats et les titres"
    retention = "dix ans"
    final_action = "keep"
    filled_by = factory.SubFactory(AgentFactory)


class WorkflowUpdatesFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = WorkflowUpdates

    software = factory.SubFactory(SoftwareFactory)
    circuits = "Le visa du chef, puis du directeur"
    state = "workaround"
    filled_by = factory.SubFactory(AgentFactory)


class DataRecoveryFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = DataRecovery

    software = factory.SubFactory(SoftwareFactory)
    format = "CSV et pièces en PDF"
    completeness = "part"
    holder = "la direction informatique"
    cost = "quatre mille euros"
    clause = "article 12"
    filled_by = factory.SubFactory(AgentFactory)


class ContractFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Contract

    software = factory.SubFactory(SoftwareFactory)
    vendor = "Cactus Logiciels"
    number = "2024-117"
    starts_on = date(2024, 1, 1)
    ends_on = date(2027, 12, 31)
    notice_on = date(2027, 9, 30)
    renewals = "tacite, d’un an"
    yearly_cost = "lt20"
    hosting = "vendor"
    filled_by = factory.SubFactory(AgentFactory)


class FollowUpFactory(factory.django.DjangoModelFactory):
    """Open, for a day to come; `closed=True` closes it."""

    class Meta:
        model = FollowUp

    class Params:
        closed = factory.Trait(
            result="C’est fait.",
            closed_by=factory.SelfAttribute("assigned_to"),
            closed_at=factory.LazyFunction(timezone.now),
        )

    software = factory.SubFactory(SoftwareFactory)
    problem = "recovery"
    what = "Essayer de reprendre les données"
    assigned_to = factory.SubFactory(AgentFactory)
    due_on = factory.LazyFunction(lambda: timezone.localdate() + timedelta(days=30))
    opened_by = factory.SubFactory(AgentFactory)
    opened_at = factory.LazyFunction(timezone.now)


class SoftwareLinkFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = SoftwareLink

    source = factory.SubFactory(SoftwareFactory)
    target = factory.SubFactory(SoftwareFactory)
    content = "les factures à payer"
    means = "file"
    added_by = factory.SubFactory(AgentFactory)


def pdf(name: str = "manuel.pdf", by: Agent | None = None) -> Document:
    return store_bytes(PDF, name=name, by=by)


def replace(manual: Manual, *, by: Agent, **fields: Any) -> Manual:
    """A newer manual in the place of this one; `fields` as for `add_manual`. Returns the new one."""
    return actions.add_manual(manual.software, by=by, replaces=manual, **fields)


def page_data(**changes: Any) -> dict[str, Any]:
    """What the form of a written manual posts."""
    return {
        "title": "Saisir un bon de commande",
        "audience": "",
        "software_version": "12.3",
        "dated_on": "2026-03-02",
        "body": BODY,
        **changes,
    }


def software_data(**changes: Any) -> dict[str, Any]:
    """What the form of a software's page posts."""
    return {
        "purpose": "Payer les factures.",
        "how_to_start": "Demandez un compte.",
        "link": "https://budget.ville.example/",
        "version_in_use": "12.3",
        "vendor": "Éditions Comptes",
        **changes,
    }


class ManualPictureFactory(factory.django.DjangoModelFactory):
    """The first picture of a written manual."""

    class Meta:
        model = ManualPicture

    manual = factory.SubFactory(ManualFactory)
    number = 1
    document = factory.LazyFunction(
        lambda: store_bytes(a_picture(), name="ecran.jpg", by=None, at=None, read_text=False)
    )
    alternative = "L’onglet Dépenses"
    width, height = 1600, 900
