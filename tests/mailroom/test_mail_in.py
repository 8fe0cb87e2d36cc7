"""Mail that comes into the register: bytes in, items and replies out, and who may read it."""

from datetime import timedelta

import pytest
from django.contrib.auth.models import Group
from django.urls import reverse
from django.utils import timezone

from core.mail.headers import headers_of
from core.mail.inbound.read import process
from core.mail.models import IncomingMail, Mailbox, OutgoingMail
from core.mail.models import State as MailState
from core.mail.outbound.threading import reply_to
from core.notifications.models import Notification
from core.notifications.tasks import send_due_batches
from core.people.models import AddressAlias, Agent
from core.people.roles import Role
from core.search.links import links_around
from mailroom import actions, answers
from mailroom.models import Channel, Item, RegisterAddress, Reply, State
from suggestions.models import Idea
from tests.factories import AgentFactory
from tests.mail.factories import IncomingMailFactory
from tests.mail.sample_rubric import FAILED, PASSED, SERVER, kept, settled
from tests.mailroom.conftest import ADDRESS, IDEAS
from tests.mailroom.factories import CITIZEN, SECRET, a_kind, item_in
from tests.mailroom.mailing import arrived, letter

CITIZEN_PASSED = f"{SERVER}; dmarc=pass header.from=fai.example"
pytestmark = pytest.mark.usefixtures("town_vouches")


def test_a_mail_from_anybody_becomes_an_item(office):
    mail = letter()
    mail.add_attachment(f"Plan {SECRET}".encode(), maintype="text", subtype="plain", filename="plan.txt")
    row = arrived(mail)
    item = Item.objects.get()
    assert (row.state, row.became, row.inbox) == (MailState.FILED, item, "courrier")
    assert (item.state, item.channel, item.subject) == (State.REGISTERED, Channel.MAIL, "Un banc")
    assert (item.email, item.written_to) == (CITIZEN, ADDRESS)
    assert SECRET in item.text
    assert item.files.get().document.name == "plan.txt"
    assert Notification.objects.get().recipient == office
    # No automatic answer unless the address says so.
    assert not OutgoingMail.objects.filter(address=CITIZEN).exists()
    # Read again, it makes nothing more.
    assert not process(row.pk)
    assert Item.objects.count() == 1


@pytest.mark.parametrize(
    "wrong",
    [
        {"Subject": None, "text": ""},
        {"Subject": "\u200b", "text": "\x0b"},
        {"From": f'"{"x" * 900}" <{CITIZEN}>', "Subject": "s" * 800},
    ],
)
def test_nobody_is_refused(office, wrong):
    assert arrived(letter(**wrong)).state == MailState.FILED
    assert Item.objects.get().subject


def test_a_file_that_is_refused_is_said_on_the_page(office_client):
    mail = letter()
    mail.add_attachment(b"MZ\x90\x00" * 50, maintype="application", subtype="x", filename="jeu.exe")
    arrived(mail)
    assert "jeu.exe" in office_client.get(Item.objects.get().get_absolute_url()).text


def test_a_forged_sender_waits_among_the_undesirable(office):
    arrived(letter(Authentication_Results=FAILED))
    assert Item.objects.get().state == State.SPAM
    assert not Notification.objects.exists()


def test_answers_of_machines_make_no_item(office, acknowledges):
    RegisterAddress.objects.update(acknowledges_at_once=True)
    assert arrived(letter(Auto_Submitted="auto-replied")).state == MailState.AUTOMATIC
    about = {"Auto_Submitted": "auto-generated", "In_Reply_To": "<lettre@ville.example>"}
    assert arrived(letter(Message_ID="<2@fai.example>", **about)).state == MailState.AUTOMATIC
    assert not Item.objects.exists()


def test_a_mail_to_both_addresses_is_also_an_idea(office, agent):
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


def test_administrators_read_no_mail_of_it(client, office):
    """Nor a copy of what the register holds, whatever made it a copy."""
    automatic = letter(Message_ID="<deux@fai.example>", Auto_Submitted="auto-replied")
    rows = [arrived(letter()), arrived(letter()), arrived(automatic)]
    assert [row.state for row in rows] == [MailState.FILED, MailState.REPEATED, MailState.AUTOMATIC]
    # The same words in another mail, as an autoresponder writes them.
    mailbox = {"mailbox": Mailbox.objects.create(name="mairie"), "uidvalidity": 1, "uid": 2}
    rows.append(settled(kept(letter(Message_ID="<trois@fai.example>"), **mailbox)))
    assert [bool(row.same_as) for row in rows[1::2]] == [True, True]
    assert Item.objects.count() == 1
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


def test_a_letter_is_nobody_s_whose_address_it_comes_to_be(agent_client, agent):
    AddressAlias.objects.create(agent=agent, address=CITIZEN)
    row = arrived(letter())
    assert IncomingMail.objects.get(pk=row.pk).sender == agent
    assert agent_client.get(reverse("mail:incoming_detail", args=[row.reference])).status_code == 404
    assert SECRET not in agent_client.get(reverse("my_data_file")).content.decode()


def test_what_an_agent_answers_to_a_notification_is_no_word_of_the_sender(office, head, gardens):
    arrived(letter())
    item = actions.assign(Item.objects.get(), by=office, direction=gardens, kind=a_kind())
    told = OutgoingMail.objects.get(kind="mailroom.arrived", agent=head)
    assert reply_to(told) == []
    ours = headers_of(told)["Message-ID"]
    headers = {"From": f"{head} <{head.email}>", "Authentication_Results": PASSED}
    arrived(letter("Pour les routes.", Message_ID="<deux@ville.example>", In_Reply_To=ours, **headers))
    assert not Reply.objects.exists()
    item.refresh_from_db()
    assert item.state == State.ASSIGNED


def test_the_towns_server_may_be_ahead(office):
    row = settled(kept(letter(), delivered_at=timezone.now() + timedelta(days=1)))
    assert row.state == MailState.FILED
    assert Item.objects.get().received_on == timezone.localdate()


def test_a_forged_sender_joins_no_item(office, agent, gardens):
    """Our Message-ID may be known to others; the reply address alone is a secret."""
    arrived(letter())
    item = actions.assign(Item.objects.get(), by=office, direction=gardens, kind=a_kind())
    actions.take(item, by=agent)
    sent = answers.answer(item, by=agent, channel=Channel.MAIL, text="Bonjour.").outgoing
    ours = headers_of(sent)["Message-ID"]
    about = {"In_Reply_To": ours, "Authentication_Results": FAILED}
    arrived(letter("Payez.", Message_ID="<2@fai.example>", **about))
    assert not Reply.objects.exists()
    assert Item.objects.spam().get() != item
    about = {"To": reply_to(sent)[0], "Authentication_Results": FAILED}
    arrived(letter("Payez.", Message_ID="<3@fai.example>", **about))
    assert any("imitée" in said for said in Reply.objects.get(item=item).remarks)


@pytest.mark.parametrize(
    ("headers", "joins"),
    [
        ({"Authentication_Results": CITIZEN_PASSED}, True),
        # Nobody vouches for the address: numbers follow each other, and anybody may write one.
        ({}, False),
        ({"Authentication_Results": FAILED}, False),
        # Somebody else, however honest.
        ({"Authentication_Results": CITIZEN_PASSED, "From": "autre@fai.example"}, False),
        ({"Authentication_Results": CITIZEN_PASSED, "Auto_Submitted": "auto-generated"}, False),
    ],
)
def test_our_number_in_a_subject_joins_its_own_sender_s_item(office, agent, gardens, headers, joins):
    arrived(letter())
    item = actions.assign(Item.objects.get(), by=office, direction=gardens, kind=a_kind())
    actions.take(item, by=agent)
    answers.answer(Item.objects.get(), by=agent, channel=Channel.MAIL, text="Bonjour.")
    again = {"Message_ID": "<deux@fai.example>", "Subject": f"Toujours rien [{item.label}]"}
    arrived(letter("Et ce banc ?", **again | headers))
    item.refresh_from_db()
    assert Reply.objects.filter(item=item).exists() == joins
    assert Item.objects.count() == (1 if joins else 2)
    assert item.state == (State.TAKEN if joins else State.ANSWERED)


def test_a_mail_about_a_joined_item_follows_it(office, agent, gardens):
    target = item_in(State.TAKEN, office=office, direction=gardens, taker=agent)
    arrived(letter())
    joined = Item.objects.exclude(pk=target.pk).get()
    answers.join(joined, by=office, to=target)
    again = {"Message_ID": "<deux@fai.example>", "Subject": f"Alors ? [{joined.label}]"}
    arrived(letter("Et ce banc ?", **again, Authentication_Results=CITIZEN_PASSED))
    joined.refresh_from_db()
    assert joined.state == State.FILED
    assert target.replies.last().mail
    assert "Et ce banc" in target.replies.last().text


def test_a_number_that_leads_nowhere_makes_an_item(office):
    passed = {"Authentication_Results": CITIZEN_PASSED}
    arrived(letter(Subject="Ma lettre [2026-00999]", **passed))
    arrived(letter(Subject="Ma lettre [2026-999999999]", Message_ID="<2@fai.example>", **passed))
    assert Item.objects.count() == 2


def test_a_flood_writes_the_office_one_mail(office):
    for number in range(3):
        arrived(letter(f"Texte {number}", Message_ID=f"<{number}@fai.example>"))
    assert Notification.objects.filter(recipient=office).count() == 3
    assert not OutgoingMail.objects.exists()
    send_due_batches(timezone.now() + timedelta(hours=1))
    [mail] = OutgoingMail.objects.all()
    assert (mail.agent, mail.is_confidential) == (office, True)
