from datetime import datetime

from django.db import transaction
from django.db.models import Q, QuerySet

from core.documents import actions as documents
from core.history.context import action_context
from core.operations.purges import Kept, keep
from core.people.purges import gone
from core.ui.locks import locked
from directory.imports.actions import agents_import
from directory.models import Card


def cards_of_leavers(at: datetime) -> QuerySet[Card]:
    says_something = ~Q(duties="", office="", photo=None)
    return Card.objects.filter(says_something, agent__in=gone(at).order_by().values("pk"))


@transaction.atomic
def empty_cards(at: datetime) -> int:
    """What they said of themselves, and their photo."""
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
