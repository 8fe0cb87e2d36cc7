"""Forms of comments, reports and moderation."""

from django import forms

from core.ui.fields import TOO_LONG, OneLineField, PlainTextField
from core.ui.french import spaced
from core.ui.once import OneTimeForm
from suggestions.models import COMMENT_LENGTH


class CommentForm(OneTimeForm):
    text = PlainTextField(
        label="Votre commentaire",
        max_length=COMMENT_LENGTH,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=spaced("Il se lit avec votre nom. 2 000 caractères au plus."),
        error_messages={
            "required": spaced("Écrivez quelque chose : une phrase suffit."),
            "max_length": TOO_LONG,
        },
    )


class ReplyForm(CommentForm):
    text = PlainTextField(
        label="Votre réponse",
        max_length=COMMENT_LENGTH,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=spaced("Elle se lit avec votre nom. 2 000 caractères au plus."),
        error_messages={
            "required": spaced("Écrivez quelque chose : une phrase suffit."),
            "max_length": TOO_LONG,
        },
    )


class ReportForm(forms.Form):
    reason = OneLineField(
        label=spaced("Pourquoi ne devrait-il pas rester ?"),
        max_length=500,
        help_text="Le groupe seul lit ceci. L’auteur du commentaire ne saura pas que cela vient de vous.",
        error_messages={"required": "Dites en une phrase ce qui ne va pas.", "max_length": TOO_LONG},
    )


class HideForm(forms.Form):
    reason = OneLineField(
        label="Pourquoi, pour son auteur",
        max_length=500,
        help_text=spaced("Il lira ces mots. Les autres liront « commentaire caché par le groupe »."),
        error_messages={
            "required": "Dites à son auteur pourquoi ce commentaire est caché.",
            "max_length": TOO_LONG,
        },
    )
