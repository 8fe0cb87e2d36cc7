from core.ui.fields import TOO_LONG, PlainTextField
from core.ui.french import spaced
from core.ui.once import OneTimeForm
from suggestions.notes.actions import NOTE_LENGTH


class NoteForm(OneTimeForm):
    text = PlainTextField(
        label="Votre note",
        max_length=NOTE_LENGTH,
        help_text=spaced("Le groupe seul la lit, sur la page de l’idée. 4 000 caractères au plus."),
        error_messages={"max_length": TOO_LONG, "required": "Écrivez ce que vous avez à dire au groupe."},
    )
