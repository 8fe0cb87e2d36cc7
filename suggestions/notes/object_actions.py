"""A note to the other members."""

from core.admin.base import ObjectAction
from core.ui.french import spaced
from suggestions.notes.actions import write_note
from suggestions.notes.forms import NoteForm
from suggestions.notes.policies import can_write_note
from suggestions.policies import may_moderate

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
