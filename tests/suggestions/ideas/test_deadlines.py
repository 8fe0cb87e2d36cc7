"""The day by which the group answers."""

from datetime import date, datetime

import pytest
import time_machine

from suggestions.ideas.progress import answer_due_on
from suggestions.proposing.actions import propose


@pytest.mark.parametrize(
    ("received", "due"),
    [
        (date(2026, 11, 3), date(2026, 11, 18)),  # a Wednesday
        (date(2026, 11, 6), date(2026, 11, 23)),  # a Saturday, moved to Monday
        (date(2026, 12, 10), date(2026, 12, 28)),  # Christmas, a Friday, then the weekend
    ],
)
def test_weekends_and_public_holidays(received, due):
    assert answer_due_on(received) == due


def test_the_day_is_the_towns():
    """At 23:30 UTC in summer, it is already tomorrow in the town."""
    late = datetime.fromisoformat("2026-07-01T23:30+00:00")
    assert answer_due_on(late) == answer_due_on(date(2026, 7, 2)) == date(2026, 7, 17)


@pytest.mark.django_db
def test_a_proposal_keeps_its_promise(author, settings):
    with time_machine.travel("2026-12-10 10:00+01:00", tick=False):
        idea = propose(by=author, title="Titre", proposal="Texte")
    settings.IDEA_ANSWER_DAYS = 30
    assert answer_due_on(date(2026, 11, 3)) == date(2026, 12, 3)
    idea.refresh_from_db()
    assert idea.due_on == date(2026, 12, 28)
