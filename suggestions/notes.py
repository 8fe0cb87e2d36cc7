"""Notes to the group about an idea, which its authors never read."""

import uuid

from django.db import transaction

from core.history.context import action_context
from core.mail.models import IncomingMail
from core.notifications.registry import Channel
from core.people.models import Agent
from core.web.idempotency import create_once
from suggestions.ideas.locking import check_moderates, lock_head
from suggestions.ideas.notifications import group_kind, hides_an_author, notify_of
from suggestions.models import Idea, Note
from suggestions.policies import group_members

NOTE_LENGTH = 4000


@transaction.atomic
def write_note(idea: Idea, *, by: Agent, text: str, submission_key: uuid.UUID | None = None) -> Note:
    """On the idea, or on its head when it has just been merged."""
    check_moderates(by, idea)
    idea = lock_head(idea)
    # Checked again under the lock: a merge may just have made them a co-author.
    check_moderates(by, idea)
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


NOTED = group_kind(
    "suggestions.noted",
    "Un membre écrit une note au groupe sur une idée que je suis, ou que j’ai annotée",
    default=Channel.SITE,
)
MAILED = group_kind("suggestions.group_mailed", "Un agent écrit au groupe, par courriel, au sujet d’une idée")


def notify_noted(idea: Idea, *, by: Agent) -> None:
    """The member in charge and those who wrote before; never an author."""
    writers = Note.objects.filter(idea__in=Idea.objects.family_of(idea).order_by().values("pk"))
    concerned = {*writers.values_list("written_by", flat=True), idea.member_in_charge_id or 0}
    members = group_members().filter(pk__in=concerned - {by.pk} - idea.author_ids)
    notify_of(idea, NOTED, members, "suggestions/mails/noted.txt", by=by)


def notify_mailed(note: Note) -> None:
    """The member in charge, else the whole group; never an author, nor who wrote."""
    idea = note.idea
    members = group_members().exclude(pk__in={*idea.author_ids, note.written_by_id})
    in_charge = members.filter(pk=idea.member_in_charge_id or 0)
    notify_of(
        idea,
        MAILED,
        in_charge if in_charge.exists() else members,
        "suggestions/mails/group_mailed.txt",
        is_confidential=hides_an_author(idea),
        note=note,
    )
