from __future__ import annotations

from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Count, Exists, OuterRef, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce
from django.urls import reverse

from core.documents.limits import size_label
from core.people.models import Agent
from suggestions.decisions.panel import with_answer_facts
from suggestions.evaluation.quorum import with_seat_facts
from suggestions.ideas.by_mail import mail_badge, of_mail
from suggestions.ideas.locking import author_words
from suggestions.ideas.progress import with_waiting_facts
from suggestions.models import Follow, Idea, IdeaFile, Opinion, Support
from suggestions.policies import is_in_group
from suggestions.states import Identity, State


def page_of(agent: Agent, **which: Any) -> Any:
    """Return the idea with what `facts_of` and the panels read of it; two statements.

    Raises Idea.DoesNotExist.
    """
    shown = Idea.objects.for_page(for_group=is_in_group(agent)).select_related("tally")
    merged = Idea.objects.filter(head=OuterRef("pk")).values("pk")
    known = shown.annotate(mailed=of_mail(), merged_ids=ArraySubquery(merged))
    idea: Any = (_with_group_facts(known) if is_in_group(agent) else known).get(**which)
    family = {"idea__in": [idea.pk, *idea.merged_ids]}
    supports = Support.objects.filter(**family).order_by()
    counted = supports.values(one=Value(1)).annotate(n=Count("agent", distinct=True)).values("n")
    facts: QuerySet[Any] = Idea.objects.filter(pk=idea.pk)
    if idea.state in State.waiting():
        facts = with_waiting_facts(facts)
    found = facts.annotate(
        supporters=Coalesce(Subquery(counted), 0),
        is_supported=Exists(supports.filter(agent=agent)),
        is_followed=Exists(Follow.objects.filter(**family, agent=agent)),
        is_consulted=Exists(Opinion.objects.filter(**family, expert=agent)),
        # What is not there is not asked for.
        has_parts=Exists(Idea.objects.filter(split_from=idea.pk)),
        has_files=Exists(IdeaFile.objects.filter(**family)),
        has_actions=Exists(_actions().ideas.through.objects.filter(**family)),
    )
    for name, value in found.values(*found.query.annotations).get().items():
        setattr(idea, name, value)
    return idea


def _with_group_facts(ideas: QuerySet[Any]) -> QuerySet[Any]:
    """Half of the statement: others than the group are shown nothing of it."""
    return with_answer_facts(with_seat_facts(ideas)).select_related(
        "split_from",
        "tally__closed_by",
        "appeal__made_by",
        "appeal__answered_by",
        "set_aside_proposal__proposed_by",
    )


def facts_of(idea: Any, agent: Agent) -> dict[str, Any]:
    """`idea` comes from `page_of`, for the same agent. Four statements at most.

    `by` says who proposed it, co-authors included, as this reader may know; `family` holds the ids read here.
    """
    merged = list(_merged_into(idea.pk)) if idea.merged_ids else []
    family = [idea.pk, *(one.pk for one in merged)]
    parts = Idea.objects.visible_to(agent).filter(split_from=idea.pk, split__undone_at=None).order_by("pk")
    actions = _actions().objects.filter(ideas__in=family).distinct().order_by("pk")
    return {
        # Each once. Names contain commas, so « et » stands between them all.
        "by": " et ".join(dict.fromkeys(author_words(agent, one) for one in (idea, *merged))),
        "merged": [
            {
                "idea": one,
                "by": author_words(agent, one),
                "mailed": mail_badge(agent, idea, one.mailed, written_by=one.author_id),
            }
            for one in merged
        ],
        "files": [_file(file) for file in _files_of(agent, family)] if idea.has_files else [],
        "parts": parts if idea.has_parts else [],
        "actions": actions if idea.has_actions else [],
        "supporters": idea.supporters,
        "is_supported": idea.is_supported,
        "is_followed": idea.is_followed,
        "hides_reader": any(
            one.author_id == agent.pk and one.identity == Identity.HIDDEN for one in (idea, *merged)
        ),
        "family": family,
        "mailed": mail_badge(agent, idea, idea.mailed, written_by=idea.author_id),
    }


def _merged_into(head: int) -> QuerySet[Any]:
    merged = Idea.objects.filter(head=head).select_related("author__direction")
    return merged.annotate(mailed=of_mail()).order_by("received_at", "pk")


def _files_of(agent: Agent, family: list[int]) -> QuerySet[Any]:
    files = IdeaFile.objects.visible_to(agent).filter(idea__in=family).select_related("document", "idea")
    return files.order_by("idea__received_at", "idea", "position", "pk")


def _actions() -> Any:
    """Return the model of actions, whose app stands above this one."""
    return Idea._meta.get_field("actions").related_model


def _file(file: IdeaFile) -> dict[str, Any]:
    return {
        "name": file.document.name,
        "url": reverse("suggestions:idea_file", args=[file.idea.reference, file.document.reference]),
        "size": size_label(file.document.size),
        "is_kept_from_readers": file.idea.identity == Identity.HIDDEN and not file.is_unsigned,
    }
