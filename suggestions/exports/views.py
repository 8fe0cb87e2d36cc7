from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from django import forms
from django.db.models import Count, Prefetch
from django.http import Http404, HttpResponseBase
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from core.people import freshness
from core.people.models import Agent
from core.people.requests import AgentRequest
from core.ui.french import count_of, number, short_date, spaced
from core.ui.spreadsheets import TYPES, table_response
from suggestions.exports import tables
from suggestions.exports.tables import chunks_of
from suggestions.models import Comment, Idea
from suggestions.pages.forms import IdeaFilterForm
from suggestions.policies import is_in_group

COMMENTS = [
    "Numéro",
    "Titre",
    "Écrit le",
    "Auteur",
    "Direction",
    "En réponse à",
    "Texte",
    "Caché le",
    "Caché par",
    "Pourquoi caché",
    "Signalements",
]


def comment_rows(ids: Sequence[int]) -> Iterator[list[Any]]:
    """In the order of the ideas, then of time; the group reads what it has hidden."""
    for chunk in chunks_of(ids):
        comments = Comment.objects.select_related(
            "author__direction", "hidden_by", "parent__author"
        ).annotate(reported=Count("reports"))
        ordered = Prefetch("comments", comments.order_by("created_at", "pk"))
        found = Idea.objects.prefetch_related(ordered).in_bulk(chunk)
        for idea in (found[pk] for pk in chunk if pk in found):
            for comment in idea.comments.all():
                yield _comment(idea, comment)


def _comment(idea: Idea, comment: Any) -> list[Any]:
    parent = comment.parent
    return [
        idea.label,
        idea.title,
        comment.created_at,
        str(comment.author),
        str(comment.author.direction or ""),
        f"{parent.author}, {short_date(parent.created_at)}" if parent else "",
        comment.text,
        comment.hidden_at,
        str(comment.hidden_by or ""),
        comment.hidden_reason,
        comment.reported,
    ]


TABLES = [
    ("idees", spaced("Les idées : auteurs, états, dates, décisions, réponses")),
    ("notes", "Les notes de chaque membre, valeur par valeur"),
    ("commentaires", "Les commentaires"),
]


class ExportForm(IdeaFilterForm):
    table = forms.ChoiceField(
        label=spaced("Quel tableau ?"),
        choices=TABLES,
        widget=forms.RadioSelect,
        initial=TABLES[0][0],
    )
    # Which button was pressed.
    file = forms.ChoiceField(
        label="Format", required=False, choices=[(form, form) for form in TYPES], widget=forms.HiddenInput
    )

    field_order = ["table"]

    def __init__(self, data: Any, **given: Any) -> None:
        given_data = data.copy()
        given_data.setdefault("table", TABLES[0][0])
        super().__init__(given_data, **given)


# A workbook is built in memory; a CSV is streamed.
MOST_IN_A_WORKBOOK = 5000


@require_safe
def idea_export(request: AgentRequest) -> HttpResponseBase:
    """The form, or the file when a format is asked; for the group only."""
    agent = request.user
    if not is_in_group(agent):
        raise Http404
    form = ExportForm.from_query(request.GET, agent=agent)
    ids = tables.exported(agent, form.filter(Idea.objects.visible_to(agent)))
    asked = form.cleaned_data
    if asked["file"] == "xlsx" and len(ids) > MOST_IN_A_WORKBOOK:
        form.add_error(
            None,
            spaced(
                f"Un classeur tient {number(MOST_IN_A_WORKBOOK)} idées au plus : "
                "filtrez davantage, ou prenez le fichier CSV."
            ),
        )
    elif asked["file"]:
        freshness.require(request)
        name = f"{asked['table']}-{timezone.localdate():%Y-%m-%d}"
        header, rows = _table(asked["table"], agent, ids)
        return table_response(header, rows, name=name, form=asked["file"])
    context = {"form": form, "count": count_of(len(ids), "idée")}
    return render(request, "suggestions/exports/idea_export.html", context)


def _table(table: str, agent: Agent, ids: Sequence[int]) -> tuple[Sequence[str], Iterable[Sequence[Any]]]:
    if table == "notes":
        marks = tables.MarkTable.load()
        return marks.header, marks.rows(agent, ids)
    if table == "commentaires":
        return COMMENTS, comment_rows(ids)
    return tables.IDEAS, tables.idea_rows(agent, ids)
