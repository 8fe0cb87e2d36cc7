"""What search finds of the ideas: what each reader's list shows, and never who hides their name."""

from typing import Any

from django.db.models import QuerySet
from django.utils import timezone

from core.people.roles import Role
from core.search.index import follow
from core.search.readers import EVERYONE, this_agent, with_role
from core.search.registry import Kind, Offer, register
from core.ui.prose import text_of
from suggestions import policies
from suggestions.models import Answer, Idea

GROUP = (with_role(Role.PROJECT_GROUP), with_role(Role.GROUP_HEAD))


def offer(idea: Idea) -> Offer:
    """The same readers as `IdeaQuerySet.visible_to`; no author's name, and of the answer what is published."""
    answer = idea.published_answer
    return Offer(
        title=idea.title,
        url=idea.get_absolute_url(),
        readers=(EVERYONE,)
        if idea.is_public
        else (*GROUP, *(this_agent(pk) for pk in (idea.author_id, idea.entered_by_id) if pk)),
        text=f"{idea.text}\n{text_of(answer.text)}" if answer else idea.text,
        keywords=idea.label,
        on=timezone.localdate(idea.received_at),
        direction_id=idea.direction_id,
    )


def _ideas(rows: QuerySet[Any]) -> QuerySet[Any]:
    return rows.select_related("answer")


def _idea_of(answer: Answer) -> list[Idea]:
    return [answer.idea]


register(
    Kind(
        code="suggestions.idea",
        label="Idées",
        model=Idea,
        objects=_ideas,
        offer=offer,
        can_link=lambda agent, idea: policies.is_in_group(agent),
    )
)
follow(Answer, _idea_of)
