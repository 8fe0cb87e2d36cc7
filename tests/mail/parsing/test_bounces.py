"""What servers send back: by the standard's fields first, then by what each is known to write."""

import base64

import pytest

from core.mail.parsing import mime
from core.mail.parsing.bounces import delivery_failures
from tests.mail.corpus.test_corpus import FOLDER

OURS = "<Ab3dEf6hJk9m@port-mimosa.example>"
ABSENT = "p.absent@port-mimosa.example"
GONE = f"Final-Recipient: rfc822; {ABSENT}\nAction: failed\nStatus: 5.1.1\n"
BARE = "Final-Recipient: rfc822; a@x.example\nAction: failed\n"


def message_from_string(text: str) -> mime.Part:
    return mime.parse(text.encode())


def report(fields: str, *, returned: str = "", notice: str = "Désolé.", headers: str = "") -> mime.Part:
    third = f"--b\n{returned}\n" if returned else ""
    return message_from_string(
        f"From: MAILER-DAEMON@mx.example\n{headers}"
        "Content-Type: multipart/report; report-type=delivery-status; boundary=b\n\n"
        f"--b\nContent-Type: text/plain; charset=utf-8\n\n{notice}\n"
        f"--b\nContent-Type: message/delivery-status\n\nReporting-MTA: dns; mx.example\n\n{fields}\n{third}--b--\n"
    )


def notice(body: str, headers: str = "", sender: str = "MAILER-DAEMON@mx.example") -> mime.Part:
    return message_from_string(f"From: {sender}\n{headers}\n{body}")


def found(message: mime.Part) -> list[tuple[str, bool, str]]:
    return [(f.address, f.is_permanent, f.status) for f in delivery_failures(message)[0]]


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        (GONE, (ABSENT, True, "5.1.1")),
        (GONE.replace("5.1.1", "4.4.7"), (ABSENT, False, "4.4.7")),
        (GONE.replace("failed", "delayed"), (ABSENT, False, "5.1.1")),
        (GONE.replace("failed", "FAILED (no such user)"), (ABSENT, True, "5.1.1")),
        (GONE.replace("failed", "error"), (ABSENT, True, "5.1.1")),
        (GONE.replace("5.1.1", "5.1.1 (unknown)"), (ABSENT, True, "5.1.1")),
        (GONE.replace("rfc822; p", "RFC822;P"), (ABSENT, True, "5.1.1")),
        (GONE.replace(f"rfc822; {ABSENT}", "<P.A@x.example>"), ("p.a@x.example", True, "5.1.1")),
        (f"Original-Recipient: rfc822;alias@x.example\n{GONE}", ("alias@x.example", True, "5.1.1")),
        (f"Original-Recipient: rfc822;rien\n{GONE}", (ABSENT, True, "5.1.1")),
        (f"{BARE}Diagnostic-Code: smtp; 450 4.2.2 full\n", ("a@x.example", False, "4.2.2")),
        (f"{BARE}Diagnostic-Code: smtp; 451 plus tard\n", ("a@x.example", False, "")),
        (f"{BARE}Diagnostic-Code: smtp; 550 inconnu\n", ("a@x.example", True, "")),
        (BARE, ("a@x.example", True, "")),
    ],
)
def test_one_recipient(fields, expected):
    assert found(report(fields)) == [expected]


@pytest.mark.parametrize("action", ["delivered", "relayed", "expanded", "n'importe quoi"])
def test_what_was_served_is_no_failure(action):
    assert found(report(GONE.replace("failed", action), headers="X-Failed-Recipients: x@y.example\n")) == []


def test_several_recipients_each_once_and_no_more_than_two_hundred():
    other = GONE.replace("p.absent", "k.benali").replace("5.1.1", "4.2.1")
    expected = [(ABSENT, True, "5.1.1"), ("k.benali@port-mimosa.example", False, "4.2.1")]
    assert found(report(f"{GONE}\n{other}\n{GONE}")) == expected
    many = "\n".join(GONE.replace("p.absent", f"a{n}") for n in range(300))
    assert len(found(report(many))) == 200


def test_the_servers_words_are_one_line():
    fields = f"{GONE}Diagnostic-Code: smtp; 550 5.1.1 unknown\n    {'x' * 3000}\x00\n"
    [failure], _ = delivery_failures(report(fields))
    assert failure.diagnostic.startswith("550 5.1.1 unknown xxx")
    assert len(failure.diagnostic) <= 1000
    assert "\x00" not in failure.diagnostic


def test_fields_in_base64_are_read():
    coded = base64.encodebytes(f"Reporting-MTA: dns; x\n\n{GONE}".encode()).decode()
    message = message_from_string(
        "From: MAILER-DAEMON@mx.example\nContent-Type: multipart/report; report-type=delivery-status; boundary=b\n\n"
        f"--b\nContent-Type: message/delivery-status\nContent-Transfer-Encoding: base64\n\n{coded}\n--b--\n"
    )
    assert found(message) == [("p.absent@port-mimosa.example", True, "5.1.1")]


RETURNED = [
    f"Content-Type: text/rfc822-headers\n\nFrom: x@y.example\nMessage-ID: {OURS}\n",
    f"Content-Type: text/rfc822-headers\n\nFrom: x@y.example\nMessage-ID:\n {OURS}\n",
    f"Content-Type: message/rfc822\n\nFrom: x@y.example\nMessage-id: {OURS}\n\nBonjour\n",
    f"Content-Type: message/global\n\nFrom: x@y.example\nMessage-ID: {OURS}\n\nBonjour\n",
    "Content-Type: text/rfc822-headers\nContent-Transfer-Encoding: base64\n\n"
    + base64.encodebytes(f"Message-ID: {OURS}\n".encode()).decode(),
]


@pytest.mark.parametrize("returned", RETURNED)
def test_the_mail_it_speaks_of(returned):
    assert delivery_failures(report(GONE, returned=returned))[1] == OURS


def test_the_mail_it_speaks_of_by_the_notices_words():
    assert delivery_failures(report(GONE, notice=f"En-têtes d'origine :\nMessage-ID: {OURS}\n"))[1] == OURS
    assert delivery_failures(report(GONE, notice="Message-ID: <a b> <"))[1] == ""


def test_a_receipt_says_which_mail_was_read():
    message = message_from_string(
        "From: a@b.example\nContent-Type: multipart/report; report-type=disposition-notification; boundary=b\n\n"
        f"--b\nContent-Type: message/disposition-notification\n\nFinal-Recipient: rfc822;a@b.example\n"
        f"Original-Message-ID: {OURS}\nDisposition: manual-action/MDN-sent-manually; displayed\n--b--\n"
    )
    assert delivery_failures(message) == ([], OURS)


EXIM, QMAIL = ((FOLDER / f"bounce_{name}.eml").read_text().partition("\n\n")[2] for name in ("exim", "qmail"))


def test_servers_that_follow_no_standard():
    """The corpus has a whole message of each."""
    by_header = notice(EXIM, "X-Failed-Recipients: Inconnue@x.example, autre@x.example\n")
    assert found(by_header) == [("autre@x.example", True, "5.1.1"), ("inconnue@x.example", True, "5.1.1")]
    # « From: MAILER-DAEMON <> », without a Return-Path, is a server's too.
    assert found(notice(QMAIL, sender="MAILER-DAEMON <>")) == [
        ("odile.garnier@orange.example", True, "5.1.1")
    ]


def test_a_person_who_quotes_an_error_reports_nothing():
    assert delivery_failures(notice(QMAIL, sender="Karim <k.benali@port-mimosa.example>")) == ([], "")
    # Nor does somebody who forwards a whole report.
    whole = (
        "From: MAILER-DAEMON@mx.example\nContent-Type: multipart/report; report-type=delivery-status; boundary=b\n\n"
        f"--b\nContent-Type: message/delivery-status\n\nReporting-MTA: dns; mx.example\n\n{GONE}\n--b--\n"
    )
    forwarded = message_from_string(
        "From: k.benali@port-mimosa.example\nContent-Type: multipart/mixed; boundary=f\n\n"
        f"--f\n\nÀ lire.\n--f\nContent-Type: message/rfc822\n\n{whole}\n--f--\n"
    )
    assert delivery_failures(forwarded) == ([], "")


@pytest.mark.parametrize(
    "message",
    [
        mime.parse(b""),
        report(""),
        report("\n\n\n"),
        report("Final-Recipient: \nAction: failed\n"),
        report("Final-Recipient: rfc822\nAction: failed\n"),
        report("Final-Recipient: rfc822; a b@c\nAction: failed\n"),
        report("Action: failed\n" * 500),
        report(":" * 9000),
        notice("<" * 100_000),
        notice("a@b.example\n" * 20_000),
        notice("550 " * 50_000),
    ],
    ids=range(11),
)
def test_reports_that_say_nothing(message):
    assert delivery_failures(message) == ([], "")
