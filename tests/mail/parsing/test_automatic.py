"""Which signs make a mail a program's, and which are a person's all the same."""

import pytest

from core.mail.parsing import message, mime
from core.mail.parsing.automatic import classify
from tests.mail.corpus.test_corpus import HEADERS

ANSWERS = "In-Reply-To: <Ab3dEf6hJk9m@port-mimosa.example>\n"


def mail(
    headers: str = "", body: str = "Bonjour,\n", *, sender: str = "Marie <m.duval@port-mimosa.example>"
) -> mime.Part:
    return mime.parse(f"From: {sender}\n{headers}\n{body}".encode())


@pytest.mark.parametrize(("headers", "sign"), HEADERS["headers_of_programs"])
def test_headers_that_programs_write(headers, sign):
    assert classify(mail(headers), "Un banc", "m.duval@port-mimosa.example") == ("automatic", sign)


@pytest.mark.parametrize("space", ["", " ", "\t"])
def test_a_report_is_read_with_blanks_before_the_colons_of_its_parts(space):
    raw = (
        "From: MAILER-DAEMON@mx.example\n"
        f"Content-Type{space}: multipart/report; report-type=delivery-status; boundary=b\n\n"
        f"--b\nContent-Type{space}: message/delivery-status\n\nReporting-MTA: dns; mx.example\n\n"
        f"Final-Recipient{space}: rfc822; p.absent@port-mimosa.example\nAction{space}: failed\n"
        f"Status{space}: 5.1.1\n\n--b--\n"
    )
    reading = message.parse_message(raw.encode())
    assert reading.kind == "report"
    assert [failure.address for failure in reading.failures] == ["p.absent@port-mimosa.example"]


@pytest.mark.parametrize("headers", HEADERS["headers_of_people"])
def test_headers_of_people(headers):
    assert classify(mail(headers), "Un banc", "m.duval@port-mimosa.example") == ("message", "")


@pytest.mark.parametrize("sender", HEADERS["addresses_that_nobody_reads"])
def test_addresses_that_nobody_reads(sender):
    assert classify(mail(sender=sender), "Un banc", None)[1].startswith("adresse sans lecteur : ")


@pytest.mark.parametrize(
    "sender", ["norbert.eply@x.example", "renore.ply@x.example", "postmastere@x.example", "a@noreply.example"]
)
def test_addresses_that_only_look_like_them(sender):
    assert classify(mail(sender=sender), "Un banc", None)[1] == ""


@pytest.mark.parametrize("path", ["", "<>", " <> "])
def test_a_null_sender_is_a_programs(path):
    assert classify(mail(), "Un banc", path)[1] == "expéditeur d’enveloppe vide"
    assert classify(mail(), "Un banc", None)[1] == ""


@pytest.mark.parametrize("header", ["Delivered-To", "X-Original-To", "To"])
def test_nobody_writes_to_the_address_of_returns(header):
    returns = f"{header}: <Saperlipopette+retour-7h2k9m4q@port-mimosa.example>\n"
    assert classify(mail(returns), "Je suis en congés", "m.duval@port-mimosa.example")[0] == "automatic"
    assert classify(mail(returns, sender="postmaster@x.example"), "Refus", "a@b.example")[0] == "report"
    answered = f"{header}: saperlipopette+7h2k9m4q@port-mimosa.example\n"
    assert classify(mail(answered), "Re: Un banc", "m.duval@port-mimosa.example")[0] == "message"


AWAY = "Je suis absente jusqu'au 9 novembre.\n"
LOTUS = "Je serai absent(e) à partir du 02/11/2026 de retour le 09/11/2026.\n\nJe répondrai à mon retour.\n"
READ = "Votre message\n\n  À : X\n  Objet : Y\n\na été lu le mardi 3 novembre 2026.\n"


@pytest.mark.parametrize(("subject", "headers", "body", "kind"), HEADERS["subjects"])
def test_a_subject_never_speaks_alone(subject, headers, body, kind):
    assert classify(mail(headers, body), subject, "m.duval@port-mimosa.example")[0] == kind


def test_the_opening_is_read_in_its_encoding():
    coded = "Content-Type: text/plain; charset=iso-8859-1\nContent-Transfer-Encoding: quoted-printable\n"
    html = "Content-Type: text/html; charset=utf-8\n"
    plain = "Content-Type: text/plain; charset=utf-8\nContent-Transfer-Encoding: 8bit\n"
    for headers, body in (
        (coded, "Je suis en cong=E9s.\n"),
        (html, "<p>Je suis <b>absente</b>.</p>"),
        # A character cut in two where the look ends.
        (plain, "Je suis en congés. " + "x" * (1500 * 8 - 21) + "é" * 50),
    ):
        said = mail(headers, body, sender="a@b.example")
        assert classify(said, "Absence du bureau", "a@b.example")[0] == "automatic"


@pytest.mark.parametrize(
    ("content_type", "kind"),
    [
        ("multipart/report; report-type=delivery-status; boundary=b", "report"),
        ("multipart/report; report-type=disposition-notification; boundary=b", "receipt"),
        ("multipart/report; report-type=feedback-report; boundary=b", "automatic"),
        ("multipart/report; boundary=b", "automatic"),
        ("message/delivery-status", "report"),
        ("message/disposition-notification", "receipt"),
    ],
)
def test_reports_are_known_by_their_type(content_type, kind):
    report = mail(f"Content-Type: {content_type}\n", "--b\n\nBonjour\n--b--\n")
    assert classify(report, "Re: Un banc", "a@b.example")[0] == kind


@pytest.mark.parametrize(
    ("headers", "body", "answers"),
    [
        ("RT-Ticket: port-mimosa #4012\n", "Merci.\n", True),
        ("X-RT-Loop-Prevention: port-mimosa\n", "Merci.\n", True),
        ("In-Reply-To: <un@port-mimosa.example>\n", "Merci.\n", True),
        ("", "This message has been automatically generated in response to your ticket.\n", True),
        ("", "Bonjour, j’ai reçu cela ce matin.\n", False),
    ],
)
def test_the_answer_of_a_ticket_system(headers, body, answers):
    subject = "[port-mimosa #4012] AutoReply: Une panne"
    kind, sign = classify(mail(headers, body), subject, "rt@port-mimosa.example")
    assert (kind, sign) == (("automatic", f"objet « {subject} »") if answers else ("message", ""))


def test_a_person_who_answers_a_ticket_is_one_and_one_without_an_address():
    answer = mail("RT-Ticket: x #4\n")
    assert classify(answer, "Re: [x #4] AutoReply: Une panne", "m.duval@port-mimosa.example") == (
        "message",
        "",
    )
    assert classify(mail(sender="Jo Martin <>"), "Un banc", None) == ("message", "")


@pytest.mark.parametrize("sender", ["MAILER-DAEMON <>", "Mail Delivery System <MAILER-DAEMON>", "Postmaster"])
def test_a_server_without_an_address_is_no_person(sender):
    assert classify(mail(sender=sender), "Un banc", None)[0] == "automatic"
