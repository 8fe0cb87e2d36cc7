"""The issues of the review, from the next month's to that of a year ago, and the two articles that were published."""

from datetime import date, datetime, timedelta

from django.utils import timezone

from core.french import full_date, working_day_from
from core.people.models import Agent
from dematerialisation.models import Article, ReviewIssue
from demo import texts
from demo.data_files import Record, copied
from demo.dates import at, month_before
from demo.keys import reference_of

ISSUES = range(-1, 12)
CLOSING = timedelta(days=8)
TAKEN = timedelta(days=12)


def load_review(people: dict[str, Agent], today: date) -> None:
    issues = {}
    for months_ago in ISSUES:
        key, month = reference_of("issue", months_ago), month_before(today, months_ago)
        closing = working_day_from(month - CLOSING)
        issues[months_ago] = ReviewIssue.objects.create(reference=key, month=month, closing_on=closing)
    for article in texts.section.articles:
        taken_on, published_at = moments_of(article, today)
        Article.objects.create(
            reference=reference_of("article", article.kind),
            **copied(article, "kind title"),
            issue=issues[article.months_ago],
            body=article.body.replace("{on}", full_date(taken_on)),
            figures=figures_of(article),
            taken_on=taken_on,
            drafted_by=people["groupe"],
            drafted_at=at(taken_on, "10:00"),
            published_at=published_at,
            published_by=people["groupe"],
        )


def figures_of(article: Record) -> dict[str, object]:
    return {
        "counts": article.counts,
        "bars": {"title": article.bars_title, "series": article.series, "rows": article.bars},
        "table": {"caption": article.caption, "header": article.header, "rows": article.rows},
    }


def moments_of(article: Record, today: date) -> tuple[date, datetime]:
    """The day of its figures, and when it was published: the first morning of its issue's month."""
    month = month_before(today, article.months_ago)
    return month - TAKEN, min(at(month, "09:00"), timezone.now())
