"""The notes on an idea's page."""

from typing import Any

from core.people.models import Agent
from suggestions.ideas.by_mail import MailBadge, mail_badge
from suggestions.models import Idea, Note
from suggestions.notes.policies import can_read_notes


def notes_panel(agent: Agent, idea: Idea) -> dict[str, Any]:
    """One statement for the group, none for others."""
    if not can_read_notes(agent, idea):
        return {"notes": []}
    family = Idea.objects.family_of(idea).order_by().values("pk")
    notes = Note.objects.filter(idea__in=family).select_related("written_by", "mail")
    return {"notes": [(note, _badge(agent, idea, note)) for note in notes]}


def _badge(agent: Agent, idea: Idea, note: Note) -> MailBadge | None:
    if (mail := note.mail) is None:
        return None
    return mail_badge(
        agent, idea, key=mail.reference, trust=mail.trust, remarks=mail.remarks, written_by=note.written_by_id
    )
