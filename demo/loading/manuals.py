"""Software and their manuals: six with the town, the others one by one as it fills."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta

from django.utils import timezone

from core.documents.actions import store_bytes
from core.documents.models import Document
from core.people.models import Agent, Direction
from demo import texts
from demo.data_files import Record, copied
from demo.dates import at
from demo.generators import manuals
from demo.generators.manuals import recent_manuals
from demo.keys import keys, reference_of
from demo.loading.software_problems import load_problems
from manuals.actions import notify_outdated_manuals
from manuals.models import Manual, Need, Outage, Pin, Software

TOTAL_MANUALS = 120


def count_of_manuals(rank: int, total: int = TOTAL_MANUALS) -> int:
    """How many the software of this rank in the large part has, so that the town has `total`."""
    many = max(total - sum(len(recent_manuals(entry)) for entry in texts.software.small_part), 0)
    software_count = len(texts.software.large_part)
    return min(many * (rank + 1) // software_count - many * rank // software_count, len(manuals.KINDS))


def load_small_part(people: dict[str, Agent], units: dict[str, Direction], today: date) -> None:
    rows = {
        entry.name: load_software(entry, recent_manuals(entry), people, units, today)
        for entry in texts.software.small_part
    }
    (outage,) = texts.recent.outages
    down = rows[outage.software]
    referent = down.functional_referent
    assert referent
    Outage.objects.create(
        software=down, message=outage.message, said_by=referent, started_at=outage_began(today)
    )
    for row in rows.values():
        notify_outdated_manuals(row)
    keys = [reference_of("manual", key) for key in texts.recent.pinned]
    pinned = Manual.objects.filter(reference__in=keys).order_by("pk")
    Pin.objects.bulk_create(Pin(agent=people["agent"], manual=manual) for manual in pinned)


def outage_began(today: date) -> datetime:
    """This morning, or just now for a town that is loaded before dawn."""
    return min(at(today, "08:10"), timezone.now() - timedelta(minutes=20))


def load_software(
    entry: Record,
    written: tuple[manuals.Manual, ...],
    people: dict[str, Agent],
    units: dict[str, Direction],
    today: date,
) -> Software:
    """One software with its manuals; what is replaced comes before what replaces it."""
    functional, it = referents(entry, people)
    days = {manual.key: today - timedelta(days=manual.days_ago) for manual in written}
    files = dict(stored_files(entry, written, days, by=functional))
    row = Software.objects.create(
        reference=reference_of("software", entry.name),
        **copied(entry, "name purpose vendor state"),
        how_to_start=entry.start,
        owner=units[entry.owner],
        functional_referent=functional,
        it_referent=it,
        link="" if entry.state == "retired" else address_of(entry),
        version_in_use=entry.version,
    )
    row.needs.add(*needs(entry.needs))
    load_problems(row, people, units, today)
    made: dict[str, Manual] = {}
    for manual in written:
        made[manual.key] = Manual.objects.create(
            **keys("manual", manual.key),
            software=row,
            **copied(manual, "title audience"),
            document=files.get(manual.key),
            body=manual.html() if manual.is_page else "",
            software_version=manual.version,
            dated_on=days[manual.key],
            replaces=made[manual.replaces] if manual.replaces else None,
            added_by=functional,
            added_at=at(days[manual.key], "10:30"),
        )
    return row


def stored_files(
    entry: Record, written: tuple[manuals.Manual, ...], days: dict[str, date], *, by: Agent
) -> Iterator[tuple[str, Document]]:
    """The files of the manuals that are no pages, by the manuals' keys."""
    for manual in written:
        if not manual.is_page:
            day = days[manual.key]
            name = f"{manual.title.replace(':', '')} {manual.version}".strip()
            yield (
                manual.key,
                store_bytes(manual.pdf(entry, day), name=f"{name}.pdf", by=by, at=at(day, "10:30")),
            )


def address_of(entry: Record) -> str:
    """Inside the town's own network, which exists nowhere."""
    return f"https://{reference_of('software', entry.name)[:6]}.port-mimosa.example/"


def needs(names: tuple[str, ...]) -> list[Need]:
    return [Need.objects.get_or_create(name=name)[0] for name in names]


def referents(entry: Record, people: dict[str, Agent]) -> tuple[Agent, Agent]:
    """Somebody of the owner's own, and somebody of the IT department."""
    functional = next(agent.identifiant for agent in texts.people.agents if agent.direction == entry.owner)
    it = texts.recent.it_referents[sum(map(ord, entry.name)) % len(texts.recent.it_referents)]
    if named := texts.recent.referents.get(entry.name):
        functional, it = named["functional"], named["it"]
    return people[functional], people[it]
