"""The comments of an idea, or of one conversation under it, as they are read: one statement, whatever their number."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime

from django.db import connection

from core.people.models import Agent
from core.ui.french import COUNT_LIMIT
from suggestions.models import Comment, Idea
from suggestions.policies import is_in_group, may_moderate
from suggestions.policies.community import can_read_hidden

THREADS = 20
# Under each comment of the idea's page; the rest is on the conversation's own.
REPLIES = 5
LONGEST = 200
# The row of a page that says how many there are in all.
COUNTED = 2


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
    replies: list[Remark] = field(default_factory=list)
    # How many replies there are in all.
    count: int = 0

    @property
    def more(self) -> int:
        return self.count - len(self.replies)


@dataclass(frozen=True)
class Conversation:
    """A page of them, the newest first; `count` is exact up to 1,000 and 1,001 beyond."""

    remarks: list[Remark]
    number: int
    count: int
    has_next: bool

    @property
    def previous(self) -> int | None:
        return self.number - 1 if self.number > 1 else None

    @property
    def next(self) -> int | None:
        return self.number + 1 if self.has_next else None


COLUMNS = """c.id, c.reference, c.parent_id, c.author_id, c.text, c.created_at, c.hidden_at, c.hidden_reason,
    trim(a.first_name || ' ' || a.last_name), coalesce(d.name, ''),
    EXISTS (SELECT 1 FROM suggestions_report r WHERE r.comment_id = c.id AND r.settled_at IS NULL),
    EXISTS (SELECT 1 FROM suggestions_report r WHERE r.comment_id = c.id AND r.reported_by_id = %(reader)s)"""
PEOPLE = "JOIN people_agent a ON a.id = c.author_id LEFT JOIN people_direction d ON d.id = a.direction_id"
PAGE = f"""
    WITH threads AS MATERIALIZED (
        SELECT id, created_at FROM suggestions_comment WHERE idea_id = ANY(%(ideas)s) AND parent_id IS NULL
        ORDER BY created_at DESC, id DESC OFFSET %(offset)s LIMIT %(threads)s + 1
    ), counted AS (
        SELECT count(*) AS total FROM (
            SELECT 1 FROM suggestions_comment WHERE idea_id = ANY(%(ideas)s) LIMIT %(most)s
        ) capped
    )
    SELECT 0 AS level, counted.total AS total, {COLUMNS}
    FROM threads JOIN suggestions_comment c ON c.id = threads.id {PEOPLE} CROSS JOIN counted
    UNION ALL
    SELECT 1, c.total, {COLUMNS}
    FROM threads CROSS JOIN LATERAL (
        SELECT reply.*, count(*) OVER () AS total FROM suggestions_comment reply
        WHERE reply.parent_id = threads.id ORDER BY reply.created_at, reply.id LIMIT %(replies)s
    ) c {PEOPLE}
    UNION ALL
    SELECT 2, counted.total, 0, '', NULL, 0, '', now(), NULL, '', '', '', FALSE, FALSE FROM counted
"""  # noqa: S608  (this module's own pieces)
THREAD = f"""
    SELECT CASE WHEN c.parent_id IS NULL THEN 0 ELSE 1 END AS level, 0, {COLUMNS}
    FROM (
        SELECT * FROM suggestions_comment WHERE id = %(comment)s
        UNION ALL
        (SELECT * FROM suggestions_comment WHERE parent_id = %(comment)s ORDER BY created_at, id
         OFFSET %(offset)s LIMIT %(replies)s + 1)
    ) c {PEOPLE}
"""  # noqa: S608  (this module's own pieces)


def conversation_of(agent: Agent, idea: Idea, family: Iterable[int], *, number: int = 1) -> Conversation:
    """A page of the comments under an idea and those merged into it (`family`: their ids, its own included)."""
    values = {
        "ideas": list(family),
        "offset": (number - 1) * THREADS,
        "threads": THREADS,
        "replies": REPLIES,
        "most": COUNT_LIMIT + 1,
        "reader": agent.pk,
    }
    with connection.cursor() as cursor:
        cursor.execute(PAGE, values)
        rows = cursor.fetchall()
    moderates = is_in_group(agent) and may_moderate(agent, idea)
    remarks = [(row[4], row[1], _remark(agent, row, moderates)) for row in rows if row[0] != COUNTED]
    total = next(row[1] for row in rows if row[0] == COUNTED)
    threads = sorted(
        (remark for parent, _, remark in remarks if parent is None),
        key=lambda r: (r.created_at, r.pk),
        reverse=True,
    )
    by_key = {thread.pk: thread for thread in threads}
    for parent, count, remark in remarks:
        if parent is not None:
            by_key[parent].replies.append(remark)
            by_key[parent].count = count
    for thread in threads:
        thread.replies.sort(key=lambda r: (r.created_at, r.pk))
    return Conversation(threads[:THREADS], number, total, len(threads) > THREADS)


def thread_of(agent: Agent, comment: Comment, *, number: int = 1) -> tuple[Remark, bool]:
    """The comment that began a conversation, with a page of its replies; and whether there are more."""
    offset = (number - 1) * LONGEST
    values = {"comment": comment.pk, "offset": offset, "replies": LONGEST, "reader": agent.pk}
    with connection.cursor() as cursor:
        cursor.execute(THREAD, values)
        rows = cursor.fetchall()
    head = comment.idea.head or comment.idea
    moderates = is_in_group(agent) and may_moderate(agent, head)
    remarks = sorted((_remark(agent, row, moderates) for row in rows), key=lambda r: (r.created_at, r.pk))
    first = next(remark for remark in remarks if remark.pk == comment.pk)
    replies = [remark for remark in remarks if remark is not first]
    first.replies, first.count = replies[:LONGEST], len(replies[:LONGEST])
    return first, len(replies) > LONGEST


def _remark(agent: Agent, row: tuple, moderates: bool) -> Remark:  # type: ignore[type-arg]  # a row of a cursor
    (
        _,
        _,
        pk,
        reference,
        _,
        author_id,
        text,
        created_at,
        hidden_at,
        reason,
        name,
        direction,
        reported,
        mine,
    ) = row
    is_shown = not hidden_at or can_read_hidden(agent, author_id)
    is_own = author_id == agent.pk
    return Remark(
        pk=pk,
        reference=reference,
        author=f"{name}, {direction}" if direction else name,
        text=text if is_shown else "",
        created_at=created_at,
        is_hidden=bool(hidden_at),
        reason=reason if is_shown else "",
        is_reported=reported and moderates,
        can={
            "report": not is_own and not hidden_at and not mine,
            "hide": moderates and not is_own and not hidden_at,
            "show": moderates and not is_own and bool(hidden_at),
        },
    )
