"""The form that turns a mail into an idea."""

from typing import Any

from django import forms

from core.mail.models import IncomingMail
from core.people.fields import AgentField
from core.ui.fields import TOO_LONG, OneLineField, PlainTextField
from core.ui.french import spaced
from suggestions.mail_in.new_ideas import CUT
from suggestions.mail_in.text import fitted, subject_of
from suggestions.models import TEXT_LENGTH, TITLE_LENGTH


class TreatForm(forms.Form):
    author = AgentField(
        label=spaced("De qui est cette idée ?"),
        max_length=170,
        help_text="Le prénom et le nom de l’agent, ou son identifiant. Si c’est vous, écrivez le vôtre.",
        error_messages={"required": "Dites de qui est l’idée."},
    )
    title = OneLineField(
        label="Titre",
        max_length=TITLE_LENGTH,
        error_messages={"required": "Donnez un titre à cette idée.", "max_length": TOO_LONG},
    )
    proposal = PlainTextField(
        label="Texte",
        max_length=TEXT_LENGTH,
        help_text=spaced(
            "Les mots du message ; corrigez ce qui a été mal lu. Le message entier reste au bureau."
        ),
        error_messages={"required": "Écrivez ce que propose cette idée.", "max_length": TOO_LONG},
    )

    @staticmethod
    def initial_for(mail: IncomingMail) -> dict[str, Any]:
        return {
            "author": mail.sender.identifiant if mail.sender else "",
            "title": subject_of(mail.subject),
            "proposal": fitted(mail.text, TEXT_LENGTH, CUT)[0],
        }
