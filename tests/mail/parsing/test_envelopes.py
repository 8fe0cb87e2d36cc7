"""What wraps a message: signatures, ciphers, invitations; the corpus has a whole message of each."""

import base64

import pytest

from core.mail.parsing import body, message
from tests.mail.parsing.build import attached, many, raw, read, text

DATA = bytes.fromhex("06092a864886f70d010701")
SIGNED = bytes.fromhex("06092a864886f70d010702")
ENVELOPED = bytes.fromhex("06092a864886f70d010703")


def der(tag: int, content: bytes) -> bytes:
    size = len(content)
    length = bytes([size]) if size < 128 else b"\x84" + size.to_bytes(4)
    return bytes([tag]) + length + content


def ber(tag: int, content: bytes) -> bytes:
    """Of a length that is not said, as streams are signed."""
    return bytes([tag, 0x80]) + content + b"\x00\x00"


def signed(inner: bytes, *, streamed: bool = False) -> bytes:
    octets, wrap = der(0x04, inner), der
    if streamed:
        octets, wrap = ber(0x24, der(0x04, inner[:10]) + der(0x04, inner[10:])), ber
    content = wrap(0x30, DATA + wrap(0xA0, octets))
    data = wrap(0x30, der(0x02, b"\x01") + der(0x31, b"") + content + der(0x31, b""))
    return wrap(0x30, SIGNED + wrap(0xA0, data))


def smime(content: bytes, kind: str = "signed-data") -> bytes:
    return raw(
        base64.encodebytes(content),
        Content_Type=f"application/pkcs7-mime; smime-type={kind}; name=smime.p7m",
        Content_Transfer_Encoding="base64",
    )


@pytest.mark.parametrize("streamed", [False, True])
def test_an_opaque_signature_shows_its_message(streamed):
    inner = many("mixed", text("Un banc à l’école\n"), attached("plan.pdf", b"%PDF"))
    reading = message.parse_message(smime(signed(inner, streamed=streamed)))
    assert (reading.kind, reading.text) == ("message", "Un banc à l’école")
    assert reading.signature == "signé (S/MIME)\u00a0: signature non vérifiée"
    assert [part.name for part in reading.parts] == ["plan.pdf"]


@pytest.mark.parametrize(
    "octets",
    [
        smime(der(0x30, ENVELOPED + der(0xA0, b"")), "enveloped-data"),
        smime(der(0x30, ENVELOPED + der(0xA0, b"")), "signed-data"),
        smime(b"rien de connu", "enveloped-data"),
    ],
)
def test_an_encrypted_message(octets):
    assert message.parse_message(octets).kind == "encrypted"


def test_a_cipher_below_words_that_can_be_read_is_said():
    cipher = many("encrypted", text("Version: 1"), boundary="dedans")
    reading = message.parse_message(many("mixed", text("Voici ma clé\n"), cipher))
    assert (reading.kind, reading.parse_warnings) == ("message", [body.ENCRYPTED_PART])
    assert message.parse_message(many("mixed", cipher, text("Pensez à la planète\n"))).kind == "encrypted"


@pytest.mark.parametrize("kind", ["signed-data", "certs-only", "compressed-data", ""])
def test_an_envelope_that_cannot_be_opened_is_kept_and_not_called_encrypted(kind):
    reading = message.parse_message(smime(b"\x30\x80\x06rien", kind))
    assert (reading.kind, [part.name for part in reading.parts]) == ("message", ["smime.p7m"])


def test_a_broken_signature_is_never_called_encrypted():
    broken = smime(signed(b"Un banc")[:40], "enveloped-data")
    assert message.parse_message(broken).kind == "message"


@pytest.mark.parametrize(
    "octets", [b"", b"\x30", b"\x30\x84\xff\xff\xff\xff", b"\x30\x80" * 5_000, b"\x30\x80\x06"]
)
def test_hostile_envelopes(octets):
    with pytest.raises((ValueError, IndexError)):
        body.signed_content(octets)


def test_a_clear_signature_goes():
    words = (
        "-----BEGIN PGP SIGNED MESSAGE-----\nHash: SHA512\n\nUn banc :\n- - ici\n- -----là-----\n"
        "-----BEGIN PGP SIGNATURE-----\n\niQEz\n-----END PGP SIGNATURE-----\nEnvoyé du port\n"
    )
    reading = read(words)
    assert reading.text == "Un banc :\n- ici\n-----là-----\nEnvoyé du port"
    assert reading.signature == "signé (PGP)\u00a0: signature non vérifiée"


CALENDAR = """BEGIN:VCALENDAR
METHOD:REQUEST
BEGIN:VTIMEZONE
DTSTART:16010101T000000
END:VTIMEZONE
BEGIN:VEVENT
SUMMARY;LANGUAGE=fr:Point sur les idées\\, de l’automne
 et de l’hiver
DTSTART;TZID="Romance Standard Time":20261103T100000
LOCATION:Salle Rose
END:VEVENT
END:VCALENDAR
"""
INVITATION = (
    "Invitation\u00a0: Point sur les idées, de l’automneet de l’hiver, le 03/11/2026 à 10:00, Salle Rose"
)


def test_an_invitation_alone_and_beside_its_words():
    reading = message.parse_message(text(CALENDAR, "calendar"))
    assert (reading.kind, reading.text) == ("calendar", INVITATION)
    event = raw(CALENDAR, Content_Type="text/calendar; method=REQUEST; name=meeting.ics")
    reading = message.parse_message(many("alternative", text("Point à 10 h\n"), event))
    assert (reading.kind, reading.text) == ("calendar", "Point à 10 h")


def test_a_calendar_attached_is_a_file():
    file = text(CALENDAR, "calendar", Content_Disposition="attachment; filename=agenda.ics")
    reading = message.parse_message(many("mixed", text("Mon idée\n"), file))
    assert (reading.kind, reading.text) == ("message", "Mon idée")
    assert [part.name for part in reading.parts] == ["agenda.ics"]
    # Without an event, it is one too.
    task = text("BEGIN:VCALENDAR\nBEGIN:VTODO\nSUMMARY:x\n", "calendar")
    reading = message.parse_message(many("mixed", text("Voici\n"), task))
    assert (reading.kind, [part.name for part in reading.parts]) == ("message", ["piece-jointe.ics"])


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        ("METHOD:CANCEL\nBEGIN:VEVENT\nSUMMARY:Point\nDTSTART:20261103\n", "Annulation\u00a0: Point, le 03/11/2026"),
        (
            "METHOD:REPLY\nBEGIN:VEVENT\nDTSTART;VALUE=DATE-TIME:20261103T090000Z",
            "Réponse à une invitation\u00a0: sans titre, le 03/11/2026 à 09:00 (temps universel)",
        ),
        ("BEGIN:VEVENT\nSUMMARY:\x00\nDTSTART:hier\n", "Invitation\u00a0: sans titre"),
        ("BEGIN:VTODO\nSUMMARY:Point\n", ""),
        ("", ""),
    ],
)  # fmt: skip
def test_events_in_a_sentence(words, sentence):
    assert body.describe_invitation(f"BEGIN:VCALENDAR\n{words}") == sentence


@pytest.mark.parametrize(
    ("line", "is_private"),
    [
        ("CLASS:PUBLIC\r\n", False),
        ("CLASS:\r\n", False),
        ("X-CLASS:PRIVATE\r\n", False),
        ("CLASS: PRIVATE \r\n", True),
        ("class:Confidential\r\n", True),
        ("CLASS:X-MAIRIE\r\n", True),
        ("CLASS:PRI\r\n VATE\r\n", True),
        ("CL\r\n\tASS:PRIVATE\r\n", True),
        ("\rCLASS:PRIVATE\rSTATUS:CONFIRMED\r", True),
        (f"DESCRIPTION:{'a' * body.LONGEST_CALENDAR}\r\nCLASS:PRIVATE\r\n", True),
    ],
)
def test_a_private_event_is_not_named(line, is_private):
    calendar = f"BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\nSUMMARY:Entretien\r\n{line}END:VEVENT\r\n"
    assert body.is_private_calendar(calendar) == is_private
    assert ("Entretien" in body.describe_invitation(calendar)) != is_private
