"""Mail that comes into the register, and mail that leaves it: bytes in, rows and headers out."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from email.message import EmailMessage
from email.utils import formatdate
from typing import Any

import pytest
from django.contrib.auth.models import Group
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from core.documents.models import Upload
from core.mail.autoreply import rate_limits
from core.mail.headers import headers_of, sender
from core.mail.inbound.actions import process
from core.mail.models import AddressTrouble, IncomingMail, Mailbox, OutgoingFile, OutgoingMail
from core.mail.models import State as MailState
from core.mail.outbound import sending
from core.mail.outbound.bounce_handling import record_refusal, record_report
from core.mail.outbound.threading import reply_to
from core.mail.parsing import sandboxed
from core.notifications.batches import send_due_batches
from core.notifications.models import Notification
from core.people.models import Agent, Direction
from core.people.roles import Role
from core.search.links import links_around
from mailroom import actions, answers
from mailroom.models import Answer, Channel, Item, RegisterAddress, Reply, ServiceContact, State
from suggestions.models import Idea
from tests.factories import AgentFactory
from tests.mail.corpus.test_corpus import FOLDER
from tests.mail.factories import IncomingMailFactory
from tests.mail.sample_rubric import FAILED, PASSED, SERVER, kept, settled
from tests.mailroom.conftest import ADDRESS
from tests.mailroom.factories import CITIZEN, SECRET, a_kind, item_in

IDEAS = "saperlipopette@ville.example"


@pytest.fixture(scope="module", autouse=True)
def _one_box() -> Iterator[None]:
    yield
    sandboxed.POOL.close()


@pytest.fixture(autouse=True)
def _town_vouches(settings: Any) -> None:
    settings.MAIL_FROM = IDEAS
    settings.MAIL_AUTHSERV_IDS = [SERVER]
    settings.MAIL_INTERNAL_RELAYS = []


def letter(text: str = f"Bonjour,\n\nUn banc, {SECRET} !\n", **headers: Any) -> EmailMessage:
    mail = EmailMessage()
    given = {
        "Return-Path": f"<{CITIZEN}>",
        "From": f"Rose Habitante <{CITIZEN}>",
        "To": ADDRESS,
        "Subject": "Un banc",
        "Date": formatdate(),
        "Message-ID": "<un@fai.example>",
    } | {name.replace("_", "-"): value for name, value in headers.items()}
    for name, value in given.items():
        if value is not None:
            mail[name] = value
    mail.set_content(text)
    return mail


def arrived(mail: EmailMessage) -> IncomingMail:
    return settled(kept(mail))


@pytest.fixture
def acknowledges(db: None) -> RegisterAddress:
    return RegisterAddress.objects.create(address=ADDRESS, acknowledges=True)


def acknowledgements() -> list[OutgoingMail]:
    return list(OutgoingMail.objects.filter(kind="mailroom.acknowledgement"))


def test_a_mail_from_anybody_becomes_an_item(office: Agent) -> None:
    mail = letter()
    mail.add_attachment(f"Plan {SECRET}".encode(), maintype="text", subtype="plain", filename="plan.txt")
    row = arrived(mail)
    item = Item.objects.get()
    assert (row.state, row.became, row.inbox) == (MailState.FILED, item, "courrier")
    assert (item.state, item.channel, item.email, item.written_to) == (
        State.REGISTERED,
        Channel.MAIL,
        CITIZEN,
        ADDRESS,
    )
    assert item.subject == "Un banc"
    assert SECRET in item.text
    assert item.files.get().document.name == "plan.txt"
    assert Notification.objects.get(recipient=office).title == f"Courrier à attribuer\u00a0: {item.label}"
    # No automatic answer unless the address says so.
    assert not OutgoingMail.objects.filter(address=CITIZEN).exists()


def test_the_same_message_twice_is_one_item(office: Agent) -> None:
    arrived(letter())
    again = arrived(letter())
    assert again.state == MailState.REPEATED
    assert Item.objects.count() == 1


@pytest.mark.parametrize(
    "wrong",
    [
        {"Subject": None, "text": ""},
        {"Subject": "\u200b", "text": "\x0b"},
        {"From": f'"{"x" * 900}" <{CITIZEN}>', "Subject": "s" * 800},
    ],
)
def test_nobody_is_refused(office: Agent, wrong: dict[str, Any]) -> None:
    assert arrived(letter(**wrong)).state == MailState.FILED
    assert Item.objects.get().subject


def test_a_file_that_is_refused_is_said_on_the_page(client: Client, office: Agent) -> None:
    mail = letter()
    mail.add_attachment(
        b"MZ\x90\x00" * 50, maintype="application", subtype="x-msdownload", filename="jeu.exe"
    )
    arrived(mail)
    client.force_login(office)
    assert "jeu.exe" in client.get(Item.objects.get().get_absolute_url()).text


def test_a_forged_sender_waits_among_the_undesirable(office: Agent) -> None:
    arrived(letter(Authentication_Results=FAILED))
    assert Item.objects.get().state == State.SPAM
    assert not Notification.objects.exists()


def test_a_quieted_sender_goes_aside(office: Agent) -> None:
    arrived(letter())
    actions.mark_spam(Item.objects.get(), by=office)
    arrived(letter("Autre chose.", Message_ID="<deux@fai.example>"))
    assert Item.objects.to_assign().count() == 0
    assert Item.objects.spam().count() == 2


def test_answers_of_machines_make_no_item(office: Agent, acknowledges: RegisterAddress) -> None:
    RegisterAddress.objects.update(acknowledges_at_once=True)
    assert arrived(letter(Auto_Submitted="auto-replied")).state == MailState.AUTOMATIC
    about = {"Auto_Submitted": "auto-generated", "In_Reply_To": "<lettre@ville.example>"}
    assert arrived(letter(Message_ID="<2@fai.example>", **about)).state == MailState.AUTOMATIC
    assert not Item.objects.exists()


@pytest.mark.parametrize(
    "headers",
    [
        {"Auto_Submitted": "auto-generated"},
        {"List_Id": "<factures.fai.example>"},
        {"Precedence": "bulk"},
        {"From": "noreply@fai.example", "Return_Path": None},
    ],
)
def test_what_programs_send_first_is_registered_and_never_acknowledged(
    office: Agent, gardens: Direction, acknowledges: RegisterAddress, headers: dict[str, Any]
) -> None:
    """Invoices and notices of teleservices are mail like any other."""
    RegisterAddress.objects.update(acknowledges_at_once=True)
    assert arrived(letter(**headers)).state == MailState.FILED
    item = Item.objects.get()
    assert (item.state, item.is_from_program) == (State.REGISTERED, True)
    assert any("programme" in said for said in item.remarks)
    actions.assign(item, by=office, direction=gardens, kind=a_kind())
    assert acknowledgements() == []


def test_acknowledged_once_when_its_service_is_known(
    office: Agent, gardens: Direction, elsewhere: Agent, acknowledges: RegisterAddress
) -> None:
    assert elsewhere.direction
    ServiceContact.objects.create(
        direction=gardens, address="1 place de la Mairie [date]", phone="02 40 00 00 00"
    )
    arrived(letter())
    item = Item.objects.get()
    assert acknowledgements() == []
    item = actions.assign(item, by=office, direction=gardens, kind=a_kind())
    [sent] = acknowledgements()
    assert (sent.address, sent.from_address, sent.in_reply_to) == (CITIZEN, ADDRESS, "<un@fai.example>")
    assert sent.is_confidential
    for said in (item.label, "Jardins", "02 40 00 00 00", "deux mois"):
        assert said in sent.body + sent.subject
    # What is put in is never read again.
    assert "1 place de la Mairie [date]" in sent.body
    assert "[service]" not in sent.body
    assert headers_of(sent)["Auto-Submitted"] == "auto-replied"
    actions.reassign(item, by=office, direction=elsewhere.direction, reason="Erreur.")
    assert len(acknowledgements()) == 1


def test_acknowledged_at_once_leaves_out_what_is_not_known(
    office: Agent, acknowledges: RegisterAddress
) -> None:
    RegisterAddress.objects.update(acknowledges_at_once=True)
    arrived(letter())
    [sent] = acknowledgements()
    assert "Son téléphone" not in sent.body
    assert "enregistré sous le numéro" in sent.body


def test_the_answer_leaves_and_the_reply_comes_back(
    office: Agent, agent: Agent, gardens: Direction, client: Client
) -> None:
    arrived(letter(To="urbanisme@ville.example"))
    item = Item.objects.get()
    actions.assign(item, by=office, direction=gardens, kind=a_kind())
    actions.take(item, by=agent)
    client.force_login(agent)
    from django.core.files.uploadedfile import SimpleUploadedFile

    page = client.post(
        reverse("mailroom:item_answer", args=[item.reference]),
        {"channel": "mail", "text": "Il arrive lundi.", "files": SimpleUploadedFile("devis.txt", b"Devis")},
    )
    assert page.status_code == 302
    answer = Answer.objects.get()
    sent = answer.outgoing
    assert sent
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
    assert (row.state, row.became, reply.item, reply.text) == (
        MailState.FILED,
        reply,
        item,
        "Merci, mais lequel ?",
    )
    item.refresh_from_db()
    assert (item.state, item.taken_by, item.closed_at) == (State.TAKEN, agent, None)
    assert Item.objects.count() == 1
    told = Notification.objects.filter(recipient=agent, kind="mailroom.replied").get()
    assert told.title == f"L’expéditeur a répondu\u00a0: courrier {item.label}"
    assert "Merci, mais lequel ?" in client.get(item.get_absolute_url()).text

    # By the Message-ID alone, from the same address; somebody else's makes another item.
    ours = headers_of(sent)["Message-ID"]
    arrived(letter("Encore moi.", Message_ID="<trois@fai.example>", In_Reply_To=ours))
    arrived(letter("Moi.", Message_ID="<4@fai.example>", In_Reply_To=ours, From="autre@fai.example"))
    assert Reply.objects.count() == 2
    assert Item.objects.count() == 2


def test_a_mail_to_both_addresses_is_also_an_idea(office: Agent, agent: Agent) -> None:
    both = f"{IDEAS}, {ADDRESS}"
    arrived(letter(To=both, From=f"{agent} <{agent.email}>", Authentication_Results=PASSED))
    item, idea = Item.objects.get(), Idea.objects.get()
    assert (item.mail, idea.author) == (idea.mail, agent)
    assert [link.url for link in links_around(item, agents_with_roles(office))[1]] == []
    office.groups.add(Group.objects.get(name=Role.PROJECT_GROUP))
    [link] = links_around(item, agents_with_roles(office))[1]
    assert link.url == idea.get_absolute_url()
    # Of somebody whom the directory does not know, only the register's.
    arrived(letter(To=both, Message_ID="<deux@fai.example>"))
    assert (Item.objects.count(), Idea.objects.count()) == (2, 1)


def agents_with_roles(agent: Agent) -> Agent:
    return Agent.objects.with_roles().get(pk=agent.pk)


def test_an_idea_alone_is_no_item(agent: Agent) -> None:
    arrived(letter(To=IDEAS, From=f"{agent} <{agent.email}>", Authentication_Results=PASSED))
    assert not Item.objects.exists()
    assert Idea.objects.count() == 1


def test_administrators_and_the_senders_direction_read_no_mail_of_it(client: Client, office: Agent) -> None:
    automatic = letter(Message_ID="<deux@fai.example>", Auto_Submitted="auto-replied")
    rows = [arrived(letter()), arrived(letter()), arrived(automatic)]
    assert [row.state for row in rows] == [MailState.FILED, MailState.REPEATED, MailState.AUTOMATIC]
    apart = IncomingMailFactory.create(quarantined=True, inbox="courrier")
    rows.append(apart)
    for agent, status in ((AgentFactory.create(roles=[Role.ADMINISTRATOR]), 404), (office, 200)):
        client.force_login(agent)
        for row in rows:
            assert client.get(reverse("mail:incoming_detail", args=[row.reference])).status_code == status
            assert client.get(reverse("mail:incoming_original", args=[row.reference])).status_code == status
        listed = client.get(reverse("admin:mail_incomingmail_changelist")).text
        assert (apart.subject in listed) == (agent == office)
        client.logout()


def test_an_answer_by_mail_needs_an_address(office: Agent, agent: Agent, gardens: Direction) -> None:
    from django.core.exceptions import ValidationError

    item = item_in(State.TAKEN, office=office, direction=gardens, taker=agent, sender_address="1 rue du Port")
    with pytest.raises(ValidationError, match="répondez sur papier"):
        answers.answer(item, by=agent, channel=Channel.MAIL, text="Bonjour.")
    heavy = Upload(agent=agent, size=20_000_000)
    Item.objects.update(sender_address=CITIZEN)
    with pytest.raises(ValidationError, match="15"):
        answers.answer(item, by=agent, channel=Channel.MAIL, text="Bonjour.", files=[heavy])


def test_read_again_it_makes_nothing_more(office: Agent) -> None:
    row = arrived(letter())
    assert not process(row.pk)
    assert Item.objects.count() == 1


def test_what_an_agent_answers_to_a_notification_is_no_word_of_the_sender(
    office: Agent, head: Agent, gardens: Direction
) -> None:
    arrived(letter())
    item = actions.assign(Item.objects.get(), by=office, direction=gardens, kind=a_kind())
    told = OutgoingMail.objects.get(kind="mailroom.arrived", agent=head)
    assert reply_to(told) == []
    ours = headers_of(told)["Message-ID"]
    arrived(
        letter(
            "C’est pour les routes.",
            From=f"{head} <{head.email}>",
            Message_ID="<deux@ville.example>",
            In_Reply_To=ours,
            Authentication_Results=PASSED,
        )
    )
    assert not Reply.objects.exists()
    item.refresh_from_db()
    assert item.state == State.ASSIGNED


def test_an_answer_that_bounces_is_said_on_the_page_and_not_to_the_directory(
    office: Agent, agent: Agent, gardens: Direction, client: Client
) -> None:
    item = item_in(State.TAKEN, office=office, direction=gardens, taker=agent)
    sent = answers.answer(item, by=agent, channel=Channel.MAIL, text="Bonjour.").outgoing
    assert sent
    OutgoingMail.objects.filter(pk=sent.pk).update(state=OutgoingMail.State.SENT, sent_at=timezone.now())
    record_refusal(sent, f"550 5.1.1 <{CITIZEN}> inconnu ici")
    assert not AddressTrouble.objects.exists()
    client.force_login(agent)
    assert "inconnu ici" in client.get(item.get_absolute_url()).text


def test_whoever_answered_learns_that_it_did_not_arrive(
    office: Agent, agent: Agent, gardens: Direction
) -> None:
    item = item_in(State.TAKEN, office=office, direction=gardens, taker=agent)
    sent = answers.answer(item, by=agent, channel=Channel.MAIL, text="Bonjour.").outgoing
    assert sent
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


def test_what_the_trial_keeps_or_the_demonstration_loads_is_not_to_be_sent(
    office: Agent, agent: Agent, gardens: Direction, client: Client
) -> None:
    item = item_in(State.TAKEN, office=office, direction=gardens, taker=agent)
    answers.answer(item, by=agent, channel=Channel.MAIL, text="Bonjour.")
    client.force_login(agent)
    assert "courriel en cours d’envoi" in client.get(item.get_absolute_url()).text
    OutgoingMail.objects.update(state=OutgoingMail.State.KEPT)
    assert ", par courriel" in client.get(item.get_absolute_url()).text
    Answer.objects.update(outgoing=None)
    assert ", par courriel" in client.get(item.get_absolute_url()).text


def test_the_towns_server_may_be_ahead(office: Agent) -> None:
    row = settled(kept(letter(), delivered_at=timezone.now() + timedelta(days=1)))
    assert row.state == MailState.FILED
    assert Item.objects.get().received_on == timezone.localdate()


def test_the_sender_writes_to_an_item_whose_follower_left(
    office: Agent, agent: Agent, head: Agent, gardens: Direction
) -> None:
    item = item_in(State.ANSWERED, office=office, direction=gardens, taker=agent)
    Notification.objects.all().delete()
    agent.is_active = False
    agent.save()
    answers.receive_reply(Item.objects.get(pk=item.pk), text="Et alors ?", address=CITIZEN)
    item.refresh_from_db()
    assert item.state == State.ASSIGNED
    assert Notification.objects.get().recipient == head


def test_the_subject_of_an_answer_keeps_the_number(office: Agent) -> None:
    item = Item(subject="s" * 300, year=2026, sequence=7)
    subject = answers.subject_of(item)
    assert subject.endswith("s [2026-00007]")
    assert len(subject) == OutgoingMail._meta.get_field("subject").max_length


@pytest.mark.parametrize(
    ("headers", "mailbox"),
    [
        ({}, False),
        # The same words in another mail, as an autoresponder writes them.
        ({"Message_ID": "<deux@fai.example>"}, True),
    ],
)
def test_administrators_read_no_copy_of_what_the_register_holds(
    client: Client, office: Agent, headers: dict[str, Any], mailbox: bool
) -> None:
    fields = {"mailbox": Mailbox.objects.create(name="mairie")} if mailbox else {}
    settled(kept(letter(), **fields, **({"uid": 1, "uidvalidity": 1} if mailbox else {})))
    copy = settled(kept(letter(**headers), **fields, **({"uid": 2, "uidvalidity": 1} if mailbox else {})))
    assert copy.state in (MailState.REPEATED, MailState.AUTOMATIC)
    assert copy.same_as
    assert Item.objects.count() == 1
    path = reverse("mail:incoming_detail", args=[copy.reference])
    for agent, status in ((AgentFactory.create(roles=[Role.ADMINISTRATOR]), 404), (office, 200)):
        client.force_login(agent)
        assert client.get(path).status_code == status
        client.logout()


def test_forged_strangers_do_not_make_the_town_write_to_as_many_people(
    office: Agent, gardens: Direction, acknowledges: RegisterAddress, monkeypatch: pytest.MonkeyPatch
) -> None:
    RegisterAddress.objects.update(acknowledges_at_once=True)
    monkeypatch.setattr(rate_limits, "MOST_STRANGERS", 2)
    for number in range(3):
        arrived(
            letter(f"Texte {number}", From=f"v{number}@fai.example", Message_ID=f"<{number}@fai.example>")
        )
    assert len(acknowledgements()) == 2
    # A person has read it: its sender is told then.
    actions.assign(Item.objects.get(acknowledged_at=None), by=office, direction=gardens, kind=a_kind())
    assert len(acknowledgements()) == 3


@pytest.mark.parametrize(
    "headers",
    [
        {"To": "liste@ailleurs.example", "Delivered_To": ADDRESS},
        {"Authentication_Results": f"{SERVER}; spf=fail smtp.mailfrom={CITIZEN}"},
    ],
)
def test_nothing_is_acknowledged_at_once_that_nobody_asked_for(
    office: Agent, acknowledges: RegisterAddress, headers: dict[str, Any]
) -> None:
    RegisterAddress.objects.update(acknowledges_at_once=True)
    assert arrived(letter(**headers)).state == MailState.FILED
    assert acknowledgements() == []


def test_a_forged_sender_joins_no_item(office: Agent, agent: Agent, gardens: Direction) -> None:
    """Our Message-ID may be known to others; the reply address alone is a secret."""
    arrived(letter())
    item = actions.assign(Item.objects.get(), by=office, direction=gardens, kind=a_kind())
    actions.take(item, by=agent)
    sent = answers.answer(item, by=agent, channel=Channel.MAIL, text="Bonjour.").outgoing
    assert sent
    ours = headers_of(sent)["Message-ID"]
    about = {"In_Reply_To": ours, "Authentication_Results": FAILED}
    arrived(letter("Payez.", Message_ID="<2@fai.example>", **about))
    assert not Reply.objects.exists()
    assert Item.objects.spam().get() != item
    secret = letter(
        "Payez.", Message_ID="<3@fai.example>", To=reply_to(sent)[0], Authentication_Results=FAILED
    )
    arrived(secret)
    assert any("imitée" in said for said in Reply.objects.get(item=item).remarks)


def test_a_flood_writes_the_office_one_mail(office: Agent) -> None:
    for number in range(3):
        arrived(letter(f"Texte {number}", Message_ID=f"<{number}@fai.example>"))
    assert Notification.objects.filter(recipient=office).count() == 3
    assert not OutgoingMail.objects.exists()
    send_due_batches(timezone.now() + timedelta(hours=1))
    [mail] = OutgoingMail.objects.all()
    assert (mail.agent, mail.is_confidential) == (office, True)


@pytest.mark.parametrize(
    "address", ["a:b@c.fr", "x@y..fr", "[a]@b.fr", "zoé@y.fr", "x\u202e@y.fr", f"x@{'é' * 70}.fr", "x@-"]
)
def test_what_is_no_address_is_answered_on_paper(address: str) -> None:
    assert Item(sender_address=address).email == ""


@pytest.mark.parametrize("address", [CITIZEN, "d'arc@ville.example", "x@mairie-évry.fr", f" {CITIZEN}\n"])
def test_what_is_an_address(address: str) -> None:
    assert Item(sender_address=address).email == address.strip()
