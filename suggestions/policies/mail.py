"""Who opens a mail about ideas, and what may still be made of one that waits."""

from core.mail.models import IncomingMail, State
from core.mail.registry import INBOXES
from core.people.models import Agent
from suggestions.models import Answer, Comment, Idea, Message, Opinion
from suggestions.policies import is_author, is_in_group, may_moderate

NAME = "saperlipopette"


def address() -> str:
    """Where ideas may be sent by mail; empty when no mailbox is read."""
    inbox = INBOXES.get(NAME)
    return inbox.addresses[0] if inbox and inbox.addresses else ""


def may_read_mail(agent: Agent, mail: IncomingMail) -> bool:
    """Whoever wrote it, the author whose idea it became, and the group but for what concerns a member's own idea."""
    if not agent.is_active:
        return False
    if mail.sender_id == agent.pk:
        return True
    became = mail.became
    if isinstance(became, Idea) and became.mail_id == mail.pk and is_author(agent, became):
        return True
    idea = idea_of(became)
    return is_in_group(agent) if idea is None else may_moderate(agent, idea.head or idea)


def may_open_mail(agent: Agent, idea: Idea, *, written_by: int | None) -> bool:
    """The same, of what stands on the page of this idea: no statement."""
    return agent.is_active and (written_by == agent.pk or may_moderate(agent, idea))


def can_treat_as_idea(agent: Agent, mail: IncomingMail) -> bool:
    """The group gives a mail that nobody could place its author."""
    return is_in_group(agent) and mail.inbox in ("", NAME) and mail.state in (State.QUARANTINED, State.HELD)


def idea_of(row: object) -> Idea | None:
    """The idea that a mail became, or under which it stands."""
    if isinstance(row, Idea):
        return row
    return row.idea if isinstance(row, Comment | Message | Opinion | Answer) else None
