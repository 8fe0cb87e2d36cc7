"""Declare what the app lends to the rungs below it."""

import os
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import Q, QuerySet
from django.urls import reverse

from core.admin import to_do
from core.admin.to_do import Queue
from core.documents import actions as documents
from core.history.context import action_context
from core.mail.monitoring import since
from core.notifications import registry as kinds
from core.operations.findings import Finding, check, failure, fine, last_failure
from core.operations.personal_data import Part, give
from core.operations.purges import Kept, keep
from core.people.models import Agent, ChangeRequest, Direction, Skill
from core.people.policies import can_keep_directory, can_read_changes
from core.people.purges import gone
from core.search import registry as search
from core.search.index import follow
from core.search.readers import EVERYONE
from core.search.registry import Kind, Offer
from core.web.locks import locked
from directory import notifications
from directory.agent_search import acronyms, agents_asked_for
from directory.imports.apply import agents_import
from directory.models import Card, Correction

# To do


@to_do.register
def waiting(agent: Agent) -> Iterator[Queue]:
    if can_keep_directory(agent):
        yield Queue(
            Correction.objects.waiting(),
            "correction de l’annuaire proposée",
            "corrections de l’annuaire proposées",
            reverse("directory:correction_list"),
        )
    if can_read_changes(agent):
        yield Queue(
            ChangeRequest.objects.waiting().confirmable_by(agent),
            "changement de l’annuaire à confirmer",
            "changements de l’annuaire à confirmer",
            reverse("admin:people_changerequest_changelist"),
        )
    if can_keep_directory(agent):
        yield Queue(
            Skill.objects.filter(is_accepted=False),
            "mot proposé pour les compétences",
            "mots proposés pour les compétences",
            reverse("directory:skill_list"),
        )


# Search: what the cards of open accounts show

# What the head of a direction is called, whatever their function says.
HEAD = "directeur directrice responsable chef"


def offer(agent: Agent) -> Offer | None:
    """None once the account is closed: people who left are not in the directory, nor are elected members."""
    if not agent.is_at_work:
        return None
    card = Card.of(agent)
    direction = agent.direction.name if agent.direction else ""
    said = [agent.function, direction, card.office if card else "", card.duties if card else ""]
    heads = [f"{HEAD} {headed.name}" for headed in agent.directions_headed.all()]
    return Offer(
        title=str(agent),
        url=reverse("directory:agent_detail", args=[agent.reference]),
        readers=[EVERYONE],
        text=" · ".join(part for part in said if part),
        keywords=" ".join([agent.phone, *_as_typed(agent.phone), agent.function, *heads]).strip(),
        note=agent.phone,
        direction_id=agent.direction_id,
    )


def _as_typed(phone: str) -> list[str]:
    """« 0400002001 » and « 04.00.00.20.01 » beside « 04 00 00 20 01 »; two numbers may be parted by « / »."""
    pairs = [number.partition("poste")[0].split() for number in phone.split("/")]
    return [sign.join(each) for each in pairs if len(each) > 1 for sign in ("", ".")]


AGENT = search.register(
    Kind(
        code="directory.agent",
        label="Personnes",
        model=Agent,
        objects=lambda agents: agents.select_related("direction", "card").prefetch_related(
            "directions_headed"
        ),
        offer=offer,
        can_link=lambda agent, subject: can_keep_directory(agent),
        words="personne agent collègue",
        is_people=True,
        answers=agents_asked_for,
    )
)


def offer_direction(direction: Direction) -> Offer:
    return Offer(
        title=direction.name,
        url=reverse("directory:direction_detail", args=[direction.reference]),
        readers=[EVERYONE],
        text=direction.parent.name if direction.parent else "",
        keywords=" ".join(acronyms(direction.name)),
        direction_id=direction.pk,
    )


DIRECTION = search.register(
    Kind(
        code="directory.direction",
        label="Directions et services",
        model=Direction,
        objects=lambda directions: directions.select_related("parent"),
        offer=offer_direction,
        can_link=lambda agent, direction: can_keep_directory(agent),
        words="direction service",
    )
)


def _of_direction(direction: Direction) -> Iterable[Agent]:
    """Its members, its head, and who was its head: they may work elsewhere."""
    once = direction.events.values("head")  # type: ignore[attr-defined]  # of the history
    return Agent.objects.filter(Q(direction=direction) | Q(pk=direction.head_id) | Q(pk__in=once))


follow(Card, lambda card: [card.agent])
follow(Direction, _of_direction)
# Their results name what they belong to.
follow(Direction, lambda direction: direction.children.all())


# Kept for how long


def cards_of_leavers(at: datetime) -> QuerySet[Card]:
    says_something = ~Q(duties="", office="", photo=None)
    return Card.objects.filter(says_something, agent__in=gone(at).order_by().values("pk"))


@transaction.atomic
def empty_cards(at: datetime) -> int:
    cards = [*locked(Card.objects.filter(pk__in=cards_of_leavers(at).values("pk")).order_by("pk"))]
    for card in cards:
        photo, card.photo, card.photo_consented_at = card.photo, None, None
        card.duties = card.office = ""
        with action_context("a effacé ce qui restait d’un départ", by=None):
            card.save()
        if photo is not None:
            documents.forget(photo, by=None)
    return len(cards)


keep(
    agents_import.kept("Imports d’agents", "7 jours sans confirmation, 12 mois pour leur compte rendu"),
    Kept(
        "Photo, bureau et missions de qui est parti",
        "12 mois après la fermeture du compte",
        rows=cards_of_leavers,
        purge=empty_cards,
    ),
)


# Personal data

give(
    Part(
        "Ma fiche de l’annuaire",
        {"s’occupe de": "duties", "bureau ou site": "office", "photo acceptée le": "photo_consented_at"},
        lambda agent: Card.objects.filter(agent=agent),
    ),
    Part(
        "Les corrections que j’ai proposées pour ma fiche",
        {"message": "message", "proposée le": "proposed_at", "état": "state"},
        lambda agent: Correction.objects.filter(proposed_by=agent, subject=agent).order_by("proposed_at"),
    ),
)


# Doctor

# One each night, which may take long.
PASS_EACH = timedelta(hours=26)
LOOK = "Tapez « journalctl -u intranet-ldap -n 50 », puis « manage.py import_ldap --dry-run »."


@check("Annuaire technique", asks_database=False)
def ldap_pass(at: datetime) -> Iterator[Finding]:
    """Until it goes well, who leaves the town keeps an open account here."""
    if not settings.LDAP:
        return
    if said := last_failure(settings.LDAP["stamp"]):
        yield failure(f"le dernier passage a échoué ou a été refusé : {said}", LOOK)
        return
    try:
        last = datetime.fromtimestamp(os.stat(settings.LDAP["stamp"]).st_mtime, UTC)
    except OSError as error:
        yield failure(f"aucun passage n’a réussi, ou sa marque ne se lit pas ({error.strerror})", LOOK)
        return
    said = f"le dernier passage réussi date de {since(last, at).removeprefix('à ')}"
    yield fine(said) if last > at - PASS_EACH else failure(f"{said} : les départs ne sont plus suivis", LOOK)


# Kinds of notifications, in the order of the page of preferences

kinds.register_group(notifications.GROUP, news="de l’annuaire")
kinds.register_from(notifications)
