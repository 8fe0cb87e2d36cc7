"""Settings of the mail office: kinds, addresses, services, the acknowledgement. Items are on the site's own pages."""

from typing import Any

from django.contrib import admin

from core.admin.base import PolicyAdmin
from core.approvals.admin import CircuitChoiceMixin
from core.people.ordering import alphabetical
from mailroom.models import (
    AcknowledgementText,
    AnswerText,
    ItemKind,
    QuietedSender,
    RegisterAddress,
    ServiceContact,
)
from mailroom.policies import is_mail_office


class KeptByOffice(PolicyAdmin):
    def can_see(self, agent: Any, obj: Any = None) -> bool:
        return is_mail_office(agent)

    can_add = can_change = can_see

    def may_delete(self, agent: Any, obj: Any = None) -> bool:
        """Of what nothing refers to, one at a time."""
        return obj is not None and is_mail_office(agent)


@admin.register(ItemKind)
class ItemKindAdmin(CircuitChoiceMixin, KeptByOffice):
    list_display = [
        *("name", "answer_days", "answer_circuit", "retention_years", "fate", "position", "is_retired")
    ]
    list_filter = ["is_retired"]
    list_select_related = ["answer_circuit"]
    fields = (
        *("name", "answer_days", "answer_circuit", "retention_years", "fate"),
        *("mention", "position", "is_retired"),
    )
    circuit_field = "answer_circuit"


@admin.register(RegisterAddress)
class RegisterAddressAdmin(KeptByOffice):
    list_display = ["address", "direction", "acknowledges", "acknowledges_at_once"]
    list_select_related = ["direction"]
    can_delete = KeptByOffice.may_delete


@admin.register(ServiceContact)
class ServiceContactAdmin(KeptByOffice):
    list_display = ["direction", "address", "phone"]
    ordering = alphabetical("direction__name")
    list_select_related = ["direction"]
    can_delete = KeptByOffice.may_delete


@admin.register(AcknowledgementText)
class AcknowledgementTextAdmin(KeptByOffice):
    """One row: changed, never added."""

    list_display = ["subject"]

    def can_add(self, agent: Any, obj: Any = None) -> bool:
        return False


@admin.register(AnswerText)
class AnswerTextAdmin(KeptByOffice):
    list_display = ["title"]
    can_delete = KeptByOffice.may_delete


@admin.register(QuietedSender)
class QuietedSenderAdmin(PolicyAdmin):
    list_display = ["address", "by", "at"]
    list_select_related = ["by"]
    fields = readonly_fields = ("address", "by", "at")

    def can_see(self, agent: Any, obj: Any = None) -> bool:
        return is_mail_office(agent)
