"""Each road that a mail may take, from its bytes to its state, with what leaves and what does not."""

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from core.mail.inbound.read import process
from core.mail.models import OutgoingMail, Reason, State, Trust
from core.mail.registry import InboxOutcome
from core.people.models import AddressAlias
from tests.factories import AgentFactory, DirectionFactory
from tests.mail.sample_rubric import ADDRESS, FAILED, NADIA, kept, made, message, reply_address, sent, settled

pytestmark = pytest.mark.django_db


def test_a_first_mail_becomes_what_the_rubric_makes_of_it(rubric, nadia):
    mail = settled(kept(message(NADIA)))
    assert (mail.state, mail.reason, mail.trust, mail.inbox) == (State.FILED, "", Trust.VERIFIED, "essai")
    assert (mail.sender, mail.sender_address) == (nadia, "nadia.benali@ville.example")
    assert (mail.subject, mail.error) == ("Des bancs", "")
    [arrival] = rubric.begun
    assert arrival.text.strip() == "Bonjour,\n\nPlus de bancs !"
    assert arrival.is_verified
    assert not arrival.is_reply
    assert str(mail.became).startswith("Courriel ")
    assert sent() == ["mail.acknowledgement"]
    assert not process(mail.pk)
    assert made() == 1


QUOTING = "Oui, deux.\n\nLe 12/11/2026 à 10:00, Essai a écrit :\n> Combien de bancs ?\n"


def test_only_an_answer_is_trimmed(rubric, nadia):
    first = settled(kept(message(NADIA, QUOTING)))
    assert "Combien de bancs" in first.text
    assert first.folded == ""
    subject = DirectionFactory.create(name="Parcs")
    address = reply_address(nadia, subject)
    answer = settled(kept(message(NADIA, QUOTING, To=address, Message_ID="<deux@poste.example>")))
    assert answer.text.strip() == "Oui, deux."
    assert "Combien de bancs" in answer.folded
    [(arrival, about)] = rubric.answered
    assert (about, arrival.given_to, arrival.is_reply) == (subject, nadia, True)
    assert answer.became == subject


def test_what_the_rubric_refuses_is_told_to_its_sender(rubric, nadia):
    rubric.fails = ValidationError("Cette boîte est fermée le dimanche.")
    mail = settled(kept(message(NADIA)))
    assert (mail.state, mail.reason, made()) == (State.REFUSED, Reason.NOT_ALLOWED, 0)
    assert mail.remarks == ["Cette boîte est fermée le dimanche."]
    assert "fermée le dimanche" in OutgoingMail.objects.get().body
    rubric.fails = PermissionDenied()
    other = settled(kept(message(NADIA, Message_ID="<deux@poste.example>")))
    assert (other.state, other.remarks) == (State.REFUSED, [])


def test_a_rubric_refuses_in_its_own_words(rubric, nadia):
    way_out = {"sentence": "C’est clos.", "button": "Choisir", "url": "/choisir/"}
    rubric.outcome = InboxOutcome(refusal=Reason.NOT_ALLOWED, **way_out)
    mail = settled(kept(message(NADIA)))
    assert (mail.state, mail.reason) == (State.REFUSED, Reason.NOT_ALLOWED)
    letter = OutgoingMail.objects.get()
    assert "C’est clos." in letter.body
    assert "/choisir/" in letter.body
    assert "Votre compte ne permet pas" not in letter.body


def test_one_that_nobody_vouches_for_waits_for_its_sender(rubric, nadia):
    mail = settled(kept(message(NADIA, Authentication_Results=None, Reply_To="pirate@ailleurs.example")))
    assert (mail.state, mail.reason, mail.trust) == (State.HELD, Reason.UNVERIFIED, Trust.UNVERIFIED)
    letter = OutgoingMail.objects.get()
    assert (letter.kind, letter.address, letter.is_secret) == ("mail.confirmation", nadia.email, True)
    assert "/courrier/confirmer/" in letter.body
    # Whoever borrows a name has no words carried by us.
    assert "bancs" not in letter.subject + letter.body + letter.html
    assert made() == 0


def test_an_agent_is_not_asked_for_ever(rubric, nadia):
    ids = [f"<{n}@poste.example>" for n in range(5)]
    mails = [kept(message(NADIA, Authentication_Results=None, Message_ID=name)) for name in ids]
    states = [settled(mail).state for mail in mails]
    assert states == [State.HELD] * 3 + [State.QUARANTINED] * 2
    assert len(sent()) == 3


def test_an_agent_without_an_address_is_asked_at_the_one_they_wrote_from(rubric, settings):
    agent = AgentFactory.create(without_address=True)
    raw = message("service@ville.example", Authentication_Results=None)
    AddressAlias.objects.create(agent=agent, address="service@ville.example")
    assert settled(kept(raw)).state == State.HELD
    assert OutgoingMail.objects.get().address == "service@ville.example"


def test_nothing_leaves_to_whom_the_server_denies(rubric, nadia):
    known = settled(kept(message(NADIA, Authentication_Results=FAILED)))
    headers = {"Authentication_Results": FAILED, "Message_ID": "<deux@poste.example>"}
    unknown = settled(kept(message("x@ailleurs.example", **headers)))
    assert (known.state, known.reason) == (State.QUARANTINED, Reason.UNVERIFIED)
    assert (unknown.state, unknown.reason) == (State.QUARANTINED, Reason.UNKNOWN_SENDER)
    assert known.trust == unknown.trust == Trust.FAILED
    assert sent() == []


def test_a_stranger_whose_envelope_is_borrowed_is_not_written_to(rubric, db):
    said = "mx.ville.example; spf=fail smtp.mailfrom=victime@ailleurs.example; dkim=none"
    mail = settled(kept(message("victime@ailleurs.example", Authentication_Results=said)))
    assert (mail.state, mail.reason, sent()) == (State.QUARANTINED, Reason.UNKNOWN_SENDER, [])
    # One who forwards, and whose signature holds, is told as any other.
    said += "; dkim=pass header.d=ailleurs.example"
    settled(kept(message("vraie@ailleurs.example", Authentication_Results=said, Message_ID="<2@x.example>")))
    assert sent() == ["mail.refusal.unknown_sender"]


def test_an_unknown_sender_is_told_and_waits(rubric, db):
    mail = settled(kept(message("Qui Sait <qui@ailleurs.example>", Authentication_Results=None)))
    assert (mail.state, mail.reason) == (State.QUARANTINED, Reason.UNKNOWN_SENDER)
    assert (mail.sender, mail.inbox, mail.sender_name) == (None, "essai", "Qui Sait")
    assert sent() == ["mail.refusal.unknown_sender"]
    # Without a usable From, the register could answer nobody; an agent is asked, and never believed.
    replied = settled(kept(message(None, Reply_To="Moi <moi@x.example>", Message_ID="<trois@poste.example>")))
    assert (replied.sender_address, replied.sender_name) == ("moi@x.example", "Moi")
    nameless = settled(kept(message("", From=None, Message_ID="<deux@poste.example>")))
    assert (nameless.reason, nameless.sender_address) == (Reason.UNKNOWN_SENDER, "")
    assert len(sent()) == 2


def test_an_agent_named_by_reply_to_alone_is_asked(rubric, nadia):
    address = reply_address(nadia, DirectionFactory.create())
    said = "mx.ville.example; dmarc=pass header.from=ville.example; dkim=pass header.d=ville.example"
    for to in (ADDRESS, address):
        headers = {"Reply_To": NADIA, "To": to, "Message_ID": f"<{len(sent())}@x.example>"}
        mail = settled(kept(message("Nadia", Authentication_Results=said, **headers)))
        assert (mail.sender, mail.state, mail.trust) == (nadia, State.HELD, Trust.UNVERIFIED)
    assert sent() == ["mail.confirmation"] * 2


@pytest.mark.parametrize("fields", [{"is_active": False}, {"elected": True}])
def test_neither_a_closed_account_nor_an_elected_member_writes(rubric, fields):
    AgentFactory.create(email="odile@ville.example", **fields)
    mail = settled(kept(message("Odile Kermarrec <odile@ville.example>")))
    assert (mail.state, mail.reason, made()) == (State.REFUSED, Reason.NOT_ALLOWED, 0)
    assert sent() == ["mail.refusal.not_allowed"]


@pytest.mark.parametrize(
    "written_from",
    [
        "NADIA.benali@Ville.Example", "nadia.benali+idees@ville.example", "Nadia.Martin@ville.example",
        "nadia.martin+x@ville.example",
    ],
)  # fmt: skip
def test_agents_are_found_by_each_of_their_addresses(rubric, nadia, written_from):
    AddressAlias.objects.create(agent=nadia, address="nadia.martin@ville.example")
    assert settled(kept(message(written_from))).sender == nadia


def test_a_secret_address_vouches_for_whom_it_was_given_to(rubric, nadia):
    subject = DirectionFactory.create()
    address = reply_address(nadia, subject).upper()
    mail = settled(kept(message(NADIA, To=address, Authentication_Results=None)))
    assert (mail.state, mail.trust) == (State.FILED, Trust.TOKEN)
    [(arrival, _)] = rubric.answered
    assert not arrival.is_verified


def test_it_vouches_for_nobody_else(rubric, nadia, outsider):
    subject = DirectionFactory.create()
    address = reply_address(nadia, subject)
    raw = message(outsider.email, To=address, Authentication_Results=None)
    assert settled(kept(raw)).state == State.HELD
    failed = message(NADIA, To=address, Authentication_Results=FAILED, Message_ID="<2@poste.example>")
    assert settled(kept(failed)).state == State.QUARANTINED
    verified = settled(kept(message(outsider.email, To=address, Message_ID="<3@poste.example>")))
    assert verified.remarks == [f"Écrit avec l’adresse de réponse donnée à {nadia}."]
    [(arrival, about)] = rubric.answered
    assert (arrival.sender, arrival.given_to, about) == (outsider, nadia, subject)


@pytest.mark.parametrize(
    "headers",
    [
        {"Auto_Submitted": "auto-replied"},
        {"Precedence": "bulk"},
        {"List_Id": "<liste.ville.example>"},
        {"Return_Path": "<>"},
        {"From": ADDRESS},
        {"From": "essai+retour@ville.example"},
        {"X_Loop": ADDRESS},
    ],
)
def test_machines_are_kept_and_get_no_answer(rubric, nadia, headers):
    mail = settled(kept(message(NADIA, **headers)))
    assert (mail.state, made(), sent()) == (State.AUTOMATIC, 0, [])
    assert len(mail.remarks) == 1


def test_our_own_message_come_back_is_known(rubric, nadia):
    settled(kept(message(NADIA)))
    ours = OutgoingMail.objects.get()
    mail = settled(kept(message(NADIA, Message_ID=f"<{ours.reference}@ville.example>")))
    assert mail.state == State.AUTOMATIC
    # A name of the town's domain alone is any agent's.
    other = settled(kept(message(NADIA, "Autre chose", Message_ID="<abcdefghjkmn@ville.example>")))
    assert other.state == State.FILED
