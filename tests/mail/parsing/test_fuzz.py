"""Messages that nobody would write: trees of MIME, hostile headers, and bytes of the corpus turned."""

from __future__ import annotations

import dataclasses
import json
import unicodedata

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from core.mail.parsing import cleaning, message, sandboxed
from core.mail.parsing.parsed_message import ParsedMessage, Unreadable
from tests.mail.corpus.test_corpus import FOLDER

CORPUS = sorted(FOLDER.glob("*.eml"))
NAMES = [
    "From", "To", "Cc", "Subject", "Date", "Message-ID", "In-Reply-To", "References", "Return-Path", "Sender",
    "Reply-To", "Content-Type", "Content-ID", "Received", "Content-Transfer-Encoding", "Content-Disposition",
    "Authentication-Results", "Delivered-To", "X-Mailer", "Precedence", "Auto-Submitted",
]  # fmt: skip
TYPES = [
    "text/plain", "text/html", "text/calendar; method=REQUEST", "image/png", "TEXT/PLAIN; x", "message/rfc822",
    "message/delivery-status", "application/ms-tnef", "application/pkcs7-mime", "application/pgp-signature",
    "application/pkcs7-mime; smime-type=signed-data", "text/plain; format=flowed; delsp=yes", "multipart", "/", "",
    'text/plain; charset="utf-7"', "text/plain; charset=utf-16", "text/html; charset=x-none", "a/b/c;;;",
    "application/x-zip; name*0*=utf-8''%00%C3; name*1*=%A9; name*=x'y",
]  # fmt: skip
MULTIPARTS = [
    "mixed", "alternative", "related", "digest", "encrypted", "report", "report; report-type=delivery-status",
    "report; report-type=disposition-notification", "signed", "signed; protocol=application/pgp-signature", "x-none",
]  # fmt: skip
ENCODINGS = ["7bit", "8bit", "base64", "quoted-printable", "x-uuencode", "x-none", "BASE64 (so it says)"]
PIECES = [
    b"\x00", b"\r\n", b"\n", b"\r", b"\n\n", b"=?", b"?=", b"=?utf-8?q?=00=0A?=", b"=?utf-8?b?4pyT?=", b"\xe9", b"\xff",
    b"(", b")", b"<", b">", b'"', b"\\", b"@", b",", b";", b":", b"=", b"--", b"--x", b"> ", b"\xc3\xa9",
    b"\xed\xa0\x80",
    b"<a href='http://x.example/'>", b"<table><tr><td>", b"<blockquote>", b"</div>", b"<!--", b"<style>", b"&#0;",
    b"&#xD800;", b"&eacute;", b"De : X", b"Le lun. 3 nov. 2026, X <x@y.example> a \xc3\xa9crit :", b"\xfe\xff",
    b"-----Message d'origine-----", b"begin 644 x", b"BEGIN:VCALENDAR\nBEGIN:VEVENT\nSUMMARY:", b"a" * 300, b" " * 90,
    b"-----BEGIN PGP SIGNED MESSAGE-----\n", b"\x78\x9f\x3e\x22\x01\x00", b"\xef\xbb\xbf",
    b"\x30\x80\x06\x09\x2a\x86\x48\x86\xf7\x0d\x01\x07\x02\xa0\x80",
]  # fmt: skip
few = settings(max_examples=80, suppress_health_check=list(HealthCheck))
NAMED = [b"", b"Content-Disposition: attachment; filename=a.txt\r\n", b"Content-ID: <a@b>\r\n"]


def octets(most: int = 12) -> st.SearchStrategy[bytes]:
    piece = st.one_of(st.sampled_from(PIECES), st.binary(max_size=12), st.text(max_size=8).map(_utf8))
    return st.lists(piece, max_size=most).map(b"".join)


def _utf8(text: str) -> bytes:
    return text.encode("utf-8", "surrogatepass")


@st.composite
def headers(draw: st.DrawFn) -> bytes:
    written = b""
    for _ in range(draw(st.integers(0, 5))):
        written += draw(st.sampled_from(NAMES)).encode() + b":" + draw(octets(6))
        written += draw(st.sampled_from([b"\r\n", b"\n"]))
    return written


@st.composite
def leaves(draw: st.DrawFn) -> bytes:
    kind = f"Content-Type: {draw(st.sampled_from(TYPES))}\r\n".encode()
    coding = f"Content-Transfer-Encoding: {draw(st.sampled_from(ENCODINGS))}\r\n".encode()
    name = draw(st.sampled_from(NAMED))
    return kind + coding + name + draw(headers()) + b"\r\n" + draw(octets())


def many(children: st.SearchStrategy[bytes]) -> st.SearchStrategy[bytes]:
    boundaries = st.sampled_from([b"x", b"x", b"xx", b"y", b"", b"z z", b"\xe9"])
    closings = st.sampled_from([b"\r\n--%b--\r\n", b"", b"\n--%b"])
    return st.builds(
        _joined, boundaries, st.sampled_from(MULTIPARTS), st.lists(children, min_size=1, max_size=3), closings
    )


def _joined(boundary: bytes, kind: str, parts: list[bytes], closing: bytes) -> bytes:
    opening = b'Content-Type: multipart/%b; boundary="%b"\r\n\r\n' % (kind.encode(), boundary)
    body = b"".join(b"\r\n--%b\r\n%b" % (boundary, part) for part in parts)
    return opening + body + (closing % boundary if closing else b"")


def trees(depth: int) -> st.SearchStrategy[bytes]:
    if not depth:
        return leaves()
    inside = trees(depth - 1)
    return st.one_of(many(inside), wrapped(inside), leaves())


def messages() -> st.SearchStrategy[bytes]:
    return st.builds(bytes.__add__, st.one_of(st.just(b""), headers()), st.one_of(many(trees(3)), trees(3)))


def wrapped(children: st.SearchStrategy[bytes]) -> st.SearchStrategy[bytes]:
    return children.map(lambda child: b"Content-Type: message/rfc822\r\n\r\n" + child)


@st.composite
def turned(draw: st.DrawFn) -> bytes:
    """A message of the corpus, some of its bytes changed, cut out or doubled."""
    raw = bytearray(draw(st.sampled_from(CORPUS)).read_bytes())
    for _ in range(draw(st.integers(1, 12))):
        place = draw(st.integers(0, max(len(raw) - 1, 0)))
        what = draw(st.integers(0, 3))
        if what == 0 and raw:
            raw[place] ^= 1 << draw(st.integers(0, 7))
        elif what == 1:
            raw[place:place] = draw(st.sampled_from(PIECES))
        elif what == 2:
            del raw[place : place + draw(st.integers(1, 400))]
        else:
            raw[place:place] = raw[place : place + draw(st.integers(1, 400))]
    return bytes(raw)


@few
@given(messages() | turned())
def test_whatever_comes_is_understood_or_refused(raw):
    """Read, or refused in a line; whatever was understood is clean, within its bounds, and passes the wire."""
    try:
        message.parse_message(raw, headers_only=True)
        reading = message.parse_message(raw)
    except Unreadable as error:
        refusal = str(error)
        assert refusal.strip() == " ".join(refusal.splitlines())
    else:
        _check(reading)


def _check(reading: ParsedMessage) -> None:
    answer = sandboxed.Answer(message=reading)
    assert sandboxed.DECODER.decode(sandboxed.ENCODER.encode(answer)) == answer
    words = json.dumps(dataclasses.asdict(dataclasses.replace(reading, parts=[])), ensure_ascii=False)
    words.encode()
    assert "\\u0000" not in words
    for line in _lines(reading):
        assert line == " ".join(line.splitlines()), repr(line)
        assert not {unicodedata.category(character) for character in line} & {"Cc", "Cs"}, repr(line)
    assert all(
        person.address == person.address.lower() for person in (*reading.from_, *reading.to, *reading.cc)
    )
    assert len(reading.subject) <= cleaning.SUBJECT
    assert len(reading.text) <= cleaning.TEXT
    assert len(reading.automatic_because) <= cleaning.SIGN
    assert "\n\n\n\n" not in reading.text
    assert all(
        part.name and "/" not in part.name and len(part.name) <= cleaning.FILE_NAME for part in reading.parts
    )


def _lines(reading: ParsedMessage) -> list[str]:
    people = [*reading.from_, *reading.to, *reading.cc, *reading.reply_to, *filter(None, [reading.sender])]
    return [
        *(reading.subject, reading.message_id, reading.return_path or "", reading.signature),
        *(*reading.in_reply_to, *reading.references, *reading.delivered_to, *reading.authentication),
        *(*reading.received, *reading.parse_warnings, reading.automatic_because),
        *(value for person in people for value in (person.address, person.name)),
        *(value for one in reading.failures for value in (one.address, one.status, one.diagnostic)),
        reading.reported_id,
        *(value for part in reading.parts for value in (part.name, part.content_type)),
    ]
