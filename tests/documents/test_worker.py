"""Two workers share the queues, and no mail waits behind a document."""

from __future__ import annotations

from procrastinate.contrib.django import app

from config.worker import queues_of


def test_every_queue_has_one_worker_and_mails_the_quick_one() -> None:
    quick, slow = (queues_of(app, is_slow=is_slow) for is_slow in (False, True))
    assert {task.queue for task in app.tasks.values()} <= {*quick, *slow}
    assert not set(quick) & set(slow)
    assert {"mail", "people"} <= set(quick)
    assert "documents" in slow
