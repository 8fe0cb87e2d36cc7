"""Two readers, real commits: one mail is read once, one message is one thing, and what kills readers stops."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from typing import Any

import pytest
from django.db import OperationalError, connection, transaction
from django.utils import timezone
from procrastinate.contrib.django.models import ProcrastinateJob

from core.mail import tasks
from core.mail.inbound import actions, read
from core.mail.models import IncomingMail, OutgoingMail, Reason, State, Trust
from core.mail.registry import INBOXES
from tests.lock_waits import until_waited_for
from tests.mail.factories import fresh, run_sql
from tests.mail.sample_rubric import kept, made, message
from tests.worker import run_worker

NADIA = "nadia.benali@ville.example"
Together = Callable[..., list[Any]]


@pytest.fixture(autouse=True)
def _as_long_as_it_takes(monkeypatch: pytest.MonkeyPatch) -> None:
    """A slow machine reads all that waits as well: a job's few seconds are not what is tested here."""
    monkeypatch.setitem(read.read_waiting.__kwdefaults__, "seconds", 120)


def states() -> list[str]:
    return sorted(IncomingMail.objects.values_list("state", flat=True))


@pytest.mark.django_db(transaction=True)
def test_readers_side_by_side(rubric, nadia, together):
    # One mail, two readers.
    mail = kept(message(NADIA))
    assert sorted(together(lambda: read.process(mail.pk), lambda: read.process(mail.pk))) == [False, True]
    assert (states(), made(), OutgoingMail.objects.count()) == ([State.FILED], 1, 1)
    # One message twice, two readers.
    first, second = (kept(message(NADIA, Message_ID="<deux@poste.example>")) for _ in range(2))
    assert together(lambda: read.process(first.pk), lambda: read.process(second.pk)) == [True, True]
    assert states() == [State.FILED, State.FILED, State.REPEATED]
    assert (made(), OutgoingMail.objects.count()) == (2, 2)
    # Many mails, two readers that take what comes.
    for number in range(6):
        kept(message(NADIA, Message_ID=f"<{number}@poste.example>"))
    assert together(read.read_waiting, read.read_waiting) == [False, False]
    assert (made(), IncomingMail.objects.filter(state=State.RECEIVED).count()) == (8, 0)
    # The same bytes twice, that no Message-ID names.
    unnamed = message(NADIA, Message_ID=None)
    third, fourth = kept(unnamed), kept(unnamed)
    assert together(lambda: read.process(third.pk), lambda: read.process(fourth.pk)) == [True, True]
    assert made() == 9
    assert set(IncomingMail.objects.values_list("attempts", flat=True)) <= {0, 1}
    # One answer, given twice.
    asked = kept(message(NADIA, Authentication_Results=None, Message_ID="<h@poste.example>"))
    read.process(asked.pk)
    assert sorted(together(lambda: actions.confirm(asked), lambda: actions.confirm(asked))) == [False, True]
    assert sorted(together(lambda: read.process(asked.pk), lambda: read.process(asked.pk))) == [False, True]
    assert (fresh(asked).state, asked.trust, made()) == (State.FILED, Trust.CONFIRMED, 10)


@pytest.mark.django_db(transaction=True)
def test_a_mail_in_another_reader_s_hands_is_not_counted_again(rubric, nadia, together):
    """One reader has counted its attempt and not yet locked the row: the other passes on to the next mail."""
    first, second = kept(message(NADIA)), kept(message(NADIA, Message_ID="<deux@poste.example>"))
    really_process = read.process

    def process_while_another_reads(mail_id: int) -> bool:
        if mail_id == first.pk:
            read.process = really_process  # type: ignore[assignment]  # (put back)
            together(read.read_waiting)
        return really_process(mail_id)

    read.process = process_while_another_reads
    try:
        read.read_waiting()
    finally:
        read.process = really_process
    expected = [(first.pk, State.FILED, 1), (second.pk, State.FILED, 1)]
    assert list(IncomingMail.objects.order_by("pk").values_list("pk", "state", "attempts")) == expected


@pytest.mark.django_db(transaction=True)
def test_a_row_that_is_held_is_waited_for_by_one_reader_and_stops_no_other_mail(rubric, nadia):
    """Passed over, it would wait for the next minute: the fetcher notes where a mail went while a worker reads it."""
    mails = [kept(message(NADIA, Message_ID=f"<{n}@poste.example>")) for n in range(3)]
    rest = IncomingMail.objects.exclude(pk=mails[0].pk)
    with ThreadPoolExecutor(2) as pool, transaction.atomic():
        IncomingMail.objects.filter(pk=mails[0].pk).update(left_folder_at=timezone.now())
        waiting = pool.submit(read_on_its_own)
        until_waited_for(waiting)
        assert pool.submit(read_on_its_own).result(timeout=30) is False
        assert set(rest.values_list("state", "attempts")) == {(State.FILED, 1)}
    assert waiting.result(timeout=30) is False
    assert set(IncomingMail.objects.values_list("state", "attempts")) == {(State.FILED, 1)}


@pytest.mark.django_db(transaction=True)
def test_a_reader_that_may_not_wait_reads_the_others(rubric, nadia):
    """A role of the database may have a lock_timeout: what it ends is counted as no attempt."""
    held, other = kept(message(NADIA)), kept(message(NADIA, Message_ID="<deux@poste.example>"))
    with ThreadPoolExecutor(1) as pool, transaction.atomic():
        IncomingMail.objects.filter(pk=held.pk).update(left_folder_at=timezone.now())
        reading = pool.submit(read_on_its_own, "SET lock_timeout = '50ms'")
        assert reading.result(timeout=30) is False
    expected = [(held.pk, State.RECEIVED, 0), (other.pk, State.FILED, 1)]
    assert list(IncomingMail.objects.order_by("pk").values_list("pk", "state", "attempts")) == expected


@pytest.mark.django_db(transaction=True)
def test_a_reading_that_a_deadlock_undid_begins_again_at_once(rubric, nadia):
    """Left for the next minute, the sender would wait for another's turn. One that is undone again waits."""
    mail = kept(message(NADIA))
    turns = [1, 1, 1]

    def undone(arrival: Any) -> Any:
        if turns:
            turns.pop()
            run_sql("DO $$ BEGIN RAISE EXCEPTION USING ERRCODE = 'deadlock_detected'; END $$")
        return rubric.begin(arrival)

    INBOXES["essai"] = replace(rubric.inbox, begin=undone)
    for left, state, attempts in ((1, State.RECEIVED, 0), (0, State.FILED, 1)):
        assert read.read_waiting() is False
        assert (len(turns), fresh(mail).state, mail.attempts) == (left, state, attempts)
    assert made() == 1


def read_on_its_own(setting: str = "") -> bool:
    try:
        if setting:
            run_sql(setting)
        return read.read_waiting()
    finally:
        connection.close()


@pytest.mark.django_db(transaction=True)
def test_the_unique_wall_stands_alone(rubric, nadia, together, monkeypatch):
    """Without the lock of the Message-ID, the constraint is met, and the second reader sees the first."""
    monkeypatch.setattr("core.mail.inbound.read.locks.wait_for", lambda name: None)
    first, second = (kept(message(NADIA)) for _ in range(2))
    assert together(lambda: read.process(first.pk), lambda: read.process(second.pk)) == [True, True]
    assert (states(), made()) == ([State.FILED, State.REPEATED], 1)


@pytest.mark.django_db(transaction=True)
def test_jobs_exist_with_what_they_are_for_and_two_wait_at_most(rubric, nadia):
    with transaction.atomic():
        read.defer_reading()
        transaction.set_rollback(True)
    assert not ProcrastinateJob.objects.exists()
    with transaction.atomic():
        for _ in range(4):
            read.defer_reading()
        # The caller's own transaction goes on.
        kept(message(NADIA))
    assert ProcrastinateJob.objects.filter(task_name="mail.read", queue_name="mail.in").count() == 2
    run_worker("mail.in")
    assert (states(), made()) == ([State.FILED], 1)


@pytest.mark.django_db(transaction=True)
def test_a_database_that_restarts_is_met_again(rubric, nadia, together):
    for number in range(2):
        kept(message(NADIA, Message_ID=f"<{number}@poste.example>"))

    def ask(function: str) -> int:
        return int(run_sql(f"SELECT {function}::int")[0][0])

    def end_mine() -> None:
        mine = ask("pg_backend_pid()")
        assert together(lambda: ask(f"pg_terminate_backend({mine}, 5000)")) == [1]

    def begin_and_end(arrival: Any) -> Any:
        if not rubric.begun:
            end_mine()
        return rubric.begin(arrival)

    # In the middle of a mail; between two jobs, the worker looks after its connections.
    INBOXES["essai"] = replace(rubric.inbox, begin=begin_and_end)
    assert read.read_waiting() is False
    assert states() == [State.FILED, State.RECEIVED]
    assert read.read_waiting() is False
    assert (states(), made()) == ([State.FILED] * 2, 2)


@pytest.mark.django_db
def test_what_kills_its_readers_is_put_apart(rubric, nadia):
    poison, good = kept(message(NADIA)), kept(message(NADIA, Message_ID="<2@poste.example>"))
    # Claimed, then killed, as often as may be.
    for _ in range(read.MOST_ATTEMPTS):
        assert read.claim(poison.pk)
    assert read.read_waiting() is False
    poison.refresh_from_db()
    good.refresh_from_db()
    assert (poison.state, poison.reason, poison.error) == (State.QUARANTINED, Reason.ERROR, read.POISON)
    assert (good.state, good.attempts, made()) == (State.FILED, 1, 1)


@pytest.mark.django_db
def test_what_fails_stops_no_other_and_keeps_its_chances(rubric, nadia, caplog):
    rubric.fails = OSError(28, "No space left on device")
    mails = [kept(message(NADIA, Message_ID=f"<{n}@poste.example>")) for n in range(3)]
    for _ in range(read.MOST_ATTEMPTS + 1):
        assert read.read_waiting() is False
    assert states() == [State.RECEIVED] * 3
    assert set(IncomingMail.objects.values_list("attempts", flat=True)) == {0}
    rubric.fails = None
    assert read.read_waiting() is False
    assert (states(), made()) == ([State.FILED] * 3, len(mails))


@pytest.mark.django_db
def test_a_database_that_goes_away_leaves_the_mail_to_be_read(rubric, nadia):
    mail = kept(message(NADIA))

    def away(execute: Any, sql: str, *rest: Any) -> Any:
        if "people_agent" in sql:
            raise OperationalError("server closed the connection unexpectedly")
        return execute(sql, *rest)

    with connection.execute_wrapper(away):
        assert read.read_waiting() is False
    mail.refresh_from_db()
    # It may be the mail that ends the server: this attempt counts.
    assert (mail.state, mail.attempts) == (State.RECEIVED, 1)
    assert read.read_waiting() is False
    assert fresh(mail).state == State.FILED


@pytest.mark.django_db
def test_a_job_leaves_the_worker_to_others(rubric, nadia):
    for number in range(3):
        kept(message(NADIA, Message_ID=f"<{number}@poste.example>"))
    assert read.read_waiting(most=2) is True
    assert made() == 2
    assert read.read_waiting(seconds=0) is True
    tasks.read_mails()
    assert made() == 3
    assert not ProcrastinateJob.objects.filter(task_name="mail.read").exists()


@pytest.mark.django_db
def test_each_mail_costs_the_same(rubric, nadia, statements):
    kept(message(NADIA, Message_ID="<0@poste.example>"))
    read.read_waiting()

    def one_of(many: int) -> int:
        mails = [
            kept(message(NADIA, f"Numéro {many}", Message_ID=f"<{many}.{n}@p.example>")) for n in range(many)
        ]
        OutgoingMail.objects.all().delete()
        return statements(lambda: read.process(mails[0].pk))

    first = one_of(1)
    assert one_of(20) == first
