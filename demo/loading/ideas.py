"""The ideas, each with its dates, its member and its answer."""

from collections import Counter
from datetime import date

from django.utils import timezone

from core.people.models import Agent, Direction
from demo import texts
from demo.data_files import Record, copied
from demo.dates import at, days_before, moment
from demo.keys import keys
from suggestions.decisions.answers import notify_answered
from suggestions.ideas.notifications import notify_received
from suggestions.ideas.progress import answer_due_on, decision_due_on
from suggestions.models import Answer, Idea, NumberSeries
from suggestions.states import Identity


def load_ideas(people: dict[str, Agent], units: dict[str, Direction]) -> dict[str, Idea]:
    today = timezone.localdate()
    rows = [idea_row(idea, position, today, people, units) for position, idea in enumerate(texts.ideas.ideas)]
    last: Counter[int] = Counter()
    # Numbers follow the order in which others first saw the ideas.
    for row in sorted((row for row in rows if row.taken_at), key=lambda row: row.taken_at or today):
        year = timezone.localtime(row.taken_at).year
        last[year] += 1
        row.year, row.number = year, last[year]
    ideas = Idea.objects.bulk_create(rows)
    NumberSeries.objects.bulk_create(NumberSeries(year=year, last=count) for year, count in last.items())
    answers = [answer_row(idea, row, people) for idea, row in zip(texts.ideas.ideas, ideas, strict=True)]
    Answer.objects.bulk_create(answer for answer in answers if answer)
    return {idea.key: row for idea, row in zip(texts.ideas.ideas, ideas, strict=True)}


def idea_row(
    idea: Record, position: int, today: date, people: dict[str, Agent], units: dict[str, Direction]
) -> Idea:
    received_at = moment(today, idea.received_days_ago, position)
    if idea.author is None:
        # The day, and no hour.
        received_at = at(timezone.localdate(received_at), "00:00")
    problem, _, proposal = idea.text.rpartition("\n\n")
    return Idea(
        **keys("idea", idea.key),
        **copied(idea, "title contact contact_detail is_thanked state set_aside_reason"),
        problem=problem,
        proposal=proposal,
        author=people[idea.author] if idea.author else None,
        entered_by=people[idea.entered_by] if idea.entered_by else None,
        direction=units[idea.direction] if idea.direction else None,
        identity=identity_of(idea),
        member_in_charge=people[idea.member_in_charge] if idea.member_in_charge else None,
        received_at=received_at,
        due_on=answer_due_on(received_at),
        decision_due_on=decision_due_on(received_at),
        # The member who takes an idea in charge writes a word to its author.
        first_answered_at=days_before(today, idea.taken_days_ago, salt=position),
        taken_at=days_before(today, idea.taken_days_ago, salt=position),
        decided_at=days_before(today, idea.decided_days_ago, salt=position),
        started_at=days_before(today, idea.started_days_ago, salt=position),
        done_at=days_before(today, idea.done_days_ago, salt=position),
        set_aside_at=days_before(today, idea.set_aside_days_ago, salt=position),
        withdrawn_at=days_before(today, idea.withdrawn_days_ago, salt=position),
    )


def identity_of(idea: Record) -> Identity:
    if idea.author is None:
        return Identity.ANONYMOUS
    return Identity.HIDDEN if idea.name_hidden else Identity.NAMED


def answer_row(idea: Record, row: Idea, people: dict[str, Agent]) -> Answer | None:
    member = row.member_in_charge
    if idea.answer and row.decided_at:
        verdict = "declined" if idea.state == "declined" else "retained"
        return Answer(
            idea=row,
            verdict=verdict,
            text=idea.answer,
            prepared_by=member,
            prepared_at=row.decided_at,
            published_by=member,
            published_at=row.decided_at,
        )
    if idea.prepared_answer and idea.prepared_verdict and row.taken_at:
        return Answer(
            idea=row,
            verdict=idea.prepared_verdict,
            text=idea.prepared_answer,
            prepared_by=member,
            prepared_at=row.taken_at,
        )
    return None


def notify_the_named_account(agent: Agent) -> None:
    """Send `agent` the notifications and mails of their own ideas."""
    for idea in Idea.objects.filter(author=agent).select_related("author", "answer"):
        notify_received(idea)
        answer = idea.published_answer
        if answer and answer.published_by:
            notify_answered(idea, verdict=answer.verdict, by=answer.published_by)
