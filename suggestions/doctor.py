"""How long the oldest anonymous idea has waited: nobody else could say that it is late."""

from collections.abc import Iterator
from datetime import datetime

from core.operations.findings import Finding, check, failure, fine
from core.ui.french import count_of, long_date
from suggestions.anonymous.actions import left_behind


@check("Envois sans nom")
def anonymous_deposits(at: datetime) -> Iterator[Finding]:
    days = left_behind(at).order_by("received_on").values_list("received_on", flat=True)
    if not days:
        yield fine("aucun n’est en retard")
        return
    said = count_of(len(days), "attend", "attendent")
    yield failure(
        f"{said} le groupe, le plus ancien depuis le {long_date(days[0])}",
        "Tapez « journalctl -u intranet-worker --since yesterday | grep -i anonymous ». Rien n’est perdu.",
    )
