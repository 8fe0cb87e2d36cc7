"""What is received twice, cannot be taken, brings files or answers: each road from bytes to state."""

from email.message import EmailMessage
from typing import Any

import pytest
from django.db import IntegrityError
from psycopg.errors import CheckViolation

from core.mail.inbound import read
from core.mail.models import IncomingMail, OutgoingMail, Reason, State, Trust
from core.mail.outbound.actions import write
from core.mail.outbound.messages import OutboundMessage
from core.mail.parsing import sandboxed
from core.people.models import Direction
from core.sandbox.client import NotStarted
from tests.factories import DirectionFactory
from tests.mail.factories import fresh
from tests.mail.sample_rubric import ADDRESS, FAILED, NADIA, kept, made, message, reply_address, sent, settled

pytestmark = pytest.mark.django_db


def test_the_same_message_twice_is_one_thing(rubric, nadia):
    first = settled(kept(message(NADIA)))
    second = settled(kept(message(NADIA, Received="from a by b; Thu, 26 Nov 2026 10:00:00 +0100")))
    assert (second.state, second.same_as, made(), len(sent())) == (State.REPEATED, first, 1, 1)


def test_another_content_under_the_same_name_is_kept_and_flagged(rubric, nadia):
    first = settled(kept(message(NADIA)))
    second = settled(kept(message(NADIA, "Autre chose")))
    assert (second.state, second.reason) == (State.QUARANTINED, Reason.OTHER_CONTENT)
    assert (second.same_as, second.text.strip(), made(), len(sent())) == (first, "Autre chose", 1, 1)
    third = settled(kept(message(NADIA, "Autre chose", X_Relay="2")))
    assert (third.state, third.same_as) == (State.REPEATED, second)


def test_without_a_message_id_the_same_bytes_are_the_same(rubric, nadia):
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
def test_a_lesser_copy_does_not_stand_before_the_good_one(rubric, nadia, before, state):
    lesser = settled(kept(message(NADIA, **before)))
    assert lesser.state == state
    good = settled(kept(message(NADIA)))
    assert (good.state, fresh(lesser).state, lesser.same_as, made()) == (State.FILED, State.REPEATED, good, 1)
    assert "mail.acknowledgement" in sent()
    # After it, each is a repetition.
    assert settled(kept(message(NADIA, **before))).state == State.REPEATED


def test_a_list_that_adds_its_words_hides_nothing(rubric, nadia):
    handed_on = {"List_Id": "<agents.ville.example>"}
    assert settled(kept(message(NADIA, "Des bancs\n-- \nLa liste", **handed_on))).state == State.AUTOMATIC
    assert settled(kept(message(NADIA, "Des bancs"))).state == State.FILED
    assert settled(kept(message(NADIA, "Des bancs\n\nLa liste", **handed_on))).state == State.AUTOMATIC


def test_a_second_copy_that_nobody_vouches_for_asks_nothing_more(rubric, nadia):
    assert settled(kept(message(NADIA, **NOBODY))).state == State.HELD
    assert settled(kept(message(NADIA, **NOBODY, X_Relay="2"))).state == State.REPEATED
    assert len(sent()) == 1


def test_a_mail_that_names_us_nowhere_waits_in_silence(rubric, nadia):
    mail = settled(kept(message(NADIA, To="quelqu.un@ville.example")))
    assert (mail.state, mail.reason, sent()) == (State.QUARANTINED, Reason.NO_ADDRESS, [])
    # Whose desk sees it: the only one.
    assert mail.inbox == "essai"


def test_what_an_agent_signed_for_somebody_else_is_not_theirs_to_us(rubric, nadia):
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


def test_a_copy_names_us_too(rubric, nadia):
    raw = message(NADIA, To="maire@ville.example", Cc="Essai <IDEES@ville.example>")
    assert settled(kept(raw)).state == State.FILED
    assert sent() == ["mail.acknowledgement"]


def test_of_one_too_large_only_the_headers_were_taken(rubric, nadia):
    raw = message(NADIA).as_bytes().partition(b"\n\n")[0] + b"\n\n"
    mail = settled(kept(raw, is_headers_only=True))
    assert (mail.state, mail.reason) == (State.REFUSED, Reason.TOO_LARGE)
    assert sent() == ["mail.refusal.too_large"]


def test_an_encrypted_one_is_refused(rubric, nadia):
    raw = message(NADIA)
    kind = 'multipart/encrypted; protocol="application/pgp-encrypted"; boundary="b"'
    raw.replace_header("Content-Type", kind)
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


def test_one_that_cannot_be_read_waits_with_its_reason(rubric, nadia):
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
    assert (settled(lost).reason, lost.error) == (Reason.UNREADABLE, "Les octets du message ne sont plus là.")


REFUSED_ROW = IntegrityError("new row violates check constraint\nDETAIL:  Failing row contains (Des bancs).")
REFUSED_ROW.__cause__ = CheckViolation("new row violates check constraint")


@pytest.mark.parametrize(
    ("failure", "said"),
    [
        (ZeroDivisionError("division par zéro\n  File « secret.py »"), "ZeroDivisionError"),
        (REFUSED_ROW, "IntegrityError (23514)"),
    ],
)
def test_the_unexpected_harms_only_its_mail(rubric, nadia, failure, said):
    rubric.fails = failure
    mail = settled(kept(message(NADIA)))
    assert (mail.state, mail.reason, made()) == (State.QUARANTINED, Reason.ERROR, 0)
    # Its name alone: what it says, and what the database says, may quote the mail.
    assert mail.error == said
    # What was understood of it is kept.
    assert (mail.subject, mail.sender_address) == ("Des bancs", "nadia.benali@ville.example")
    assert sent() == []


def test_a_sandbox_that_does_not_start_is_not_the_mails_fault(rubric, nadia, monkeypatch):
    def refuse(*asked: Any, **options: Any) -> Any:
        raise NotStarted("bwrap is missing")

    mail = kept(message(NADIA))
    with monkeypatch.context() as patched:
        patched.setattr(sandboxed, "run", refuse)
        read.read_waiting()
    assert (fresh(mail).state, mail.attempts) == (State.RECEIVED, 0)
    assert settled(mail).state == State.FILED


def test_an_empty_mail_is_said_empty(rubric, nadia):
    mail = settled(kept(message(NADIA, "", Subject=None)))
    assert (mail.state, mail.reason) == (State.REFUSED, Reason.UNREADABLE)
    assert "vide" in OutgoingMail.objects.get().body
    # A subject alone says something.
    titled = settled(kept(message(NADIA, "", Message_ID="<2@poste.example>")))
    assert titled.state == State.FILED
    # And answers nothing.
    address = reply_address(nadia, DirectionFactory.create())
    answer = settled(kept(message(NADIA, "", To=address, Message_ID="<3@poste.example>")))
    assert (answer.state, rubric.answered) == (State.REFUSED, [])


def with_file(name: str, content: bytes, text: str = "Voir la pièce jointe.", **headers: Any) -> EmailMessage:
    raw = message(NADIA, text, **headers)
    raw.add_attachment(content, maintype="application", subtype="octet-stream", filename=name)
    return raw


def test_files_follow_the_rules_of_documents(rubric, nadia):
    raw = with_file("notes.txt", b"Trois bancs.\n")
    raw.add_attachment(b"MZ\x00\x00", maintype="application", subtype="octet-stream", filename="jeu.exe")
    mail = settled(kept(raw))
    [arrival] = rubric.begun
    assert [(file.name, file.content) for file in arrival.files] == [("notes.txt", b"Trois bancs.\n")]
    [refusal] = arrival.left_out
    assert refusal.startswith("«\u00a0jeu.exe\u00a0» : C’est un programme")
    assert mail.state == State.FILED
    assert mail.remarks == [f"Pièce jointe refusée\u00a0: {refusal}"]


def test_a_mail_of_refused_files_alone_is_refused(rubric, nadia):
    mail = settled(kept(with_file("jeu.exe", b"MZ\x00\x00", "")))
    assert (mail.state, mail.reason, made()) == (State.REFUSED, Reason.FORBIDDEN_FILE, 0)
    assert "jeu.exe" in OutgoingMail.objects.get().body


def test_what_outlook_wraps_is_asked_for_again(rubric, nadia):
    raw = message(NADIA, "Voir la pièce jointe.")
    tnef = b"\x78\x9f\x3e\x22\x01\x00"
    raw.add_attachment(tnef, maintype="application", subtype="ms-tnef", filename="winmail.dat")
    settled(kept(raw))
    [arrival] = rubric.begun
    [refusal] = arrival.left_out
    assert refusal.startswith("«\u00a0winmail.dat\u00a0» : Outlook y a mis vos pièces jointes")


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


def test_an_image_that_repeats_is_a_signature(rubric, nadia):
    for number in range(4):
        settled(kept(with_image(number, GIF)))
    assert [len(arrival.files) for arrival in rubric.begun] == [1, 1, 0, 0]
    last = IncomingMail.objects.latest("pk")
    assert last.remarks == ["1 image de signature laissée de côté."]
    # Another image, or another domain, is no signature.
    settled(kept(with_image(9, GIF + b"\x00")))
    assert len(rubric.begun[-1].files) == 1


def test_its_own_images_are_no_repetition_for_a_mail_read_again(rubric, nadia):
    mail = settled(kept(with_image(1, GIF)))
    for _ in range(3):
        IncomingMail.objects.filter(pk=mail.pk).update(state=State.RECEIVED)
        settled(mail)
    assert [len(arrival.files) for arrival in rubric.begun] == [1, 1, 1, 1]


def test_one_of_our_messages_makes_a_thread_for_its_agent_only(rubric, nadia, outsider):
    subject = DirectionFactory.create()
    [ours] = write("test", [OutboundMessage(nadia, "Objet", "Texte", about=subject)])
    reference = f"<{ours.reference}@ville.example>"
    settled(kept(message(NADIA, In_Reply_To=reference)))
    settled(kept(message(NADIA, References=f"<x@y> {reference} <z@t>", Message_ID="<2@p.example>")))
    assert [about for _, about in rubric.answered] == [subject, subject]
    settled(kept(message(outsider.email, In_Reply_To=reference, Message_ID="<3@p.example>")))
    settled(kept(message(NADIA, Subject=f"Re: {ours.subject}", Message_ID="<4@p.example>")))
    assert len(rubric.answered) == 2
    assert len(rubric.begun) == 2


def test_a_thread_whose_subject_is_gone_begins_anew(rubric, nadia):
    subject = DirectionFactory.create()
    address = reply_address(nadia, subject)
    Direction.objects.filter(pk=subject.pk).delete()
    assert settled(kept(message(NADIA, To=address))).state == State.FILED
    assert len(rubric.begun) == 1
