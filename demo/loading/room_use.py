"""How the rooms are used, beyond their plain bookings: rights, requests, guests, closures, problems, pictures."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, time, timedelta
from typing import Any

from django.db.backends.postgresql.psycopg_any import DateTimeTZRange
from django.utils import timezone

from core.documents import actions as documents
from core.documents import images
from core.people.models import Agent, Direction
from demo import texts
from demo.data_files import FOLDER, Record, copied
from demo.dates import at, moment, monday_of
from demo.keys import key_of, keys, reference_of
from demo.loading.search_stats import count_searches
from rooms.availability import occupancy
from rooms.availability.occupancy import create_room
from rooms.models import (
    Attendee,
    Booking,
    Closure,
    Equipment,
    Layout,
    Level,
    Room,
    RoomProblem,
    RoomRight,
    ServiceDesk,
    ServiceRequest,
    Site,
    Wait,
)

SLOTS = {
    "request": texts.rooms.requests,
    "declined": texts.rooms.declined,
    "part": texts.rooms.in_parts,
}


# What each room is


def describe(by_slug: dict[str, Room], units: dict[str, Direction]) -> None:
    """Layouts, rights, buffers, and the parts of the divided room, which join `by_slug`."""
    for slug, caretaker in texts.rooms.caretakers.items():
        Site.objects.filter(slug=slug, caretaker="").update(caretaker=caretaker)
    divide(by_slug)
    for rules in texts.rooms.rules:
        room = by_slug[rules.room]
        room.everyone_may = Level[rules.everyone.upper()]
        room.directions = rules.directions
        room.person_quota_minutes = rules.person_quota
        room.needs_check_in = rules.is_checked_in
        room.buffer_before, room.buffer_after = rules.before, rules.after
        room.save()
    Layout.objects.bulk_create(
        Layout(room=by_slug[rules.room], name=name, capacity=capacity)
        for rules in texts.rooms.rules
        for name, capacity in rules.layouts
    )
    RoomRight.objects.bulk_create(
        RoomRight(room=by_slug[rules.room], direction=units[direction], level=Level[level.upper()])
        for rules in texts.rooms.rules
        for direction, level in rules.rights
    )


def divide(by_slug: dict[str, Room]) -> None:
    """Create the two parts; the divided room holds their cells besides its own."""
    whole = by_slug[texts.rooms.divided]
    described = next(room for room in texts.rooms.rooms if room.slug == texts.rooms.divided)
    for part in texts.rooms.parts:
        by_slug[part.slug] = made = create_room(
            **copied(whole, "site floor is_step_free keeper_phone"),
            **copied(part, "slug name capacity description"),
            equipment=["écran"],
            hours=[
                (weekday, time.fromisoformat(opens), time.fromisoformat(closes))
                for weekday, opens, closes in described.opening_hours
            ],
        )
        whole.cells.add(*made.cells.all())


# What happens there


def load_room_use(by_slug: dict[str, Room], people: dict[str, Agent], today: date) -> None:
    monday = monday_of(today)
    occupancy.hold(Booking.objects.bulk_create(slot_rows(by_slug, people, monday)))
    Wait.objects.bulk_create(
        Wait(
            reference=reference_of("wait", number),
            agent=people[slot.agent],
            room=by_slug[slot.room],
            period=period_of(slot, monday),
            title=slot.title,
            asked_at=timezone.now() - timedelta(days=2, hours=-number),
        )
        for number, slot in enumerate(texts.rooms.waits)
    )
    invite_and_ask(people)
    load_closures(by_slug, people["salles"], monday)
    load_problems(by_slug, people, today)
    count_searches(today)
    hang_pictures(by_slug, people["salles"])


def hang_pictures(by_slug: dict[str, Room], by: Agent) -> None:
    for picture in texts.rooms.pictures:
        room = by_slug[picture.room]
        room.photo = documents.store_bytes(
            (FOLDER / "room_pictures" / f"{picture.room}.jpg").read_bytes(),
            name=f"salle-{room.slug}.jpg",
            by=by,
            limits=images.LIMITS,
            read_text=False,
        )
        room.photo_alt = picture.alt
        room.save(update_fields=["photo", "photo_alt"])


def period_of(slot: Record, monday: date) -> DateTimeTZRange:
    day = monday + timedelta(weeks=slot.week, days=slot.weekday)
    return DateTimeTZRange(at(day, slot.start), at(day, slot.end), "[)")


def slot_rows(by_slug: dict[str, Room], people: dict[str, Agent], monday: date) -> Iterator[Booking]:
    for kind, slots in SLOTS.items():
        for number, slot in enumerate(slots):
            asked_at = timezone.now() - timedelta(hours=5 + number)
            row = Booking(
                **keys("booking", kind, number),
                room=by_slug[slot.room],
                organiser=people[slot.agent],
                title=slot.title,
                period=period_of(slot, monday),
                created_at=asked_at,
            )
            if kind == "request":
                row.state = Booking.State.REQUESTED
            elif kind == "declined":
                row.state, row.cancelled_at = Booking.State.DECLINED, asked_at + timedelta(hours=2)
                row.cancelled_by, row.cancel_reason = people["salles"], texts.rooms.decline_reason
            yield row


def one_off(title: str) -> Booking:
    position = next(number for number, booking in enumerate(texts.rooms.one_off) if booking.title == title)
    return Booking.objects.get(submission_key=key_of("booking", "once", position))


def invite_and_ask(people: dict[str, Agent]) -> None:
    """The guests count as notified already: no mail leaves for them."""
    for guests in texts.rooms.guests:
        booking = one_off(guests.title)
        given: dict[str, Any] = {"booking": booking, "sent_sequence": booking.sequence}
        Attendee.objects.bulk_create(
            [
                *(Attendee(agent=people[agent], **given) for agent in guests.agents),
                *(Attendee(email=address, **given) for address in guests.addresses),
            ]
        )
    desks = {
        service.name: ServiceDesk.objects.create(
            email=f"{service.email_local_part}@{texts.MAIL_DOMAIN}",
            **copied(service, "name help_text notice_days"),
        )
        for service in texts.rooms.services
    }
    for asked in texts.rooms.services_asked:
        ServiceRequest.objects.create(
            booking=one_off(asked.title), desk=desks[asked.service], note=asked.note
        )


def load_closures(by_slug: dict[str, Room], by: Agent, monday: date) -> None:
    sites = {site.slug: site for site in Site.objects.all()}
    Closure.objects.bulk_create(
        Closure(
            reference=reference_of("closure", number),
            room=by_slug.get(closed.room),
            site=sites.get(closed.site),
            period=closed_during(closed, monday),
            reason=closed.reason,
            created_by=by,
        )
        for number, closed in enumerate(texts.rooms.closures)
    )


def closed_during(closed: Record, monday: date) -> DateTimeTZRange:
    day = monday + timedelta(weeks=closed.week, days=closed.weekday)
    return DateTimeTZRange(at(day, closed.start), at(day + timedelta(days=1), "00:00"), "[)")


def load_problems(by_slug: dict[str, Room], people: dict[str, Agent], today: date) -> None:
    equipment = {row.name: row for row in Equipment.objects.all()}
    for number, trouble in enumerate(texts.rooms.problems):
        reported_at = moment(today, trouble.days_ago, number)
        fixed_by = people.get(trouble.fixed_by)
        RoomProblem.objects.create(
            **keys("problem", number),
            room=by_slug[trouble.room],
            equipment=equipment.get(trouble.equipment),
            words=trouble.words,
            reported_by=people[trouble.reported_by],
            reported_at=reported_at,
            fixed_by=fixed_by,
            fixed_at=min(reported_at + timedelta(days=1), timezone.now()) if fixed_by else None,
        )
