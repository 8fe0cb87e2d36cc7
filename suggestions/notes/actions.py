"""Writing a note to the group."""

import uuid

from django.core.exceptions import ValidationError
from django.db import transaction

from core.history.context import action_context
from core.mail.models import IncomingMail
from core.people.models import Agent
from core.ui.once import create_once
from suggestions.ideas.locking import lock_head
from suggestions.ideas.refusals import check_moderates
from suggestions.models import Idea, Note
from suggestions.notes.notifications import notify_mailed, notify_noted

NOTE_LENGTH = 4000


@transaction.atomic
def write_note(idea: Idea, *, by: Agent, text: str, submission_key: uuid.UUID | None = None) -> Note:
    """On the idea, or on its head when it has just been merged."""
    check_moderates(by, idea)
    idea = lock_head(idea)
    # Checked again under the lock: a merge may just have made them a co-author.
    check_moderates(by, idea)
    if not text.strip():
        raise ValidationError("Écrivez ce que vous avez à dire au groupe.")
    with action_context("a écrit une note au groupe", by=by):
        note, is_new = create_once(
            Note.objects.filter(written_by=by),
            submission_key or uuid.uuid4(),
            lambda key: Note.objects.create(idea=idea, written_by=by, text=text.strip(), submission_key=key),
        )
    if is_new:
        notify_noted(idea, by=by)
    return note


def take_mail(idea: Idea, *, by: Agent, text: str, mail: IncomingMail) -> Note:
    """Keep for the group a mail about the idea, from anybody but its authors; the caller holds its lock."""
    with action_context("a écrit au groupe par courriel", by=by):
        note = Note.objects.create(idea=idea, written_by=by, text=text, mail=mail)
    notify_mailed(note)
    return note
