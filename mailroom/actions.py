"""The path of an item. The item's row is the lock of all that is its own."""

from __future__ import annotations

import re
import uuid
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.contrib.postgres.search import SearchVector
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.db.models import Q, Value
from django.utils import timezone

from core.approvals import actions as approvals
from core.approvals.models import Approval
from core.documents.actions import keep
from core.documents.models import Document, Upload
from core.french import after_working_days, moment, spaced
from core.history.context import action_context
from core.mail.models import IncomingMail
from core.people.models import Agent, Direction
from core.web.locks import lock_row
from mailroom import acknowledgements, notifications, policies
from mailroom.models import (
    Channel,
    Gesture,
    Item,
    ItemFile,
    ItemKind,
    Movement,
    NumberSeries,
    QuietedSender,
    RegisterAddress,
    State,
)

NOT_OFFICE = "Seul le bureau du courrier fait ce geste."
NOT_YOURS = "Ce courrier n’est pas confié à votre direction."
NOT_HEAD = "Seuls le bureau du courrier et la personne responsable de la direction le confient."
NOT_THERE = spaced("Cette personne ne travaille pas dans la direction chargée : choisissez-en une autre.")
NOT_TAKER = spaced(
    "Ce courrier est suivi par quelqu’un d’autre, ou par personne : prenez-le d’abord en charge."
)
GONE = spaced("Cette direction n’existe plus : choisissez-en une autre.")
EMPTY = spaced("Plus personne ne travaille dans cette direction : choisissez-en une autre.")
PAST = spaced("Cette échéance est passée : choisissez aujourd’hui ou un jour à venir.")
NO_READER = spaced(
    "Personne ne traiterait ce courrier confidentiel : cette direction n’a pas de responsable. Nommez parmi ses "
    "lecteurs quelqu’un qui y travaille."
)
# Of a subject: what may tell of its matter.
WORD, FEWEST_WORDS = re.compile(r"[a-zà-öø-ÿœ]{4,}"), 2
# PostgreSQL keeps a megabyte of words at most in a vector.
MOST_CHARACTERS = 300_000
OF_LETTER = ("sender_name", "sender_address", "subject", "text", "received_on")


@dataclass(frozen=True)
class Proposal:
    """Where an item should go, and why; nothing when nothing is alike."""

    direction: Direction | None = None
    kind: ItemKind | None = None
    reason: str = ""


@transaction.atomic
def register(
    *,
    by: Agent | None,
    channel: str,
    mail: IncomingMail | None = None,
    documents: Sequence[Document] = (),
    files: Sequence[Upload] = (),
    is_suspect: bool = False,
    may_be_answered: bool = True,
    submission_key: uuid.UUID | None = None,
    **words: Any,
) -> Item:
    """Give a number to what came; `by` is None for the gateway. The same mail is registered once.

    `words` are those of OF_LETTER, and `written_to`, `remarks`, `kind`, `is_confidential`. `is_suspect`: the town's
    server says that the sender is forged; it waits among the undesirable, as what a quieted sender writes. Without
    `may_be_answered`, nothing is acknowledged before a person has read it.
    """
    if by is not None and not policies.may_sort(by):
        raise PermissionDenied(NOT_OFFICE)
    if mail and (earlier := Item.objects.filter(mail=mail).first()):
        return earlier
    if words["received_on"] > timezone.localdate():
        raise ValidationError({"received_on": "Ce jour n’est pas encore venu."})
    item = Item(channel=channel, mail=mail, registered_by=by, **words)
    if submission_key:
        item.submission_key = submission_key
    # A letter that the office opens and types is none.
    is_spam = is_suspect or (
        channel == Channel.MAIL and QuietedSender.objects.filter(address__iexact=item.email or "-").exists()
    )
    item.state = State.SPAM if is_spam else State.REGISTERED
    proposal = propose(**{name: getattr(item, name) for name in PROPOSED_BY})
    item.proposed_direction, item.proposal_reason = proposal.direction, proposal.reason
    if item.kind:
        item.due_on = after_working_days(item.received_on, item.kind.answer_days)
    today = timezone.localdate()
    item.year, item.sequence = today.year, NumberSeries.next_number(today.year)
    with action_context("a enregistré le courrier", by=by):
        item.save()
    attach(item, documents=documents, files=files, by=by)
    move(item, Gesture.REGISTERED, by=by)
    if not is_spam:
        notifications.notify_to_assign(item, by=by)
        if may_be_answered:
            _acknowledge_if_wanted(item, at_once=True)
    return item


@transaction.atomic
def assign(
    item: Item,
    *,
    by: Agent,
    direction: Direction,
    kind: ItemKind,
    due_on: date | None = None,
    is_confidential: bool = False,
    copies: Iterable[Direction] = (),
    readers: Iterable[Agent] = (),
) -> Item:
    """To the direction in charge; without a day of one's own, the kind gives the deadline."""
    item = _lock(item, by=by, may=policies.may_sort)
    if not policies.can_assign(by, item):
        raise ValidationError(_stands(item, "il n’est plus à attribuer"))
    check_direction(direction, is_confidential=is_confidential, readers=(readers := [*readers]))
    former = item.direction
    item.due_on = _due_on(item, kind, due_on)
    item.kind, item.direction, item.is_confidential = kind, direction, is_confidential
    item.state, item.assigned_at = State.ASSIGNED, timezone.now()
    _save(item, "a attribué le courrier", by, "kind", "direction", "is_confidential", "assigned_at", "due_on")
    item.copies.set(copies)
    item.readers.set(readers)
    move(item, Gesture.ASSIGNED, by=by, from_direction=former, to_direction=direction)
    notifications.notify_assigned(item, by=by)
    _acknowledge_if_wanted(item, at_once=False)
    return item


@transaction.atomic
def change(
    item: Item, *, by: Agent, copies: Iterable[Direction], readers: Iterable[Agent], **words: Any
) -> Item:
    """Its sheet. `words` are `kind`, `due_on`, `is_confidential`, and for a letter those of OF_LETTER."""
    item = _lock(item, by=by, may=policies.may_sort)
    if not policies.can_change(by, item):
        raise ValidationError(_stands(item, "sa fiche ne se modifie plus"))
    due_on = words.pop("due_on", None)
    for name, value in words.items():
        setattr(item, name, value)
    readers = [*readers]
    if item.direction:
        check_direction(item.direction, is_confidential=item.is_confidential, readers=readers)
    if item.kind:
        item.due_on = due_on if due_on == item.due_on and due_on else _due_on(item, item.kind, due_on)
    _save(item, "a modifié la fiche du courrier", by, "due_on", *words)
    item.copies.set(copies)
    item.readers.set(readers)
    if pending := item.open_answer():
        # Its visas are asked again where they were about other words.
        approvals.content_changed(pending, by=by)
    move(item, Gesture.CHANGED, by=by)
    return item


@transaction.atomic
def reassign(item: Item, *, by: Agent, direction: Direction, reason: str) -> Item:
    """To another direction, or to another person of the same: nobody follows it until somebody takes it."""
    item = _lock(item, by=by, may=policies.may_reassign)
    if not policies.can_reassign(by, item):
        raise ValidationError(_stands(item, "il ne se réattribue plus"))
    check_direction(direction, is_confidential=item.is_confidential, readers=item.readers.all())
    end_pending(item, by=by)
    former, person = item.direction, item.taken_by
    item.direction, item.state, item.assigned_at = direction, State.ASSIGNED, timezone.now()
    item.taken_by = item.taken_at = None
    _save(item, "a réattribué le courrier", by, "direction", "assigned_at", "taken_by", "taken_at")
    steps = {"from_direction": former, "to_direction": direction, "from_person": person}
    move(item, Gesture.REASSIGNED, by=by, reason=reason, **steps)
    notifications.notify_assigned(item, by=by)
    notifications.notify_moved(item, by=by, former=person)
    return item


@transaction.atomic
def return_to_office(item: Item, *, by: Agent, reason: str) -> Item:
    item = _lock(item, by=by, may=policies.may_treat)
    if not policies.can_return(by, item):
        raise ValidationError(_stands(item, "il ne se rend plus"))
    end_pending(item, by=by)
    former, person = item.direction, item.taken_by
    item.direction, item.state, item.assigned_at = None, State.RETURNED, None
    item.taken_by = item.taken_at = None
    _save(item, "a rendu le courrier", by, "direction", "assigned_at", "taken_by", "taken_at")
    move(item, Gesture.RETURNED, by=by, reason=reason, from_direction=former, from_person=person)
    notifications.forget(item)
    notifications.notify_to_assign(item, f"Rendu par {former}.", by=by)
    notifications.notify_moved(item, by=by, former=person)
    return item


@transaction.atomic
def take(item: Item, *, by: Agent) -> Item:
    item = _lock(item, by=by, may=policies.may_treat, otherwise=NOT_YOURS)
    if not policies.can_take(by, item):
        if item.taken_by and item.taken_at:
            raise ValidationError(f"{item.taken_by} a pris ce courrier en charge, {moment(item.taken_at)}.")
        raise ValidationError(_stands(item, "il n’est pas à prendre"))
    item.state, item.taken_by, item.taken_at = State.TAKEN, by, timezone.now()
    _save(item, "a pris le courrier en charge", by, "taken_by", "taken_at")
    move(item, Gesture.TAKEN, by=by, to_person=by)
    notifications.forget(item)
    return item


@transaction.atomic
def give(item: Item, *, by: Agent, to: Agent) -> Item:
    """Its head gives it to a colleague of the direction in charge, who follows it from now on."""
    item = _lock(item, by=by, may=policies.may_give, otherwise=NOT_HEAD)
    if not policies.can_give(by, item):
        raise ValidationError(_stands(item, "il ne se confie plus"))
    assert item.direction
    if not to.is_at_work or not policies.reads_mail_of(to, item.direction):
        raise ValidationError({"to": NOT_THERE})
    former = item.taken_by
    if former == to:
        raise ValidationError({"to": f"{to} le suit déjà."})
    end_pending(item, by=by)
    item.state, item.taken_by, item.taken_at = State.TAKEN, to, timezone.now()
    _save(item, "a confié le courrier", by, "taken_by", "taken_at")
    move(item, Gesture.GIVEN, by=by, from_person=former, to_person=to)
    notifications.forget(item)
    notifications.notify_given(item, by=by)
    notifications.notify_moved(item, by=by, former=former)
    return item


@transaction.atomic
def reopen(item: Item, *, by: Agent, reason: str) -> Item:
    """Undo an end: to its follower, else to its direction, else to the office; its deadline starts again."""
    item = _lock(item, by=by, may=policies.may_treat, otherwise=NOT_YOURS)
    if not policies.can_reopen(by, item):
        raise ValidationError(_stands(item, "il n’y a rien à rouvrir"))
    open_again(item, "a rouvert le courrier", by=by)
    move(item, Gesture.REOPENED, by=by, reason=reason)
    if item.state == State.ASSIGNED:
        notifications.notify_assigned(item, by=by)
    elif item.state == State.REGISTERED:
        notifications.notify_to_assign(item, f"Rouvert par {by}.", by=by)
    elif item.taken_by != by:
        notifications.notify_given(item, by=by)
    return item


def file_without_answer(item: Item, *, by: Agent, reason: str) -> Item:
    return _close(item, State.FILED, "a classé le courrier sans réponse", by=by, reason=reason)


def pass_on(item: Item, *, by: Agent, reason: str) -> Item:
    """Out of the town hall; `reason` says to whom."""
    return _close(item, State.PASSED_ON, "a transmis le courrier", by=by, reason=reason)


@transaction.atomic
def _close(item: Item, state: State, said: str, *, by: Agent, reason: str) -> Item:
    item = _lock(item, by=by, may=policies.may_treat)
    if not policies.can_close(by, item):
        is_open = item.state in policies.OPEN
        raise ValidationError(NOT_TAKER if is_open else _stands(item, "il n’y a plus rien à clore"))
    end_pending(item, by=by)
    item.state, item.closing_reason, item.closed_at = state, reason, timezone.now()
    _save(item, said, by, "closing_reason", "closed_at")
    move(item, Gesture(state.value), by=by, reason=reason)
    notifications.forget(item)
    return item


@transaction.atomic
def mark_spam(item: Item, *, by: Agent) -> Item:
    """Aside; later mails of this sender follow it there."""
    item = _lock(item, by=by, may=policies.may_sort)
    if not policies.can_mark_spam(by, item):
        raise ValidationError(_stands(item, "il n’est plus à attribuer"))
    item.state = State.SPAM
    _save(item, "a mis le courrier aux indésirables", by)
    if item.channel == Channel.MAIL and item.email:
        QuietedSender.objects.bulk_create([QuietedSender(address=item.email, by=by)], ignore_conflicts=True)
    move(item, Gesture.SPAM, by=by)
    notifications.forget(item)
    return item


@transaction.atomic
def unmark_spam(item: Item, *, by: Agent) -> Item:
    """Back among those to assign, and its sender is heard again."""
    item = _lock(item, by=by, may=policies.may_sort)
    if not policies.can_unmark_spam(by, item):
        raise ValidationError(_stands(item, "il n’est plus parmi les indésirables"))
    QuietedSender.objects.filter(address__iexact=item.email or "-").delete()
    item.state = State.REGISTERED
    _save(item, "a sorti le courrier des indésirables", by)
    move(item, Gesture.NOT_SPAM, by=by)
    notifications.notify_to_assign(item, by=by)
    return item


@transaction.atomic
def acknowledge(item: Item, *, by: Agent) -> Item:
    """By hand, where its address does not do it by itself."""
    item = _lock(item, by=by, may=policies.may_sort)
    if not policies.can_acknowledge(by, item):
        raise ValidationError("L’accusé de réception est déjà parti, ou ce courrier ne peut pas en recevoir.")
    if not _acknowledge(item, by=by):
        raise ValidationError(
            spaced("Cet expéditeur ne reçoit pas d’accusé : une machine, ou trop d’envois à cette adresse.")
        )
    return item


# What the other modules use too, under the item's lock


def open_again(item: Item, said: str, *, by: Agent | None) -> None:
    """Give it back to the agent who followed it; to its direction when they have left, else to the mail office."""
    is_followed = item.taken_by is not None and item.taken_by.is_at_work
    if not is_followed:
        end_pending(item, by=by)
        item.taken_by = item.taken_at = None
    item.state = State.TAKEN if is_followed else State.ASSIGNED if item.direction else State.REGISTERED
    item.closed_at, item.closing_reason = None, ""
    if item.kind:
        item.due_on = after_working_days(timezone.localdate(), item.kind.answer_days)
    _save(item, said, by, "taken_by", "taken_at", "closed_at", "closing_reason", "due_on")


def end_pending(item: Item, *, by: Agent | None) -> None:
    """End the answer that waits for its visas: it never leaves, and its words stay on the item's page."""
    if pending := item.open_answer():
        if visas := Approval.objects.of(pending).standing().first():
            approvals.withdraw(visas, by=by)
        pending.ended_at = timezone.now()
        pending.save(update_fields=["ended_at"])


def move(item: Item, gesture: Gesture, *, by: Agent | None, **steps: Any) -> Movement:
    return Movement.objects.create(item=item, gesture=gesture, by=by, **steps)


def attach(
    item: Item,
    *,
    by: Agent | None,
    documents: Iterable[Document] = (),
    files: Iterable[Upload] = (),
    **held_by: Any,
) -> None:
    """`held_by` is the answer, sent or not, or the reply that they came with."""
    kept = [keep(upload, by=by) for upload in files] if by else []
    for document in (*documents, *kept):
        # The same form sent twice brings the same document.
        ItemFile.objects.get_or_create(item=item, document=document, defaults=held_by)
        refresh_words(document=document)


def refresh_words(*, document: Document, **kwargs: Any) -> None:
    """Write the words of an item's file, by which it is found; listens to `core.documents.signals.text_read` too."""
    rows = ItemFile.objects.filter(document=document)
    pages = document.pages.order_by("number").values_list("text", flat=True) if rows.exists() else []
    if text := "\n".join(pages)[:MOST_CHARACTERS]:
        rows.update(words=SearchVector(Value(text), config="french_plain"))


PROPOSED_BY = ("subject", "sender_name", "sender_address", "written_to")


def propose(*, subject: str, sender_name: str, sender_address: str, written_to: str = "") -> Proposal:
    """Propose by the address that was written to, else this sender's last item, else items with like words."""
    if written_to:
        addresses = RegisterAddress.objects.filter(address__iexact=written_to)
        if (own := addresses.select_related("direction").first()) and own.direction:
            return Proposal(own.direction, reason=f"écrit à {written_to}")
    sent = Item.objects.from_sender(sender_address, sender_name).filter(direction__isnull=False)
    if last := sent.select_related("direction", "kind").order_by("-registered_at", "-pk").first():
        return Proposal(last.direction, last.kind, f"même expéditeur que le {last.label}")
    return _by_words(subject)


def _by_words(subject: str) -> Proposal:
    """Propose as for the recent item whose subject shares most words with this one: two at least."""
    words = _words_of(subject)
    shared = [
        (len(words & _words_of(other)), direction, kind)
        for other, direction, kind in Item.objects.in_charge_by_words(sorted(words))
    ]
    alike = [found for found in shared if found[0] >= FEWEST_WORDS]
    if not alike:
        return Proposal()
    _, direction_id, kind_id = max(alike, key=lambda found: found[0])
    count = sum(found[1] == direction_id for found in alike)
    direction = Direction.objects.filter(pk=direction_id).first()
    others = "qu’un courrier confié" if count == 1 else f"que {count} courriers confiés"
    return Proposal(
        direction,
        ItemKind.objects.filter(pk=kind_id).first() if kind_id else None,
        f"mêmes mots {others} à {direction}",
    )


def _words_of(subject: str) -> set[str]:
    return set(WORD.findall(subject.casefold()))


def _due_on(item: Item, kind: ItemKind, asked: date | None) -> date:
    if asked is None:
        return after_working_days(item.received_on, kind.answer_days)
    if asked < timezone.localdate():
        raise ValidationError({"due_on": PAST})
    return asked


def check_direction(direction: Direction, *, is_confidential: bool, readers: Iterable[Agent]) -> None:
    """It still exists, and somebody there reads what comes."""
    kept = Direction.objects.select_related("head").filter(pk=direction.pk).first()
    if kept is None:
        raise ValidationError({"direction": GONE})
    has_head = kept.head is not None and kept.head.is_at_work
    if is_confidential and not has_head and not any(policies.reads_mail_of(one, kept) for one in readers):
        raise ValidationError({"readers": NO_READER})
    below = Q(direction=kept) | Q(direction__parent=kept, direction__parent__kind="direction")
    if not has_head and not Agent.objects.active().filter(below).exists():
        raise ValidationError({"direction": EMPTY})


def _acknowledge_if_wanted(item: Item, *, at_once: bool) -> None:
    if acknowledgements.is_wanted(item, at_once=at_once):
        _acknowledge(item, by=None)


def _acknowledge(item: Item, *, by: Agent | None) -> bool:
    if acknowledgements.send(item) is None:
        return False
    item.acknowledged_at = timezone.now()
    with action_context("a accusé réception du courrier", by=by):
        item.save(update_fields=["acknowledged_at"])
    move(item, Gesture.ACKNOWLEDGED, by=by)
    return True


def _save(item: Item, said: str, by: Agent | None, *fields: str) -> None:
    with action_context(said, by=by):
        item.save(update_fields=["state", *fields])


def _stands(item: Item, so: str) -> str:
    """« Le courrier 2026-00001 est répondu : il n’est plus à attribuer. »"""
    where = f", confié à {item.direction}" if item.direction and item.state in policies.OPEN else ""
    return spaced(f"Le courrier {item.label} est {item.get_state_display()}{where} : {so}.")


def _lock(item: Item, *, by: Agent, may: Any, otherwise: str = NOT_OFFICE) -> Item:
    """The row as it is now, locked until the transaction ends. Raises PermissionDenied."""
    item = lock_row(Item, item.pk)
    if not may(by, item):
        raise PermissionDenied(otherwise)
    return item
