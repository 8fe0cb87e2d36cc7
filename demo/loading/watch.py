"""The legal watch: rows as the actions would have left them, announced to those who follow; nobody is notified."""

from datetime import date, datetime, timedelta

from core.documents.actions import store_bytes
from core.documents.models import Document
from core.history.context import action_context
from core.people.models import Agent, Direction
from demo.dates import at, days_before
from demo.generators.papers import Chapter, manual
from demo.keys import key_of, reference_of
from demo.records import watch as records
from demo.texts import watch as texts
from legalwatch.announcements import readers_of
from legalwatch.models import Delivery, Entry, Following, LinkReport, Reading, Subject

ACTION_NAME = "a préparé la ville de démonstration"
# One agent in three follows something; the named account, these.
FOLLOWED = ("ressources-humaines", "littoral")


def load_watch(people: dict[str, Agent], units: dict[str, Direction], today: date) -> None:
    with action_context(ACTION_NAME):
        subjects = {
            subject.slug: Subject.objects.create(slug=subject.slug, name=subject.name, position=position)
            for position, subject in enumerate(texts.SUBJECTS, start=1)
        }
        load_followings(people, list(subjects.values()))
        rows = {
            entry.key: load_entry(entry, rank, subjects, people, units, today)
            for rank, entry in enumerate(texts.ENTRIES)
        }
        for entry in texts.ENTRIES:
            if entry.replaced_by:
                rows[entry.key].replaced_by = rows[entry.replaced_by]
                rows[entry.key].save(update_fields=["replaced_by"])
    read = [rows[entry.key] for entry in texts.ENTRIES if (entry.days_ago or 0) > 60]
    Reading.objects.bulk_create(Reading(agent=people["agent"], entry=row) for row in read)


def load_followings(people: dict[str, Agent], subjects: list[Subject]) -> None:
    pairs = [(people["agent"], subject) for subject in subjects if subject.slug in FOLLOWED]
    for rank, name in enumerate(sorted(people.keys() - {"agent"})):
        if rank % 3 == 0:
            pairs.append((people[name], subjects[rank // 3 % len(subjects)]))
    Following.objects.bulk_create(Following(agent=agent, subject=subject) for agent, subject in pairs)


def load_entry(
    entry: records.Entry,
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
        reference=reference_of("watch", entry.key),
        submission_key=key_of("watch", entry.key),
        title=entry.title,
        summary=entry.summary,
        url=f"https://textes.example/{entry.key}",
        document=a_file(entry, published, today, by=author) if entry.file else None,
        in_force_on=None
        if entry.in_force_days_ago is None
        else today - timedelta(days=entry.in_force_days_ago),
        author=author,
        created_at=published if published and is_out else moment_before(today, 1, rank),
        publish_at=published,
        announced_at=published if is_out else None,
        outdated_reason=entry.outdated_reason,
        withdrawn_at=days_before(today, 1, salt=rank) if entry.withdrawn_reason else None,
        withdrawn_reason=entry.withdrawn_reason,
    )
    row.subjects.set(subjects[slug] for slug in entry.subjects)
    row.directions.set(units[code] for code in entry.directions)
    if published and is_out:
        Delivery.objects.bulk_create(
            Delivery(entry=row, agent=agent, created_at=published, told_at=published)
            for agent in readers_of(row)
        )
    if entry.reported_days_ago:
        reported = moment_before(today, entry.reported_days_ago, rank)
        LinkReport.objects.create(entry=row, reported_by=people["agent"], reported_at=reported)
    return row


def moment_before(today: date, days: int, rank: int) -> datetime:
    moment = days_before(today, days, salt=rank)
    assert moment
    return moment


def publication_of(entry: records.Entry, rank: int, today: date) -> datetime | None:
    """In the hours of the office for what appeared; the first moment of its day for what is to come."""
    if entry.days_ago is None or entry.days_ago >= 0:
        return days_before(today, entry.days_ago, salt=rank)
    return at(today - timedelta(days=entry.days_ago), "00:00")


def a_file(entry: records.Entry, published: datetime | None, today: date, *, by: Agent) -> Document:
    chapters = tuple(Chapter(heading, (entry.summary,)) for heading in ("Ce qui change", "Pour la ville"))
    data = manual(entry.title, ("Veille juridique de Port-Mimosa.",), chapters, today)
    return store_bytes(data, name=f"{entry.file}.pdf", at=published, by=by)
