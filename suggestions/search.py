"""Search of ideas: the same readers as the list, and never a hidden name.

A merged idea is found through its head, with its text, number and files.
"""

from collections.abc import Iterable
from typing import Any

from django.db.models import Prefetch, QuerySet
from django.urls import reverse
from django.utils import timezone

from core.people.roles import Role
from core.search.index import follow
from core.search.readers import EVERYONE, this_agent, with_role
from core.search.registry import File, Kind, Offer, register
from core.ui.prose import text_of
from suggestions import access
from suggestions.models import Answer, Idea, IdeaFile

GROUP = (with_role(Role.PROJECT_GROUP), with_role(Role.GROUP_HEAD))


def offer(idea: Idea) -> Offer | None:
    """The same readers as `IdeaQuerySet.visible_to`; no author's name, and of the answer what is published."""
    if idea.merged_into_id:
        return None
    family = [idea, *idea.family.all()]
    answer = idea.published_answer
    words = [each.text for each in family]
    words += [each.title for each in family[1:]]
    if answer:
        words.append(text_of(answer.text))
    return Offer(
        title=idea.title,
        url=idea.get_absolute_url(),
        readers=_readers(idea, family),
        text="\n".join(words),
        keywords=" ".join(each.label for each in family if each.label),
        on=timezone.localdate(idea.received_at),
        direction_id=idea.direction_id,
        files=[
            File(
                file.document_id,
                reverse("suggestions:idea_file", args=[each.reference, file.document.reference]),
            )
            for each in family
            for file in each.files.all()
        ],
    )


def _readers(idea: Idea, family: Iterable[Idea]) -> tuple[str, ...]:
    if idea.is_public:
        return (EVERYONE,)
    # Of merged ideas, the authors only: the colleague who entered one reads that one.
    people = {idea.author_id, idea.entered_by_id, *(each.author_id for each in family)}
    return (*GROUP, *(this_agent(pk) for pk in sorted(pk for pk in people if pk is not None)))


def _ideas(rows: QuerySet[Any]) -> QuerySet[Any]:
    files = IdeaFile.objects.for_all_readers().select_related("document")
    family = Idea.objects.order_by("received_at", "pk").prefetch_related(Prefetch("files", files))
    return rows.select_related("answer").prefetch_related(
        Prefetch("files", files), Prefetch("family", family)
    )


def _idea_of(answer: Answer) -> list[Idea]:
    return [answer.idea]


def _holder_of(file: IdeaFile) -> list[Idea]:
    return [file.idea.head or file.idea]


def _head_of(idea: Idea) -> list[Idea]:
    """The words of a merged idea changed, or it has just been merged."""
    return [idea.head] if idea.head else []


register(
    Kind(
        code="suggestions.idea",
        label="Idées",
        model=Idea,
        objects=_ideas,
        offer=offer,
        can_link=lambda agent, idea: access.is_in_group(agent),
        words="idée",
        weight=0.7,
        has_files=True,
    )
)
follow(Answer, _idea_of)
follow(IdeaFile, _holder_of)
follow(Idea, _head_of)
