from django import forms

from core.ui.fields import OneLineField, PlainTextField
from core.ui.once import OneTimeForm
from spaces.models import TEXT_LENGTH, TITLE_LENGTH


class MessageForm(OneTimeForm):
    text = PlainTextField(
        label="Message",
        max_length=TEXT_LENGTH,
        widget=forms.Textarea(attrs={"rows": 5}),
        error_messages={"required": "Écrivez votre message."},
    )


class ThreadForm(MessageForm):
    subject = OneLineField(
        label="Sujet", max_length=TITLE_LENGTH, error_messages={"required": "Dites de quoi il s’agit."}
    )
    field_order = ["subject", "text"]
