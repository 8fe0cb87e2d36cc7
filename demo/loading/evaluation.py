"""What happens around the demonstration's ideas: evaluations, meetings, words exchanged, supports."""

from datetime import date, timedelta

from django.db.backends.postgresql.psycopg_any import DateRange

from core.people.models import Absence, Agent
from demo import texts
from demo.data_files import Record, copied
from demo.dates import at, moment
from demo.keys import keys
from suggestions.evaluation import quorum
from suggestions.models import (
    AgendaItem,
    Answer,
    Criterion,
    Decision,
    Evaluation,
    Flag,
    Grid,
    Idea,
    Mark,
    Meeting,
    Recusal,
    Tally,
)

VALUES = ("simplicity", "sharing", "speed")
STARTS, ENDS = "14:00", "16:30"


def load_evaluation(ideas: dict[str, Idea], people: dict[str, Agent], today: date) -> None:
    grid = Grid.objects.get(state=Grid.State.IN_USE)
    asked = {criterion.code: criterion for criterion in grid.criteria.all()}
    for position, sheet in enumerate(texts.ideas.sheets):
        load_sheet(sheet, position, grid, asked, ideas, people, today)
    Recusal.objects.bulk_create(
        Recusal(
            idea=ideas[row.idea],
            member=people[row.member],
            reason=row.reason,
            made_at=moment(today, row.days_ago),
        )
        for row in texts.ideas.recusals
    )
    meetings = {meeting.key: load_meeting(meeting, ideas, people, today) for meeting in texts.ideas.meetings}
    # Before the absences: a member who is away today was not when they evaluated.
    load_decisions(meetings["derniere"], asked, ideas, people)
    Absence.objects.bulk_create(
        Absence(
            agent=people[row.member],
            deputy=people[row.deputy],
            noted_by=people[row.member],
            period=DateRange(today - timedelta(days=row.since_days), today + timedelta(days=row.for_days)),
        )
        for row in texts.ideas.absences
    )
    load_tallies(ideas, today)


def load_sheet(
    sheet: Record,
    position: int,
    grid: Grid,
    asked: dict[str, Criterion],
    ideas: dict[str, Idea],
    people: dict[str, Agent],
    today: date,
) -> None:
    evaluation = Evaluation.objects.create(
        idea=ideas[sheet.idea],
        seat=people[sheet.seat],
        made_by=people[sheet.made_by or sheet.seat],
        grid=grid,
        **copied(sheet, "effort saving comment"),
        made_at=moment(today, sheet.days_ago, salt=position),
    )
    Mark.objects.bulk_create(
        Mark(evaluation=evaluation, criterion=asked[code], mark=getattr(sheet, code)) for code in VALUES
    )
    Flag.objects.bulk_create(
        Flag(
            evaluation=evaluation,
            criterion=criterion,
            level=sheet.level if code == sheet.pitfall else Flag.Level.NONE,
            reason=sheet.reason if code == sheet.pitfall else "",
        )
        for code, criterion in asked.items()
        if criterion.kind == Criterion.Kind.PITFALL
    )


def load_meeting(meeting: Record, ideas: dict[str, Idea], people: dict[str, Agent], today: date) -> Meeting:
    day = today - timedelta(days=meeting.days_ago)
    is_held = meeting.days_ago > 0
    row = Meeting.objects.create(
        **keys("meeting", meeting.key),
        starts_at=at(day, STARTS),
        **copied(meeting, "place notes"),
        state=Meeting.State.CLOSED if is_held else Meeting.State.PLANNED,
        chaired_by=people[meeting.chaired_by],
        opened_at=at(day, STARTS) if is_held else None,
        closed_at=at(day, ENDS) if is_held else None,
    )
    row.present.set(people[name] for name in meeting.present)
    AgendaItem.objects.bulk_create(
        AgendaItem(
            meeting=row, idea=ideas[point.idea], position=position, outcome=point.outcome, note=point.note
        )
        for position, point in enumerate(meeting.points, start=1)
    )
    return row


def load_decisions(
    meeting: Meeting, asked: dict[str, Criterion], ideas: dict[str, Idea], people: dict[str, Agent]
) -> None:
    """Their answers were prepared the same evening."""
    for decision in texts.ideas.decisions:
        idea = ideas[decision.idea]
        votes_for, votes_against, votes_abstained = decision.votes
        row = Decision.objects.create(
            idea=idea,
            **copied(decision, "verdict reasons"),
            meeting=meeting,
            votes_for=votes_for,
            votes_against=votes_against,
            votes_abstained=votes_abstained,
            decided_by=people["sferracci"],
            decided_at=meeting.starts_at + timedelta(hours=1),
        )
        row.criteria.set(asked[code] for code in decision.criteria)
        Answer.objects.filter(idea=idea).update(prepared_at=meeting.closed_at)
        idea.evaluation_closed_at = row.decided_at
        idea.save(update_fields=["evaluation_closed_at"])


def load_tallies(ideas: dict[str, Idea], today: date) -> None:
    studied = [idea for idea in ideas.values() if idea.state == Idea.State.UNDER_STUDY]
    for idea in quorum.refresh(*studied):
        # Ready since the evaluation that made it so, not since the load.
        last = idea.evaluations.order_by("-made_at").values_list("made_at", flat=True).first()
        Tally.objects.filter(idea=idea).update(ready_at=last or moment(today, 1))
