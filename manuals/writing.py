"""What is done to a manual and to its pins, whatever the door."""

import uuid
from datetime import date

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from core.documents.actions import keep
from core.documents.models import Document, Upload
from core.history.context import action_context
from core.people.models import Agent
from core.ui.prose import text_of
from manuals import notifications, policies
from manuals.actions import lock_software, notify_outdated_manuals
from manuals.models import Manual, Pin, Software, clean_body


@transaction.atomic
def add_manual(
    software: Software,
    *,
    by: Agent,
    title: str,
    dated_on: date,
    software_version: str = "",
    audience: str = "",
    body: str = "",
    upload: Upload | None = None,
    document: Document | None = None,
    replaces: Manual | None = None,
    submission_key: uuid.UUID | None = None,
) -> Manual:
    """A manual of this software: a staged upload, a stored document, or a page (HTML, cleaned here).

    `replaces` is a current manual of the same software: whoever pinned it is told, and their pins follow.
    """
    software = lock_software(software, by=by)
    old = _current_or_refused(replaces, software) if replaces else None
    manual = Manual(
        software=software,
        title=title,
        dated_on=dated_on,
        software_version=software_version,
        audience=audience,
        body=_clean(body),
        document=keep(upload, by=by) if upload else document,
        replaces=old,
        added_by=by,
        submission_key=submission_key or uuid.uuid4(),
    )
    # The key's uniqueness is left to the database: `create_once` catches it there.
    manual.full_clean(exclude=["submission_key"])
    with action_context("a remplacé un manuel" if old else "a ajouté un manuel", by=by):
        manual.save()
    if old:
        _hand_pins_over(old, manual, by=by)
    notify_outdated_manuals(software)
    return manual


@transaction.atomic
def correct_manual(
    manual: Manual,
    *,
    by: Agent,
    title: str,
    dated_on: date,
    software_version: str = "",
    audience: str = "",
    body: str = "",
    upload: Upload | None = None,
) -> Manual:
    """Mend what is said of a current manual; a file sent by mistake gives way to `upload`, and stays stored."""
    software = lock_software(manual.software, by=by)
    manual = _current_or_refused(manual, software)
    manual.title, manual.dated_on = title, dated_on
    manual.software_version, manual.audience = software_version, audience
    if manual.document_id is None:
        manual.body = _clean(body)
    elif upload:
        manual.document = keep(upload, by=by)
    manual.full_clean()
    with action_context("a corrigé le manuel", by=by):
        manual.save()
    notify_outdated_manuals(software)
    return manual


@transaction.atomic
def withdraw_manual(manual: Manual, *, by: Agent) -> Manual:
    """Out of the current ones without being replaced; it can still be read, and comes back by `restore_manual`."""
    software = lock_software(manual.software, by=by)
    manual = _current_or_refused(manual, software)
    manual.withdrawn_at = timezone.now()
    with action_context("a retiré le manuel", by=by):
        manual.save(update_fields=["withdrawn_at"])
    notifications.notify_withdrawn(manual, Agent.objects.filter(pins__manual=manual).exclude(pk=by.pk))
    return manual


@transaction.atomic
def restore_manual(manual: Manual, *, by: Agent) -> Manual:
    software = lock_software(manual.software, by=by)
    manual = Manual.objects.for_page().get(pk=manual.pk)
    if manual.withdrawn_at is None:
        raise ValidationError("Ce manuel n’est pas retiré.")
    manual.withdrawn_at = None
    with action_context("a remis le manuel", by=by):
        manual.save(update_fields=["withdrawn_at"])
    notify_outdated_manuals(software)
    return manual


@transaction.atomic
def pin(manual: Manual, *, by: Agent) -> Manual:
    """Keep at hand in « Mes manuels »; twice is once. Returns the manual that is pinned.

    One that was replaced since the page was opened gives way to the newest of its line.
    """
    # Under the software's lock: a replacement under way is waited for, and the pin lands on the new manual.
    software = Software.objects.select_for_update(no_key=True, of=("self",)).get(pk=manual.software_id)
    manual = Manual.objects.for_page().get(pk=manual.pk, software=software)
    while manual.successor:
        manual = Manual.objects.for_page().get(pk=manual.successor.pk)
    if not policies.can_pin(by, manual):
        raise ValidationError("Ce manuel est retiré\u00a0: il ne peut plus être épinglé.")
    Pin.objects.bulk_create([Pin(agent=by, manual=manual)], ignore_conflicts=True)
    return manual


@transaction.atomic
def unpin(manual: Manual, *, by: Agent) -> Manual:
    Pin.objects.filter(agent=by, manual=manual).delete()
    return manual


def _current_or_refused(manual: Manual, software: Software) -> Manual:
    """The manual as it is under the software's lock; raises ValidationError when it is no longer current."""
    manual = Manual.objects.for_page().get(pk=manual.pk)
    if manual.software_id != software.pk:
        raise ValidationError("Un manuel remplace un manuel du même progiciel.")
    if manual.successor:
        raise ValidationError(
            f"Ce manuel a été remplacé entre-temps par «\u00a0{manual.successor.title}\u00a0», "
            f"ajouté par {manual.successor.added_by}."
        )
    if manual.withdrawn_at:
        raise ValidationError("Ce manuel a été retiré entre-temps.")
    return manual


def _hand_pins_over(old: Manual, new: Manual, *, by: Agent) -> None:
    readers = list(Agent.objects.filter(pins__manual=old))
    Pin.objects.filter(manual=old).delete()
    Pin.objects.bulk_create(Pin(agent=agent, manual=new) for agent in readers)
    notifications.notify_replaced(old, new, [agent for agent in readers if agent.pk != by.pk])


def _clean(body: str) -> str:
    """Cleaned HTML; empty when nothing is left to read."""
    cleaned = clean_body(body)
    return cleaned if text_of(cleaned) else ""
