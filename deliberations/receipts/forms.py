from django import forms

from core.documents.fields import DocumentsField, UploadFormMixin
from core.documents.limits import Limits

# One receipt is a few kilobytes.
RECEIPT = Limits(1_000_000, kinds=("xml",))


class ReceiptForm(UploadFormMixin, forms.Form):
    receipts = DocumentsField(
        label="Accusés de réception", limits=RECEIPT, help_text="Les fichiers XML reçus de la préfecture."
    )
