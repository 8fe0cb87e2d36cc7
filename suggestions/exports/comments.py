"""Spreadsheet rows of comments."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from django.db.models import Count, Prefetch

from core.ui.french import short_date
from suggestions.exports.tables import chunks_of
from suggestions.models import Comment, Idea

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
