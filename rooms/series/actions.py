"""Act on several dates of a series at once: whole, or not at all."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import timedelta

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.db.models import F

from core.french import spaced
from core.history.context import action_context
from core.people.models import Agent
from core.web.locks import lock_row, locked
from rooms import policies
from rooms.availability import occupancy
from rooms.availability.conflicts import violations_as_conflicts
from rooms.bookings import events
from rooms.bookings.actions import MOVED, check_reason, clean_title, end_all, move_to
from rooms.bookings.locking import lock_bookings
from rooms.bookings.notifications import people_of
from rooms.models import Booking, Room, Series
from rooms.models.bookings import FOLLOWED, State
from rooms.querysets import levels_of
from rooms.series.book import NOTHING_CHOSEN, Choices, rooms_in, with_locked, write_new, write_other_rooms
from rooms.series.change import Change, ChangePlan, Part, Scope, ending_before, part_of, plan_change
from rooms.series.plan import Obstructed, PlannedDate


def change_series(
    booking: Booking,
    change: Change,
    *,
    by: Agent,
    scope: Scope,
    choices: Choices = NOTHING_CHOSEN,
    is_agreed: bool = False,
    reason: str = "",
    check: Callable[[Part], None] | None = None,
) -> Series:
    """Change this date and the following ones, or all those to come; gives the series that they are then of.

    `Obstructed`, with its plan, when a date is not possible and nothing was chosen for it, or when the new rhythm has
    no place for dates that stand and that was not agreed (`is_agreed`). What is over stays as it was: the series is
    cut before the first date changed, and another continues it. `check` is given the dates once they are locked, and
    raises ValidationError where they must stay as they are.
    """
    change = replace(change, title=clean_title(change.title))
    with (
        violations_as_conflicts(change.room, booking.period, by=by, but=[booking]),
        transaction.atomic(),
        action_context("a modifié la série", by=by),
    ):
        part, rooms = _lock(booking, scope, (*change.rooms, *rooms_in(choices)), by=by)
        if check:
            check(part)
        check_reason(part.rows, by=by, reason=reason)
        change = change.among(rooms)
        plan = plan_change(part, change, by=by, choices=with_locked(choices, rooms))
        if plan.open or (plan.must_agree and not is_agreed):
            raise Obstructed(plan)
        if not plan.held:
            raise ValidationError(
                spaced("Il ne resterait aucune date : annulez plutôt la série."), code="no_date"
            )
        if _changes_nothing(plan, change):
            return part.series
        series = _write_series(part, plan, change)
        before = {row.pk: events.Previous.of(row) for row in part.rows}
        ended, changed = _write_rows(series, part, plan, change, by=by, reason=reason.strip())
        _write_others(plan.held, before)
        occupancy.move(changed)
        new = [line for line in plan.held if line.booking is None]
        if new:
            # Someone who wished to be reminded of all the dates is reminded of these.
            write_new(series, new, by=by, wants_reminder=all(row.wants_reminder for row in part.rows))
        # Last: what is free now may be offered to those who wait, but not what the series itself takes.
        if ended:
            events.ended.send(Booking, bookings=ended, by=by)
        if changed:
            events.series_changed.send(
                Booking,
                bookings=changed,
                by=by,
                before=[before[row.pk] for row in changed],
                reason=reason.strip(),
            )
    return series


def cancel_series(booking: Booking, *, by: Agent, scope: Scope, reason: str = "") -> Series:
    """Cancel this date and the following ones, or all those to come; someone else's need a reason, sent once."""
    with transaction.atomic(), action_context("a annulé la série", by=by):
        part, _ = _lock(booking, scope, (), by=by)
        check_reason(part.rows, by=by, reason=reason)
        series = part.series
        if not part.is_whole:
            series.rule = ending_before(series.rule, part.first)
        series.sequence += 1
        series.save(update_fields=["rule", "sequence"])
        end_all(part.rows, State.CANCELLED, by=by, reason=reason)
        events.ended.send(Booking, bookings=part.rows, by=by)
    return series


def give_series(series: Series, *, to: Agent, by: Agent) -> Series:
    """All the dates to come become someone's; their organiser has left, or asked for it."""
    if not to.is_active:
        raise ValidationError({"to": "Le compte de cette personne est fermé."}, code="closed_account")
    with transaction.atomic(), action_context("a confié la série", by=by):
        # Bookings before their series, as changing and cancelling do, or the two would deadlock.
        list(locked(series.occurrences.order_by("pk")))
        series = lock_row(Series, series.pk)
        rows = _to_come(series)
        if not rows:
            raise ValidationError("Cette série n’a plus de date à venir.", code="stale")
        levels_of(by, fresh=True)
        if not may_settle(by, series):
            raise PermissionDenied("Cette série n’est pas la vôtre.")
        before = people_of(series)
        series.organiser, series.booked_by = to, None
        series.sequence += 1
        series.save(update_fields=["organiser", "booked_by", "sequence"])
        Booking.objects.filter(pk__in=[row.pk for row in rows]).update(
            organiser=to, booked_by=None, sequence=F("sequence") + 1
        )
        events.series_given.send(Series, series=series, by=by, before=before)
    return series


def end_series(series: Series, *, by: Agent, reason: str = "") -> Series:
    """Give back all the dates to come of a series whose organiser has left."""
    rows = _to_come(series)
    if not rows:
        raise ValidationError("Cette série n’a plus de date à venir.", code="stale")
    return cancel_series(rows[0], by=by, scope=Scope.ALL, reason=reason)


def may_settle(agent: Agent, series: Series) -> bool:
    """Give it to someone, or end it: the managers of its room, and its organiser."""
    own = agent.is_active and agent.pk in (series.organiser_id, series.booked_by_id)
    return own or policies.can_manage_room(agent, series.room)


def can_settle(agent: Agent, series: Series) -> bool:
    """The same, while there is something to settle."""
    return may_settle(agent, series) and bool(_to_come(series))


def _to_come(series: Series) -> list[Booking]:
    return list(series.occurrences.to_come().for_list().order_by("series_date"))


def _lock(
    booking: Booking, scope: Scope, rooms: Sequence[Room], *, by: Agent
) -> tuple[Part, dict[int, Room]]:
    """The dates as they stand under the locks of all their rooms and of those that they would take."""
    rows = list(Booking.objects.holding().filter(series=booking.series_id, series__isnull=False))
    _, locked_rooms = lock_bookings([booking, *(row for row in rows if row != booking)], *rooms)
    levels_of(by, fresh=True)
    booking.refresh_from_db(fields=["series", "series_date"])
    return part_of(booking, scope, by=by), locked_rooms


def _write_series(part: Part, plan: ChangePlan, change: Change) -> Series:
    """The series of the changed dates: the same where nothing came before, or one that continues it."""
    series = part.series
    shift = timedelta(days=change.days)
    skipped = {day + shift for day in series.skipped if day >= part.first}
    skipped |= {line.date for line in plan.skipped if line.booking is None} | plan.left_out
    if not part.is_whole:
        # Dates from there on that have ended stay with the old one, where calendars saw them.
        skipped |= {day + shift for day in part.dates} - {line.date for line in plan.lines}
        series.rule = ending_before(series.rule, part.first)
        series.skipped = [day for day in series.skipped if day < part.first]
        series.sequence += 1
        series.save(update_fields=["rule", "skipped", "sequence"])
        series = Series(
            organiser=series.organiser,
            booked_by=series.booked_by,
            continues=series,
        )
    for name in ("room", "layout", *FOLLOWED):
        setattr(series, name, getattr(change, name))
    series.starts_at, series.ends_at = change.starts_at, change.ends_at
    series.rule, series.first_date = plan.rule, plan.first
    series.skipped = sorted(skipped)
    series.sequence += 1
    series.save()
    series.other_rooms.set(change.other_rooms)
    return series


def _write_rows(
    series: Series, part: Part, plan: ChangePlan, change: Change, *, by: Agent, reason: str
) -> tuple[list[Booking], list[Booking]]:
    """One UPDATE for the dates that stay, whatever becomes of them; gives those ended and those changed."""
    skipped = [line for line in plan.skipped if line.booking]
    ended = [*plan.gone, *_rows(skipped)]
    end_all(ended, State.CANCELLED, by=by, reason=reason)
    changed = []
    for line in plan.lines:
        if line.booking:
            line.booking.series, line.booking.series_date = series, line.date
            if not line.is_skipped:
                _set(line.booking, line, by=by)
                changed.append(line.booking)
    # Dates without a booking of a series that moves go with it: the date that takes their place is free.
    left = [*plan.gone, *_ended_before(part)] if part.is_whole and change.days else []
    for row in left:
        if row.series_date:
            row.series_date += timedelta(days=change.days)
    Booking.objects.bulk_update([*_rows(plan.lines), *left], CHANGED)
    return ended, changed


CHANGED = [*MOVED, "series", "series_date", *FOLLOWED]


def _rows(lines: Sequence[PlannedDate]) -> list[Booking]:
    return [line.booking for line in lines if line.booking]


def _set(row: Booking, line: PlannedDate, *, by: Agent) -> None:
    if line.period:
        move_to(row, line.rooms, line.period, by=by)
    for name, value in line.fields.items():
        setattr(row, name, value)
    if row.layout and row.layout.room not in line.rooms:
        row.layout = None
    row.is_apart = line.is_apart
    row.sequence += 1


def _changes_nothing(plan: ChangePlan, change: Change) -> bool:
    """Saved as it was: the series is not cut for that."""
    return (
        change.rule is None
        and not change.days
        and not plan.must_agree
        and all(line.booking is not None and line.choice is None and line.is_as_it_was for line in plan.lines)
    )


def _ended_before(part: Part) -> list[Booking]:
    """Dates of the part that were cancelled, or are over although their date is to come."""
    known = [row.pk for row in part.rows]
    return list(part.series.occurrences.filter(series_date__in=part.dates).exclude(pk__in=known))


def _write_others(lines: Sequence[PlannedDate], before: Mapping[int, events.Previous]) -> None:
    differing = [
        (line.booking, line)
        for line in lines
        if line.booking and before[line.booking.pk].other_rooms != list(line.rooms[1:])
    ]
    if differing:
        through = Booking.other_rooms.through
        through.objects.filter(booking__in=[row.pk for row, _ in differing]).delete()
        write_other_rooms(differing)
