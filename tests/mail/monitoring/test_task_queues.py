"""What waits too long, in whatever queue, is told, on the site and by the doctor."""

import os
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from config.worker import SLOW_QUEUES
from core.documents.models import Document
from core.mail import monitoring
from core.mail.models import OutgoingMail
from core.mail.monitoring import Kind
from core.mail.tasks import hand_to_group, send_mail
from core.operations import findings as reports
from core.operations.findings import findings
from core.operations.tasks import purge
from core.search.tasks import refresh_changing
from suggestions.models import AnonymousDeposit
from suggestions.tasks import release_anonymous
from tests.documents.factories import DocumentFactory
from tests.mail.factories import run_sql

pytestmark = pytest.mark.django_db
NOW = timezone.now()
WORKERS = "INSERT INTO procrastinate_workers (last_heartbeat) VALUES"
SUBJECTS = ("Traitement des tâches", "Tâches, courrier, sauvegarde", "Envois sans nom")


@pytest.fixture(autouse=True)
def no_mailbox(settings: Any, db: None) -> None:
    settings.TRIAL, settings.MAILBOXES = False, {}
    # A worker that another test killed may have left its row.
    run_sql("DELETE FROM procrastinate_workers")


def minutes(count: float) -> timedelta:
    return timedelta(minutes=count)


def wrong(at: datetime = NOW) -> dict[str, str]:
    return {found.kind: found.text.replace("\u00a0", " ") for found in monitoring.problems(at)}


def job(task: Any, *, due: datetime, status: str = "todo", **arguments: Any) -> int:
    """Of the real tables, its times being the test's."""
    pk = int(task.defer(**arguments))
    run_sql("UPDATE procrastinate_events SET at = %s WHERE job_id = %s", due, pk)
    run_sql("UPDATE procrastinate_jobs SET status = %s WHERE id = %s", status, pk)
    return pk


def worker_seen(at: datetime) -> None:
    run_sql(
        "INSERT INTO procrastinate_periodic_defers (task_name, defer_timestamp, periodic_id) VALUES (%s, %s, '')",
        monitoring.EACH_MINUTE,
        int(at.timestamp()),
    )


def banner(client: Client) -> str:
    return client.get(reverse("notifications:notification_list")).text.replace("\u00a0", " ")


@pytest.mark.parametrize("task", [send_mail, refresh_changing, purge, release_anonymous])
def test_a_job_that_nobody_takes_is_told(task):
    job(task, due=NOW - minutes(30), **({"mail_id": 1} if task is send_mail else {"timestamp": 0}))
    assert wrong(NOW - minutes(1)) == {}
    said = wrong()
    assert [*said] == [Kind.QUEUE]
    assert f"file « {task.queue} » (1 tâche, depuis" in said[Kind.QUEUE]


@pytest.mark.parametrize("queue", SLOW_QUEUES)
def test_slow_queues_have_two_hours(queue):
    pk = job(purge, due=NOW - minutes(119), timestamp=0)
    run_sql("UPDATE procrastinate_jobs SET queue_name = %s WHERE id = %s", queue, pk)
    assert wrong() == {}
    assert f"« {queue} »" in wrong(NOW + minutes(2))[Kind.QUEUE]


def test_a_job_for_later_and_one_at_work_worry_nobody():
    later = job(send_mail, due=NOW - minutes(300), mail_id=1)
    run_sql("UPDATE procrastinate_jobs SET scheduled_at = %s WHERE id = %s", NOW + minutes(5), later)
    job(send_mail, due=NOW - minutes(300), status="doing", mail_id=2)
    assert wrong() == {}
    assert [*wrong(NOW + minutes(36))] == [Kind.QUEUE]


def deposit(received_on: date) -> None:
    words = {"title": "Quetzal", "problem": "x", "proposal": "y", "code_hash": "z"}
    AnonymousDeposit.objects.create(received_on=received_on, code_handle=f"h{received_on:%d}", **words)


def test_an_anonymous_deposit_of_today_or_of_the_night_waits_its_turn():
    morning = timezone.localtime(NOW).replace(hour=7, minute=59)
    deposit(morning.date() - timedelta(days=1))
    deposit(morning.date())
    assert wrong(morning) == {}
    assert "1 envoi sans nom" in wrong(morning + minutes(1))[Kind.QUEUE]


def test_a_document_that_nobody_reads_is_told():
    document = DocumentFactory.create()
    # Its job was lost.
    run_sql("UPDATE procrastinate_jobs SET status = 'succeeded'")
    Document.objects.filter(pk=document.pk).update(text_state="waiting")
    waiting = document.stored_at + minutes(241)
    assert "1 document à lire" in wrong(waiting)[Kind.QUEUE]
    Document.objects.update(text_state="read")
    assert wrong(waiting) == {}


def test_tasks_given_up_are_told_for_a_day():
    job(hand_to_group, due=NOW, status="failed", timestamp=0)
    run_sql("UPDATE procrastinate_events SET at = %s, type = 'failed'", NOW - minutes(5))
    assert "mail.hand_to_group (1)" in wrong()[Kind.FAILED]
    assert wrong(NOW + timedelta(hours=24)) == {}


def test_a_dump_that_failed_is_told(settings, tmp_path):
    settings.BACKUP_STAMP = str(tmp_path / "sauvegarde")
    assert "aucune n’a réussi" in wrong()[Kind.BACKUP]
    (tmp_path / "sauvegarde").touch()
    os.utime(tmp_path / "sauvegarde", (NOW.timestamp(),) * 2)
    assert wrong(NOW + timedelta(hours=25)) == {}
    assert "la dernière réussie date de" in wrong(NOW + timedelta(hours=27))[Kind.BACKUP]
    # Since a version that saves the files each hour.
    (tmp_path / "sauvegarde.fichiers").touch()
    os.utime(tmp_path / "sauvegarde.fichiers", (NOW.timestamp(),) * 2)
    assert wrong(NOW + timedelta(hours=2)) == {}
    assert "La sauvegarde des fichiers déposés manque" in wrong(NOW + timedelta(hours=4))[Kind.BACKUP]
    settings.BACKUP_STAMP = ""
    assert wrong(NOW + timedelta(hours=27)) == {}


def test_a_backup_that_fails_is_told_at_once_and_until_the_next(settings, tmp_path):
    settings.BACKUP_STAMP = stamp = str(tmp_path / "sauvegarde")
    reports.note_success(stamp)
    os.utime(stamp, (NOW.timestamp(),) * 2)
    reports.note_failure(stamp, "Le disque est plein.")
    assert "La dernière sauvegarde a échoué" in wrong(NOW + timedelta(hours=1))[Kind.BACKUP]
    assert os.stat(f"{stamp}.echec").st_mode & 0o777 == 0o644
    reports.note_success(stamp)
    os.utime(stamp, (NOW.timestamp(),) * 2)
    assert wrong(NOW + timedelta(hours=1)) == {}
    assert "manquante" not in Kind.BACKUP.label


def test_a_restore_that_cannot_be_made_is_told(settings, tmp_path):
    settings.BACKUP_STAMP = str(tmp_path / "sauvegarde")
    (tmp_path / "sauvegarde").touch()
    assert wrong() == {}
    monitoring.drill_note().write_text("")
    assert wrong() == {}
    monitoring.drill_note().write_text("Cette sauvegarde est abîmée.")
    assert "a échoué : Cette sauvegarde est abîmée. Voyez" in wrong()[Kind.BACKUP]
    monitoring.drill_note().write_text("")
    for path, days in ((monitoring.drill_note(), 41), (tmp_path / "sauvegarde", 0)):
        os.utime(path, ((NOW - timedelta(days=days)).timestamp(),) * 2)
    assert "le dernier date de" in wrong()[Kind.BACKUP]


def test_a_clock_that_jumped_ahead_hides_no_stopped_worker():
    worker_seen(NOW + timedelta(days=8))
    worker_seen(NOW)
    assert wrong(NOW + minutes(9)) == {}
    assert [*wrong(NOW + minutes(11))] == [Kind.WORKER]


def test_a_worker_with_much_to_do_is_not_told_as_stopped():
    worker_seen(NOW - minutes(11))
    run_sql(f"{WORKERS} (%s)", NOW - minutes(9))
    assert wrong() == {}
    assert [*wrong(NOW + minutes(1))] == [Kind.WORKER]


def letter(**fields: Any) -> OutgoingMail:
    return OutgoingMail.objects.create(kind="x", address="a@b.example", subject="s", body="b", **fields)


def test_a_worker_that_died_is_told_with_no_mailbox_to_fetch(signed_in, administrator, outsider):
    worker_seen(timezone.now())
    assert "Le traitement des tâches est arrêté" not in banner(signed_in(administrator))
    run_sql("DELETE FROM procrastinate_periodic_defers")
    worker_seen(timezone.now() - minutes(11))
    assert "Le traitement des tâches est arrêté" in banner(signed_in(administrator))
    assert "Le traitement des tâches est arrêté" not in banner(signed_in(outsider))
    page = signed_in(administrator).get(reverse("mail:mailboxes")).text
    assert "systemctl status intranet-worker" in page


def test_a_stopped_worker_is_one_problem_not_two():
    worker_seen(NOW - minutes(40))
    job(send_mail, due=NOW - minutes(39), mail_id=1)
    assert [*wrong()] == [Kind.WORKER]


def of_doctor(at: datetime = NOW) -> dict[str, str]:
    """By severity and subject, what the doctor says of tasks and mail."""
    return {
        f"{found.severity.name} {found.subject}": found.text.replace("\u00a0", " ")
        for found in findings(at)
        if found.subject in SUBJECTS
    }


def test_the_doctor_sees_that_one_of_two_workers_is_dead():
    dead, _ = run_sql(f"{WORKERS} (%s), (%s) RETURNING id", NOW, NOW)
    assert of_doctor()["FINE Traitement des tâches"] == "2 processus vivants sur 2"
    run_sql("UPDATE procrastinate_workers SET last_heartbeat = %s WHERE id = %s", NOW - minutes(3), *dead)
    assert of_doctor()["FAILURE Traitement des tâches"] == "1 processus vivant sur 2"


def test_the_doctor_sees_a_job_that_nobody_goes_on_with():
    pk = job(purge, due=NOW - minutes(11), status="doing", timestamp=0)
    run_sql(
        "UPDATE procrastinate_events SET type = 'started', at = %s WHERE job_id = %s", NOW - minutes(11), pk
    )
    assert monitoring.stuck(NOW - minutes(2)) == []
    assert monitoring.stuck(NOW) == [("operations.purge", 1)]
    [[worker]] = run_sql(f"{WORKERS} (%s) RETURNING id", NOW)
    run_sql("UPDATE procrastinate_jobs SET worker_id = %s", worker)
    assert monitoring.stuck(NOW) == []
    assert monitoring.stuck(NOW + timedelta(hours=7)) == [("operations.purge", 1)]


def test_the_doctor_says_the_problems_and_the_oldest_anonymous_deposit():
    worker_seen(NOW - minutes(11))
    deposit(timezone.localdate(NOW) - timedelta(days=2))
    said = of_doctor()
    problems = said["FAILURE Tâches, courrier, sauvegarde"]
    assert problems.startswith("Traitement des tâches arrêté. Le traitement")
    assert said["FAILURE Envois sans nom"].startswith("1 attend le groupe, le plus ancien depuis le")
    assert "Quetzal" not in str(said)


def test_mail_that_does_not_leave_is_told():
    mail = letter(error="451 <lea.martin@b.example>")
    late = mail.created_at + minutes(61)
    assert wrong(late - minutes(2)) == {}
    [said] = wrong(late).items()
    assert said[0] == Kind.SENDING
    assert "1 message attend de partir" in said[1]
    # The doctor names no recipient; of a confidential letter, the server's words are not told at all.
    assert "451 <…@b.example>" in of_doctor(late)["FAILURE Tâches, courrier, sauvegarde"]
    OutgoingMail.objects.update(is_confidential=True)
    assert "451" not in wrong(late)[Kind.SENDING]
