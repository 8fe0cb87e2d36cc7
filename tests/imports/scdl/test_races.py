"""An import beside other people's work: real threads, real commits."""

from collections.abc import Callable, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path
from threading import Barrier, Event

import pytest
from django.db import connection, transaction
from procrastinate.contrib.django.models import ProcrastinateJob

from core.imports.steps import Busy
from deliberations import initial_data
from deliberations.models import CouncilSession, Deliberation, Import, ImportLine, Nomenclature
from imports.scdl.actions import scdl_import
from imports.scdl.importer import run_import
from imports.scdl.parser import Outcome
from tests.deliberations.factories import DeliberationFactory, SessionFactory
from tests.imports.scdl.scdl_files import line, written
from tests.imports.scdl.test_views import started_with
from tests.lock_waits import until_waited_for

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def _matters(transactional_db: None) -> None:
    """A test with real commits may have emptied the tables that migrations filled."""
    from django.apps import apps

    if not Nomenclature.objects.exists():
        initial_data.load_nomenclature(apps)


def in_a_thread[T](pool: ThreadPoolExecutor, work: Callable[[], T]) -> Future[T]:
    def closing() -> T:
        try:
            return work()
        finally:
            connection.close()

    return pool.submit(closing)


def told_by(path: Path) -> list[ImportLine]:
    told: list[ImportLine] = []
    run_import(path, by=None, on_lines=lambda lines, share: told.extend(lines))
    return told


def test_two_imports_at_once(tmp_path):
    path = written(tmp_path, line())
    began, may_end = Event(), Event()

    def first() -> int:
        def hold(told: Sequence[ImportLine], share: float) -> None:
            began.set()
            assert may_end.wait(30)

        return run_import(path, by=None, on_lines=hold).created

    with ThreadPoolExecutor(1) as pool:
        running = in_a_thread(pool, first)
        assert began.wait(30)
        with pytest.raises(Busy, match="en cours"):
            run_import(path, by=None)
        # Looking is no writing.
        run_import(path, by=None, dry_run=True)
        may_end.set()
        assert running.result() == 1
    # Its lock is left.
    assert [run_import(path, by=None).same for _ in range(2)] == [1, 1]


def test_a_correction_at_the_same_moment_is_not_undone(tmp_path):
    act = DeliberationFactory.create(number="2026_06_001", budget_name="")
    with ThreadPoolExecutor(1) as pool:
        with transaction.atomic():
            Deliberation.objects.filter(pk=act.pk).update(nature="BF", seats=44)
            path = written(tmp_path, line(VOTE_EFFECTIF=""))
            running = in_a_thread(pool, lambda: told_by(path))
            until_waited_for(running)
        (told,) = running.result()
    assert told.outcome == Outcome.CHANGED
    act.refresh_from_db()
    assert (act.nature, act.seats, act.budget_name) == ("BF", 44, "Budget principal")


@pytest.mark.parametrize("is_new", [True, False], ids=["begun", "taken back"])
def test_a_session_in_preparation_since_a_moment_is_left_alone(tmp_path, is_new):
    session = None if is_new else SessionFactory.create()
    path = written(tmp_path, line(), line(DELIB_DATE="2025-01-01"))
    with ThreadPoolExecutor(1) as pool:
        with transaction.atomic():
            if session:
                CouncilSession.objects.filter(pk=session.pk).update(state="draft", published_at=None)
            else:
                SessionFactory.create(draft=True)
            running = in_a_thread(pool, lambda: told_by(path))
            until_waited_for(running)
        first, second = running.result()
    assert "en préparation" in first.words
    assert second.outcome == Outcome.CREATED


def test_two_clicks_write_once(council_secretary, documents_dir):
    started = started_with(council_secretary, line(), line(DELIB_ID="B"))
    barrier = Barrier(4)

    def click() -> None:
        barrier.wait()
        scdl_import.confirm(Import.objects.get(pk=started.pk), by=council_secretary)

    with ThreadPoolExecutor(4) as pool:
        for clicked in [in_a_thread(pool, click) for _ in range(4)]:
            clicked.result()
    assert Import.objects.get().state == Import.State.WRITING
    # One reads it, one writes it.
    assert ProcrastinateJob.objects.filter(task_name=scdl_import.task).count() == 2
