"""The legal watch: rows as the actions would have left them, announced to those who follow; nobody is notified."""

from datetime import date, datetime, timedelta

from core.documents.actions import store_bytes
from core.documents.models import Document
from core.people.models import Agent, Direction
from demo import texts
from demo.data_files import Record, copied
from demo.dates import at, days_before, moment
from demo.generators.papers import Chapter, manual
from demo.keys import keys
from legalwatch.actions import readers_of
from legalwatch.models import Delivery, Entry, Following, LinkReport, Reading, Subject

# One agent in three follows something; the named account, these.
FOLLOWED = ("ressources-humaines", "littoral")


def load_watch(people: dict[str, Agent], units: dict[str, Direction], today: date) -> None:
    subjects = {
        subject.slug: Subject.objects.create(slug=subject.slug, name=subject.name, position=position)
        for position, subject in enumerate(texts.watch.subjects, start=1)
    }
    load_followings(people, list(subjects.values()))
    rows = {
        entry.key: load_entry(entry, rank, subjects, people, units, today)
        for rank, entry in enumerate(texts.watch.entries)
    }
    for entry in texts.watch.entries:
        if entry.replaced_by:
            rows[entry.key].replaced_by = rows[entry.replaced_by]
            rows[entry.key].save(update_fields=["replaced_by"])
    read = [rows[entry.key] for entry in texts.watch.entries if (entry.days_ago or 0) > 60]
    Reading.objects.bulk_create(Reading(agent=people["agent"], entry=row) for row in read)


def load_followings(people: dict[str, Agent], subjects: list[Subject]) -> None:
    pairs = [(people["agent"], subject) for subject in subjects if subject.slug in FOLLOWED]
    for rank, name in enumerate(sorted(people.keys() - {"agent"})):
        if rank % 3 == 0:
            pairs.append((people[name], subjects[rank // 3 % len(subjects)]))
    Following.objects.bulk_create(Following(agent=agent, subject=subject) for agent, subject in pairs)


def load_entry(
    entry: Record,
    rank: int,
    subjects: dict[str, Subject],
    people: dict[str, Agent],
    units: dict[str, Direction],
    today: date,
) -> Entry:
    author = people["veille"]
    published = publication_of(entry, rank, today)
    is_out = entry.days_ago is not None and entry.days_ago >= 0
    row = Entry.objects.create(
        **keys("watch", entry.key),
        **copied(entry, "title summary outdated_reason withdrawn_reason"),
        url=f"https://textes.example/{entry.key}",
        document=a_file(entry, published, today, by=author) if entry.file else None,
        in_force_on=None
        if entry.in_force_days_ago is None
        else today - timedelta(days=entry.in_force_days_ago),
        author=author,
        created_at=published if published and is_out else moment(today, 1, rank),
        publish_at=published,
        announced_at=published if is_out else None,
        withdrawn_at=days_before(today, 1, salt=rank) if entry.withdrawn_reason else None,
    )
    row.subjects.set(subjects[slug] for slug in entry.subjects)
    row.directions.set(units[code] for code in entry.directions)
    if published and is_out:
        Delivery.objects.bulk_create(
            Delivery(entry=row, agent=agent, created_at=published, told_at=published)
            for agent in readers_of(row)
        )
    if entry.reported_days_ago:
        reported = moment(today, entry.reported_days_ago, rank)
        LinkReport.objects.create(entry=row, reported_by=people["agent"], reported_at=reported)
    return row


def publication_of(entry: Record, rank: int, today: date) -> datetime | None:
    """In the hours of the office for what appeared; the first moment of its day for what is to come."""
    if entry.days_ago is None or entry.days_ago >= 0:
        return days_before(today, entry.days_ago, salt=rank)
    return at(today - timedelta(days=entry.days_ago), "00:00")


def a_file(entry: Record, published: datetime | None, today: date, *, by: Agent) -> Document:
    chapters = tuple(Chapter(heading, (entry.summary,)) for heading in ("Ce qui change", "Pour la ville"))
    data = manual(entry.title, ("Veille juridique de Port-Mimosa.",), chapters, today)
    return store_bytes(data, name=f"{entry.file}.pdf", at=published, by=by)
