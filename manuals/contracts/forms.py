from __future__ import annotations

from typing import Any

from django import forms

from core.ui.fields import DayField, OneLineField, offer
from core.ui.french import spaced
from core.ui.stale_forms import StaleCheckForm
from manuals.contracts.sheet import FACTS
from manuals.models import Commitment, Contract


class ContractForm(StaleCheckForm):
    vendor = OneLineField(label="Titulaire", required=False, max_length=120)
    number = OneLineField(label="Numéro du contrat", required=False, max_length=60)
    starts_on = DayField(label="Début", required=False)
    ends_on = DayField(
        label="Fin", required=False, help_text="Les référents et le groupe sont prévenus un an avant."
    )
    notice_on = DayField(
        label="Dernier jour du préavis",
        required=False,
        help_text="Jusqu’à ce jour, la ville peut dire qu’elle ne reconduit pas.",
    )
    renewals = OneLineField(
        label="Reconductions",
        required=False,
        max_length=200,
        help_text=spaced("Par exemple « tacite, d’un an, trois fois au plus »."),
    )
    yearly_cost = forms.ChoiceField(label="Coût annuel", required=False)
    hosting = forms.ChoiceField(label="Hébergement", required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, choices in (("yearly_cost", Contract.YearlyCost), ("hosting", Contract.Hosting)):
            offer(self, name, [(value, label.capitalize()) for value, label in choices.choices])

    def clean(self) -> dict[str, Any]:
        """Report what the database would refuse, beside the date to correct."""
        data = super().clean() or {}
        starts_on, ends_on, notice_on = (data.get(name) for name in ("starts_on", "ends_on", "notice_on"))
        if starts_on and ends_on and ends_on < starts_on:
            self.add_error("ends_on", "La fin du contrat vient après son début.")
        if notice_on and ends_on and notice_on > ends_on:
            self.add_error("notice_on", "Le préavis se donne avant la fin du contrat.")
        elif notice_on and starts_on and notice_on < starts_on:
            self.add_error("notice_on", "Le préavis se donne après le début du contrat.")
        return data

    @staticmethod
    def initial_for(contract: Contract | None) -> dict[str, Any]:
        return {name: getattr(contract, name) for name in FACTS} if contract else {}


class CommitForm(StaleCheckForm):
    """« Je m’en occupe »; stamped with the date that the page spoke of, which may change meanwhile."""

    settled_by = DayField(
        label="Ce sera réglé pour le",
        help_text="Jusqu’à ce jour, les rappels de chaque mois s’arrêtent.",
        error_messages={"required": "Dites pour quel jour ce sera réglé."},
    )

    @staticmethod
    def initial_for(commitment: Commitment | None) -> dict[str, Any]:
        return {"settled_by": commitment.settled_by} if commitment else {}
