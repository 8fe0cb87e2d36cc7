import uuid
from collections.abc import Iterable
from datetime import date, datetime, time, timedelta
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone

from core.documents.actions import forget_unheld, keep
from core.documents.models import Upload
from core.french import spaced
from core.history.context import action_context
from core.notifications.actions import notify, outdate
from core.notifications.registry import Channel, NotificationKind
from core.people.models import Agent, Direction
from core.people.querysets import of_line
from core.people.roles import Role
from core.web.locks import lock_row, locked, wait_for
from core.web.mails import render_mail
from legalwatch import policies
from legalwatch.models import Delivery, Entry, Following, LinkReport, Reading, Subject, WeeklyReader
from legalwatch.policies import can_write, check_watcher

PAST = spaced(
    "Ce jour est passé : choisissez aujourd’hui ou un jour à venir, ou laissez vide pour publier tout de suite."
)
NO_SUBJECT = "Choisissez au moins un sujet."
GONE = spaced("Ce texte est retiré : il ne se modifie plus.")
NOT_WITHDRAWN = spaced("Ce texte n’est plus retiré : quelqu’un l’a déjà remis.")
NOT_READ_YET = "Choisissez un texte déjà publié."
CYCLE = spaced("Ce texte-là est lui-même remplacé par celui que vous corrigez : choisissez-en un autre.")


@transaction.atomic
def write(
    *,
    by: Agent,
    subjects: Iterable[Subject],
    directions: Iterable[Direction] = (),
    upload: Upload | None = None,
    publish_on: date | None = None,
    is_draft: bool = False,
    submission_key: uuid.UUID | None = None,
    **words: Any,
) -> Entry:
    """Published at once, on the day of `publish_on`, or kept as a draft; `words` are the title, the summary, `url`
    and `in_force_on`."""
    check_watcher(by)
    entry = Entry(author=by, submission_key=submission_key or uuid.uuid4(), **words)
    entry.document = keep(upload, by=by) if upload else None
    entry.publish_at = None if is_draft else _moment_of(publish_on)
    with action_context("a écrit le texte", by=by):
        _save(entry, subjects, directions)
    announce_due()
    return entry


@transaction.atomic
def change(
    entry: Entry,
    *,
    by: Agent,
    subjects: Iterable[Subject],
    directions: Iterable[Direction] = (),
    upload: Upload | None = None,
    is_file_removed: bool = False,
    publish_on: date | None = None,
    is_draft: bool = False,
    replaced_by: Entry | None = None,
    outdated_reason: str = "",
    **words: Any,
) -> Entry:
    """Correct an entry; its day too, until it is published. A link that is corrected settles the report about it."""
    entry = _locked(entry, by=by)
    old_url, old_document = entry.url, entry.document
    for name, value in words.items():
        setattr(entry, name, value)
    if upload or is_file_removed:
        entry.document = keep(upload, by=by) if upload else None
    if not entry.is_published:
        entry.publish_at = None if is_draft else _moment_of(publish_on, known=entry.publish_at)
    if replaced_by:
        _check_replacement(entry, replaced_by)
    entry.replaced_by, entry.outdated_reason = replaced_by, outdated_reason
    with action_context("a corrigé le texte", by=by):
        _save(entry, subjects, directions)
        if entry.url != old_url:
            close_open_report(entry, by=by)
        if old_document and old_document != entry.document:
            forget_unheld([old_document], by=by)
    announce_due()
    return entry


@transaction.atomic
def withdraw(entry: Entry, *, by: Agent, reason: str) -> None:
    """Nobody but the watchers reads it any more; it stays with its reason."""
    entry = _locked(entry, by=by)
    if entry.replaces.exists():
        raise ValidationError(
            spaced(
                "Ce texte en remplace d’autres : dites d’abord, sur leur page, par quoi ils le sont maintenant."
            )
        )
    entry.withdrawn_at, entry.withdrawn_reason = timezone.now(), reason
    with action_context("a retiré le texte", by=by):
        entry.save(update_fields=["withdrawn_at", "withdrawn_reason"])
        close_open_report(entry, by=by)
    outdate([NEW_ENTRY, DEAD_LINK], entry)


@transaction.atomic
def restore(entry: Entry, *, by: Agent) -> Entry:
    """Undo its withdrawal: it is what it was, and nobody is notified twice."""
    check_watcher(by)
    entry = lock_row(Entry, entry.pk)
    if not policies.can_restore(by, entry):
        raise ValidationError(NOT_WITHDRAWN)
    entry.withdrawn_at, entry.withdrawn_reason = None, ""
    with action_context("a remis le texte", by=by):
        entry.save(update_fields=["withdrawn_at", "withdrawn_reason"])
    announce_due()
    return entry


def _locked(entry: Entry, *, by: Agent) -> Entry:
    """Lock the current row, one after the other: two corrections at once could make a circle of replacements."""
    check_watcher(by)
    wait_for("legalwatch.replacements")
    entry = lock_row(Entry, entry.pk)
    if not policies.can_change(by, entry):
        raise ValidationError(GONE)
    return entry


def _moment_of(day: date | None, *, known: datetime | None = None) -> datetime:
    """The first moment of a day to come, or now; raises ValidationError for a day that is over, unless it was known."""
    today = timezone.localdate()
    if day is None or day == today:
        return timezone.now()
    if known and timezone.localdate(known) == day:
        return known
    if day < today:
        raise ValidationError({"publish_on": PAST})
    return timezone.make_aware(datetime.combine(day, time.min))


def _check_replacement(entry: Entry, replacement: Entry) -> None:
    # As it is under the lock, whatever the form read.
    following: Entry | None = Entry.objects.get(pk=replacement.pk)
    assert following
    if not following.is_published:
        raise ValidationError({"replaced_by": NOT_READ_YET})
    while following is not None:
        if following == entry:
            raise ValidationError({"replaced_by": CYCLE})
        following = following.replaced_by


def _save(entry: Entry, subjects: Iterable[Subject], directions: Iterable[Direction]) -> None:
    if not (chosen := list(subjects)):
        raise ValidationError({"subjects": NO_SUBJECT})
    entry.validate_constraints(exclude={"submission_key"})
    entry.save()
    entry.subjects.set(chosen)
    entry.directions.set(directions)


@transaction.atomic
def announce_due() -> int:
    """Announce what is published and was not yet; returns how many entries."""
    now = timezone.now()
    due = Entry.objects.published().current().filter(announced_at=None)
    # What is being corrected is announced by that correction, or by the next hour's task: nobody waits for anybody.
    entries = list(locked(due.order_by("pk"), skip_locked=True))
    for entry in entries:
        entry.announced_at = now
        entry.save(update_fields=["announced_at"])
        readers = list(readers_of(entry))
        weekly = set(readers_of(entry).filter(watch_weekly__isnull=False).values_list("pk", flat=True))
        Delivery.objects.bulk_create(
            Delivery(entry=entry, agent=agent, created_at=now, told_at=None if agent.pk in weekly else now)
            for agent in readers
        )
        notify_new(entry, (agent for agent in readers if agent.pk not in weekly))
    return len(entries)


@transaction.atomic
def announce_week() -> int:
    """Notify weekly readers of what was announced before this Monday; returns how many entries."""
    waiting = Delivery.objects.waiting(before=monday())
    taken = list(locked(waiting.order_by("pk")).values_list("pk", flat=True))
    # What was replaced in the meantime is announced to nobody any more.
    entries = Entry.objects.published().current().filter(deliveries__in=taken).distinct().order_by("pk")
    told = list(entries)
    for entry in told:
        readers = Delivery.objects.filter(pk__in=taken, entry=entry)
        notify_new(entry, Agent.objects.filter(pk__in=readers.values("agent")).order_by("pk"))
        readers.update(told_at=timezone.now())
    Delivery.objects.filter(pk__in=taken, told_at=None).delete()
    return len(told)


def readers_of(entry: Entry) -> QuerySet[Agent]:
    """Return followers of its subjects, and agents of directions that it names, except its author."""
    following = Agent.objects.filter(watch_followings__subject__in=entry.subjects.all())
    concerned = Q(pk__in=following.values("pk")) | of_line("in", entry.directions.all())
    return Agent.objects.active().filter(concerned).exclude(pk=entry.author_id).order_by("pk")


def monday() -> datetime:
    """The first moment of this week."""
    today = timezone.localdate()
    return timezone.make_aware(datetime.combine(today - timedelta(days=today.weekday()), time.min))


@transaction.atomic
def report_link(entry: Entry, *, by: Agent) -> bool:
    """Notify the watchers, once until they answer; whether nobody had said so yet."""
    entry = lock_row(Entry, entry.pk)
    if not policies.can_report(by, entry):
        raise PermissionDenied("Ce texte n’a pas de lien à signaler.")
    if entry.link_reports.open().exists():
        return False
    with action_context("a signalé un lien mort", by=by):
        report = LinkReport.objects.create(entry=entry, reported_by=by)
    notify_dead_link(report)
    return True


@transaction.atomic
def settle_link(entry: Entry, *, by: Agent) -> bool:
    """A watcher tried the link, and it answers; whether a report was open."""
    check_watcher(by)
    entry = lock_row(Entry, entry.pk)
    with action_context("a vérifié le lien", by=by):
        return close_open_report(entry, by=by)


def close_open_report(entry: Entry, *, by: Agent) -> bool:
    """Within the action of a watcher on a locked entry."""
    report = locked(entry.link_reports.open()).first()
    if report is None:
        return False
    report.closed_by, report.closed_at = by, timezone.now()
    report.save(update_fields=["closed_by", "closed_at"])
    outdate([DEAD_LINK], entry)
    return True


@transaction.atomic
def follow(subjects: Iterable[Subject], *, by: Agent, is_weekly: bool) -> None:
    """These subjects and no others, notified each day or each week."""
    if not by.is_at_work:
        raise PermissionDenied
    # Two pages saved at once: one after the other.
    lock_row(Agent, by.pk)
    chosen = list(subjects)
    Following.objects.filter(agent=by).exclude(subject__in=chosen).delete()
    Following.objects.bulk_create(
        (Following(agent=by, subject=subject) for subject in chosen), ignore_conflicts=True
    )
    if is_weekly:
        WeeklyReader.objects.get_or_create(agent=by)
    else:
        WeeklyReader.objects.filter(agent=by).delete()


@transaction.atomic
def mark_read(entry: Entry, *, by: Agent) -> None:
    if not policies.can_see(by, entry):
        raise PermissionDenied
    Reading.objects.get_or_create(agent=by, entry=entry)
    outdate([NEW_ENTRY], entry, recipient=by)


def mark_unread(entry: Entry, *, by: Agent) -> None:
    Reading.objects.filter(agent=by, entry=entry).delete()


WATCH = "La veille juridique"
NEW_ENTRY = NotificationKind(
    "legalwatch.new_entry",
    "Un texte de mes sujets paraît",
    group=WATCH,
    default=Channel.DIGEST,
    is_batched=True,
)
DEAD_LINK = NotificationKind(
    "legalwatch.dead_link", "Un lecteur signale un lien qui ne répond plus", group=WATCH, to_whom=can_write
)


def notify_new(entry: Entry, readers: Iterable[Agent]) -> None:
    notify(NEW_ENTRY, readers, **render_mail("legalwatch/mails/new_entry.txt", entry=entry), about=entry)


def notify_dead_link(report: LinkReport) -> None:
    entry = report.entry
    watchers = Agent.objects.with_role(Role.WATCHER).exclude(pk=report.reported_by_id)
    notify(DEAD_LINK, watchers, **render_mail("legalwatch/mails/dead_link.txt", entry=entry), about=entry)
