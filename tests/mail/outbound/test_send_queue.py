"""What waits leaves in turn, each by its own job, or when it is asked for after an outage; a killed worker's too."""

import asyncio
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from types import SimpleNamespace
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.core.management import call_command
from django.db import connection
from django.urls import reverse
from django.utils import timezone
from procrastinate.contrib.django import app
from procrastinate.contrib.django.models import ProcrastinateJob

from core.mail.models import OutgoingMail
from core.mail.outbound import actions, sending
from core.mail.tasks import retry_stalled
from tests.factories import AgentFactory
from tests.mail.factories import fresh, run_sql
from tests.mail.outbound.test_sending import written
from tests.worker import run_worker

pytestmark = pytest.mark.django_db
State = OutgoingMail.State


def job_of(mail: OutgoingMail) -> Any:
    return ProcrastinateJob.objects.get(task_name="mail.send", args={"mail_id": mail.pk})


@pytest.mark.django_db(transaction=True)
def test_what_waits_leaves_one_by_one(smtp_sink):
    mails = [written(AgentFactory.create()) for _ in range(5)]
    marked = []

    def count_sent() -> None:
        marked.append(OutgoingMail.objects.filter(state=State.SENT).count())
        connection.close()

    smtp_sink.on_data = count_sent
    run_worker("mail")
    assert [fresh(mail).state for mail in mails] == [State.SENT] * 5
    assert len(smtp_sink.deliveries) == 5
    # Each stands as sent before the next one leaves.
    assert marked == [0, 1, 2, 3, 4]
    assert {fresh(mail).attempts for mail in mails} == {1}


@pytest.mark.django_db(transaction=True)
def test_a_refused_recipient_stops_no_other(smtp_sink):
    """Refused for a while or for good."""
    mails = [written(AgentFactory.create()) for _ in range(5)]
    smtp_sink.refusals = dict.fromkeys((mails[0].address, mails[3].address), "450 4.2.0 plus tard")
    smtp_sink.refusals[mails[2].address] = "550 5.1.1 inconnue"
    run_worker("mail")
    assert "".join(fresh(mail).state[0] for mail in mails) == "wsfws"
    # One try each: what the server refused a moment ago is not asked again at once.
    assert [mail.attempts for mail in mails] == [1] * 5
    assert "plus tard" in mails[3].error
    for refused in (mails[0], mails[3]):
        job = job_of(refused)
        assert (job.status, job.attempts) == ("todo", 1)
        assert job.scheduled_at is not None


@pytest.mark.django_db(transaction=True)
def test_a_server_that_hangs_up_stops_no_other(smtp_sink):
    mails = [written(AgentFactory.create()) for _ in range(3)]
    hung_up = []

    def hang_up_on_the_second() -> None:
        smtp_sink.hangs_up_at = "DATA" if len(smtp_sink.deliveries) == 2 else ""
        hung_up.append(smtp_sink.hangs_up_at)

    smtp_sink.on_data = hang_up_on_the_second
    run_worker("mail")
    assert [fresh(mail).state for mail in mails] == [State.SENT, State.WAITING, State.SENT]
    assert hung_up == ["", "DATA", ""]
    assert job_of(mails[1]).attempts == 1


@pytest.mark.django_db(transaction=True)
def test_a_mail_waits_behind_neither_documents_nor_an_announcement(smtp_sink, nadia, monkeypatch):
    run_sql(
        "INSERT INTO procrastinate_jobs (queue_name, task_name, args)"
        """ SELECT 'documents', 'documents.read_text', '{"document_id": 0}' FROM generate_series(1, 100)"""
    )
    monkeypatch.setattr(sending, "MASS", 3)
    announced = OutgoingMail.objects.bulk_create(
        OutgoingMail(kind="x", address=nadia.email, subject="À tous", body="x") for _ in range(3)
    )
    sending.defer_sending(announced)
    alone = written(nadia)
    order = ProcrastinateJob.objects.filter(status="todo").order_by("-priority", "id")
    assert [job.args for job in order[:2]] == [{"mail_id": alone.pk}, {"mail_id": announced[0].pk}]
    run_worker("mail")
    assert smtp_sink.messages[0]["Subject"] == alone.subject


def put_off_for_hours(mail: OutgoingMail) -> None:
    """As the eighth failed try leaves it: eleven hours to wait for the ninth."""
    OutgoingMail.objects.filter(pk=mail.pk).update(attempts=8)
    later = (
        "UPDATE procrastinate_jobs SET attempts = 8, scheduled_at = now() + interval '11 hours' WHERE id = %s"
    )
    run_sql(later, job_of(mail).pk)


@pytest.mark.django_db(transaction=True)
def test_what_waits_after_an_outage_leaves_when_asked(smtp_sink, administrator, signed_in, settings):
    settings.SECURE_SSL_REDIRECT = False
    mails = [written(AgentFactory.create()) for _ in range(3)]
    for mail in mails:
        put_off_for_hours(mail)
    run_worker("mail")
    assert not smtp_sink.deliveries
    client, where = signed_in(administrator), reverse("admin:mail_outgoingmail_changelist")
    page = client.get(where).text
    assert "Des messages ne sont pas partis." in page
    assert "Envoyer maintenant ce qui attend" in page
    answer = client.post(reverse("mail:send_waiting"), follow=True)
    assert "Ce qui attendait part dès maintenant." in answer.text
    assert answer.redirect_chain == [(where, 302)]
    run_worker("mail")
    assert [fresh(mail).state for mail in mails] == [State.SENT] * 3
    assert "Envoyer maintenant" not in client.get(where).text
    assert "Aucun message n’attend de partir." in client.post(reverse("mail:send_waiting"), follow=True).text


def test_a_try_that_was_asked_for_costs_no_other(nadia, administrator):
    mail = written(nadia)
    put_off_for_hours(mail)
    assert actions.send_waiting(by=administrator) == 1
    assert (job_of(mail).attempts, job_of(mail).scheduled_at) == (7, None)
    # Asked for twice, before the worker came.
    assert actions.send_waiting(by=administrator) == 1
    assert job_of(mail).attempts == 7


def test_a_mail_without_a_job_gets_one(nadia, capsys):
    mail, sent = written(nadia), written(nadia)
    OutgoingMail.objects.filter(pk=sent.pk).update(state=State.SENT, sent_at=timezone.now())
    run_sql("DELETE FROM procrastinate_jobs")
    call_command("mail_send_waiting")
    assert job_of(mail).status == "todo"
    assert not ProcrastinateJob.objects.filter(args={"mail_id": sent.pk}).exists()
    assert capsys.readouterr().out == "1 message part dès maintenant.\n"
    call_command("mail_send_waiting")
    assert ProcrastinateJob.objects.count() == 1


@pytest.mark.parametrize(
    ("changes", "is_sent_again"),
    [
        ({}, True),
        ({"is_confidential": False}, False),
        ({"created_at": timezone.now() - timedelta(days=8)}, False),
    ],
)
def test_a_lost_confidential_mail_is_sent_again_with_what_waits(
    nadia, administrator, signed_in, settings, changes, is_sent_again
):
    settings.SECURE_SSL_REDIRECT = False
    mail = written(nadia)
    OutgoingMail.objects.filter(pk=mail.pk).update(
        **{"state": State.FAILED, "is_confidential": True, "error": "550 non"} | changes
    )
    run_sql("UPDATE procrastinate_jobs SET status = 'failed'")
    page = signed_in(administrator).get(reverse("admin:mail_outgoingmail_changelist")).text
    assert ("Envoyer maintenant ce qui attend" in page) is is_sent_again
    assert actions.send_waiting(by=administrator) == is_sent_again
    assert (fresh(mail).state == State.WAITING) is is_sent_again
    assert ProcrastinateJob.objects.filter(status="todo").exists() is is_sent_again


@pytest.mark.parametrize("person", ["moderator", "directory_manager", "outsider"])
def test_only_administrators_have_what_waits_sent(request, nadia, person):
    mail = written(nadia)
    put_off_for_hours(mail)
    with pytest.raises(PermissionDenied):
        actions.send_waiting(by=request.getfixturevalue(person))
    assert job_of(mail).attempts == 8


def stalled(name: str, lock: str | None = None) -> int:
    """A job of a worker that has not been heard of for an hour."""
    job = app.configure_task(name, queue="tests", queueing_lock=lock, allow_unknown=True).defer()
    run_sql(
        "WITH worker AS (INSERT INTO procrastinate_workers (last_heartbeat)"
        " VALUES (now() - interval '1 hour') RETURNING id)"
        " UPDATE procrastinate_jobs SET status = 'doing', worker_id = worker.id FROM worker"
        " WHERE procrastinate_jobs.id = %s",
        job,
    )
    return job


def status(job: int) -> str:
    [[found]] = run_sql("SELECT status FROM procrastinate_jobs WHERE id = %s", job)
    return str(found)


@pytest.mark.django_db(transaction=True)
def test_a_stalled_job_whose_lock_is_taken_stops_no_other():
    locked = stalled("tests.locked", lock="one")
    task = app.configure_task("tests.locked", queue="tests", queueing_lock="one", allow_unknown=True)
    waiting = task.defer()
    other = stalled("tests.other")

    def work() -> None:
        async def run() -> None:
            async with app.with_connector(app.connector.get_worker_connector()).open_async() as worker:
                await retry_stalled(SimpleNamespace(app=worker), timestamp=0)

        asyncio.run(run())

    with ThreadPoolExecutor(1) as pool:
        pool.submit(work).result(timeout=60)
    assert (status(locked), status(waiting), status(other)) == ("doing", "todo", "todo")
