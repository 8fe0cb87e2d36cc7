"""What the page of an idea shows beside its words, brought by the statement that reads the idea.

A page has twelve statements in all, and its panels have theirs: what is short comes as JSON with the idea's own row.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Count, Exists, F, OuterRef, Q, Subquery, Value
from django.db.models.functions import Coalesce, Concat, JSONObject, Trim
from django.urls import reverse

from core.documents.limits import size_label
from core.people.models import Agent
from suggestions.access import is_in_group
from suggestions.comments.conversation import with_conversation
from suggestions.decisions.panel import with_answer_facts
from suggestions.evaluation.evaluators import with_seat_facts
from suggestions.ideas.authors import _by, author_words
from suggestions.ideas.by_mail import MailBadge, mail_badge
from suggestions.ideas.waiting import with_waiting_facts
from suggestions.models import Follow, Idea, IdeaFile, Support
from suggestions.querysets import IdeaQuerySet
from suggestions.states import Identity, State


@dataclass(frozen=True)
class Link:
    """Another page to go to: an idea detached from this one, an action."""

    title: str
    url: str
    note: str = ""


@dataclass(frozen=True)
class Merged:
    """The words of an idea that is read here; `by` is what this reader may know of its author."""

    pk: int
    reference: str
    title: str
    label: str
    problem: str
    proposal: str
    benefit: str
    seen_elsewhere: str
    received_at: datetime
    by: str
    mailed: MailBadge | None


@dataclass(frozen=True)
class File:
    name: str
    url: str
    size: str


@dataclass(frozen=True)
class PageFacts:
    """`by` says who proposed it, co-authors included, as this reader may know; `family` holds the ids read here."""

    by: str
    merged: list[Merged]
    files: list[File]
    parts: list[Link]
    actions: list[Link]
    supporters: int
    is_supported: bool
    is_followed: bool
    is_own: bool
    hides_reader: bool
    family: list[int]
    mailed: MailBadge | None

    def merged_from(self, reference: str) -> Merged | None:
        """The merged idea whose link led here."""
        return next((one for one in self.merged if one.reference == reference), None)


def with_page_facts(ideas: IdeaQuerySet, agent: Agent, *, comments: int = 1) -> Any:
    """With all that `facts_of` and the panels read; `comments` is the page of comments."""
    family = {"idea__in": _read_here()}
    supporters = Support.objects.filter(**family).order_by().annotate(one=Value(1)).values("one")
    said = with_conversation(ideas.for_page(), agent, number=comments)
    return (
        with_seat_facts(with_answer_facts(with_waiting_facts(said), for_group=is_in_group(agent)))
        .select_related("split_from")
        .annotate(
            merged_rows=ArraySubquery(_merged()),
            file_rows=ArraySubquery(_files()),
            part_rows=ArraySubquery(_parts()),
            action_rows=ArraySubquery(_actions()),
            mail_key=F("mail__reference"),
            mail_trust=F("mail__trust"),
            mail_remarks=F("mail__remarks"),
            supporters=Coalesce(
                Subquery(supporters.annotate(n=Count("agent", distinct=True)).values("n")), 0
            ),
            is_supported=Exists(Support.objects.filter(**family, agent=agent)),
            is_followed=Exists(Follow.objects.filter(**family, agent=agent)),
        )
    )


def facts_of(idea: Any, agent: Agent) -> PageFacts:
    """`idea` comes from `for_reading`, for the same agent."""
    merged = [_merged_of(row, agent, idea) for row in idea.merged_rows]
    identities = {
        (idea.author_id, idea.identity),
        *((row["author"], row["identity"]) for row in idea.merged_rows),
    }
    return PageFacts(
        by=_all_of(dict.fromkeys([author_words(agent, idea), *(one.by for one in merged)])),
        merged=merged,
        files=[_file_of(row) for row in idea.file_rows],
        parts=[_part_of(row, agent) for row in idea.part_rows if _is_read_by(row, agent)],
        actions=[Link(row["title"], reverse("action_detail", args=[row["key"]])) for row in idea.action_rows],
        supporters=idea.supporters,
        is_supported=idea.is_supported,
        is_followed=idea.is_followed,
        is_own=agent.pk in idea.author_ids,
        hides_reader=(agent.pk, Identity.HIDDEN) in identities,
        family=[idea.pk, *(one.pk for one in merged)],
        mailed=mail_badge(
            agent,
            idea,
            key=idea.mail_key,
            trust=idea.mail_trust,
            remarks=idea.mail_remarks,
            written_by=idea.author_id,
        ),
    )


def _all_of(people: dict[str, None]) -> str:
    """Names hold commas: « et » stands between them all."""
    return " et ".join(people)


def _merged() -> Any:
    rows = Idea.objects.filter(head=OuterRef("pk")).order_by("received_at", "pk")
    words = {name: F(name) for name in ("title", "problem", "proposal", "benefit", "seen_elsewhere")}
    name = Trim(Concat("author__first_name", Value(" "), "author__last_name"))
    return rows.values(
        row=JSONObject(
            pk=F("pk"),
            reference=F("reference"),
            year=F("year"),
            number=F("number"),
            at=F("received_at"),
            author=F("author_id"),
            identity=F("identity"),
            name=name,
            direction=Coalesce(F("author__direction__name"), Value("")),
            mail=F("mail__reference"),
            trust=F("mail__trust"),
            remarks=F("mail__remarks"),
            **words,
        )
    )


def _merged_of(row: dict[str, Any], agent: Agent, head: Idea) -> Merged:
    return Merged(
        pk=row["pk"],
        reference=row["reference"],
        title=row["title"],
        label=Idea(year=row["year"], number=row["number"]).label,
        problem=row["problem"],
        proposal=row["proposal"],
        benefit=row["benefit"],
        seen_elsewhere=row["seen_elsewhere"],
        received_at=datetime.fromisoformat(row["at"]),
        by=_by(agent, row["author"], row["name"], row["direction"], row["identity"]),
        mailed=mail_badge(
            agent,
            head,
            key=row["mail"],
            trust=row["trust"],
            remarks=row["remarks"],
            written_by=row["author"],
        ),
    )


def _read_here() -> Any:
    """Within a subquery: the idea and those merged into it, found by two indexes."""
    outer = OuterRef(OuterRef("pk"))
    return Idea.objects.filter(Q(pk=outer) | Q(head=outer)).order_by().values("pk")


def _files() -> Any:
    rows = IdeaFile.objects.filter(idea__in=_read_here()).order_by(
        "idea__received_at", "idea", "position", "pk"
    )
    return rows.values(
        row=JSONObject(
            name=F("document__name"),
            size=F("document__size"),
            key=F("document__reference"),
            idea=F("idea__reference"),
        )
    )


def _file_of(row: dict[str, Any]) -> File:
    url = reverse("suggestions:idea_file", args=[row["idea"], row["key"]])
    return File(row["name"], url, size_label(row["size"]))


def _parts() -> Any:
    """Detached from it and still apart."""
    rows = Idea.objects.filter(split_from=OuterRef("pk"), split__undone_at=None).order_by("pk")
    return rows.values(
        row=JSONObject(
            title=F("title"),
            key=F("reference"),
            state=F("state"),
            year=F("year"),
            number=F("number"),
            author=F("author_id"),
        )
    )


def _is_read_by(row: dict[str, Any], agent: Agent) -> bool:
    return row["state"] in State.public() or row["author"] == agent.pk or is_in_group(agent)


def _part_of(row: dict[str, Any], agent: Agent) -> Link:
    label = Idea(year=row["year"], number=row["number"]).label
    return Link(row["title"], reverse("suggestions:idea_detail", args=[row["key"]]), label)


def _actions() -> Any:
    """Of the project group, which stands above: they answer it or one that was merged into it."""
    actions: Any = Idea._meta.get_field("actions").related_model
    rows = actions.objects.filter(ideas__in=_read_here()).distinct().order_by("pk")
    return rows.values(row=JSONObject(title=F("title"), key=F("reference")))
