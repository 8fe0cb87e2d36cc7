"""The comments of an idea, or of one conversation under it, as they are read.

Those of an idea come with its own row, whatever their number: a page has twelve statements in all.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db import connection
from django.db.models import JSONField, QuerySet
from django.db.models.expressions import RawSQL

from core.people.models import Agent
from core.ui.french import COUNT_LIMIT
from core.ui.pagination import Page
from suggestions.access import is_in_group, may_moderate
from suggestions.comments.policies import can_read_hidden
from suggestions.ideas.by_mail import MailBadge, mail_badge
from suggestions.models import Comment, Idea

THREADS = 20
# Under each comment of the idea's page; the rest is on the conversation's own.
REPLIES = 5
LONGEST = 200


@dataclass
class Remark:
    """A comment and what this reader may do with it; `text` is empty when it is hidden from them."""

    pk: int
    reference: str
    author: str
    text: str
    created_at: datetime
    is_hidden: bool
    reason: str
    is_reported: bool
    can: dict[str, bool]
    mailed: MailBadge | None
    replies: list[Remark] = field(default_factory=list)
    # How many replies there are in all.
    count: int = 0

    @property
    def more(self) -> int:
        return self.count - len(self.replies)


SAID = """jsonb_build_object(
    'pk', c.id, 'reference', c.reference, 'parent', c.parent_id, 'author_id', c.author_id, 'text', c.text,
    'at', c.created_at, 'is_hidden', c.hidden_at IS NOT NULL, 'reason', c.hidden_reason,
    'author', trim(a.first_name || ' ' || a.last_name) || coalesce(', ' || d.name, ''),
    'mail', m.reference, 'trust', m.trust, 'remarks', m.remarks,
    'reported', EXISTS (SELECT 1 FROM suggestions_report r WHERE r.comment_id = c.id AND r.settled_at IS NULL),
    'mine', EXISTS (SELECT 1 FROM suggestions_report r WHERE r.comment_id = c.id AND r.reported_by_id = %s)"""
PEOPLE = """JOIN people_agent a ON a.id = c.author_id LEFT JOIN people_direction d ON d.id = a.direction_id
    LEFT JOIN mail_incomingmail m ON m.id = c.mail_id"""
READ_HERE = """ARRAY(SELECT f.id FROM suggestions_idea f
    WHERE f.id = suggestions_idea.id OR f.head_id = suggestions_idea.id)"""
PAGE = f"""(
    SELECT jsonb_build_object('threads', (
        SELECT jsonb_agg({SAID}, 'replies', coalesce(answers.said, '[]'), 'count', coalesce(answers.count, 0))
            ORDER BY c.created_at DESC, c.id DESC)
        FROM (
            SELECT * FROM suggestions_comment WHERE idea_id = ANY({READ_HERE}) AND parent_id IS NULL
            ORDER BY created_at DESC, id DESC OFFSET %s LIMIT %s
        ) thread JOIN suggestions_comment c ON c.id = thread.id {PEOPLE} LEFT JOIN LATERAL (
            SELECT jsonb_agg({SAID}) ORDER BY c.created_at, c.id) AS said, max(c.count) AS count
            FROM (
                SELECT reply.*, count(*) OVER () AS count FROM suggestions_comment reply
                WHERE reply.parent_id = thread.id ORDER BY reply.created_at, reply.id LIMIT %s
            ) c {PEOPLE}
        ) answers ON true
    ), 'count', (
        SELECT count(*) FROM (
            SELECT 1 FROM suggestions_comment WHERE idea_id = ANY({READ_HERE}) LIMIT %s
        ) capped
    ))
)"""  # noqa: S608  (this module's own pieces)
THREAD = f"""
    SELECT {SAID})
    FROM (
        SELECT * FROM suggestions_comment WHERE id = %s
        UNION ALL
        (SELECT * FROM suggestions_comment WHERE parent_id = %s ORDER BY created_at, id OFFSET %s LIMIT %s)
    ) c {PEOPLE}
"""  # noqa: S608  (this module's own pieces)


def with_conversation(ideas: QuerySet[Idea], agent: Agent, *, number: int) -> QuerySet[Idea]:
    """With a page of the comments under the idea and those merged into it, in the statement that reads it."""
    offset = (number - 1) * THREADS
    # In the order of the sentence.
    values = [agent.pk, offset, THREADS + 1, agent.pk, REPLIES, COUNT_LIMIT + 1]
    return ideas.annotate(said_below=RawSQL(PAGE, values, JSONField()))  # noqa: S611  (this module's own pieces)


def conversation_of(agent: Agent, idea: Any, *, number: int) -> Page:
    """`idea` comes from `with_conversation`, for the same agent and page."""
    moderates = is_in_group(agent) and may_moderate(agent, idea)
    rows = idea.said_below["threads"] or []
    threads = []
    for row in rows[:THREADS]:
        thread = _remark(agent, row, moderates, idea)
        thread.replies = [_remark(agent, reply, moderates, idea) for reply in row["replies"]]
        thread.count = row["count"]
        threads.append(thread)
    return Page(threads, number, idea.said_below["count"], len(rows) > THREADS)


def thread_of(agent: Agent, comment: Comment, *, number: int = 1) -> tuple[Remark, bool]:
    """The comment that began a conversation, with a page of its replies; and whether there are more."""
    values = [agent.pk, comment.pk, comment.pk, (number - 1) * LONGEST, LONGEST + 1]
    with connection.cursor() as cursor:
        cursor.execute(THREAD, values)
        rows = [json.loads(row) if isinstance(row, str) else row for (row,) in cursor.fetchall()]
    head = comment.idea.head or comment.idea
    moderates = is_in_group(agent) and may_moderate(agent, head)
    remarks = sorted(
        (_remark(agent, row, moderates, head) for row in rows), key=lambda r: (r.created_at, r.pk)
    )
    first = next(remark for remark in remarks if remark.pk == comment.pk)
    replies = [remark for remark in remarks if remark is not first]
    first.replies, first.count = replies[:LONGEST], len(replies[:LONGEST])
    return first, len(replies) > LONGEST


def _remark(agent: Agent, row: dict[str, Any], moderates: bool, idea: Idea) -> Remark:
    is_shown = not row["is_hidden"] or can_read_hidden(agent, row["author_id"])
    is_own = row["author_id"] == agent.pk
    return Remark(
        pk=row["pk"],
        reference=row["reference"],
        author=row["author"],
        text=row["text"] if is_shown else "",
        created_at=datetime.fromisoformat(row["at"]),
        is_hidden=row["is_hidden"],
        reason=row["reason"] if is_shown else "",
        is_reported=row["reported"] and moderates,
        can={
            "report": not is_own and not row["is_hidden"] and not row["mine"],
            "hide": moderates and not is_own and not row["is_hidden"],
            "show": moderates and not is_own and row["is_hidden"],
        },
        mailed=mail_badge(
            agent,
            idea,
            key=row["mail"],
            trust=row["trust"],
            remarks=row["remarks"],
            written_by=row["author_id"],
        ),
    )
