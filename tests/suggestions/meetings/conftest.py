"""A meeting to come, and what is ready for it."""

from datetime import timedelta
from typing import Any

import pytest
from django.urls import reverse
from django.utils import timezone

from core.people.models import Agent
from suggestions.meetings import actions
from suggestions.models import Idea, Meeting, Tally
from suggestions.states import State
from tests.suggestions.factories import idea_in


def ready(disagreement: float | None = None, **fields: Any) -> Idea:
    idea = idea_in(State.UNDER_STUDY, **fields)
    tally = {"ready_at": timezone.now(), "evaluations": 6, "expected": 8, "score": 2.5}
    Tally.objects.update_or_create(idea=idea, defaults=tally | {"disagreement": disagreement})
    return idea


@pytest.fixture
def meeting(moderator: Agent) -> Meeting:
    return actions.prepare(
        by=moderator, starts_at=timezone.now() + timedelta(days=7), place="Salle du conseil"
    )


def titles(meeting: Meeting) -> list[str]:
    return [item.idea.title for item in meeting.items.order_by("position")]


def url(name: str, meeting: Meeting, *more: Any) -> str:
    return reverse(f"suggestions:meeting_{name}", args=[meeting.reference, *more])
