"""Answers that leave the register by mail: their headers, their replies, and what does not arrive."""

from dataclasses import replace

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from core.documents.models import Upload
from core.mail.headers import headers_of, sender
from core.mail.models import AddressTrouble, OutgoingFile, OutgoingMail
from core.mail.models import State as MailState
from core.mail.outbound import sending
from core.mail.outbound.bounce_handling import record_refusal, record_report
from core.mail.outbound.threading import reply_to
from core.mail.parsing import sandboxed
from core.notifications.models import Notification
from mailroom import actions, answers
from mailroom.models import Answer, AnswerText, Channel, Item, Reply, ServiceContact, State
from tests.mail.corpus.test_corpus import FOLDER
from tests.mail.sample_rubric import kept
from tests.mailroom.factories import CITIZEN, a_kind, item_in
from tests.mailroom.mailing import arrived, letter
from tests.pages import forms_of

pytestmark = pytest.mark.usefixtures("town_vouches")


def test_the_answer_leaves_and_the_reply_comes_back(office, agent, gardens, agent_client):
    arrived(letter(To="urbanisme@ville.example"))
    item = Item.objects.get()
    actions.assign(item, by=office, direction=gardens, kind=a_kind())
    actions.take(item, by=agent)
    typed = {"text": "Il arrive lundi.", "files": SimpleUploadedFile("devis.txt", b"Devis")}
    agent_client.post(reverse("mailroom:item_answer", args=[item.reference]), typed)
    answer = Answer.objects.get()
    sent = answer.outgoing
    item.refresh_from_db()
    assert item.state == State.ANSWERED
    assert (sent.address, sent.is_confidential, sent.html) == (CITIZEN, True, "")
    assert "urbanisme@ville.example" in sender(sent)
    headers = headers_of(sent)
    assert headers["In-Reply-To"] == "<un@fai.example>"
    assert "Auto-Submitted" not in headers
    assert "intranet" not in sent.body
    assert OutgoingFile.objects.get(mail=sent).document.name == "devis.txt"
    [file] = sending._message(sent).message().iter_attachments()
    assert (file.get_filename(), file.get_content()) == ("devis.txt", "Devis\n")
    [address] = reply_to(sent)
    assert address.startswith("mairie+")

    again = letter("Merci, mais lequel ?", To=address, Message_ID="<deux@fai.example>", Subject="Re: Un banc")
    row = arrived(again)
    reply = Reply.objects.get()
    assert (row.state, row.became, reply.item) == (MailState.FILED, reply, item)
    assert reply.text == "Merci, mais lequel ?"
    item.refresh_from_db()
    assert (item.state, item.taken_by, item.closed_at) == (State.TAKEN, agent, None)
    assert Item.objects.count() == 1
    assert Notification.objects.get(recipient=agent, kind="mailroom.replied")
    assert "Merci, mais lequel ?" in agent_client.get(item.get_absolute_url()).text

    # By the Message-ID alone, from the same address; somebody else's makes another item.
    ours = headers_of(sent)["Message-ID"]
    arrived(letter("Encore moi.", Message_ID="<trois@fai.example>", In_Reply_To=ours))
    arrived(letter("Moi.", Message_ID="<4@fai.example>", In_Reply_To=ours, From="autre@fai.example"))
    assert Reply.objects.count() == 2
    assert Item.objects.count() == 2


def test_files_too_heavy_for_a_mail_are_refused(item, agent):
    heavy = Upload(agent=agent, size=20_000_000)
    with pytest.raises(ValidationError, match="15"):
        answers.answer(item, by=agent, channel=Channel.MAIL, text="Bonjour.", files=[heavy])


@pytest.mark.parametrize(("channel", "words"), [("phone", "par téléphone"), ("desk", "au guichet")])
def test_what_was_said_counts_as_an_answer(item, agent_client, channel, words):
    path = reverse("mailroom:item_note_answer", args=[item.reference])
    said = {"channel": channel, "text": "Le banc arrive lundi.", "sent_on": timezone.localdate().isoformat()}
    assert agent_client.post(path, said).status_code == 302
    item.refresh_from_db()
    answer = item.answers.get()
    assert (item.state, answer.channel, answer.outgoing) == (State.ANSWERED, channel, None)
    assert words in agent_client.get(item.get_absolute_url()).text


def test_an_answer_that_bounces_is_said_on_the_page_and_not_to_the_directory(item, agent, agent_client):
    sent = answers.answer(item, by=agent, channel=Channel.MAIL, text="Bonjour.").outgoing
    OutgoingMail.objects.filter(pk=sent.pk).update(state=OutgoingMail.State.SENT, sent_at=timezone.now())
    record_refusal(sent, f"550 5.1.1 <{CITIZEN}> inconnu ici")
    assert not AddressTrouble.objects.exists()
    assert "inconnu ici" in agent_client.get(item.get_absolute_url()).text


def test_whoever_answered_learns_that_it_did_not_arrive(item, agent):
    sent = answers.answer(item, by=agent, channel=Channel.MAIL, text="Bonjour.").outgoing
    told = Notification.objects.filter(recipient=agent, kind="mailroom.replied")
    sending.note_failure(sent, "Plus tard.", is_final=False)
    assert not told.exists()
    sending.note_failure(sent, "550 inconnu ici", is_final=True)
    assert told.get().title == f"Votre réponse n’est pas arrivée\u00a0: courrier {item.label}"
    OutgoingMail.objects.filter(pk=sent.pk).update(state=OutgoingMail.State.SENT, sent_at=timezone.now())
    told.delete()
    report = kept((FOLDER / "dsn_postfix.eml").read_bytes())
    message = sandboxed.parse(bytes(report.raw.content))
    own = replace(message, delivered_to=[], to=[], cc=[], reported_id=headers_of(sent)["Message-ID"])
    [bounce] = record_report(report, own)
    assert (bounce.mail, bounce.is_permanent, told.count()) == (sent, True, 1)


def test_what_the_trial_keeps_or_the_demonstration_loads_is_not_to_be_sent(item, agent, agent_client):
    answers.answer(item, by=agent, channel=Channel.MAIL, text="Bonjour.")
    assert "courriel en cours d’envoi" in agent_client.get(item.get_absolute_url()).text
    OutgoingMail.objects.update(state=OutgoingMail.State.KEPT)
    assert ", par courriel" in agent_client.get(item.get_absolute_url()).text
    Answer.objects.update(outgoing=None)
    assert ", par courriel" in agent_client.get(item.get_absolute_url()).text


def test_the_sender_writes_to_an_item_whose_follower_left(office, agent, head, gardens):
    item = item_in(State.ANSWERED, office=office, direction=gardens, taker=agent)
    Notification.objects.all().delete()
    agent.is_active = False
    agent.save()
    answers.receive_reply(Item.objects.get(pk=item.pk), text="Et alors ?", address=CITIZEN)
    item.refresh_from_db()
    assert item.state == State.ASSIGNED
    assert Notification.objects.get().recipient == head


def test_the_subject_of_an_answer_keeps_the_number(office):
    item = Item(subject="s" * 300, year=2026, sequence=7)
    subject = answers.subject_of(item)
    assert subject.endswith("s [2026-00007]")
    assert len(subject) == OutgoingMail._meta.get_field("subject").max_length


NO_ADDRESS = ["a:b@c.fr", "x@y..fr", "[a]@b.fr", "zoé@y.fr", "x\u202e@y.fr", f"x@{'é' * 70}.fr", "x@-"]
NO_ADDRESS += ["12 rue du Port\n31000", "rose@fai.example, paul@fai.example", "Rose <rose@fai.example>"]
# No mail that leaves can hold it.
NO_ADDRESS.append(f"{'r' * 300}@fai.example")


def test_one_address_is_answered_by_mail():
    assert [Item(sender_address=each).email for each in NO_ADDRESS] == [""] * len(NO_ADDRESS)
    for address in (CITIZEN, "d'arc@ville.example", "x@mairie-évry.fr", f" {CITIZEN}\n"):
        assert Item(sender_address=address).email == address.strip()


def test_an_answer_begins_from_a_model_and_ends_with_the_signature(office, agent, gardens, agent_client):
    item = item_in(State.TAKEN, office=office, direction=gardens, taker=agent, sender_address=CITIZEN)
    model = AnswerText.objects.create(title="Travaux", text="[expéditeur],\nVotre « [objet] » ([numéro]).")
    ServiceContact.objects.create(
        direction=gardens, address="1 rue", phone="01", signature="[agent]\n[service]"
    )
    path = reverse("mailroom:item_answer", args=[item.reference])
    page = agent_client.get(path).text
    assert "Travaux" in page
    assert "La signature" in page
    words = f"{item.sender_name},\nVotre « {item.subject} » ({item.label})."
    for typed, is_then in (("", words), ("Bonjour.", f"Bonjour.\n\n{words}")):
        shown = agent_client.post(path, {"text": typed, "model_text": model.pk, "geste": "reprendre"})
        (form,) = [form for form in forms_of(shown.text) if "text" in form.values]
        assert form.values["text"].lstrip() == is_then
        assert "Erreur" not in shown.text
    assert not Answer.objects.exists()
    assert agent_client.post(path, {"text": "Oui."}).status_code == 302
    assert Answer.objects.get().text == f"Oui.\n\n{agent}\n{gardens}"
    unknown = AnswerText(title="x", text="[inconnu]")
    with pytest.raises(ValidationError, match="crochet"):
        unknown.full_clean()
