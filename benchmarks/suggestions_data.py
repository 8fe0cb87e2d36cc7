"""Up to a hundred thousand ideas with what the group and the readers made of them, copied in.

The words are those of `similar_ideas.txt`, taken apart and joined anew, with names out of a long tail between them: a
few words in most ideas, most words nearly nowhere. The triggers rest, the history's too: no measured page reads it.
"""

from __future__ import annotations

import random
import time
from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from typing import Any

from django.apps import apps
from django.contrib.auth.models import Group
from django.db import connection, models
from django.utils import timezone

from benchmarks.corpus import NAMES, name, zipf
from benchmarks.people import make_agents
from benchmarks.suggestions_similar import Words, read_ideas
from core.people.models import Agent
from core.people.roles import Role
from core.ui.keys import random_key
from suggestions.models import (
    AgendaItem,
    Answer,
    Comment,
    Criterion,
    Decision,
    Evaluation,
    Flag,
    Follow,
    Grid,
    Idea,
    Mark,
    Meeting,
    Merge,
    Support,
    Tally,
)

SEED = 2026
SUPPORTS, COMMENTS = 6, 4
SEATS = 8
EVALUATIONS = 6
# The newest wait, as many as fill the desk's page; in a large box one in fifty.
WAITING, WAITING_SHARE = 60, 50
# One decided idea in ten keeps its evaluations; one in a hundred was merged into its neighbour.
EVALUATED, MERGED = 10, 100
AGENDA = 12
# The page that is measured: the same conversation in a small box and in a large one.
READ_PAGE, READ_SUPPORTS, READ_COMMENTS = WAITING - 4, 100, 40
DECIDED = ("declined", "retained", "declined", "done", "in_progress", "declined", "in_place", "done")
YEARS = 20
ANSWER = "<p>Nous y avons réfléchi : dès janvier.</p>" * 3


def fill(ideas: int) -> None:
    began = time.monotonic()
    agents = make_agents()
    members = agents[1 : 1 + SEATS]
    group = Group.objects.get(name=Role.PROJECT_GROUP)
    for member in members:
        member.groups.add(group)
    with connection.cursor() as cursor:
        # Constraints that wait are walked at each row by the triggers.
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        tables = [model._meta.db_table for model in apps.get_app_config("suggestions").get_models()]
        for table in tables:
            cursor.execute(f"ALTER TABLE {table} DISABLE TRIGGER USER")
    for what, copy in Box(ideas, agents, members).copies().items():
        print(f"  {time.monotonic() - began:4.0f} s  {what}…", flush=True)
        copy()
    with connection.cursor() as cursor:
        for table in tables:
            cursor.execute(f"ALTER TABLE {table} ENABLE TRIGGER USER")
    print(f"  {time.monotonic() - began:4.0f} s  end", flush=True)


def copy_rows(model: type[models.Model], columns: Sequence[str], rows: Iterable[Sequence[Any]]) -> None:
    """`columns` are attribute names; what is left out takes the model's default when it is a plain value."""
    given = dict.fromkeys(columns)
    fields = [field for field in model._meta.concrete_fields if field.column and not field.generated]
    by_name = {field.attname: str(field.column) for field in fields}
    constants = {
        str(field.column): field.get_default()
        for field in fields
        if field.attname not in given
        and not field.primary_key
        and not (field.has_default() and callable(field.default))
    }
    named = [by_name[column] for column in columns]
    with (
        connection.cursor() as cursor,
        cursor.copy(f"COPY {model._meta.db_table} ({', '.join([*named, *constants])}) FROM STDIN") as copy,
    ):
        tail = tuple(constants.values())
        for row in rows:
            copy.write_row((*row, *tail))
    if "id" in given:
        with connection.cursor() as cursor:
            cursor.execute(
                f"SELECT setval(pg_get_serial_sequence('{model._meta.db_table}', 'id'), max(id))"
                f" FROM {model._meta.db_table}"
            )


class Texts:
    """Ideas as agents would write them, whose words are skewed as words are."""

    def __init__(self) -> None:
        parts = read_ideas()
        self.known = [words for ideas in parts.values() for words in ideas]
        self.random = random.Random(SEED)
        self.names = [name(rank) for rank in range(NAMES)]
        self.weights = zipf(NAMES)

    def one(self) -> Words:
        title, *others = self.random.choices(self.known, k=4)
        first, second, third = self.random.choices(self.names, cum_weights=self.weights, k=3)
        return Words(
            title=f"{title.title}, {first}"[:120],
            problem=f"{others[0].problem} C’est pire à {second}. {others[1].problem}",
            proposal=f"{others[1].proposal} Commencer par {third}. {others[2].proposal}",
        )


class Box:
    def __init__(self, ideas: int, agents: list[Agent], members: list[Agent]) -> None:
        self.count = ideas
        self.agents = [agent.pk for agent in agents]
        self.directions = [agent.direction_id for agent in agents]
        self.members = [member.pk for member in members]
        self.now = timezone.now()
        self.waiting = max(WAITING, ideas // WAITING_SHARE)
        self.grid = Grid.objects.get(state="in_use").pk
        self.criteria = dict(
            Criterion.objects.filter(grid=self.grid).order_by("position").values_list("pk", "kind")
        )
        self.random = random.Random(SEED)

    def copies(self) -> dict[str, Any]:
        return {
            "ideas": self.ideas,
            "answers and decisions": self.answers,
            "evaluations": self.evaluations,
            "supports and follows": self.supports,
            "comments": self.comments,
            "meetings": self.meetings,
        }

    def received_at(self, number: int) -> datetime:
        return self.now - timedelta(days=number * min(YEARS * 365 / self.count, 1), hours=2)

    def state(self, number: int) -> str:
        """The newest wait, every other one taken under study."""
        if number <= self.waiting:
            return "received" if number % 2 else "under_study"
        return "under_study" if self.is_merged(number) else DECIDED[number % len(DECIDED)]

    def is_merged(self, number: int) -> bool:
        return number > self.waiting and number % MERGED == 0

    def decided(self) -> list[int]:
        return [number for number in range(self.waiting + 1, self.count + 1) if not self.is_merged(number)]

    def verdict(self, number: int) -> str:
        state = self.state(number)
        return state if state in ("declined", "in_place") else "retained"

    def ideas(self) -> None:
        columns = [
            *(
                "id",
                "reference",
                "submission_key",
                "title",
                "problem",
                "proposal",
                "direction_id",
                "identity",
            ),
            *("author_id", "state", "member_in_charge_id", "year", "number", "received_at", "due_on"),
            *("decision_due_on", "taken_at", "decided_at", "first_answered_at", "started_at", "done_at"),
            *("evaluation_closed_at", "merged_into_id", "head_id"),
        ]
        texts = Texts()
        copy_rows(Idea, columns, (self.idea(number, texts.one()) for number in range(1, self.count + 1)))
        merged = [number for number in range(1, self.count + 1) if self.is_merged(number)]
        copy_rows(
            Merge,
            ["kept_id", "absorbed_id", "made_by_id", "made_at"],
            ((number - 1, number, self.members[0], self.now) for number in merged),
        )

    def idea(self, number: int, words: Words) -> tuple[Any, ...]:
        state, received_at = self.state(number), self.received_at(number)
        is_taken, is_decided = state != "received", state not in ("received", "under_study")
        steps = {
            step: received_at + timedelta(minutes=minutes) if reached else None
            for step, minutes, reached in (
                ("taken", 5, is_taken),
                ("decided", 15, is_decided),
                ("started", 30, state in ("in_progress", "done")),
                ("done", 60, state == "done"),
            )
        }
        author = number % len(self.agents)
        into = number - 1 if self.is_merged(number) else None
        return (
            number,
            random_key(),
            self.key(),
            words.title,
            words.problem,
            words.proposal,
            self.directions[author] if number % 3 else None,
            "named" if number % 5 else "hidden",
            self.agents[author],
            state,
            next(one for one in self.members[number % SEATS :] + self.members if one != self.agents[author])
            if is_taken
            else None,
            received_at.year if is_taken else None,
            self.count + 1 - number if is_taken else None,
            received_at,
            received_at.date() + timedelta(days=15),
            received_at.date() + timedelta(days=90),
            steps["taken"],
            steps["decided"],
            steps["decided"],
            steps["started"],
            steps["done"],
            steps["decided"],
            into,
            into,
        )

    def key(self) -> str:
        return f"{self.random.getrandbits(128):032x}"

    def answers(self) -> None:
        moment, by, other = self.now, self.members[0], self.members[1]
        decided = self.decided()
        copy_rows(
            Answer,
            [
                "idea_id",
                "verdict",
                "text",
                "prepared_by_id",
                "prepared_at",
                "published_by_id",
                "published_at",
            ],
            (
                (
                    number,
                    self.verdict(number),
                    "<p>Nous y avons réfléchi : dès janvier.</p>" * 3,
                    by,
                    moment,
                    other,
                    moment,
                )
                for number in decided
            ),
        )
        copy_rows(
            Decision,
            ["id", "idea_id", "verdict", "reasons", "decided_by_id", "decided_at"],
            ((number, number, self.verdict(number), "Utile à tous.", by, moment) for number in decided),
        )
        value = next(iter(self.criteria))
        copy_rows(
            Decision.criteria.through,
            ["decision_id", "criterion_id"],
            ((number, value) for number in decided if self.verdict(number) == "declined"),
        )

    def evaluated(self) -> list[int]:
        under_study = [number for number in range(1, self.waiting + 1) if self.state(number) == "under_study"]
        return [*under_study, *self.decided()[::EVALUATED]]

    def evaluations(self) -> None:
        numbers = self.evaluated()
        made = [(number, seat) for number in numbers for seat in self.members[:EVALUATIONS]]
        copy_rows(
            Evaluation,
            ["id", "idea_id", "seat_id", "made_by_id", "grid_id", "effort", "saving", "made_at"],
            (
                (place, number, seat, seat, self.grid, "weeks", "some", self.received_at(number))
                for place, (number, seat) in enumerate(made, start=1)
            ),
        )
        values = [pk for pk, kind in self.criteria.items() if kind == "value"]
        pitfalls = [pk for pk, kind in self.criteria.items() if kind == "pitfall"]
        copy_rows(
            Mark,
            ["evaluation_id", "criterion_id", "mark"],
            ((place, value, (place + value) % 5) for place in range(1, len(made) + 1) for value in values),
        )
        copy_rows(
            Flag,
            ["evaluation_id", "criterion_id", "level", "reason"],
            (
                (place, pitfall, *(("watch", "À suivre.") if place % 7 == 0 else ("none", "")))
                for place in range(1, len(made) + 1)
                for pitfall in pitfalls
            ),
        )
        copy_rows(
            Tally,
            ["idea_id", "evaluations", "expected", "needed", "score", "spread", "disagreement", "ready_at"],
            (
                (number, EVALUATIONS, SEATS, 5, number % 5, 1.0, number % 17 / 10, self.received_at(number))
                for number in numbers
            ),
        )

    def supports(self) -> None:
        copy_rows(
            Support,
            ["idea_id", "agent_id", "created_at"],
            (
                (number, self.agents[(number * 7 + place) % len(self.agents)], self.now)
                for number in range(1, self.count + 1)
                for place in range(READ_SUPPORTS if number == READ_PAGE else SUPPORTS)
            ),
        )
        copy_rows(
            Follow,
            ["idea_id", "agent_id", "created_at"],
            (
                (number, self.agents[(number * 3) % len(self.agents)], self.now)
                for number in range(1, self.count + 1)
            ),
        )

    def comments(self) -> None:
        """Every fourth replies to the one before it."""
        columns = [
            "id",
            "reference",
            "submission_key",
            "idea_id",
            "parent_id",
            "author_id",
            "text",
            "created_at",
        ]
        copy_rows(Comment, columns, self.comment_rows())

    def comment_rows(self) -> Iterable[tuple[Any, ...]]:
        key = 0
        for number in range(1, self.count + 1):
            for place in range(READ_COMMENTS if number == READ_PAGE else COMMENTS):
                key += 1
                yield (
                    key,
                    random_key(),
                    self.key(),
                    number,
                    key - 1 if place % 4 == 3 else None,
                    self.agents[(number + place) % len(self.agents)],
                    "Chez nous aussi, et cela dure depuis trois ans. Bravo pour l’idée !",
                    self.now - timedelta(minutes=key),
                )

    def meetings(self) -> None:
        """One in preparation, whose agenda is measured, and the closed ones."""
        columns = [
            "id",
            "reference",
            "submission_key",
            "starts_at",
            "place",
            "state",
            "opened_at",
            "closed_at",
        ]
        copy_rows(
            Meeting,
            columns,
            (
                (number + 1, random_key(), self.key(), self.now + timedelta(days=3 - 30 * number), "Salle 01")
                + (("closed", self.now, self.now) if number else ("planned", None, None))
                for number in range(20)
            ),
        )
        ready = [number for number in range(1, self.waiting + 1) if self.state(number) == "under_study"]
        copy_rows(
            AgendaItem,
            ["meeting_id", "idea_id", "position"],
            ((1, number, position) for position, number in enumerate(ready[:AGENDA], start=1)),
        )
