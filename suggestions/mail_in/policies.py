from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.db.models import Q
from django.db.models.functions import Coalesce

from core.mail.models import IncomingMail, State
from core.people.models import Agent
from suggestions.ideas.by_mail import INBOX
from suggestions.models import Answer, Comment, Idea, Message, Note, Opinion
from suggestions.policies import is_author, is_in_group, may_moderate


def may_read_mail(agent: Agent, mail: IncomingMail) -> bool:
    """Its sender, the author of the idea it became, and the group, except for a member's own idea."""
    if not agent.is_active:
        return False
    if mail.sender_id == agent.pk:
        return True
    became = mail.became
    if isinstance(became, Idea) and became.mail_id == mail.pk and is_author(agent, became):
        return True
    idea = idea_of(became)
    return is_in_group(agent) if idea is None else may_moderate(agent, idea.head or idea)


def kept_from(agent: Agent) -> Q:
    """In the admin, what others wrote about this member's own idea: draft answers, opinions, messages."""
    mine = Idea.objects.filter(author=agent)
    heads = mine.annotate(page=Coalesce("head", "pk")).values("page")
    family = Idea.objects.filter(Q(pk__in=heads) | Q(head__in=heads)).values("pk")
    about = Q(content_type=_type(Idea), object_id__in=family)
    for model in (Comment, Message, Note, Opinion, Answer):
        rows = model._default_manager.filter(idea__in=family).values("pk")
        about |= Q(content_type=_type(model), object_id__in=rows)
    # What they wrote themselves, and the very mail of their idea, are theirs.
    own = Q(sender=agent) & Q(sender__isnull=False) | Q(pk__in=mine.exclude(mail=None).values("mail"))
    return about & ~own


def _type(model: type[models.Model]) -> ContentType:
    return ContentType.objects.get_for_model(model)


def can_treat_as_idea(agent: Agent, mail: IncomingMail) -> bool:
    """The group may turn an unplaced mail into an idea."""
    return is_in_group(agent) and mail.inbox in ("", INBOX) and mail.state in (State.QUARANTINED, State.HELD)


def idea_of(row: object) -> Idea | None:
    """The idea that a mail became or belongs to."""
    if isinstance(row, Idea):
        return row
    return row.idea if isinstance(row, Comment | Message | Note | Opinion | Answer) else None
