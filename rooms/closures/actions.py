"""Close rooms, and open them again before the time.

People with bookings inside are notified once, without titles: a private one must not travel by mail.
"""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Mapping
from datetime import timedelta
from typing import Final, Literal

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.db.backends.postgresql.psycopg_any import DateTimeTZRange
from django.urls import reverse
from django.utils import timezone

from core.french import spaced
from core.history.context import action_context
from core.notifications.actions import notify
from core.notifications.registry import NotificationKind
from core.people.models import Agent
from core.web.locks import locked
from core.web.mails import render_mail
from rooms import policies
from rooms.availability import occupancy
from rooms.availability.rule_context import rooms_closed_by, standing_in_the_way
from rooms.bookings import actions
from rooms.bookings.notifications import MINE, people_of
from rooms.models import Booking, Closure, Room, Site
from rooms.periods import overlap, when, when_closed
from rooms.querysets import levels_of

CLOSED = NotificationKind("rooms.closed", "Une salle que j’ai réservée sera fermée", group=MINE)
REOPENED = NotificationKind(
    "rooms.reopened", "La fermeture d’une salle que j’ai réservée est levée", group=MINE
)
# More are read on the site.
MOST_LISTED = 20


def _notify(kind: NotificationKind, closure: Closure, bookings: Iterable[Booking], *, by: Agent) -> None:
    theirs: dict[Agent, list[Booking]] = {}
    for booking in bookings:
        for agent in people_of(booking, but=by):
            theirs.setdefault(agent, []).append(booking)
    for agent, inside in theirs.items():
        said = render_mail(
            "rooms/mails/closed.txt" if kind is CLOSED else "rooms/mails/reopened.txt",
            closure=closure,
            closed_when=when_closed(closure.period),
            bookings=inside,
            listed=inside[:MOST_LISTED],
            left_out=len(inside[MOST_LISTED:]),
            room=inside[0].room,
        )
        url = inside[0].get_absolute_url() if len(inside) == 1 else reverse("rooms:my_bookings")
        notify(kind, [agent], **said, url=url)


LONGEST = timedelta(days=3 * 366)
# Bookings in the way are shown and notified one by one.
MOST_SHOWN = 200
CHANGED_MEANWHILE = spaced(
    "Les réservations ont changé entre-temps : voici celles qui sont maintenant dans la fermeture."
)

# What becomes of a booking in the way: another room, None for « annuler », or it stays.
KEEP: Final = "keep"
Decision = Room | None | Literal["keep"]
Decisions = Mapping[str, Decision]


class ToDecide(ValidationError):
    """A decision on a booking in the way no longer holds; `reference` is that booking's, if it is about one."""

    def __init__(self, message: str, reference: str = "") -> None:
        super().__init__(message, code="to_decide")
        self.reference = reference


def close(
    *,
    by: Agent,
    period: DateTimeTZRange,
    reason: str,
    room: Room | None = None,
    site: Site | None = None,
    decisions: Decisions | None = None,
    submission_key: uuid.UUID | None = None,
) -> Closure:
    """Close a room, a site, or all rooms: nobody books them then.

    Bookings that stand there become what `decisions` say for their reference: they go to another room at the same
    time, are cancelled, or stay; without decisions all stay. Their people are notified. Raises `ToDecide` when one of
    those shown (the first `MOST_SHOWN`) is missing, or when its new room was taken meanwhile; nothing is done then.
    """
    with transaction.atomic(), action_context("a fermé les salles", by=by):
        levels_of(by, fresh=True)
        if not policies.can_manage_place(by, room=room, site=site):
            raise PermissionDenied("Vous ne vous occupez pas de ces salles.")
        _check(period, reason)
        targets = [target for target in (decisions or {}).values() if isinstance(target, Room)]
        rooms = rooms_closed_by(room=room, site=site)
        in_the_way = standing_in_the_way(rooms, period)[:MOST_SHOWN] if decisions is not None else ()
        # A booking of one of these rooms waits here, then finds the closure. All the rooms of `in_the_way` are locked
        # at once, in id order: one after the other, they would deadlock with others that hold several rooms.
        occupancy.lock(*rooms, *targets, *(each for booking in in_the_way for each in booking.all_rooms))
        closure = Closure.objects.create(
            room=room,
            site=site,
            period=period,
            reason=" ".join(reason.split()),
            created_by=by,
            submission_key=submission_key or uuid.uuid4(),
        )
        if decisions is not None:
            _decide(closure, rooms, decisions, by=by)
        _notify(CLOSED, closure, standing_in_the_way(rooms, period), by=by)
    return closure


def _check(period: DateTimeTZRange, reason: str) -> None:
    if period.upper <= timezone.now():
        raise ValidationError({"date": "Cette période est passée."}, code="past")
    if period.upper - period.lower > LONGEST:
        raise ValidationError({"end_date": "Une fermeture dure trois ans au plus."}, code="too_long")
    if not reason.strip() or len(reason) > 200:
        raise ValidationError({"reason": "Dites pourquoi, en 200 caractères au plus."}, code="reason")


def _decide(closure: Closure, rooms: list[Room], decisions: Decisions, *, by: Agent) -> None:
    bookings = list(standing_in_the_way(rooms, closure.period)[:MOST_SHOWN])
    if any(booking.reference not in decisions for booking in bookings):
        raise ToDecide(CHANGED_MEANWHILE)
    _check_apart(bookings, decisions)
    reason = f"Fermeture ({closure.reason})"
    for booking in bookings:
        target = decisions[booking.reference]
        try:
            if target is None:
                actions.cancel(booking, by=by, reason=reason)
            elif isinstance(target, Room):
                _move(booking, rooms, target, by=by, reason=reason)
        except PermissionDenied as refusal:
            # A part of the room may have another manager.
            raise ValidationError(
                spaced(
                    f"La {booking.room.called} est réservée {when(booking.period)}, et vous ne vous en occupez pas"
                    f" : gardez-la, ou voyez avec qui gère toutes les salles."
                ),
                code="not_theirs",
            ) from refusal
        except ValidationError as refusal:
            raise ToDecide(" ".join(refusal.messages), booking.reference) from refusal


def _check_apart(bookings: list[Booking], decisions: Decisions) -> None:
    """Two of them sent to one room: nobody else took it, and nobody is to be called."""
    for place, booking in enumerate(bookings):
        target, period = decisions[booking.reference], booking.period
        for other in bookings[:place]:
            if not isinstance(target, Room) or target != decisions[other.reference]:
                continue
            if overlap(period, other.period):
                raise ToDecide(
                    spaced(
                        f"Une autre réservation de cette liste irait en même temps dans la {target.called} : "
                        "choisissez une autre salle pour l’une des deux."
                    ),
                    booking.reference,
                )


def _move(booking: Booking, closed: list[Room], target: Room, *, by: Agent, reason: str) -> None:
    """To the same time elsewhere; of several rooms, the closed one is replaced, the others stay."""
    taken = set(closed)
    if target in taken:
        raise ValidationError(
            spaced(
                f"La {target.called} est dans la fermeture : choisissez une autre salle, ou gardez la réservation."
            ),
            code="closed",
        )
    replaced = [target if room in taken else room for room in booking.all_rooms]
    actions.change(
        booking,
        by=by,
        room=replaced[0],
        other_rooms=replaced[1:],
        period=booking.period,
        title=booking.title,
        is_private=booking.is_private,
        reason=reason,
    )


def lift(closure: Closure, *, by: Agent) -> Closure:
    """The rooms open again; twice is once. What was moved stays where it went; people still inside are notified."""
    with transaction.atomic(), action_context("a levé la fermeture", by=by):
        levels_of(by, fresh=True)
        closure = locked(Closure.objects.select_related("room", "site")).get(pk=closure.pk)
        if not policies.can_manage_place(by, room=closure.room, site=closure.site):
            raise PermissionDenied("Vous ne vous occupez pas de ces salles.")
        if closure.lifted_at is None:
            closure.lifted_at = timezone.now()
            closure.save(update_fields=["lifted_at"])
            rooms = rooms_closed_by(room=closure.room, site=closure.site)
            _notify(REOPENED, closure, standing_in_the_way(rooms, closure.period), by=by)
    return closure
