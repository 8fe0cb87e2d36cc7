"""The nightly pass over the town's LDAP directory: when it last went well."""

import os
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

from django.conf import settings

from core.mail.monitoring.problems import since
from core.operations.findings import Finding, check, failure, fine, last_failure

# One each night, which may take long.
PASS_EACH = timedelta(hours=26)
LOOK = "Tapez « journalctl -u intranet-ldap -n 50 », puis « manage.py import_ldap --dry-run »."


@check("Annuaire technique", asks_database=False)
def ldap_pass(at: datetime) -> Iterator[Finding]:
    """Until it goes well, who leaves the town keeps an open account here."""
    if not settings.LDAP:
        return
    if said := last_failure(settings.LDAP["stamp"]):
        yield failure(f"le dernier passage a échoué ou a été refusé : {said}", LOOK)
        return
    try:
        last = datetime.fromtimestamp(os.stat(settings.LDAP["stamp"]).st_mtime, UTC)
    except OSError as error:
        yield failure(f"aucun passage n’a réussi, ou sa marque ne se lit pas ({error.strerror})", LOOK)
        return
    said = f"le dernier passage réussi date de {since(last, at).removeprefix('à ')}"
    yield fine(said) if last > at - PASS_EACH else failure(f"{said} : les départs ne sont plus suivis", LOOK)
