from datetime import timedelta
from email.errors import MessageError
from email.headerregistry import Address
from typing import Any

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import EmailValidator
from django.utils.encoding import punycode

from core.documents.fields import DocumentsField, UploadFormMixin
from core.documents.limits import Limits
from core.mail.registry import INBOXES, inbox_of_address
from core.people.models import Agent
from core.web.fields import TOO_LONG, OneLineField, PlainTextField, offer
from core.web.idempotency import OneTimeForm
from demo.trial_mail.actions import check_size
from rooms.models import Room

TEXT_LENGTH = 50_000
# Written in a mail, a file takes a third more.
FILES = Limits(settings.MAIL_LARGEST * 7 // 10)
NO_TIME = "Choisissez un jour et une heure."
WORDS = {"max_length": TOO_LONG}
NO_ADDRESS = "Écrivez une adresse, comme prenom.nom@ville.example."


class WriteForm(UploadFormMixin, OneTimeForm):
    sender = forms.EmailField(
        label="De",
        max_length=254,
        help_text=(
            "Votre adresse de l’annuaire, ou une autre pour voir ce que devient alors le message\u00a0: un inconnu, un "
            "collègue dont on emprunte l’adresse."
        ),
        error_messages={"required": NO_ADDRESS, "invalid": NO_ADDRESS},
    )
    to = forms.ChoiceField(
        label="À",
        # Other addresses may stand in what follows « + ».
        validators=[EmailValidator("Choisissez une adresse.")],
        error_messages={"required": "Choisissez une adresse.", "invalid_choice": "Choisissez une adresse."},
    )
    subject = OneLineField(label="Objet", max_length=300, required=False, error_messages=WORDS)
    text = PlainTextField(label="Message", max_length=TEXT_LENGTH, required=False, error_messages=WORDS)
    attachments = DocumentsField(label="Fichiers", required=False, limits=FILES)

    def __init__(self, *args: Any, by: Agent, **kwargs: Any) -> None:
        super().__init__(*args, by=by, **kwargs)
        self.fields["sender"].initial = by.email
        used = [inbox for inbox in INBOXES.values() if inbox.addresses]
        offered = [(inbox.addresses[0], f"{inbox.addresses[0]} ({inbox.label})") for inbox in used]
        # That of an answer holds more than the inbox's.
        asked = str(self["to"].value() or "")
        if asked not in dict(offered) and inbox_of_address(asked):
            offered.append((asked, asked))
        offer(self, "to", offered)

    def clean_sender(self) -> str:
        """In letters that a header can carry."""
        local, _, domain = self.cleaned_data["sender"].rpartition("@")
        try:
            return Address(addr_spec=f"{local}@{punycode(domain)}").addr_spec
        except (ValueError, IndexError, MessageError) as error:
            raise ValidationError(NO_ADDRESS) from error


class InvitationForm(OneTimeForm):
    """A meeting of this agent's calendar, to which a room is invited; its hours are the room's to refuse."""

    room = forms.ModelChoiceField(
        Room.objects.bookable().exclude(mail_address="").by_name(),
        label="Salle",
        error_messages={"required": "Choisissez une salle.", "invalid_choice": "Choisissez une salle."},
    )
    title = OneLineField(label="Objet", max_length=120, error_messages=WORDS)
    start = forms.DateTimeField(
        label="Début",
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
        error_messages={"required": NO_TIME, "invalid": NO_TIME},
    )
    minutes = forms.IntegerField(label="Durée, en minutes", min_value=15, max_value=1440, initial=60)
    is_private = forms.BooleanField(label="Réunion privée", required=False)

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        if (start := cleaned.get("start")) and (minutes := cleaned.pop("minutes", None)):
            try:
                cleaned["end"] = start + timedelta(minutes=minutes)
            except OverflowError:
                self.add_error("start", NO_TIME)
        return cleaned


class FileForm(OneTimeForm):
    file = forms.FileField(
        label="Message (.eml)",
        widget=forms.ClearableFileInput(attrs={"accept": ".eml,message/rfc822"}),
        help_text=(
            "Un message que votre messagerie a enregistré en .eml. Personne ne se porte garant de l’expéditeur qu’il "
            "annonce."
        ),
        error_messages={
            "required": "Choisissez un fichier.",
            "empty": "Ce fichier est vide.",
            "invalid": "Choisissez un fichier.",
        },
    )

    def clean_file(self) -> bytes:
        file = self.cleaned_data["file"]
        if refusal := getattr(file, "refusal", ""):
            raise ValidationError(refusal)
        check_size(file.size)
        file.seek(0)
        return bytes(file.read())
