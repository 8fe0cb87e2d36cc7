"""When the rubric's own actions happen, on the town's clock."""

from datetime import UTC, datetime

import pytest
from django.conf import settings
from django.utils import timezone
from procrastinate.contrib.django import app

BEFORE_THE_DIGEST = (
    "suggestions.tell_late_ideas",
    "suggestions.release_anonymous",
    "suggestions.remind_late_answers",
    "suggestions.ask_what_changed",
    "dematerialisation.notify_late_actions",
)


@pytest.mark.parametrize("month", [1, 7])
@pytest.mark.parametrize("name", BEFORE_THE_DIGEST)
def test_what_the_digest_carries_is_told_before_it(name, month):
    (periodic,) = (task for task in app.periodic_registry.periodic_tasks.values() if task.task.name == name)
    midnight = datetime(2026, month, 14, tzinfo=timezone.get_current_timezone())
    first = periodic.croniter.get_next(ret_type=float, start_time=midnight.timestamp())
    local = timezone.localtime(datetime.fromtimestamp(first, UTC))
    assert local.date() == midnight.date()
    assert local.hour < min(settings.DIGEST_HOUR, 6)
