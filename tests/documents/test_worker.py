"""Two workers share the queues, and no mail waits behind a document."""

from __future__ import annotations

from procrastinate.contrib.django import app

from config.worker import SHARED_QUEUES, queues_of


def test_every_queue_has_one_worker_but_mail_that_arrives_which_has_both():
    quick, slow = (queues_of(app, is_slow=is_slow) for is_slow in (False, True))
    assert {task.queue for task in app.tasks.values()} <= {*quick, *slow}
    assert set(quick) & set(slow) == {*SHARED_QUEUES} == {"mail.in"}
    assert {"mail", "people"} <= set(quick)
    assert "documents" in slow
