from __future__ import annotations

from typing import Any

from django import forms

from core.people import freshness
from core.ui.fields import TOO_LONG
from core.ui.stale_forms import StaleCheckForm
from deliberations.models import Councillor


class AddressForm(StaleCheckForm):
    email = forms.EmailField(
        label="Adresse de messagerie",
        required=False,
        max_length=254,
        help_text="Vide, l’élu se connecte avec un code que vous imprimez, et lit ses notifications sur place.",
        error_messages={
            "invalid": "Cette adresse n’est pas lisible. Écrivez-la comme prenom.nom@exemple.fr.",
            "max_length": TOO_LONG,
        },
    )

    def clean_email(self) -> str:
        """Whoever has this address chooses the account's password."""
        typed: str = self.cleaned_data["email"]
        if "email" in self.changed_data:
            freshness.check()
        return typed

    @staticmethod
    def initial_for(councillor: Councillor) -> dict[str, Any]:
        return {"email": councillor.account.email if councillor.account else ""}
