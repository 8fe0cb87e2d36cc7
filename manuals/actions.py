"""Act on a software, its outages, its manuals and their pins, from a page, the admin or a command.

The row of the software is the lock of everything that belongs to it: its outages, its manuals, its versions.
"""

import uuid
from collections.abc import Iterable
from datetime import date

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone

from core.documents.actions import keep
from core.documents.models import Document, Upload
from core.french import of, spaced
from core.history.context import action_context
from core.notifications.actions import outdate
from core.people.models import Agent
from core.web.locks import lock_row
from core.web.rich_text import text_of
from manuals import notifications, policies
from manuals.models import Contract, Manual, ManualPicture, Outage, OutdatedNotice, Pin, Software, clean_body

KEPT_FIELDS = ("purpose", "how_to_start", "vendor", "link", "version_in_use")
NOT_GROUP = "Seul le groupe projet peut faire ce geste."


@transaction.atomic
def describe(software: Software, *, by: Agent, **fields: str) -> Software:
    """Write the page again; `fields` among KEPT_FIELDS. A new version in use may make manuals old."""
    software = lock_software(software, by=by)
    unknown = fields.keys() - set(KEPT_FIELDS)
    if unknown:
        raise TypeError(f"not kept by referents: {', '.join(sorted(unknown))}")
    for name, value in fields.items():
        setattr(software, name, value)
    software.full_clean()
    with action_context("a modifié la fiche", by=by):
        software.save(update_fields=list(fields))
    notify_outdated_manuals(software)
    return software


@transaction.atomic
def name_referents(
    software: Software, *, by: Agent, functional_referent: Agent | None, it_referent: Agent | None
) -> Software:
    """Name whom to call and who manages the page; notify new ones."""
    software = lock_software(software, by=by, only_group=True)
    before = {software.functional_referent_id, software.it_referent_id}
    for agent in (functional_referent, it_referent):
        if agent and not agent.is_active:
            raise ValidationError(spaced(f"Le compte {of(agent)} est fermé : choisissez quelqu’un d’autre."))
    software.functional_referent, software.it_referent = functional_referent, it_referent
    with action_context("a nommé les référents", by=by):
        software.save(update_fields=["functional_referent", "it_referent"])
    if new := [agent for agent in software.referents if agent.pk not in before]:
        notifications.notify_named([software], new)
    outdate_contract(software, former=before - {software.functional_referent_id, software.it_referent_id})
    notify_outdated_manuals(software)
    return software


@transaction.atomic
def put_in_use(software: Software, *, by: Agent) -> Software:
    """From a project, or back from a departure that was announced."""
    software = lock_software(software, by=by, only_group=True)
    if not policies.can_put_in_use(by, software):
        raise ValidationError("Ce progiciel est déjà en service.")
    return _move(software, Software.State.IN_USE, None, "a mis le progiciel en service", by=by)


@transaction.atomic
def announce_replacement(software: Software, *, by: Agent, replaced_by: Software | None = None) -> Software:
    software = lock_software(software, by=by, only_group=True)
    if not policies.can_announce_replacement(by, software):
        raise ValidationError("Seul un progiciel en service peut être en cours de remplacement.")
    name = "a annoncé le remplacement du progiciel"
    return _move(software, Software.State.BEING_REPLACED, replaced_by, name, by=by)


@transaction.atomic
def retire(software: Software, *, by: Agent, replaced_by: Software | None = None) -> Software:
    """Out of the list; its page stays, and says what replaces it. An open outage ends with it.

    Nobody is reminded of its contract any more.
    """
    software = lock_software(software, by=by, only_group=True)
    if not policies.can_retire(by, software):
        raise ValidationError("Ce progiciel est déjà retiré.")
    outage = software.outages.open().first()
    if outage:
        _end(outage, by=by)
    if contract := Contract.objects.filter(software=software).first():
        outdate([notifications.CONTRACT], about=contract)
    return _move(software, Software.State.RETIRED, replaced_by, "a retiré le progiciel", by=by)


@transaction.atomic
def start_outage(software: Software, *, by: Agent, message: str) -> Outage:
    """« Panne en cours », on top of the software's page and beside it in the list."""
    software = lock_software(software, by=by)
    if software.is_retired:
        raise ValidationError("Ce progiciel est retiré.")
    if earlier := software.outages.open().select_related("said_by").first():
        raise ValidationError(
            spaced(f"Une panne est déjà signalée par {earlier.said_by} : modifiez-la ou terminez-la.")
        )
    with action_context("a signalé une panne", by=by):
        return Outage.objects.create(software=software, message=message, said_by=by)


@transaction.atomic
def amend_outage(software: Software, *, by: Agent, message: str) -> Outage:
    software = lock_software(software, by=by)
    outage = _open_outage(software)
    outage.message = message
    with action_context("a précisé la panne", by=by):
        outage.save(update_fields=["message"])
    return outage


@transaction.atomic
def end_outage(software: Software, *, by: Agent) -> Outage:
    software = lock_software(software, by=by)
    outage = _open_outage(software)
    _end(outage, by=by)
    return outage


def notify_outdated_manuals(software: Software) -> list[Manual]:
    """Notify the referents of each current manual older than the version in use, once for each version.

    The caller holds the software's lock. Returns these manuals.
    """
    if not software.referents or software.is_retired or not software.version_in_use:
        return []
    notified = OutdatedNotice.objects.filter(version=software.version_in_use).values("manual")
    waiting = software.manuals.current().exclude(pk__in=notified).select_related("software").newest_first()
    outdated = [manual for manual in waiting if manual.is_outdated]
    if outdated:
        OutdatedNotice.objects.bulk_create(
            OutdatedNotice(manual=manual, version=software.version_in_use) for manual in outdated
        )
        notifications.notify_outdated(software, outdated)
    return outdated


def outdate_contract(software: Software, *, former: Iterable[int | None]) -> None:
    """The reminders of the contract are no longer for referents who left; `former` are their ids."""
    if (contract := Contract.objects.filter(software=software).first()) is None:
        return
    for agent in Agent.objects.filter(pk__in=former):
        if not policies.can_see_contract(agent, software):
            outdate([notifications.CONTRACT], about=contract, recipient=agent)


def lock_software(software: Software, *, by: Agent, only_group: bool = False) -> Software:
    """The row as it is now, locked until the transaction ends. Raises PermissionDenied."""
    if only_group and not policies.can_manage(by):
        raise PermissionDenied(NOT_GROUP)
    software = lock_row(Software, software.pk)
    policies.check_keeper(by, software)
    return software


def _move(
    software: Software, state: Software.State, replaced_by: Software | None, name: str, *, by: Agent
) -> Software:
    if replaced_by and replaced_by.pk == software.pk:
        raise ValidationError("Un progiciel ne se remplace pas lui-même.")
    software.state, software.replaced_by = state, replaced_by
    with action_context(name, by=by):
        software.save(update_fields=["state", "replaced_by"])
    return software


def _open_outage(software: Software) -> Outage:
    outage = software.outages.open().first()
    if outage is None:
        raise ValidationError(spaced("Aucune panne n’est en cours : elle a été terminée entre-temps."))
    return outage


def _end(outage: Outage, *, by: Agent) -> None:
    outage.ended_at, outage.ended_by = timezone.now(), by
    with action_context("a terminé la panne", by=by):
        outage.save(update_fields=["ended_at", "ended_by"])


# Manuals


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

    `replaces` is a current manual of the same software: agents who pinned it are notified, and their pins follow.
    """
    software = lock_software(software, by=by)
    old = current_or_refused(replaces, software) if replaces else None
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
    if old and not manual.document_id:
        ManualPicture.objects.bulk_create(
            ManualPicture(
                manual=manual,
                number=picture.number,
                document_id=picture.document_id,
                alternative=picture.alternative,
                width=picture.width,
                height=picture.height,
            )
            for picture in old.pictures.all()
        )
    if old:
        readers = list(Agent.objects.filter(pins__manual=old))
        Pin.objects.filter(manual=old).delete()
        Pin.objects.bulk_create(Pin(agent=agent, manual=manual) for agent in readers)
        notifications.notify_replaced(old, manual, [agent for agent in readers if agent.pk != by.pk])
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
    """Correct what is said of a current manual; `upload` replaces a file sent by mistake, which stays stored."""
    software = lock_software(manual.software, by=by)
    manual = current_or_refused(manual, software)
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
    manual = current_or_refused(manual, software)
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
    software = lock_row(Software, manual.software_id)
    manual = Manual.objects.for_page().get(pk=manual.pk, software=software)
    while manual.successor:
        manual = Manual.objects.for_page().get(pk=manual.successor.pk)
    if not policies.can_pin(by, manual):
        raise ValidationError(spaced("Ce manuel est retiré : il ne peut plus être épinglé."))
    Pin.objects.bulk_create([Pin(agent=by, manual=manual)], ignore_conflicts=True)
    return manual


@transaction.atomic
def unpin(manual: Manual, *, by: Agent) -> None:
    Pin.objects.filter(agent=by, manual=manual).delete()


def current_or_refused(manual: Manual, software: Software) -> Manual:
    """The manual as it is under the software's lock; raises ValidationError when it is no longer current."""
    manual = Manual.objects.for_page().get(pk=manual.pk)
    if manual.software_id != software.pk:
        raise ValidationError("Un manuel remplace un manuel du même progiciel.")
    if manual.successor:
        raise ValidationError(
            spaced(
                f"Ce manuel a été remplacé entre-temps par « {manual.successor.title} », "
                f"ajouté par {manual.successor.added_by}."
            )
        )
    if manual.withdrawn_at:
        raise ValidationError("Ce manuel a été retiré entre-temps.")
    return manual


def _clean(body: str) -> str:
    """Cleaned HTML; empty when nothing is left to read."""
    cleaned = clean_body(body)
    return cleaned if text_of(cleaned) else ""
