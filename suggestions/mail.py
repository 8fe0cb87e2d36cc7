"""The inbox of the ideas: « saperlipopette@… »."""

from datetime import datetime

from core.mail import registry
from core.mail.monitoring import task_queues
from core.mail.registry import Inbox
from core.ui.french import count_of
from suggestions.access import is_in_group
from suggestions.anonymous.actions import left_behind
from suggestions.ideas.by_mail import INBOX
from suggestions.mail_in.new_ideas import begin
from suggestions.mail_in.object_actions import OBJECT_ACTIONS
from suggestions.mail_in.policies import kept_from, may_read_mail
from suggestions.mail_in.replies import answer


@task_queues.watched
def waiting_deposits(at: datetime) -> str:
    """Gives a count."""
    count = left_behind(at).count()
    return count_of(count, "envoi sans nom", "envois sans nom") if count else ""


SAPERLIPOPETTE = registry.register(
    Inbox(
        name=INBOX,
        label="Saperlipopette\u00a0! Les idées",
        begin=begin,
        answer=answer,
        may_read=is_in_group,
        may_read_one=may_read_mail,
        # A letter about a comment is answered in its conversation, one about anything else of an idea on its page.
        models=("suggestions.Idea", "suggestions.Comment"),
        object_actions=OBJECT_ACTIONS,
        kept_from=kept_from,
        # What authors write is for the group: the address of a mail says who hides their name.
        is_confidential=True,
    )
)
