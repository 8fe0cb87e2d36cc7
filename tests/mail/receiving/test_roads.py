"""Each road that a mail may take, from its bytes to its state, with what leaves and what does not."""

from email.message import EmailMessage
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from core.mail.arrivals import Outcome
from core.mail.models import IncomingMail, Mailbox, OutgoingMail, Reason, State, Trust
from core.mail.receiving import processing
from core.mail.receiving.actions import process
from core.people.models import AddressAlias, Agent, Direction
from tests.factories import AgentFactory, DirectionFactory
from tests.mail.receiving.rubric import ADDRESS, SERVER, Rubric, kept, made, message, reply_address

pytestmark = pytest.mark.django_db
NADIA = "Nadia Benali <nadia.benali@ville.example>"
FAILED = f"{SERVER}; dmarc=fail header.from=ville.example"
REPORT = "Auto-Submitted"


def settled(mail: IncomingMail) -> IncomingMail:
    assert process(mail.pk)
    mail.refresh_from_db()
    return mail


def sent() -> list[str]:
    return list(OutgoingMail.objects.order_by("pk").values_list("kind", flat=True))


# To the rubric


def test_a_first_mail_becomes_what_the_rubric_makes_of_it(rubric: Rubric, nadia: Agent) -> None:
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


def test_only_an_answer_is_trimmed(rubric: Rubric, nadia: Agent) -> None:
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


def test_what_the_rubric_refuses_is_told_to_its_sender(rubric: Rubric, nadia: Agent) -> None:
    rubric.fails = ValidationError("Cette boîte est fermée le dimanche.")
    mail = settled(kept(message(NADIA)))
    assert (mail.state, mail.reason, made()) == (State.REFUSED, Reason.NOT_ALLOWED, 0)
    assert mail.remarks == ["Cette boîte est fermée le dimanche."]
    assert "fermée le dimanche" in OutgoingMail.objects.get().body
    rubric.fails = PermissionDenied()
    other = settled(kept(message(NADIA, Message_ID="<deux@poste.example>")))
    assert (other.state, other.remarks) == (State.REFUSED, [])


@pytest.mark.parametrize(("is_held", "state"), [(True, State.HELD), (False, State.REFUSED)])
def test_a_rubric_may_leave_the_choice_to_the_sender(
    rubric: Rubric, nadia: Agent, is_held: bool, state: State
) -> None:
    rubric.outcome = Outcome(
        refusal=Reason.CLOSED, sentence="C’est clos.", button="Choisir", url="/choisir/", is_held=is_held
    )
    mail = settled(kept(message(NADIA)))
    assert (mail.state, mail.reason) == (state, Reason.CLOSED)
    letter = OutgoingMail.objects.get()
    assert "C’est clos." in letter.body
    assert "/choisir/" in letter.body


# Who wrote


def test_one_that_nobody_vouches_for_waits_for_its_sender(rubric: Rubric, nadia: Agent) -> None:
    mail = settled(kept(message(NADIA, Authentication_Results=None, Reply_To="pirate@ailleurs.example")))
    assert (mail.state, mail.reason, mail.trust) == (State.HELD, Reason.UNVERIFIED, Trust.UNVERIFIED)
    letter = OutgoingMail.objects.get()
    assert (letter.kind, letter.address, letter.is_secret) == ("mail.confirmation", nadia.email, True)
    assert "/courrier/confirmer/" in letter.body
    # Whoever borrows a name has no words carried by us.
    assert "bancs" not in letter.subject + letter.body + letter.html
    assert made() == 0


def test_an_agent_is_not_asked_for_ever(rubric: Rubric, nadia: Agent) -> None:
    states = [
        settled(kept(message(NADIA, Authentication_Results=None, Message_ID=f"<{n}@poste.example>"))).state
        for n in range(5)
    ]
    assert states == [State.HELD] * 3 + [State.QUARANTINED] * 2
    assert len(sent()) == 3


def test_an_agent_without_an_address_is_asked_at_the_one_they_wrote_from(
    rubric: Rubric, settings: Any
) -> None:
    agent = AgentFactory.create(without_address=True)
    raw = message("service@ville.example", Authentication_Results=None)
    AddressAlias.objects.create(agent=agent, address="service@ville.example")
    assert settled(kept(raw)).state == State.HELD
    assert OutgoingMail.objects.get().address == "service@ville.example"


def test_nothing_leaves_to_whom_the_server_denies(rubric: Rubric, nadia: Agent) -> None:
    known = settled(kept(message(NADIA, Authentication_Results=FAILED)))
    unknown = settled(
        kept(message("x@ailleurs.example", Authentication_Results=FAILED, Message_ID="<deux@poste.example>"))
    )
    assert (known.state, known.reason) == (State.QUARANTINED, Reason.UNVERIFIED)
    assert (unknown.state, unknown.reason) == (State.QUARANTINED, Reason.UNKNOWN_SENDER)
    assert known.trust == unknown.trust == Trust.FAILED
    assert sent() == []


def test_a_stranger_whose_envelope_is_borrowed_is_not_written_to(rubric: Rubric, db: None) -> None:
    said = f"{SERVER}; spf=fail smtp.mailfrom=victime@ailleurs.example; dkim=none"
    mail = settled(kept(message("victime@ailleurs.example", Authentication_Results=said)))
    assert (mail.state, mail.reason, sent()) == (State.QUARANTINED, Reason.UNKNOWN_SENDER, [])
    # One who forwards, and whose signature holds, is told as any other.
    said += "; dkim=pass header.d=ailleurs.example"
    settled(kept(message("vraie@ailleurs.example", Authentication_Results=said, Message_ID="<2@x.example>")))
    assert sent() == ["mail.refusal.unknown_sender"]


def test_an_unknown_sender_is_told_and_waits(rubric: Rubric, db: None) -> None:
    mail = settled(kept(message("Qui Sait <qui@ailleurs.example>", Authentication_Results=None)))
    assert (mail.state, mail.reason) == (State.QUARANTINED, Reason.UNKNOWN_SENDER)
    assert (mail.sender, mail.inbox, mail.sender_name) == (None, "essai", "Qui Sait")
    assert sent() == ["mail.refusal.unknown_sender"]
    nameless = settled(kept(message("", From=None, Message_ID="<deux@poste.example>")))
    assert (nameless.reason, nameless.sender_address) == (Reason.UNKNOWN_SENDER, "")
    assert len(sent()) == 1


def test_a_closed_account_writes_no_more(rubric: Rubric, nadia: Agent) -> None:
    nadia.is_active = False
    nadia.save()
    mail = settled(kept(message(NADIA)))
    assert (mail.state, mail.reason) == (State.REFUSED, Reason.NOT_ALLOWED)
    assert sent() == ["mail.refusal.not_allowed"]


@pytest.mark.parametrize(
    "written_from",
    [
        "NADIA.benali@Ville.Example",
        "nadia.benali+idees@ville.example",
        "Nadia.Martin@ville.example",
        "nadia.martin+x@ville.example",
    ],
)
def test_agents_are_found_by_each_of_their_addresses(rubric: Rubric, nadia: Agent, written_from: str) -> None:
    AddressAlias.objects.create(agent=nadia, address="nadia.martin@ville.example")
    assert settled(kept(message(written_from))).sender == nadia


def test_a_secret_address_vouches_for_whom_it_was_given_to(rubric: Rubric, nadia: Agent) -> None:
    subject = DirectionFactory.create()
    address = reply_address(nadia, subject).upper()
    mail = settled(kept(message(NADIA, To=address, Authentication_Results=None)))
    assert (mail.state, mail.trust) == (State.FILED, Trust.TOKEN)
    [(arrival, _)] = rubric.answered
    assert not arrival.is_verified


def test_it_vouches_for_nobody_else(rubric: Rubric, nadia: Agent, outsider: Agent) -> None:
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


# Machines


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
def test_machines_are_kept_and_get_no_answer(rubric: Rubric, nadia: Agent, headers: dict[str, str]) -> None:
    mail = settled(kept(message(NADIA, **headers)))
    assert (mail.state, made(), sent()) == (State.AUTOMATIC, 0, [])
    assert len(mail.remarks) == 1


def test_our_own_message_come_back_is_known(rubric: Rubric, nadia: Agent) -> None:
    settled(kept(message(NADIA)))
    ours = OutgoingMail.objects.get()
    mail = settled(kept(message(NADIA, Message_ID=f"<{ours.reference}@ville.example>")))
    assert mail.state == State.AUTOMATIC
    # A name of the town's domain alone is any agent's.
    other = settled(kept(message(NADIA, "Autre chose", Message_ID="<abcdefghjkmn@ville.example>")))
    assert other.state == State.FILED


def test_a_heartbeat_is_noted(rubric: Rubric) -> None:
    from core.mail.models import Heartbeat

    beat = Heartbeat.objects.create(mailbox=Mailbox.objects.create(name="essai"), token="abc")
    raw = message(ADDRESS, X_Intranet_Heartbeat="abc")
    assert settled(kept(raw)).state == State.AUTOMATIC
    beat.refresh_from_db()
    assert beat.arrived_at


def test_a_report_that_comes_back_is_counted(rubric: Rubric, nadia: Agent) -> None:
    settled(kept(message(NADIA)))
    ours = OutgoingMail.objects.get()
    raw = (
        f"Return-Path: <>\nFrom: MAILER-DAEMON@{SERVER}\nTo: {ADDRESS}\nSubject: Undelivered\n"
        "Message-ID: <dsn@mx.ville.example>\nMIME-Version: 1.0\n"
        'Content-Type: multipart/report; report-type=delivery-status; boundary="b"\n\n'
        "--b\nContent-Type: text/plain\n\nNo such user.\n"
        "--b\nContent-Type: message/delivery-status\n\nReporting-MTA: dns; mx.ville.example\n\n"
        "Final-Recipient: rfc822; nadia.benali@ville.example\nAction: failed\nStatus: 5.1.1\n\n"
        f"--b\nContent-Type: text/rfc822-headers\n\nMessage-ID: <{ours.reference}@ville.example>\n\n--b--\n"
    )
    mail = settled(kept(raw.encode()))
    assert mail.state == State.AUTOMATIC
    bounce = mail.bounces.get()
    assert (bounce.address, bounce.is_permanent, bounce.mail) == ("nadia.benali@ville.example", True, ours)


# Doubles


def test_the_same_message_twice_is_one_thing(rubric: Rubric, nadia: Agent) -> None:
    first = settled(kept(message(NADIA)))
    second = settled(kept(message(NADIA, Received="from a by b; Thu, 26 Nov 2026 10:00:00 +0100")))
    assert (second.state, second.same_as, made(), len(sent())) == (State.REPEATED, first, 1, 1)


def test_another_content_under_the_same_name_is_kept_and_flagged(rubric: Rubric, nadia: Agent) -> None:
    first = settled(kept(message(NADIA)))
    second = settled(kept(message(NADIA, "Autre chose")))
    assert (second.state, second.reason) == (State.QUARANTINED, Reason.OTHER_CONTENT)
    assert (second.same_as, second.text.strip(), made(), len(sent())) == (first, "Autre chose", 1, 1)
    third = settled(kept(message(NADIA, "Autre chose", X_Relay="2")))
    assert (third.state, third.same_as) == (State.REPEATED, second)


def test_without_a_message_id_the_same_bytes_are_the_same(rubric: Rubric, nadia: Agent) -> None:
    raw = message(NADIA, Message_ID=None)
    assert settled(kept(raw)).state == State.FILED
    assert settled(kept(raw)).state == State.REPEATED
    assert settled(kept(message(NADIA, "Autre chose", Message_ID=None))).state == State.FILED


NOBODY: dict[str, Any] = {"Authentication_Results": None}


@pytest.mark.parametrize(
    ("before", "state"),
    [
        ({"List_Id": "<agents.ville.example>"}, State.AUTOMATIC),
        (NOBODY, State.HELD),
        ({"Authentication_Results": FAILED}, State.QUARANTINED),
    ],
)
def test_a_lesser_copy_does_not_stand_before_the_good_one(
    rubric: Rubric, nadia: Agent, before: dict[str, Any], state: State
) -> None:
    lesser = settled(kept(message(NADIA, **before)))
    assert lesser.state == state
    good = settled(kept(message(NADIA)))
    lesser.refresh_from_db()
    assert (good.state, lesser.state, lesser.same_as, made()) == (State.FILED, State.REPEATED, good, 1)
    assert "mail.acknowledgement" in sent()
    # After it, each is a repetition.
    assert settled(kept(message(NADIA, **before))).state == State.REPEATED


def test_a_list_that_adds_its_words_hides_nothing(rubric: Rubric, nadia: Agent) -> None:
    handed_on = {"List_Id": "<agents.ville.example>"}
    assert settled(kept(message(NADIA, "Des bancs\n-- \nLa liste", **handed_on))).state == State.AUTOMATIC
    assert settled(kept(message(NADIA, "Des bancs"))).state == State.FILED
    assert settled(kept(message(NADIA, "Des bancs\n\nLa liste", **handed_on))).state == State.AUTOMATIC


def test_a_second_copy_that_nobody_vouches_for_asks_nothing_more(rubric: Rubric, nadia: Agent) -> None:
    assert settled(kept(message(NADIA, **NOBODY))).state == State.HELD
    assert settled(kept(message(NADIA, **NOBODY, X_Relay="2"))).state == State.REPEATED
    assert len(sent()) == 1


# What cannot be taken


def test_a_mail_that_names_us_nowhere_waits_in_silence(rubric: Rubric, nadia: Agent) -> None:
    mail = settled(kept(message(NADIA, To="quelqu.un@ville.example")))
    assert (mail.state, mail.reason, sent()) == (State.QUARANTINED, Reason.NO_ADDRESS, [])
    # Whose desk sees it: the only one.
    assert mail.inbox == "essai"


def test_what_an_agent_signed_for_somebody_else_is_not_theirs_to_us(rubric: Rubric, nadia: Agent) -> None:
    """A blind copy, or a private message that whoever received it has delivered here: the desk decides."""
    hidden = {"To": "quelqu.un@ville.example", "Delivered_To": ADDRESS}
    mail = settled(kept(message(NADIA, **hidden)))
    assert (mail.state, mail.reason, mail.trust) == (State.QUARANTINED, Reason.NO_ADDRESS, Trust.VERIFIED)
    # Nobody makes a reply address up; a stranger's waits as any stranger's does.
    subject = DirectionFactory.create()
    secret = hidden | {"Delivered_To": reply_address(nadia, subject), "Message_ID": "<2@poste.example>"}
    assert settled(kept(message(NADIA, **secret))).state == State.FILED
    stranger = settled(kept(message("x@pirate.example", **hidden, Message_ID="<3@poste.example>")))
    assert (stranger.reason, made(), sent()) == (Reason.UNKNOWN_SENDER, 0, [])


def test_a_copy_names_us_too(rubric: Rubric, nadia: Agent) -> None:
    raw = message(NADIA, To="maire@ville.example", Cc="Essai <IDEES@ville.example>")
    assert settled(kept(raw)).state == State.FILED
    assert sent() == ["mail.acknowledgement"]


def test_of_one_too_large_only_the_headers_were_taken(rubric: Rubric, nadia: Agent) -> None:
    raw = message(NADIA).as_bytes().partition(b"\n\n")[0] + b"\n\n"
    mail = settled(kept(raw, is_headers_only=True))
    assert (mail.state, mail.reason) == (State.REFUSED, Reason.TOO_LARGE)
    assert sent() == ["mail.refusal.too_large"]


def test_an_encrypted_one_is_refused(rubric: Rubric, nadia: Agent) -> None:
    raw = message(NADIA)
    raw.replace_header(
        "Content-Type", 'multipart/encrypted; protocol="application/pgp-encrypted"; boundary="b"'
    )
    raw.set_payload(
        "--b\nContent-Type: application/pgp-encrypted\n\nVersion: 1\n--b\n"
        "Content-Type: application/octet-stream\n\n-----BEGIN PGP MESSAGE-----\n--b--\n"
    )
    mail = settled(kept(raw))
    assert (mail.state, mail.reason) == (State.REFUSED, Reason.ENCRYPTED)
    assert sent() == ["mail.refusal.encrypted"]


def nested(sender: str) -> bytes:
    raw = f"From: {sender}\nTo: {ADDRESS}\nSubject: a\n".encode()
    for n in range(3000):
        raw += f'Content-Type: multipart/mixed; boundary="{n}"\n\n--{n}\n'.encode()
    return raw


def test_one_that_cannot_be_read_waits_with_its_reason(rubric: Rubric, nadia: Agent) -> None:
    mail = settled(kept(nested("nadia.benali@ville.example")))
    assert (mail.state, mail.reason, mail.sender) == (State.QUARANTINED, Reason.UNREADABLE, nadia)
    # Who wrote it is told, once; a stranger, or a machine, is not.
    letter = OutgoingMail.objects.get()
    assert (letter.kind, letter.address) == ("mail.refusal.unreadable", "nadia.benali@ville.example")
    for raw in (nested("x@pirate.example"), b"Precedence: bulk\n" + nested("nadia.benali@ville.example")):
        assert settled(kept(raw)).reason == Reason.UNREADABLE
    assert len(sent()) == 1
    lost = kept(message(NADIA))
    lost.raw.delete()
    assert (settled(lost).reason, lost.error) == (
        Reason.UNREADABLE,
        "Les octets du message ne sont plus là.",
    )


def test_the_unexpected_harms_only_its_mail(rubric: Rubric, nadia: Agent) -> None:
    rubric.fails = ZeroDivisionError("division par zéro\n  File « secret.py »")
    mail = settled(kept(message(NADIA)))
    assert (mail.state, mail.reason, made()) == (State.QUARANTINED, Reason.ERROR, 0)
    assert mail.error == "ZeroDivisionError\u00a0: division par zéro File « secret.py »"
    # What was understood of it is kept.
    assert (mail.subject, mail.sender_address) == ("Des bancs", "nadia.benali@ville.example")
    assert sent() == []


def test_a_full_disk_is_not_the_mails_fault(rubric: Rubric, nadia: Agent) -> None:
    rubric.fails = OSError(28, "No space left on device")
    mail = kept(message(NADIA))
    with pytest.raises(processing.Later):
        process(mail.pk)
    mail.refresh_from_db()
    assert (mail.state, made()) == (State.RECEIVED, 0)


# Nothing to say


def test_an_empty_mail_is_said_empty(rubric: Rubric, nadia: Agent) -> None:
    mail = settled(kept(message(NADIA, "", Subject=None)))
    assert (mail.state, mail.reason) == (State.REFUSED, Reason.UNREADABLE)
    assert "vide" in OutgoingMail.objects.get().body
    # A subject alone says something.
    titled = settled(kept(message(NADIA, "", Message_ID="<2@poste.example>")))
    assert titled.state == State.FILED


def test_an_empty_answer_is_no_answer(rubric: Rubric, nadia: Agent) -> None:
    address = reply_address(nadia, DirectionFactory.create())
    mail = settled(kept(message(NADIA, "", To=address)))
    assert (mail.state, rubric.answered) == (State.REFUSED, [])


# Files


def with_file(name: str, content: bytes, text: str = "Voir la pièce jointe.", **headers: Any) -> EmailMessage:
    raw = message(NADIA, text, **headers)
    raw.add_attachment(content, maintype="application", subtype="octet-stream", filename=name)
    return raw


def test_files_follow_the_rules_of_documents(rubric: Rubric, nadia: Agent) -> None:
    raw = with_file("notes.txt", b"Trois bancs.\n")
    raw.add_attachment(b"MZ\x00\x00", maintype="application", subtype="octet-stream", filename="jeu.exe")
    mail = settled(kept(raw))
    [arrival] = rubric.begun
    assert [(file.name, file.content) for file in arrival.files] == [("notes.txt", b"Trois bancs.\n")]
    [refusal] = arrival.left_out
    assert refusal.startswith("«\u00a0jeu.exe\u00a0» : C’est un programme")
    assert mail.state == State.FILED
    assert mail.remarks == [f"Pièce jointe refusée\u00a0: {refusal}"]


def test_a_mail_of_refused_files_alone_is_refused(rubric: Rubric, nadia: Agent) -> None:
    mail = settled(kept(with_file("jeu.exe", b"MZ\x00\x00", "")))
    assert (mail.state, mail.reason, made()) == (State.REFUSED, Reason.FORBIDDEN_FILE, 0)
    assert "jeu.exe" in OutgoingMail.objects.get().body


GIF = (
    b"GIF89a\x01\x00\x01\x00\x80\x00\x00\xff\xff\xff\x00\x00\x00!\xf9\x04\x01\x00\x00\x00\x00"
    b",\x00\x00\x00\x00\x01\x00\x01\x00\x00\x02\x02D\x01\x00;"
)


def with_image(number: int, image: bytes) -> EmailMessage:
    raw = message(NADIA, "Voici.", Message_ID=f"<{number}@poste.example>")
    raw.add_alternative('<p>Voici.</p><img src="cid:logo@x">', subtype="html")
    html: Any = raw.get_payload()
    html[1].add_related(image, "image", "gif", cid="<logo@x>", filename="logo.gif", disposition="inline")
    return raw


def test_an_image_that_repeats_is_a_signature(rubric: Rubric, nadia: Agent) -> None:
    for number in range(4):
        settled(kept(with_image(number, GIF)))
    assert [len(arrival.files) for arrival in rubric.begun] == [1, 1, 0, 0]
    last = IncomingMail.objects.latest("pk")
    assert last.remarks == ["1 image de signature laissée de côté."]
    # Another image, or another domain, is no signature.
    settled(kept(with_image(9, GIF + b"\x00")))
    assert len(rubric.begun[-1].files) == 1


# Threads


def test_one_of_our_messages_makes_a_thread_for_its_agent_only(
    rubric: Rubric, nadia: Agent, outsider: Agent
) -> None:
    subject = DirectionFactory.create()
    from django.contrib.contenttypes.models import ContentType

    ours = OutgoingMail.objects.create(
        kind="test",
        agent=nadia,
        address="nadia.benali@ville.example",
        subject="Objet",
        body="Texte",
        content_type=ContentType.objects.get_for_model(subject),
        object_id=subject.pk,
    )
    reference = f"<{ours.reference}@ville.example>"
    settled(kept(message(NADIA, In_Reply_To=reference)))
    settled(kept(message(NADIA, References=f"<x@y> {reference} <z@t>", Message_ID="<2@p.example>")))
    assert [about for _, about in rubric.answered] == [subject, subject]
    settled(kept(message(outsider.email, In_Reply_To=reference, Message_ID="<3@p.example>")))
    settled(kept(message(NADIA, Subject=f"Re: {ours.subject}", Message_ID="<4@p.example>")))
    assert len(rubric.answered) == 2
    assert len(rubric.begun) == 2


def test_a_thread_whose_subject_is_gone_begins_anew(rubric: Rubric, nadia: Agent) -> None:
    subject = DirectionFactory.create()
    address = reply_address(nadia, subject)
    Direction.objects.filter(pk=subject.pk).delete()
    assert settled(kept(message(NADIA, To=address))).state == State.FILED
    assert len(rubric.begun) == 1
