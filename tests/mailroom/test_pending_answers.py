"""Answers by mail that leave when their visas are given: once, as they were written, or not at all."""

from collections.abc import Callable
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from core.approvals.models import Approval, Circuit, Decision
from core.approvals.tasks import remind_all
from core.documents.actions import store_bytes
from core.documents.models import Upload
from core.french import working_day_from
from core.mail.models import OutgoingFile, OutgoingMail
from core.notifications.models import Notification
from core.people.models import Agent, Direction
from core.people.roles import Role
from mailroom import actions, answers
from mailroom.models import Answer, Item, ItemKind, PendingAnswer, ServiceContact, State
from mailroom.notifications import notify_stuck
from tests.factories import AgentFactory
from tests.mailroom.factories import CITIZEN, SECRET, asked, circuit_of, decided, item_in

Verdict = Decision.Verdict


@pytest.fixture
def signer(db: None) -> Agent:
    return AgentFactory.create(first_name="Solange", last_name="Visa")


@pytest.fixture
def item(office: Agent, agent: Agent, gardens: Direction, signer: Agent) -> Item:
    circuit_of(signer)
    return item_in(State.TAKEN, office=office, direction=gardens, taker=agent)


def mails() -> Any:
    return OutgoingMail.objects.filter(kind="mailroom.answer")


def test_it_leaves_by_itself_as_it_was_written(item, office, agent, signer, gardens, client):
    contact = ServiceContact.objects.create(
        direction=gardens, address="1 rue", phone="01", signature="[agent]\n[service]"
    )
    client.force_login(agent)
    path = reverse("mailroom:item_answer", args=[item.reference])
    assert "Envoyer</span>" not in client.get(path).text
    sent = {"text": "Il arrive lundi.", "files": SimpleUploadedFile("devis.txt", b"Devis")}
    assert client.post(path, sent).status_code == 302
    assert not mails().exists()
    pending = PendingAnswer.objects.get()
    shown = client.get(item.get_absolute_url()).text
    for said in ("Attend un visa", "Solange Visa", "Il arrive lundi.", "devis.txt", "Retirer du visa"):
        assert said in shown, said
    assert client.get(path).status_code == 302
    # Those of the circuit judge from what they read there, and have no other door.
    client.force_login(signer)
    approval = Approval.objects.of(pending).get()
    page = client.get(approval.get_absolute_url()).text
    for said in (CITIZEN, "Il arrive lundi.", str(agent), SECRET, "Réponse – devis.txt"):
        assert said in page, said
    file = reverse("approvals:approval_file", args=[approval.reference, 1, 1])
    assert client.get(file).status_code == 200
    assert client.get(item.get_absolute_url()).status_code == 404
    told = Notification.objects.get(recipient=signer)
    assert "réponse à un courrier" in told.title
    assert SECRET not in told.title + told.text
    contact.signature = "Autre"
    contact.save()
    agent.is_active = False
    agent.save()
    decided(item, signer)
    item.refresh_from_db()
    answer = Answer.objects.get()
    assert (item.state, answer.by) == (State.ANSWERED, agent)
    assert answer.text == f"Il arrive lundi.\n\n{agent}\n{gardens}"
    assert (mails().get().address, mails().get().body.strip()) == (CITIZEN, answer.text)
    assert OutgoingFile.objects.get(mail=mails().get()).document.name == "devis.txt"


def test_refused_it_is_corrected_and_submitted_again(item, agent, signer, agent_client):
    path = reverse("mailroom:item_answer", args=[item.reference])
    files = [SimpleUploadedFile(name, name.encode()) for name in ("un.txt", "deux.txt")]
    agent_client.post(path, {"text": "Non.", "files": files})
    decided(item, signer, Verdict.REFUSED, remark="Trop sec.")
    assert Notification.objects.filter(recipient=agent, kind="approvals.returned").exists()
    assert "Trop sec." in agent_client.get(item.get_absolute_url()).text
    page = agent_client.get(path).text
    assert "Trop sec." in page
    assert "Non.</textarea>" in page
    gone = PendingAnswer.objects.get().files.get(document__name="un.txt").document.reference
    assert agent_client.post(path, {"text": "Hélas, non.", "removed": gone}).status_code == 302
    decided(item, signer)
    assert mails().get().body.strip() == "Hélas, non."
    assert [file.document.name for file in Answer.objects.get().files.all()] == ["deux.txt"]
    assert PendingAnswer.objects.get().ended_at


def test_withdrawn_it_is_taken_up_again(item, agent, signer, agent_client):
    pending = asked(item, agent)
    path = reverse("mailroom:item_withdraw_answer", args=[item.reference])
    assert agent_client.post(path).status_code == 302
    with pytest.raises(ValidationError):
        decided(item, signer)
    assert not Answer.objects.exists()
    assert "Retirée, à reprendre" in agent_client.get(item.get_absolute_url()).text
    assert answers.submit(item, by=agent, text="Oui.") == pending
    # Its kind has no circuit any more: what was withdrawn then leaves as any other.
    agent_client.post(path)
    ItemKind.objects.update(answer_circuit=None)
    answers.submit(item, by=agent, text="Oui, lundi.")
    assert mails().get().body.strip() == "Oui, lundi."


def _noted(item: Item, by: Agent, to: Agent) -> object:
    return answers.answer(item, by=item.taken_by, channel="phone", text="Dit.", sent_on=timezone.localdate())


ENDS: dict[str, Callable[[Item, Agent, Agent], object]] = {
    "filed": lambda item, by, to: actions.file_without_answer(item, by=by, reason="Sans objet."),
    "given": lambda item, by, to: actions.give(item, by=by, to=to),
    "reassigned": lambda item, by, to: actions.reassign(item, by=by, direction=to.direction, reason="Non."),
    "returned": lambda item, by, to: actions.return_to_office(item, by=by, reason="Pas pour nous."),
    "noted": _noted,
    "joined": lambda item, by, to: answers.join(
        item, by=by, to=item_in(State.TAKEN, office=by, direction=to.direction)
    ),
}


@pytest.mark.parametrize("end", ENDS)
def test_what_ends_it(item, office, agent, head, signer, office_client, end):
    pending = asked(item, agent)
    ENDS[end](item, office, head)
    pending.refresh_from_db()
    assert pending.ended_at
    assert pending.answer is None
    with pytest.raises(ValidationError):
        decided(item, signer)
    assert not mails().exists()
    assert not Approval.objects.filter(state="running").exists()
    # Nothing that was written is lost.
    assert "jamais partie" in office_client.get(item.get_absolute_url()).text


def test_what_the_sender_writes_meanwhile_is_said_and_ends_nothing(item, agent, signer, client):
    asked(item, agent)
    answers.receive_reply(item, text="Laissez tomber.", address=CITIZEN)
    client.force_login(agent)
    assert "a écrit de nouveau depuis" in client.get(item.get_absolute_url()).text
    client.force_login(signer)
    page = client.get(Approval.objects.get().get_absolute_url()).text
    assert "a écrit de nouveau depuis" in page
    assert "Laissez tomber." not in page
    decided(item, signer)
    assert mails().count() == 1


def test_other_words_of_the_letter_ask_the_visas_again(item, office, agent, gardens):
    first, last = AgentFactory.create_batch(2)
    circuit_of(first, last)
    asked(item, agent)
    decided(item, first)
    same = {"copies": [], "readers": [], "kind": item.kind, "is_confidential": True}
    actions.change(item, by=office, **same)
    assert Decision.objects.standing().exists()
    actions.change(item, by=office, sender_address="autre@fai.example", **same)
    assert not Decision.objects.standing().exists()
    decided(item, first)
    decided(item, last)
    assert mails().get().address == "autre@fai.example"


def test_an_answer_on_paper_or_by_voice_or_of_another_kind_has_no_visa(item, agent, office, gardens):
    day = timezone.localdate()
    answers.answer(item, by=agent, channel="desk", text="Dit.", sent_on=day)
    with pytest.raises(ValidationError, match="visa"):
        answers.answer(item, by=agent, channel="mail", text="Et encore.")
    ItemKind.objects.update(answer_circuit=None)
    answers.answer(Item.objects.get(pk=item.pk), by=agent, channel="mail", text="Et encore.")
    assert mails().count() == 1


def test_files_kept_for_later_have_the_same_limit(item, agent, signer, monkeypatch, documents_dir):
    asked(item, agent)
    decided(item, signer, Verdict.REFUSED, remark="Non.")
    document = store_bytes(b"123456", name="six.txt", by=agent, read_text=False)
    actions.attach(item, by=agent, documents=[document], pending=PendingAnswer.objects.get())
    monkeypatch.setattr(answers, "MOST_BYTES", 10)
    with pytest.raises(ValidationError, match="15"):
        answers.submit(item, by=agent, text="Oui.", files=[Upload(agent=agent, size=6)])


def test_who_reads_it_and_who_decides(item, office, agent, head, elsewhere, signer):
    """Rights by person: on the letter's page, on the page of the visas, and to decide."""
    pending = asked(item, agent)
    elected = AgentFactory.create(elected=True)
    administrator = AgentFactory.create(roles=[Role.ADMINISTRATOR])
    # The agent last, who withdraws it.
    rows = {
        **dict.fromkeys((office, head), (200, 200, False)),
        signer: (404, 200, True),
        **dict.fromkeys((elsewhere, administrator, elected), (404, 404, False)),
        agent: (200, 200, False),
    }
    approval = Approval.objects.of(pending).get()
    page = approval.get_absolute_url()
    for person, (letter, visas, decides) in rows.items():
        client = Client()
        client.force_login(person)
        assert client.get(item.get_absolute_url()).status_code in {letter, 403 if letter == 404 else letter}
        assert client.get(page).status_code == visas, person
        assert approval.steps.waiting_for(person, on=timezone.localdate()).exists() == decides
        withdrawn = client.post(reverse("mailroom:item_withdraw_answer", args=[item.reference]))
        assert withdrawn.status_code in (302, 403, 404)
        assert Approval.objects.filter(state="running").exists() == (person != agent)


def test_a_confidential_letter_names_who_gave_a_visa(item, agent, signer, signed_in):
    """They keep reading what they signed, after it left too."""
    Item.objects.filter(pk=item.pk).update(is_confidential=True)
    pending = asked(item, agent)
    decided(item, signer)
    assert "Solange Visa." in signed_in(agent).get(item.get_absolute_url()).text
    assert signed_in(signer).get(Approval.objects.of(pending).get().get_absolute_url()).status_code == 200


def test_who_keeps_its_circuit(item, office, signer):
    """The mail office alone: whoever writes a circuit chooses who reads its letters."""
    circuit = ItemKind.objects.exclude(answer_circuit=None)[0].answer_circuit
    group = AgentFactory.create(roles=[Role.GROUP_HEAD, Role.PROJECT_GROUP])
    assert circuit in Circuit.objects.writable_by(office)
    assert circuit not in Circuit.objects.writable_by(group)


def test_nobody_can_give_it_any_more(item, office, agent, signer):
    asked(item, agent)
    signer.is_active = False
    signer.save()
    remind_all(on=working_day_from(timezone.localdate()))
    told = Notification.objects.filter(recipient=agent, kind="mailroom.stuck")
    assert told.get().title.startswith("Personne ne peut viser une réponse")
    assert "retirez-la" in told.get().text
    agent.is_active = False
    agent.save()
    notify_stuck(item, agent)
    assert "confiez le courrier" in Notification.objects.get(recipient=office, kind="mailroom.stuck").text


def test_a_draft_s_files_do_not_go_with_a_letter_that_is_joined(item, office, agent, gardens):
    pending = asked(item, agent)
    draft = store_bytes(b"Brouillon", name="brouillon.txt", by=agent, read_text=False)
    actions.attach(item, by=agent, documents=[draft], pending=pending)
    other = item_in(State.TAKEN, office=office, direction=gardens, taker=agent)
    answers.join(item, by=office, to=other)
    assert not other.files.exists()


def test_a_kind_keeps_its_circuit_when_it_is_retired(item, office_client):
    kind = item.kind
    Circuit.objects.filter(pk=kind.answer_circuit_id).update(is_retired=True)
    path = reverse("admin:mailroom_itemkind_change", args=[kind.pk])
    assert f'value="{kind.answer_circuit_id}" selected' in office_client.get(path).text
