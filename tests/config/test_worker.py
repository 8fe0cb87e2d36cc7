"""What a task defers exists if and only if its own transaction commits, in the worker as on the site."""

import os
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.conf import settings
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
def test_a_job_is_of_its_tasks_transaction(deferring, is_kept):
    deferring.defer(is_kept=is_kept)
    run_worker("tests")
    jobs = dict(ProcrastinateJob.objects.values_list("task_name", "status"))
    assert jobs.pop(OUTER) == "succeeded"
    assert jobs == ({read_text.name: "todo"} if is_kept else {})


def test_the_workers_know_every_task():
    """In a process of its own, which imports no page: a task that only a page imports would be refused there."""
    code = (
        "import django; django.setup(); from procrastinate.contrib.django import app; "
        "app.perform_import_paths(); print(*app.tasks)"
    )
    environment = os.environ | {"DJANGO_SETTINGS_MODULE": "config.settings", "TRIAL": "true"}
    environment["DATABASE_URL"] = "postgres://nobody@127.0.0.1/unused"
    command = [sys.executable, "-c", code]
    known = subprocess.check_output(command, cwd=settings.BASE_DIR, env=environment, text=True).split()
    root = Path(settings.BASE_DIR)
    apps = (app for app in root.iterdir() if (app / "__init__.py").is_file() and app.name != "tests")
    naming = re.compile(r'(?:@app\.task\(\s*name=|^    task = )"([^"]+)"', re.MULTILINE)
    written = {
        name for app in apps for path in app.rglob("*.py") for name in naming.findall(path.read_text())
    }
    assert {"deliberations.go_on", "operations.purge"} <= written
    assert written <= set(known)
