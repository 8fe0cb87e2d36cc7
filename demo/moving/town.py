"""Move the demonstration's dates to today; what a visitor wrote or touched stays where it is."""

from datetime import date, datetime, timedelta

import pgtrigger
from django.db import transaction
from django.utils import timezone

from demo.dates import at, month_before
from demo.keys import key_of, reference_of
from demo.moving.actions import move_actions
from demo.moving.assessment import move_assessments
from demo.moving.documents import move_draft_session, move_outage
from demo.moving.draft_approvals import move_draft_approvals
from demo.moving.evaluation import move_evaluation
from demo.moving.mailroom import move_mailroom
from demo.moving.mails import move_mails
from demo.moving.memos import move_memos
from demo.moving.printerless import move_printerless_days
from demo.moving.review import move_review
from demo.moving.rooms import move_rooms
from demo.moving.software import move_software
from demo.moving.spaces import move_spaces
from demo.moving.survey import move_survey
from demo.moving.watch import move_watch
from demo.texts.ideas import IDEAS
from demo.texts.section import TIPS
from suggestions.ideas.deadlines import answer_due_on, decision_due_on
from suggestions.models import Answer, Idea
from tips.models import Tip

STEPS = (
    "received_at",
    "first_answered_at",
    "taken_at",
    "evaluation_closed_at",
    "decided_at",
    "started_at",
    "done_at",
    "withdrawn_at",
    "set_aside_at",
)


@transaction.atomic
def move_to_today() -> None:
    """Does nothing on the day of the last move."""
    today = timezone.localdate()
    anchor = anchored_on()
    if anchor is None or anchor >= today:
        return
    # Without history: it would fill with one line a day for every row.
    with pgtrigger.ignore():
        move_ideas(anchor, today)
        move_actions(anchor, today)
        move_assessments(anchor, today)
        move_printerless_days(anchor, today)
        move_survey(anchor, today)
        move_mails(anchor, today)
        move_tips(today)
        move_review(today)
        move_outage(anchor, today)
        move_software(anchor, today)
        move_memos(anchor, today)
        move_watch(anchor, today)
        move_mailroom(anchor, today)
        move_spaces(anchor, today)
        move_draft_approvals(anchor, today)
    move_rooms(anchor, today)
    # Its numbers and its year follow by triggers.
    move_draft_session(today)


def anchored_on() -> date | None:
    """The day that the dates are relative to, read from an idea that nobody can change any more."""
    idea = next(idea for idea in IDEAS if idea.state == "declined")
    row = Idea.objects.filter(submission_key=key_of("idea", idea.key)).first()
    return timezone.localdate(row.received_at) + timedelta(days=idea.received_days_ago) if row else None


def later(moment: datetime | None, days: int) -> datetime | None:
    """The same wall clock, `days` later; never after now."""
    if moment is None:
        return None
    clock = timezone.localtime(moment).replace(tzinfo=None) + timedelta(days=days)
    return min(timezone.make_aware(clock), timezone.now())


def move_ideas(anchor: date, today: date) -> None:
    days = (today - anchor).days
    keys = [key_of("idea", idea.key) for idea in IDEAS]
    ideas = [
        idea
        for idea in Idea.objects.filter(submission_key__in=keys)
        # One that a visitor took or answered since keeps its dates, or its steps would cross.
        if all(timezone.localdate(step) <= anchor for name in STEPS if (step := getattr(idea, name)))
    ]
    for idea in ideas:
        for name in STEPS:
            setattr(idea, name, later(getattr(idea, name), days))
        idea.due_on = answer_due_on(idea.received_at)
        idea.decision_due_on = decision_due_on(idea.received_at)
    Idea.objects.bulk_update(ideas, [*STEPS, "due_on", "decision_due_on"])
    answers = [
        answer
        for answer in Answer.objects.filter(idea__in=ideas)
        if timezone.localdate(answer.prepared_at) <= anchor
    ]
    for answer in answers:
        answer.prepared_at = later(answer.prepared_at, days) or answer.prepared_at
        answer.published_at = later(answer.published_at, days)
    Answer.objects.bulk_update(answers, ["prepared_at", "published_at"])
    move_evaluation(ideas, anchor, today)


def move_tips(today: date) -> None:
    """Newest first, each into its month, unless a visitor's tip is there."""
    for tip in sorted(TIPS, key=lambda tip: tip.months_ago):
        month = month_before(today, tip.months_ago)
        if not Tip.objects.filter(month=month).exists():
            Tip.objects.filter(reference=reference_of("tip", tip.months_ago)).update(
                month=month,
                published_at=min(at(month, "09:00"), timezone.now()),
            )
