"""The accounts of councillors, opened and closed by the secretary."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db import transaction

from core.french import spaced
from core.history.context import action_context
from core.people import actions as people
from core.people import reauthentication, sessions
from core.people.models import Agent
from core.web.fields import TOO_LONG
from core.web.locks import lock_row
from core.web.stale_forms import StaleCheckForm
from deliberations.models import Councillor
from deliberations.policies import can_prepare, check_secretary


def can_open(agent: Agent, councillor: Councillor) -> bool:
    return can_prepare(agent) and councillor.account is None and not councillor.has_ended


def can_close(agent: Agent, councillor: Councillor) -> bool:
    return can_prepare(agent) and councillor.account is not None and councillor.account.is_active


def can_reopen(agent: Agent, councillor: Councillor) -> bool:
    """After the end of the mandates, a new one is written first: or the night would close it again."""
    is_closed = councillor.account is not None and not councillor.account.is_active
    return can_prepare(agent) and is_closed and not councillor.has_ended


# Another address opens the account: not that of a closed one, which is open nowhere either.
can_change_address = can_end_sessions = can_close


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
        """The holder of this address chooses the account's password."""
        typed: str = self.cleaned_data["email"]
        if "email" in self.changed_data:
            reauthentication.check()
        return typed

    @staticmethod
    def initial_for(councillor: Councillor) -> dict[str, Any]:
        return {"email": councillor.account.email if councillor.account else ""}


MOVED = spaced("Le compte de cet élu a changé entre-temps : rechargez la page.")


@transaction.atomic
def open_account(councillor: Councillor, *, by: Agent, email: str = "") -> str:
    """An account of its own kind, which signs in as agents do. Raises ValidationError for an address taken."""
    councillor = _locked(councillor, by, can_open)
    with action_context("a ouvert le compte", by=by):
        councillor.account = people.create_elected_account(
            councillor.first_name, councillor.last_name, email=email
        )
        councillor.save(update_fields=["account"])
    identifiant = councillor.account.identifiant
    if email:
        how = spaced("Le premier mot de passe se choisit par « Mot de passe oublié », avec cette adresse.")
    else:
        how = "Sans adresse, imprimez un code de première connexion."
    return spaced(f"Le compte est ouvert, identifiant « {identifiant} ». {how}")


@transaction.atomic
def change_address(councillor: Councillor, *, by: Agent, email: str = "") -> str:
    account = _locked(councillor, by, can_change_address).account
    assert account
    before = account.email or ""
    account.email = email
    with action_context("a changé l’adresse du compte", by=by):
        people.check_account(account)
        account.save(update_fields=["email"])
        people.record_address(account, before=before)
    return "L’adresse du compte est enregistrée."


@transaction.atomic
def close_account(councillor: Councillor, *, by: Agent) -> str:
    councillor = _locked(councillor, by, can_close)
    _set_open(councillor, False, by=by)
    return spaced("Le compte est fermé : il ne s’ouvre plus, et les visas donnés restent.")


@transaction.atomic
def reopen_account(councillor: Councillor, *, by: Agent) -> str:
    councillor = _locked(councillor, by, can_reopen)
    _set_open(councillor, True, by=by)
    return "Le compte est rouvert."


@transaction.atomic
def rename_account(councillor: Councillor) -> None:
    """The account follows the councillor's name, as it was just corrected."""
    if councillor.account is not None:
        account = councillor.account
        account.first_name, account.last_name = councillor.first_name, councillor.last_name
        account.save(update_fields=["first_name", "last_name"])


@transaction.atomic
def end_sessions(councillor: Councillor, *, by: Agent) -> None:
    account = _locked(councillor, by, can_end_sessions).account
    assert account
    sessions.end_all(account, by=by)


def close_ended(*, on: date) -> int:
    """Close the accounts of councillors whose mandates have all ended; how many."""
    closed = 0
    for councillor in Councillor.objects.filter(account__is_active=True).ended(on).order_by("pk"):
        with transaction.atomic():
            held = lock_row(Councillor, councillor.pk)
            if held.account is not None and held.account.is_active and held.has_ended:
                _set_open(held, False, by=None)
                closed += 1
    return closed


def _set_open(councillor: Councillor, is_open: bool, *, by: Agent | None) -> None:
    assert councillor.account is not None
    councillor.account.is_active = is_open
    said = "a rouvert le compte" if is_open else "a fermé le compte"
    with action_context(said if by else "a fermé le compte à la fin du mandat", by=by):
        councillor.account.save(update_fields=["is_active"])
    if not is_open:
        sessions.end_what_is_open([councillor.account.pk])


def _locked(councillor: Councillor, by: Agent, can: Callable[[Agent, Councillor], bool]) -> Councillor:
    check_secretary(by)
    councillor = lock_row(Councillor, councillor.pk)
    if not can(by, councillor):
        raise ValidationError(MOVED)
    return councillor
