"""A tip or an article as the review prints it: its words, their length, its PDF, its pictures."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db.models import Prefetch
from django.urls import reverse

from core.ui.pdf import Variant
from core.ui.prose import plain_text_of
from core.ui.zips import safe
from dematerialisation.models import Article, ReviewIssue, ReviewPicture
from dematerialisation.review.figures import Figures
from tips.models import Tip

TEMPLATE = "dematerialisation/review/piece_pdf.html"
# To be read aloud too: titles, tables and the alternatives of pictures are tagged.
VARIANT: Variant = "pdf/ua-1"
PICTURES = Prefetch("pictures", ReviewPicture.objects.select_related("document"))


@dataclass(frozen=True)
class Piece:
    """`longest` is the review's room, in characters."""

    source: Tip | Article
    rubric: str
    longest: int
    pdf_url: str
    text_url: str
    picture_url: str
    summary: str = ""
    pictures: list[ReviewPicture] = field(default_factory=list)
    figures: Figures | None = None

    @property
    def title(self) -> str:
        return self.source.title

    @property
    def is_tip(self) -> bool:
        return isinstance(self.source, Tip)

    @property
    def words(self) -> str:
        """Return the text to lay out: title, summary and text, without the figures and the table."""
        return "\n\n".join(filter(None, [self.title, self.summary, plain_text_of(self.source.body)]))

    @property
    def text(self) -> str:
        return "\n\n".join(filter(None, [self.words, self.figures.as_text if self.figures else ""])) + "\n"

    @property
    def length(self) -> int:
        return len(self.words)

    @property
    def excess(self) -> int:
        return max(self.length - self.longest, 0)

    @property
    def name(self) -> str:
        return safe(f"{'conseil' if self.is_tip else 'article'} {self.title}")

    @property
    def files(self) -> dict[str, Path]:
        """The pictures that the PDF reads, by their addresses."""
        return {picture.get_absolute_url(): picture.document.file_path for picture in self.pictures}

    @property
    def context(self) -> dict[str, Any]:
        return {"piece": self, "source": self.source}


def piece_of_tip(tip: Tip) -> Piece:
    return Piece(
        tip,
        "Le coin de la physique nucléaire",
        settings.REVIEW_TIP_CHARACTERS,
        reverse("review_tip_pdf", args=[tip.reference]),
        reverse("review_tip_text", args=[tip.reference]),
        reverse("review_tip_picture_add", args=[tip.reference]),
        tip.summary,
        list(ReviewPicture.objects.filter(tip=tip).select_related("document")),
    )


def piece_of_article(article: Article) -> Piece:
    """Make the piece of an article with its `PICTURES`, or with one statement more."""
    return Piece(
        article,
        "La dématérialisation",
        settings.REVIEW_ARTICLE_CHARACTERS,
        reverse("article_pdf", args=[article.reference]),
        reverse("article_text", args=[article.reference]),
        reverse("article_picture_add", args=[article.reference]),
        pictures=list(article.pictures.all()),
        figures=Figures.from_json(article.figures),
    )


def pieces_of(issue: ReviewIssue) -> list[Piece]:
    """The month's tip when it is there, then the articles; four statements."""
    tip = Tip.objects.filter(month=issue.month).for_page().first()
    articles: Iterable[Article] = (
        issue.articles.filter(withdrawn_at=None).prefetch_related(PICTURES).order_by("pk")
    )
    return [*([piece_of_tip(tip)] if tip else []), *map(piece_of_article, articles)]
