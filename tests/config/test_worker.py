"""What a task defers exists if and only if its own transaction commits, in the worker as on the site."""

from collections.abc import Iterator

import pytest
from django.db import transaction
from procrastinate.contrib.django import app
from procrastinate.contrib.django.models import ProcrastinateJob
from procrastinate.tasks import Task

from core.documents.tasks import read_text
from tests.worker import run_worker

pytestmark = pytest.mark.django_db(transaction=True)
OUTER = "tests.defers_another"


@pytest.fixture
def deferring() -> Iterator[Task]:
    @app.task(name=OUTER, queue="tests")
    def defers_another(is_kept: bool) -> None:
        with transaction.atomic():
            read_text.defer(document_id=1)
            # Seen from within: the job is of this very transaction.
            assert ProcrastinateJob.objects.filter(task_name=read_text.name).exists()
            transaction.set_rollback(not is_kept)

    yield defers_another
    del app.tasks[OUTER]


@pytest.mark.parametrize("is_kept", [True, False])
def test_a_job_is_of_its_tasks_transaction(deferring: Task, is_kept: bool) -> None:
    deferring.defer(is_kept=is_kept)
    run_worker("tests")
    jobs = dict(ProcrastinateJob.objects.values_list("task_name", "status"))
    assert jobs.pop(OUTER) == "succeeded"
    assert jobs == ({read_text.name: "todo"} if is_kept else {})
