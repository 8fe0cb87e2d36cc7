"""Messages that nobody writes by accident: each is read, or refused in a line."""

import pytest

from core.mail.parsing import cleaning, message
from core.mail.parsing.parsed_message import Unreadable
from tests.mail.parsing.build import many, raw, read, text


def nested(depth: int, kind: str = "mixed") -> bytes:
    opening = b"".join(
        b'Content-Type: multipart/%b; boundary="b%d"\r\n\r\n--b%d\r\n' % (kind.encode(), n, n)
        for n in range(depth)
    )
    return opening + b"Content-Type: text/plain\r\n\r\nAu fond\r\n"


@pytest.mark.parametrize(
    ("octets", "refusal"),
    [
        (nested(3_000), cleaning.TOO_DEEP),
        (many("mixed", *[text(str(n)) for n in range(3_000)]), cleaning.TOO_MANY_PARTS),
        (b"X: " + b"a" * 1_100_000 + b"\r\n\r\nBonjour", cleaning.HEADERS_TOO_LONG),
        (b"X: a\r\n" + b" a\r\n" * 300_000, cleaning.HEADERS_TOO_LONG),
        (b"X-Un: a\r\n" * 130_000, cleaning.TOO_MANY_HEADERS),
        (b"X: a\r\n" * 1_001, cleaning.TOO_MANY_HEADERS),
    ],
    ids=["deep", "many", "one long line", "folded", "a megabyte of lines", "many lines"],
)
def test_beyond_the_limits(octets, refusal):
    with pytest.raises(Unreadable, match=refusal):
        message.parse_message(octets)


def test_within_them():
    assert message.parse_message(nested(cleaning.DEPTH)).text == "Au fond"
    assert message.parse_message(b"X: " + b"a" * 900_000 + b"\r\n\r\nBonjour").text == "Bonjour"
    assert read(Subject="(" * 2_000, From="(" * 2_000).subject


@pytest.mark.parametrize(
    ("octets", "said"),
    [
        (b"", ""),
        (b"\r\n\r\n", ""),
        (b"Bonjour", "Bonjour"),
        (b"\nBonjour\n", "Bonjour"),
        (b"Bonjour, voici\nFrom: x\n", "Bonjour, voici\nFrom: x"),
        (b"Subject: a\rFrom: b\r\rUn\rdeux", "Un\ndeux"),
        (b"\xef\xbb\xbfSubject: a\n\nUn", "Un"),
        (b"From a@x.example Tue Nov  3 10:12:00 2026\nSubject: a\n\nUn", "Un"),
        (b"Content-Type: multipart/mixed\n\nUn", "Un"),
        (b'Content-Type: multipart/mixed; boundary="x"\n\nUn', "Un"),
        (b'Content-Type: multipart/mixed; boundary="x"\n\n--x\n\nUn', "Un"),
        (b'Content-Type: multipart/mixed; boundary="x"\n\navant\n--x\n\nUn\n--x--\nEt de plus', "Un"),
        (b'Content-Type: multipart/mixed; boundary="x"\n\n--x\n\nUn\n --x\n--xy\n--x--', "Un\n --x\n--xy"),
        (b"Content-Type: multipart/mixed; boundary=\xe9\n\n--\xe9\n\nUn\n--\xe9--", "Un"),
        (b"Content-Type: \x00/\x00; \x00=\x00\n\nUn\x00", "Un"),
        (b"Content-Type: text\nContent-Transfer-Encoding: \xff\n\nUn", "Un"),
    ],
)
def test_what_is_barely_a_message(octets, said):
    assert message.parse_message(octets).text == said


@pytest.mark.parametrize(
    "octets",
    [
        # Each of these cost the square of its length, or many times its size, before it had a bound.
        b"Content-Type: multipart/mixed; boundary=x\r\n\r\n" + b"--xy" * 500_000,
        b"Content-Type: multipart/mixed; boundary=----\r\n\r\n" + b"-" * 2_000_000,
        b"\r\nUn" + b" " * 1_000_000 + b"mot",
        b"\r\n" * 500_000,
        b"Content-Type: application/pkcs7-mime\r\n\r\n0\x80" + b"0\x80\x00\x00" * 300_000,
        b"Content-Type: a/b\r\nContent-Transfer-Encoding: x-uuencode\r\n\r\nbegin 644 a\r\n" + b"M\r\n" * 300_000,
        b"Content-Type: text/plain; format=flowed\r\n\r\n" + b"a \r\n" * 300_000,
    ],
    ids=["boundaries", "dashes", "blanks", "empty lines", "elements", "uuencode", "flowed"],
)  # fmt: skip
def test_what_cost_its_square(octets):
    assert len(message.parse_message(octets).text) <= cleaning.TEXT


def test_a_nul_in_every_field():
    names = (
        "From", "To", "Cc", "Subject", "Date", "Message_ID", "References", "Reply_To", "X_Intranet_Heartbeat",
    )  # fmt: skip
    reading = message.parse_message(
        raw("a\x00b", Return_Path="<a\x00@x>", **dict.fromkeys(names, "un\x00 <a\x00b@x.example>"))
    )
    assert "\x00" not in repr(reading)
    assert "\\x00" not in repr(reading)
    assert reading.text == "ab"


def test_only_the_headers():
    octets = many("mixed", text("Un banc\n"), Subject="Un banc", From="a@x.example")
    reading = message.parse_message(octets, headers_only=True)
    assert (reading.subject, reading.text, reading.parts, reading.body_digest) == ("Un banc", "", [], "")
    assert message.parse_message(b"Subject: Un banc", headers_only=True).subject == "Un banc"
