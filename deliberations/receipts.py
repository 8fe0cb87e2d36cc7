"""The préfecture's receipts (ARActe), parsed and recorded."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from xml.etree.ElementTree import Element, ParseError

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import fromstring
from django import forms
from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import render

from core.documents import actions as documents
from core.documents.fields import DocumentsField, UploadFormMixin
from core.documents.limits import Limits
from core.french import long_date, spaced
from core.history.context import action_context
from core.people.models import Agent
from core.people.requests import AgentRequest
from core.web.locks import locked
from deliberations.models import Deliberation
from deliberations.policies import check_secretary

# Every version of ACTES has its own namespace: the name alone says what an element is.
LOCAL = re.compile(r"\{[^}]*\}")
DEPARTMENT = re.compile(r"([0-9A-Z]{3})-[0-9]{9}-")
LONGEST = 100


@dataclass(frozen=True)
class Receipt:
    """The préfecture's receipt of an act, and its date; `matter` is « 7.1 », or empty."""

    act: str
    received_on: date
    number: str
    dated: date
    matter: str


def parse_receipt(data: bytes) -> Receipt:
    """Raises ValidationError saying what is not right in the file."""
    try:
        root = fromstring(data)
    except (ParseError, DefusedXmlException, ValueError, LookupError) as error:
        raise ValidationError(
            "Ce fichier n’est pas un XML lisible, ou il contient des entités interdites."
        ) from error
    if _name(root.tag) != "ARActe":
        raise ValidationError("Ce fichier n’est pas un accusé de réception de la préfecture (ARActe).")
    received = next((child for child in root if _name(child.tag) == "ActeRecu"), None)
    if received is None:
        raise ValidationError("Cet accusé de réception ne dit pas quel acte a été reçu.")
    codes = [
        _attribute(child, "CodeMatiere") for child in received if _name(child.tag).startswith("CodeMatiere")
    ]
    return Receipt(
        act=_attribute(root, "IDActe", required=True),
        received_on=_day(_attribute(root, "DateReception", required=True)),
        number=_attribute(received, "NumeroInterne", required=True),
        dated=_day(_attribute(received, "Date", required=True)),
        matter=".".join(codes[:2]) if len(codes) >= 2 else "",
    )


def record_receipt(receipt: Receipt, *, by: Agent) -> str:
    """Write a receipt on its deliberation, and say what was done; the same receipt twice changes nothing.

    Raises ValidationError when no deliberation is the one it is about, or when that one has another receipt.
    """
    check_secretary(by)
    with transaction.atomic(), action_context("a importé l’accusé de réception", by=by):
        deliberation = _about(receipt)
        label = f"La délibération {deliberation.short_label}"
        if (
            deliberation.acknowledgement == receipt.act
            and deliberation.acknowledged_on == receipt.received_on
        ):
            return f"{label} avait déjà cet accusé de réception."
        if deliberation.acknowledgement not in ("", receipt.act):
            raise ValidationError(
                spaced(
                    f"{label} a déjà un autre accusé de réception, {deliberation.acknowledgement} : "
                    "corrigez sa fiche si c’est celui-ci le bon."
                )
            )
        deliberation.acknowledgement, deliberation.acknowledged_on = receipt.act, receipt.received_on
        if not deliberation.prefecture and (department := DEPARTMENT.match(receipt.act)):
            deliberation.prefecture = f"PREF{department[1]}"
        deliberation.save(update_fields=["acknowledgement", "acknowledged_on", "prefecture"])
    return f"{label} a été reçue en préfecture le {long_date(receipt.received_on)}.{_doubt(deliberation, receipt)}"


def _about(receipt: Receipt) -> Deliberation:
    """Its deliberation, locked: by the act's reference, or by its number and day."""
    rows = locked(Deliberation.objects).select_related("session", "matter")
    if found := rows.filter(acknowledgement=receipt.act).order_by("pk").first():
        return found
    found_all = list(
        rows.filter(number=receipt.number, adopted_on=receipt.dated, year=receipt.dated.year)[:2]
    )
    if len(found_all) == 1:
        return found_all[0]
    if found_all:
        raise ValidationError(f"Deux délibérations de ce jour portent le numéro {receipt.number}.")
    raise ValidationError(
        f"Aucune délibération n’a le numéro {receipt.number} à la date du {long_date(receipt.dated)}."
    )


def _doubt(deliberation: Deliberation, receipt: Receipt) -> str:
    mine = deliberation.matter.code if deliberation.matter else ""
    if not receipt.matter or not mine or receipt.matter == mine:
        return ""
    return spaced(f" Attention : la préfecture l’a classée en {receipt.matter}, sa fiche dit {mine}.")


def _name(tag: object) -> str:
    return LOCAL.sub("", tag) if isinstance(tag, str) else ""


def _attribute(element: Element, name: str, *, required: bool = False) -> str:
    for key, value in element.attrib.items():
        if _name(key) == name and 0 < len(value.strip()) <= LONGEST:
            return value.strip()
    if required:
        raise ValidationError(spaced(f"Cet accusé de réception ne dit pas « {name} »."))
    return ""


def _day(value: str) -> date:
    try:
        return date.fromisoformat(value[:10])
    except ValueError as error:
        raise ValidationError(
            spaced(f"Cet accusé de réception porte une date illisible : {value}.")
        ) from error


# One receipt is a few kilobytes.
RECEIPT = Limits(1_000_000, kinds=("xml",))


class ReceiptForm(UploadFormMixin, forms.Form):
    receipts = DocumentsField(
        label="Accusés de réception", limits=RECEIPT, help_text="Les fichiers XML reçus de la préfecture."
    )


def receipts(request: AgentRequest) -> HttpResponse:
    """Receipts of the préfecture, several at once; what each did is said."""
    check_secretary(request.user)
    if request.method != "POST":
        return render(request, "deliberations/receipts.html", {"form": ReceiptForm(by=request.user)})
    form = ReceiptForm(request.POST, request.FILES, by=request.user)
    done: list[tuple[str, str, bool]] = []
    if form.is_valid():
        for upload in form.cleaned_data["receipts"]:
            try:
                receipt = parse_receipt(upload.file_path.read_bytes())
                done.append((upload.name, record_receipt(receipt, by=request.user), True))
            except FileNotFoundError:
                # The same form, sent at the same moment, has read it already.
                done.append(
                    (upload.name, spaced("Ce fichier n’attend plus : choisissez-le de nouveau."), False)
                )
            except ValidationError as error:
                done.append((upload.name, error.messages[0], False))
            documents.discard(upload, by=request.user)
        form = ReceiptForm(by=request.user)
    return render(request, "deliberations/receipts.html", {"form": form, "done": done})
