"""Forms of comments, reports and moderation."""

from django import forms

from core.ui.fields import TOO_LONG, OneLineField, PlainTextField
from core.ui.once import OneTimeForm
from suggestions.models import COMMENT_LENGTH


class CommentForm(OneTimeForm):
    text = PlainTextField(
        label="Votre commentaire",
        max_length=COMMENT_LENGTH,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text="Il se lit avec votre nom. 2\u202f000 caractères au plus.",
        error_messages={
            "required": "Écrivez quelque chose\u00a0: une phrase suffit.",
            "max_length": TOO_LONG,
        },
    )


class ReplyForm(CommentForm):
    text = PlainTextField(
        label="Votre réponse",
        max_length=COMMENT_LENGTH,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text="Elle se lit avec votre nom. 2\u202f000 caractères au plus.",
        error_messages={
            "required": "Écrivez quelque chose\u00a0: une phrase suffit.",
            "max_length": TOO_LONG,
        },
    )


class ReportForm(forms.Form):
    reason = OneLineField(
        label="Pourquoi ne devrait-il pas rester\u00a0?",
        max_length=500,
        help_text="Le groupe seul lit ceci. L’auteur du commentaire ne saura pas que cela vient de vous.",
        error_messages={"required": "Dites en une phrase ce qui ne va pas.", "max_length": TOO_LONG},
    )


class HideForm(forms.Form):
    reason = OneLineField(
        label="Pourquoi, pour son auteur",
        max_length=500,
        help_text="Il lira ces mots. Les autres liront «\u00a0commentaire caché par le groupe\u00a0».",
        error_messages={
            "required": "Dites à son auteur pourquoi ce commentaire est caché.",
            "max_length": TOO_LONG,
        },
    )
