"""Find whom an idea waits for, and since when.

`with_waiting_facts` loads the facts within the statement that reads the ideas, `waiting_facts` those of a list in a
statement of their own, which PostgreSQL plans sooner; `waited_for` turns them into words.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import F, OuterRef, QuerySet, Subquery, Value
from django.db.models.functions import Concat, JSONObject
from django.utils import timezone

from core.ui.french import count_of, day_of, short_date, spaced
from suggestions.models import AgendaItem, Idea, Meeting, Message, Opinion
from suggestions.states import State


@dataclass(frozen=True)
class Waiting:
    """`who` follows « en attente »: « du groupe », « de l’auteur »; late against what was promised or asked."""

    who: str
    since: date
    is_overdue: bool

    @property
    def days(self) -> int:
        return max((timezone.localdate() - self.since).days, 0)

    @property
    def duration(self) -> str:
        """« depuis 12 jours »."""
        return f"depuis {count_of(self.days, 'jour')}" if self.days else "depuis aujourd’hui"

    @property
    def text(self) -> str:
        """« en attente de l’auteur depuis 12 jours »."""
        return f"en attente {self.who} {self.duration}"

    def __str__(self) -> str:
        return self.text


def with_waiting_facts(ideas: QuerySet[Idea]) -> QuerySet[Idea]:
    """With what `waited_for` reads, in the same statement."""
    questions = Message.objects.open_questions().filter(idea=OuterRef("pk")).order_by("written_at", "pk")
    opinions = Opinion.objects.open().filter(idea=OuterRef("pk")).order_by("due_on", "pk")
    items = AgendaItem.objects.filter(idea=OuterRef("pk"), outcome="").exclude(
        meeting__state=Meeting.State.CLOSED
    )
    return ideas.select_related("tally", "answer", "decision").annotate(
        open_question=Subquery(questions.values(said=JSONObject(since="written_at", due="due_on"))[:1]),
        open_opinion=Subquery(
            opinions.values(
                said=JSONObject(
                    since="asked_at",
                    due="due_on",
                    direction="expert__direction__name",
                    expert=Concat(F("expert__first_name"), Value(" "), F("expert__last_name")),
                )
            )[:1]
        ),
        next_meeting=Subquery(items.order_by("meeting__starts_at").values("meeting__starts_at")[:1]),
    )


def waiting_facts(ideas: Iterable[Idea]) -> dict[int, Idea]:
    """By the id of each that waits, the idea with what `waited_for` reads; one statement at most."""
    waiting = [idea.pk for idea in ideas if idea.state in State.waiting()]
    return with_waiting_facts(Idea.objects.all()).in_bulk(waiting)


def waited_for(idea: Idea, *, for_group: bool = False) -> Waiting | None:
    """None when no answer is owed, or when the idea is merged into another.

    `idea` comes from `with_waiting_facts` or `waiting_facts`. The group reads the counts of evaluations and the names
    of experts; others, the direction that an expert is of.
    """
    if idea.state not in State.waiting() or idea.merged_into_id is not None:
        return None
    is_overdue = idea.is_overdue(on=timezone.localdate())
    decision = getattr(idea, "decision", None)
    # An answer prepared before decisions were noted waits for one.
    if decision and (answer := getattr(idea, "answer", None)):
        if answer.is_reread and answer.reread_at:
            return Waiting("de la publication de la réponse", day_of(answer.reread_at), is_overdue)
        return Waiting("d’une relecture de la réponse", day_of(answer.prepared_at), is_overdue)
    if decision:
        return Waiting("de la réponse du groupe", day_of(decision.decided_at), is_overdue)
    return _asked(idea, for_group=for_group) or _in_the_group(idea, for_group, is_overdue)


def _asked(idea: Any, *, for_group: bool) -> Waiting | None:
    """Somebody outside the group was asked: their own day counts."""
    if question := idea.open_question:
        return Waiting("de l’auteur", _day(question["since"]), _is_past(question["due"]))
    if opinion := idea.open_opinion:
        known = [opinion["expert"] if for_group else None, opinion["direction"]]
        whose = ", ".join(name for name in known if name)
        who = spaced(f"d’un avis : {whose}") if whose else "de l’avis d’un expert"
        return Waiting(who, _day(opinion["since"]), _is_past(opinion["due"]))
    return None


def _in_the_group(idea: Any, for_group: bool, is_overdue: bool) -> Waiting:
    if idea.state == State.RECEIVED:
        return Waiting("du groupe", day_of(idea.received_at), is_overdue)
    tally = getattr(idea, "tally", None)
    ready_at = (tally and tally.ready_at) or idea.evaluation_closed_at
    if ready_at is None:
        said = f" ({tally.evaluations} sur {tally.expected})" if for_group and tally else ""
        return Waiting(f"des évaluations du groupe{said}", day_of(idea.taken_at), is_overdue)
    if idea.next_meeting:
        return Waiting(f"de la réunion du {short_date(idea.next_meeting)}", day_of(ready_at), is_overdue)
    return Waiting("de la décision du groupe", day_of(ready_at), is_overdue)


def _day(said: str) -> date:
    """Read a moment as PostgreSQL writes it in JSON."""
    return day_of(datetime.fromisoformat(said))


def _is_past(said: str) -> bool:
    return date.fromisoformat(said) < timezone.localdate()
