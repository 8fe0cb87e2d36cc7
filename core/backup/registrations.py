"""Declare what the app lends to the rungs below it."""

from collections.abc import Iterator
from datetime import datetime, timedelta

from django.conf import settings
from django.template.defaultfilters import filesizeformat

from core.backup import contents
from core.french import local, moment
from core.operations.findings import Finding, check, failure, fine, warning

# What a town loses with its machine, at most.
LATE, BEHIND = timedelta(minutes=5), 64 << 20
LOOK = "Sur la machine qui le reçoit : « systemctl status intranet-wal », « df -h »."


@check("Journal de la base")
def journal(at: datetime) -> Iterator[Finding]:
    """Whether the second machine receives the journal (WAL), where BACKUP_WAL_SLOT says that one does."""
    if not (name := settings.BACKUP_WAL_SLOT):
        return
    slot = contents.replication_slot(name)
    if slot is None or slot.is_lost:
        yield failure("aucune machine ne le reçoit : il faut y refaire une copie entière", LOOK)
    elif not slot.is_active and slot.seen_at < at - LATE:
        yield failure(f"il n’est plus reçu depuis {moment(local(slot.seen_at))}", LOOK)
    elif slot.behind > BEHIND:
        yield warning(f"la machine qui le reçoit a {filesizeformat(slot.behind)} de retard", LOOK)
    else:
        yield fine(f"reçu par une autre machine, à {filesizeformat(slot.behind)} près")
