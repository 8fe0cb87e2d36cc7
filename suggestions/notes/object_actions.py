"""A note to the other members."""

from core.admin.base import ObjectAction
from core.ui.fields import TOO_LONG, PlainTextField
from core.ui.french import spaced
from core.ui.once import OneTimeForm
from suggestions.notes.actions import NOTE_LENGTH, write_note
from suggestions.notes.policies import can_write_note
from suggestions.policies import may_moderate


class NoteForm(OneTimeForm):
    text = PlainTextField(
        label="Votre note",
        max_length=NOTE_LENGTH,
        help_text=spaced("Le groupe seul la lit, sur la page de l’idée. 4 000 caractères au plus."),
        error_messages={"max_length": TOO_LONG, "required": "Écrivez ce que vous avez à dire au groupe."},
    )


OBJECT_ACTIONS = [
    ObjectAction(
        "noter",
        "Écrire une note au groupe",
        write_note,
        can_write_note,
        may=may_moderate,
        form=NoteForm,
        done=spaced("Votre note est écrite : le groupe seul la lit."),
        help="Une remarque, une piste, ce que vous avez appris. L’auteur et les autres agents ne la lisent jamais.",
    ),
]
