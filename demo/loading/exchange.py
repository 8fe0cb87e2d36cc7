"""Words around the demonstration's ideas: questions, opinions, comments, supports, follows, merges, feedback."""

from datetime import date, timedelta
from typing import Any

from django.utils import timezone

from core.people.models import Agent
from demo import texts
from demo.data_files import Record, copied
from demo.dates import moment
from demo.keys import keys
from suggestions.models import Comment, Feedback, Follow, Idea, Merge, Message, Opinion, Report, Support


def load_exchange(ideas: dict[str, Idea], people: dict[str, Agent], today: date) -> None:
    load_questions(ideas, people, today)
    load_opinions(ideas, people, today)
    for position, comment in enumerate(texts.ideas.comments):
        load_comment(comment, position, ideas, people, today)
    load_crowds(ideas, people)
    load_merges(ideas, people, today)
    load_feedback(ideas, today)


def load_questions(ideas: dict[str, Idea], people: dict[str, Agent], today: date) -> None:
    for question in texts.ideas.questions:
        idea, asked_at = ideas[question.idea], moment(today, question.days_ago)
        answered_at = moment(today, question.days_ago - 1) if question.reply else None
        Message.objects.create(
            **keys("question", question.idea),
            idea=idea,
            written_by=people[question.by],
            text=question.text,
            written_at=asked_at,
            due_on=today + timedelta(days=question.due_in_days),
            settled_at=answered_at,
        )
        # A question is a first human word.
        idea.first_answered_at = min(idea.first_answered_at or asked_at, asked_at)
        idea.save(update_fields=["first_answered_at"])
        if answered_at:
            Message.objects.create(
                **keys("reply", question.idea),
                idea=idea,
                is_from_author=True,
                written_by=idea.author,
                text=question.reply,
                written_at=answered_at,
            )


def load_opinions(ideas: dict[str, Idea], people: dict[str, Agent], today: date) -> None:
    Opinion.objects.bulk_create(
        Opinion(
            **keys("opinion", row.idea),
            idea=ideas[row.idea],
            expert=people[row.expert],
            **copied(row, "question text"),
            asked_by=people[row.by],
            asked_at=moment(today, row.days_ago),
            due_on=today + timedelta(days=row.due_in_days),
            given_at=moment(today, row.given_days_ago) if row.given_days_ago is not None else None,
        )
        for row in texts.ideas.opinions
    )


def load_comment(
    said: Record, position: int, ideas: dict[str, Idea], people: dict[str, Agent], today: date
) -> None:
    is_hidden = bool(said.hidden_because)
    comment = Comment.objects.create(
        **keys("comment", position),
        idea=ideas[said.idea],
        author=people[said.by],
        text=said.text,
        created_at=moment(today, said.days_ago, salt=position),
        hidden_at=moment(today, said.days_ago - 1) if is_hidden else None,
        hidden_by=people["groupe"] if is_hidden else None,
        hidden_reason=said.hidden_because,
    )
    for place, (who, words, days_ago) in enumerate(said.replies):
        Comment.objects.create(
            **keys("comment", position, place),
            idea=comment.idea,
            parent=comment,
            author=people[who],
            text=words,
            created_at=moment(today, days_ago, salt=position),
        )
    if said.reported_because:
        Report.objects.create(
            comment=comment,
            reported_by=people["lchaouch"],
            reason=said.reported_because,
            created_at=moment(today, max(said.days_ago - 2, 1)),
        )


def load_crowds(ideas: dict[str, Idea], people: dict[str, Agent]) -> None:
    """From the day after others first saw the idea."""
    now = timezone.now()
    for crowd in texts.ideas.crowds:
        idea = ideas[crowd.idea]
        seen_at = idea.taken_at or idea.received_at
        kinds: list[tuple[Any, tuple[str, ...]]] = [(Support, crowd.supporters), (Follow, crowd.followers)]
        for model, names in kinds:
            model._default_manager.bulk_create(
                model(
                    idea=idea, agent=people[name], created_at=min(seen_at + timedelta(hours=7 * place), now)
                )
                for place, name in enumerate(names, start=1)
            )


def load_merges(ideas: dict[str, Idea], people: dict[str, Agent], today: date) -> None:
    for merge in texts.ideas.merges:
        kept, absorbed = ideas[merge.kept], ideas[merge.absorbed]
        Merge.objects.create(
            kept=kept,
            absorbed=absorbed,
            made_by=people[merge.by],
            reason=merge.reason,
            made_at=moment(today, merge.days_ago),
        )
        absorbed.merged_into = absorbed.head = kept
        absorbed.save(update_fields=["merged_into", "head"])


def load_feedback(ideas: dict[str, Idea], today: date) -> None:
    for row in texts.ideas.feedbacks:
        done_at = ideas[row.idea].done_at
        assert done_at
        answered_on = min(timezone.localdate(done_at) + timedelta(days=row.days_after), today)
        Feedback.objects.create(
            idea=ideas[row.idea],
            asked_at=done_at,
            **copied(row, "change text"),
            answered_on=answered_on if row.change else None,
        )
