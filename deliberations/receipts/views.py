from django import forms
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import render

from core.documents import actions as documents
from core.documents.fields import DocumentsField, UploadFormMixin
from core.documents.limits import Limits
from core.people.requests import AgentRequest
from deliberations.policies import check_secretary
from deliberations.receipts import actions

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
                receipt = actions.parse_receipt(upload.file_path.read_bytes())
                done.append((upload.name, actions.record_receipt(receipt, by=request.user), True))
            except FileNotFoundError:
                # The same form, sent at the same moment, has read it already.
                done.append((upload.name, "Ce fichier n’attend plus\u00a0: choisissez-le de nouveau.", False))
            except ValidationError as error:
                done.append((upload.name, error.messages[0], False))
            documents.discard(upload, by=request.user)
        form = ReceiptForm(by=request.user)
    return render(request, "deliberations/receipts.html", {"form": form, "done": done})
