"""What is done to a software and to its outages, whatever the door: page, admin, command.

The row of the software is the lock of everything that belongs to it: its outages, its manuals, its versions.
"""

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone

from core.history.context import action_context
from core.people.models import Agent
from manuals import notifications, policies
from manuals.models import Manual, Outage, OutdatedNotice, Software

KEPT_FIELDS = ("purpose", "how_to_start", "vendor", "link", "version_in_use")
NOT_KEEPER = "Seuls les référents de ce progiciel et le groupe projet tiennent cette page."
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
    """Who is called, and who keeps the page; whoever is new is told."""
    software = lock_software(software, by=by, only_group=True)
    before = {software.functional_referent_id, software.it_referent_id}
    for agent in (functional_referent, it_referent):
        if agent and not agent.is_active:
            raise ValidationError(f"Le compte de {agent} est fermé\u00a0: choisissez quelqu’un d’autre.")
    software.functional_referent, software.it_referent = functional_referent, it_referent
    with action_context("a nommé les référents", by=by):
        software.save(update_fields=["functional_referent", "it_referent"])
    notifications.notify_named(software, [agent for agent in software.referents if agent.pk not in before])
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
    """Out of the list; its page stays, and says what replaces it. An open outage ends with it."""
    software = lock_software(software, by=by, only_group=True)
    if not policies.can_retire(by, software):
        raise ValidationError("Ce progiciel est déjà retiré.")
    outage = software.outages.open().first()
    if outage:
        _end(outage, by=by)
    return _move(software, Software.State.RETIRED, replaced_by, "a retiré le progiciel", by=by)


@transaction.atomic
def start_outage(software: Software, *, by: Agent, message: str) -> Outage:
    """« Panne en cours », on top of the software's page and beside it in the list."""
    software = lock_software(software, by=by)
    if not message.strip():
        raise ValidationError("Dites ce qui se passe.")
    if software.is_retired:
        raise ValidationError("Ce progiciel est retiré.")
    if earlier := software.outages.open().select_related("said_by").first():
        raise ValidationError(
            f"Une panne est déjà signalée par {earlier.said_by}\u00a0: modifiez-la ou terminez-la."
        )
    with action_context("a signalé une panne", by=by):
        return Outage.objects.create(software=software, message=message.strip(), said_by=by)


@transaction.atomic
def amend_outage(software: Software, *, by: Agent, message: str) -> Outage:
    """Say what is known now; the outage goes on."""
    software = lock_software(software, by=by)
    outage = _open_outage(software)
    if not message.strip():
        raise ValidationError("Dites ce qui se passe.")
    outage.message = message.strip()
    with action_context("a précisé la panne", by=by):
        outage.save(update_fields=["message"])
    return outage


@transaction.atomic
def end_outage(software: Software, *, by: Agent) -> Outage:
    """It works again."""
    software = lock_software(software, by=by)
    outage = _open_outage(software)
    _end(outage, by=by)
    return outage


def notify_outdated_manuals(software: Software) -> list[Manual]:
    """Tell the referents of each current manual older than the version in use, once for each version.

    The caller holds the software's lock. Returns the manuals that they were told about.
    """
    if not software.referents or software.is_retired or not software.version_in_use:
        return []
    told = OutdatedNotice.objects.filter(version=software.version_in_use).values("manual")
    waiting = software.manuals.current().exclude(pk__in=told).select_related("software").newest_first()
    outdated = [manual for manual in waiting if manual.is_outdated]
    if outdated:
        OutdatedNotice.objects.bulk_create(
            OutdatedNotice(manual=manual, version=software.version_in_use) for manual in outdated
        )
        notifications.notify_outdated(software, outdated)
    return outdated


def lock_software(software: Software, *, by: Agent, only_group: bool = False) -> Software:
    """The row as it is now, alone, for whoever may keep it; raises PermissionDenied for anyone else."""
    if only_group and not policies.can_manage(by):
        raise PermissionDenied(NOT_GROUP)
    software = Software.objects.select_for_update(no_key=True, of=("self",)).get(pk=software.pk)
    if not policies.can_keep(by, software):
        raise PermissionDenied(NOT_KEEPER)
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
        raise ValidationError("Aucune panne n’est en cours\u00a0: elle a été terminée entre-temps.")
    return outage


def _end(outage: Outage, *, by: Agent) -> None:
    outage.ended_at, outage.ended_by = timezone.now(), by
    with action_context("a terminé la panne", by=by):
        outage.save(update_fields=["ended_at", "ended_by"])
