"""The answers as a table, for the group: a row for each direction and question."""

from collections.abc import Iterable, Iterator
from typing import Any

from dematerialisation.models import Interview

HEADER = ["Direction", "Direction générale adjointe", "Partie", "Question", "Réponse"]


def rows_of(interviews: Iterable[Interview]) -> Iterator[list[Any]]:
    """From `results.by_direction`. Neither who was met nor the notes."""
    for interview in interviews:
        for answer in interview.answers.all():
            if answer.said:
                yield [
                    interview.direction.name,
                    str(interview.direction.parent or ""),
                    answer.question.section.title,
                    answer.question.text,
                    answer.number if answer.number is not None else answer.said,
                ]
