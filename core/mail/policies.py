from django.db.models import QuerySet

from core.mail import registry
from core.mail.models import IncomingMail, Reason
from core.people.models import Agent
from core.people.policies import can_keep_directory
from core.people.roles import Role


def can_read_mails(agent: Agent) -> bool:
    """Administrators see what left, what failed and, in the trial, what would have left."""
    return agent.has_role(Role.ADMINISTRATOR)


def can_list_incoming(agent: Agent) -> bool:
    """May list mails that arrived: all of them, or those of a rubric."""
    return can_read_mails(agent) or bool(agent.is_active and registry.readable_by(agent))


def readable_incoming(agent: Agent, mails: QuerySet[IncomingMail]) -> QuerySet[IncomingMail]:
    """In the admin: administrators read what is not confidential, others the mails of their own inboxes."""
    readable = registry.for_administrators if can_read_mails(agent) else registry.for_inbox_readers
    return readable(agent, mails)


def can_read_incoming(agent: Agent, mail: IncomingMail) -> bool:
    """`readable_incoming`, of one mail. Cached on the mail: one page asks several times."""
    if not agent.is_active:
        return False
    known: dict[int, bool] = mail.__dict__.setdefault("_admin_readers", {})
    if agent.pk not in known:
        known[agent.pk] = readable_incoming(agent, IncomingMail.objects.filter(pk=mail.pk)).exists()
    return known[agent.pk]


def can_read_message(agent: Agent, mail: IncomingMail) -> bool:
    """The page of one message: the admin's readers, its sender, and those that its rubric allows.

    A letter to an inbox that is open to all is no agent's: an address may have come to be theirs since.
    """
    if not agent.is_active:
        return False
    inbox = registry.INBOXES.get(mail.inbox)
    is_theirs = mail.sender_id == agent.pk and not (inbox and inbox.is_open)
    if is_theirs or can_read_incoming(agent, mail):
        return True
    # A copy is read by those who read the message that it repeats.
    same = mail.same_as if mail.reason != Reason.OTHER_CONTENT else None
    return inbox is not None and inbox.may_read_one(agent, same or mail)


def can_see_mailboxes(agent: Agent) -> bool:
    """Administrators, and the head of the group, whose agents an outage would affect."""
    return agent.has_role(Role.ADMINISTRATOR, Role.GROUP_HEAD)


def can_see_address_troubles(agent: Agent) -> bool:
    """Addresses are the directory's."""
    return can_keep_directory(agent)
