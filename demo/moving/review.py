"""The review's issues and articles, moved by months; an issue whose closing a visitor changed stays."""

from datetime import date

from django.db.models import F

from dematerialisation.models import Article, ReviewIssue
from demo.dates import at, month_before
from demo.keys import reference_of
from demo.loading.review import CLOSING, ISSUES, body_of, moments_of
from demo.texts.section import ARTICLES


def move_review(today: date) -> None:
    """Newest first, each into its month, unless a visitor's issue is there."""
    for months_ago in ISSUES:
        month = month_before(today, months_ago)
        if not ReviewIssue.objects.filter(month=month).exists():
            ReviewIssue.objects.filter(
                reference=reference_of("issue", months_ago), closing_on=F("month") - CLOSING
            ).update(month=month, closing_on=month - CLOSING)
    for article in ARTICLES:
        taken_on, published_at = moments_of(article, today)
        # A published article is nobody's to change: these are as they were loaded.
        Article.objects.filter(reference=reference_of("article", article.kind)).update(
            body=body_of(article, taken_on),
            taken_on=taken_on,
            drafted_at=at(taken_on, "10:00"),
            published_at=published_at,
        )
