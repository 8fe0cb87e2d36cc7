"""The rows of an assessment as they begin: what the group already knows of each action."""

from __future__ import annotations

from typing import Any

from core.ui.french import with_capital
from core.ui.prose import plain_text_of
from dematerialisation.models import Action, Gain
from dematerialisation.models.assessment import WORDS_LENGTH, AssessedAction, Assessment, Basis, Verdict
from dematerialisation.states import ActionState, Unit

# Euros are no measure of the group.
COUNTED = {
    Unit.SHEETS: ("paper", "sheets"),
    Unit.LINKS: ("links", "links"),
    Unit.HOURS: ("use", "hours"),
}


def actions_of(assessment: Assessment) -> list[Action]:
    found = Action.objects.assessed_in(assessment.starts_on, assessment.ends_on)
    return list(found.prefetch_related("gains").order_by("pk"))


def row_of(assessment: Assessment, action: Action) -> AssessedAction:
    row = AssessedAction(
        assessment=assessment,
        action=action,
        title=action.title,
        what_changed=plain_text_of(action.what_it_changed)[:WORDS_LENGTH],
    )
    if action.state == ActionState.DROPPED:
        row.verdict, row.reason = Verdict.DROPPED, action.dropped_reason
    for gain in action.gains.all():
        for name, value in _known(gain).items():
            setattr(row, name, value)
    return row


def _known(gain: Gain) -> dict[str, Any]:
    """Return the measured gain, else the estimate."""
    unit = Unit(gain.unit)
    if unit not in COUNTED:
        return {}
    measure, amount = COUNTED[unit]
    is_measured = gain.measured is not None
    return {
        amount: gain.measured if is_measured else gain.guessed,
        f"{measure}_basis": Basis.MEASURED if is_measured else Basis.ESTIMATED,
        f"{measure}_method": with_capital(gain.measure_method if is_measured else gain.guess_method),
    }
