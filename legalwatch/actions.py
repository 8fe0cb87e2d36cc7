import uuid
from collections.abc import Iterable
from datetime import date, datetime, time
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from core.documents.actions import forget_unheld, keep
from core.documents.models import Upload
from core.history.context import action_context
from core.people.models import Agent, Direction
from core.ui.french import spaced
from core.ui.locks import lock_row, wait_for
from legalwatch import notifications, policies
from legalwatch.announcements import announce_due
from legalwatch.models import Entry, Subject
from legalwatch.policies import check_watcher
from legalwatch.reports import close_open_report

# Given as they are to `write` and `change`.
WORDS = ("title", "summary", "url", "in_force_on")
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
    """Published at once, on the day of `publish_on`, or kept as a draft; `words` are those of WORDS."""
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
    notifications.notify_withdrawn(entry)


@transaction.atomic
def restore(entry: Entry, *, by: Agent) -> Entry:
    """Undo its withdrawal: it is what it was, and nobody is told twice."""
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
