"""Deeds on several ideas at once: the same actions, one by one; what is refused is said, the rest is done."""

from collections.abc import Callable, Iterable, Iterator
from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import QuerySet
from django.http import HttpRequest, StreamingHttpResponse
from django.utils import timezone

from core.people.models import Agent
from core.people.requests import agent_of
from core.ui.french import count_of, day_of
from core.ui.spreadsheets import table_response
from suggestions import actions, seats, waiting
from suggestions.actions import evaluating
from suggestions.models import Idea
from suggestions.policies import can_see_author
from suggestions.policies.evaluation import can_see_marks

MOST = 100
SAID = 10
CHUNK = 200
HEADER = [
    "Numéro",
    "Titre",
    "État",
    "Valeur servie",
    "Direction concernée",
    "Auteur",
    "Reçue le",
    "Promise pour le",
    "En attente",
    "Suivie par",
    "Évaluations",
    "Attendues",
    "Médiane",
    "Écart",
    "Désaccord",
    "Vetos",
]


@admin.action(description="Prendre en charge", permissions=["view"])
def take_charge(desk: Any, request: HttpRequest, ideas: QuerySet[Idea]) -> None:
    _each(desk, request, ideas, lambda idea, by: actions.take_under_study(idea, by=by), "prise en charge")


@admin.action(description="Clore l’évaluation (quorum atteint)", permissions=["view"])
def close_evaluations(desk: Any, request: HttpRequest, ideas: QuerySet[Idea]) -> None:
    """Without the quorum a reason is asked, idea by idea."""
    _each(desk, request, ideas, lambda idea, by: evaluating.close_evaluation(idea, by=by), "close")


@admin.action(description="Exporter en CSV", permissions=["view"])
def export(desk: Any, request: HttpRequest, ideas: QuerySet[Idea]) -> StreamingHttpResponse:
    """A spreadsheet of the ideas chosen, marks only where this member may read them."""
    name = f"idees-{timezone.localdate():%Y-%m-%d}"
    return table_response(HEADER, rows_of(ideas, agent_of(request)), name=name, form="csv")


def _each(
    desk: Any,
    request: HttpRequest,
    ideas: QuerySet[Idea],
    run: Callable[[Idea, Agent], Any],
    done: str,
) -> None:
    """In id order, so that two members who do it at once wait for each other."""
    agent, count, refused = agent_of(request), 0, []
    chosen = list(Idea.objects.filter(pk__in=ideas.order_by().values("pk")).order_by("pk")[: MOST + 1])
    if len(chosen) > MOST:
        desk.message_user(request, f"Choisissez {MOST} idées au plus à la fois.", messages.ERROR)
        return
    for idea in chosen:
        try:
            run(idea, agent)
        except ValidationError as error:
            refused.append(f"«\u00a0{idea.title}\u00a0»\u00a0: {error.messages[0]}")
        except PermissionDenied as error:
            refused.append(f"«\u00a0{idea.title}\u00a0»\u00a0: {error}")
        else:
            count += 1
    if count:
        plural = f"idées {done}s"
        desk.message_user(
            request, f"{count_of(count, f'idée {done}', plural)}.".capitalize(), messages.SUCCESS
        )
    for sentence in refused[:SAID]:
        desk.message_user(request, sentence, messages.WARNING)
    if len(refused) > SAID:
        desk.message_user(request, f"Et {len(refused) - SAID} autres refus.", messages.WARNING)


def rows_of(ideas: QuerySet[Idea], agent: Agent) -> Iterator[list[Any]]:
    """One for each idea, three statements for each CHUNK of them."""
    known: Any = waiting.annotated(Idea.objects.select_related("author", "direction", "member_in_charge"))
    ids = list(ideas.values_list("pk", flat=True))
    for start in range(0, len(ids), CHUNK):
        chunk = ids[start : start + CHUNK]
        found = known.with_authors().in_bulk(chunk)
        seats.load(found.values())
        yield from (_row(found[pk], agent) for pk in chunk if pk in found)


def _row(idea: Idea, agent: Agent) -> list[Any]:
    tally = getattr(idea, "tally", None)
    seated = seats.seats_of(idea)
    waits = waiting.waited_for(idea, for_group=True)
    marks: Iterable[Any] = [None] * 4
    if tally and can_see_marks(agent, idea):
        marks = [
            *(_rounded(getattr(tally, name)) for name in ("score", "spread", "disagreement")),
            tally.vetoes,
        ]
    return [
        idea.label,
        idea.title,
        idea.get_state_display(),
        idea.get_value_display(),
        str(idea.direction or ""),
        str(idea.author or "") if can_see_author(agent, idea) else "",
        day_of(idea.received_at),
        idea.promised_on,
        waits.text if waits else "",
        str(idea.member_in_charge or ""),
        len(seated.counted),
        seated.expected,
        *marks,
    ]


def _rounded(value: float | None) -> float | None:
    return None if value is None else round(value, 2)
