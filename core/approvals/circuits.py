"""Actions on a circuit besides editing it: reviewing it, retiring it, bringing it back."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone

from core.approvals import policies
from core.approvals.models import Circuit
from core.history.context import action_context
from core.people.models import Agent
from core.ui.french import spaced
from core.ui.locks import lock_row

REVIEWED = "Le circuit est marqué comme revu aujourd’hui."


def review(circuit: Circuit, *, by: Agent) -> str:
    """Its steps were read again; says what they still lack."""
    _write(circuit, "a revu le circuit", by=by, reviewed_on=timezone.localdate(), reviewed_by=by)
    is_broken = Circuit.objects.broken().filter(pk=circuit.pk).exists()
    return (
        spaced("Le circuit est marqué comme revu, et il reste rompu : réparez-le.") if is_broken else REVIEWED
    )


def retire(circuit: Circuit, *, by: Agent) -> None:
    """Nothing starts with it any more; what runs goes on."""
    _write(circuit, "a retiré le circuit", by=by, is_retired=True)


def bring_back(circuit: Circuit, *, by: Agent) -> None:
    _write(circuit, "a remis le circuit en service", by=by, is_retired=False)


@transaction.atomic
def _write(circuit: Circuit, name: str, *, by: Agent, **fields: Any) -> None:
    circuit = lock_row(Circuit, circuit.pk)
    if not policies.can_write_circuit(by, circuit):
        raise PermissionDenied("Ce circuit est tenu par ceux dont il fait viser les textes.")
    for field, value in fields.items():
        setattr(circuit, field, value)
    with action_context(name, by=by):
        circuit.save(update_fields=list(fields))
