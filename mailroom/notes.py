"""Words between colleagues about an item: notes, and opinions asked of other directions."""

from __future__ import annotations

import uuid

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone

from core.french import spaced
from core.people.models import Agent, Direction
from core.web.locks import lock_row
from mailroom import actions, notifications, policies
from mailroom.models import Gesture, Item, Note

CANNOT_NOTE = spaced("Ce courrier est aux indésirables : sortez-l’en d’abord.")
CANNOT_ASK = spaced(
    "Un avis se demande tant que le courrier est suivi, jamais d’un courrier confidentiel : nommez-lui un lecteur."
)
OURS = spaced("Cette direction est chargée du courrier : demandez l’avis d’une autre.")
ASKED_ALREADY = "L’avis de cette direction est déjà demandé."
NOT_ASKED = "Aucun avis n’est demandé à votre direction."


@transaction.atomic
def note(item: Item, *, by: Agent, text: str, submission_key: uuid.UUID | None = None) -> Item:
    item = lock_row(Item, item.pk)
    if not policies.may_treat(by, item):
        raise PermissionDenied(actions.NOT_YOURS)
    if not policies.can_note(by, item):
        raise ValidationError(CANNOT_NOTE)
    Note.objects.create(item=item, by=by, text=text, submission_key=submission_key)
    return item


@transaction.atomic
def ask(
    item: Item, *, by: Agent, direction: Direction, text: str, submission_key: uuid.UUID | None = None
) -> Item:
    """The direction reads the item from now on, as one that has a copy, and answers on its page."""
    item = lock_row(Item, item.pk)
    if not policies.may_treat(by, item):
        raise PermissionDenied(actions.NOT_YOURS)
    if not policies.can_ask(by, item):
        raise ValidationError(CANNOT_ASK)
    if direction == item.direction:
        raise ValidationError({"direction": OURS})
    if item.notes.filter(asked_of=direction, given_at=None).exists():
        raise ValidationError({"direction": ASKED_ALREADY})
    actions.check_direction(direction, is_confidential=False, readers=())
    Note.objects.create(item=item, by=by, text=text, asked_of=direction, submission_key=submission_key)
    item.copies.add(direction)
    actions.move(item, Gesture.OPINION, by=by, to_direction=direction)
    notifications.notify_asked(item, direction, by=by)
    return item


@transaction.atomic
def advise(item: Item, *, by: Agent, text: str) -> Item:
    """Answer the oldest question that waits for this agent's directions."""
    item = lock_row(Item, item.pk)
    if not policies.may_advise(by, item):
        raise PermissionDenied(NOT_ASKED)
    waiting = policies.awaited(by, item)
    if not waiting or item.closed_at:
        raise ValidationError("Cet avis n’est plus attendu.")
    waiting[0].opinion, waiting[0].given_by, waiting[0].given_at = text, by, timezone.now()
    waiting[0].save(update_fields=["opinion", "given_by", "given_at"])
    assert waiting[0].asked_of
    notifications.outdate_opinion(item, waiting[0].asked_of)
    notifications.notify_advised(item, waiting[0].by, by=by)
    return item
