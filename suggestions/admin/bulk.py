"""Actions on several ideas: each runs on its own, and refusals are listed."""

from collections.abc import Callable
from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import QuerySet
from django.http import FileResponse, HttpRequest
from django.utils import timezone

from core.people.models import Agent
from core.people.requests import agent_of
from core.ui.french import count_of, spaced
from core.ui.spreadsheets import table_response
from suggestions.evaluation import actions as evaluation
from suggestions.evaluation.actions import take_under_study
from suggestions.exports import tables
from suggestions.meetings import actions as meetings
from suggestions.models import Idea

MOST = 100
SAID = 10
TAKEN = ("idée prise en charge", "idées prises en charge")
CLOSED = ("évaluation close", "évaluations closes")
ADDED = ("idée ajoutée à l’ordre du jour", "idées ajoutées à l’ordre du jour")


@admin.action(description="Prendre en charge", permissions=["view"])
def take_charge(desk: Any, request: HttpRequest, ideas: QuerySet[Idea]) -> None:
    _each(desk, request, ideas, lambda idea, by: take_under_study(idea, by=by), TAKEN)


@admin.action(description="Clore l’évaluation (quorum atteint)", permissions=["view"])
def close_evaluations(desk: Any, request: HttpRequest, ideas: QuerySet[Idea]) -> None:
    """Without the quorum a reason is asked, idea by idea."""
    _each(desk, request, ideas, lambda idea, by: evaluation.close_evaluation(idea, by=by), CLOSED)


@admin.action(description="Mettre à l’ordre du jour de la prochaine réunion", permissions=["view"])
def put_on_agenda(desk: Any, request: HttpRequest, ideas: QuerySet[Idea]) -> None:
    if (chosen := _chosen(desk, request, ideas)) is None:
        return
    try:
        meeting, count = meetings.put_on_next_agenda(chosen, by=agent_of(request))
    except (ValidationError, PermissionDenied) as error:
        desk.message_user(request, _words(error), messages.ERROR)
        return
    if count:
        desk.message_user(request, spaced(f"{count_of(count, *ADDED)} : {meeting}."), messages.SUCCESS)
    if left := len(chosen) - count:
        said = count_of(left, "idée ne peut pas y venir", "idées ne peuvent pas y venir")
        why = "déjà à un ordre du jour, décidée, ou pas encore assez évaluée"
        desk.message_user(request, spaced(f"{said} : {why}."), messages.WARNING)


@admin.action(description="Exporter en CSV", permissions=["view"])
def export(desk: Any, request: HttpRequest, ideas: QuerySet[Idea]) -> FileResponse:
    """A spreadsheet of the ideas chosen, marks only where this member may read them."""
    ids = list(ideas.values_list("pk", flat=True))
    name = f"idees-{timezone.localdate():%Y-%m-%d}"
    return table_response(tables.IDEAS, tables.idea_rows(agent_of(request), ids), name=name, form="csv")


def _each(
    desk: Any,
    request: HttpRequest,
    ideas: QuerySet[Idea],
    run: Callable[[Idea, Agent], Any],
    done: tuple[str, str],
) -> None:
    if (chosen := _chosen(desk, request, ideas)) is None:
        return
    count, refused = 0, []
    for idea in chosen:
        try:
            run(idea, agent_of(request))
        except (ValidationError, PermissionDenied) as error:
            refused.append(spaced(f"« {idea.title} » : {_words(error)}"))
        else:
            count += 1
    if count:
        desk.message_user(request, f"{count_of(count, *done)}.", messages.SUCCESS)
    for sentence in refused[:SAID]:
        desk.message_user(request, sentence, messages.WARNING)
    if len(refused) > SAID:
        desk.message_user(
            request, f"Et {count_of(len(refused) - SAID, 'autre refus', 'autres refus')}.", messages.WARNING
        )


def _chosen(desk: Any, request: HttpRequest, ideas: QuerySet[Idea]) -> list[Idea] | None:
    """In id order, so that two members who do it at once wait for each other; None when there are too many."""
    chosen = list(Idea.objects.filter(pk__in=ideas.order_by().values("pk")).order_by("pk")[: MOST + 1])
    if len(chosen) <= MOST:
        return chosen
    desk.message_user(request, f"Choisissez {MOST} idées au plus à la fois.", messages.ERROR)
    return None


def _words(error: Exception) -> str:
    return error.messages[0] if isinstance(error, ValidationError) else str(error)
