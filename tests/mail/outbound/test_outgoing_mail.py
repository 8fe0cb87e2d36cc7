import pytest
from django.db import transaction
from procrastinate.contrib.django.models import ProcrastinateJob

from core.mail.models import OutgoingMail
from core.mail.outbound import actions, sending
from core.mail.outbound.messages import OutboundMessage
from tests.factories import AgentFactory
from tests.worker import run_worker


@pytest.mark.django_db(transaction=True)
def test_mail_and_job_exist_if_and_only_if_the_change_does():
    agent = AgentFactory.create()
    with transaction.atomic():
        actions.write("test", [OutboundMessage(agent, "Objet", "Texte")])
        transaction.set_rollback(True)
    assert not OutgoingMail.objects.exists()
    assert not ProcrastinateJob.objects.exists()
    actions.write("test", [OutboundMessage(agent, "Objet", "Texte")])
    assert OutgoingMail.objects.count() == ProcrastinateJob.objects.filter(task_name="mail.send").count() == 1


@pytest.mark.django_db
def test_an_agent_without_address_gets_no_mail():
    nobody = AgentFactory.create(without_address=True)
    assert actions.write("test", [OutboundMessage(nobody, "Objet", "Texte")]) == []


@pytest.mark.django_db
def test_a_secret_is_received_once_and_erased(smtp_sink):
    agent = AgentFactory.create()
    letter = OutboundMessage(agent, "L’été\r\nBcc: x", "Voilà", html="<p>Voilà", is_secret=True)
    [mail] = actions.write("test", [letter])
    sending.send(mail)
    sending.send(mail)
    mail.refresh_from_db()
    [delivery] = smtp_sink.deliveries
    assert mail.state == OutgoingMail.State.SENT
    assert b"\nBcc" not in delivery.content
    assert "Voilà" not in mail.body + mail.html


@pytest.mark.django_db(transaction=True)
def test_the_worker_takes_what_was_deferred_and_in_the_trial_nothing_leaves():
    actions.write("test", [OutboundMessage(AgentFactory.create(), "Objet", "Texte")])
    run_worker("mail")
    assert OutgoingMail.objects.get().state == OutgoingMail.State.KEPT
