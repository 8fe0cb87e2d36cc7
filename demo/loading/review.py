"""The issues of the review, from the next month's to that of a year ago, and the two articles that were published."""

from datetime import date, datetime, timedelta

from django.utils import timezone

from core.people.models import Agent
from core.ui.french import full_date
from core.ui.working_days import working_day_from
from dematerialisation.models import Article, ReviewIssue
from demo.dates import at, month_before
from demo.keys import reference_of
from demo.records.section import ReviewArticle
from demo.texts.section import ARTICLES

ISSUES = range(-1, 12)
CLOSING = timedelta(days=8)
TAKEN = timedelta(days=12)


def load_review(people: dict[str, Agent], today: date) -> None:
    issues = {}
    for months_ago in ISSUES:
        month = month_before(today, months_ago)
        issues[months_ago] = ReviewIssue.objects.create(
            reference=reference_of("issue", months_ago),
            month=month,
            closing_on=working_day_from(month - CLOSING),
        )
    for article in ARTICLES:
        taken_on, published_at = moments_of(article, today)
        Article.objects.create(
            reference=reference_of("article", article.kind),
            kind=article.kind,
            issue=issues[article.months_ago],
            title=article.title,
            body=body_of(article, taken_on),
            figures=article.figures,
            taken_on=taken_on,
            drafted_by=people["groupe"],
            drafted_at=at(taken_on, "10:00"),
            published_at=published_at,
            published_by=people["groupe"],
        )


def moments_of(article: ReviewArticle, today: date) -> tuple[date, datetime]:
    """The day of its figures, and when it was published: the first morning of its issue's month."""
    month = month_before(today, article.months_ago)
    return month - TAKEN, min(at(month, "09:00"), timezone.now())


def body_of(article: ReviewArticle, taken_on: date) -> str:
    return article.body.replace("{on}", full_date(taken_on))
