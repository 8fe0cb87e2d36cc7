"""Files: their names, what is inside the text, and what they are in all."""

import base64
import hashlib
import io
import zipfile

import pytest

from core.mail.parsing import body, cleaning, message, mime
from core.mail.parsing.parsed_message import Attachment
from tests.mail.parsing.build import attached, many, raw, read, text


def parts(*octets: bytes) -> list[Attachment]:
    return message.parse_message(many("mixed", text("Voici\n"), *octets)).parts


@pytest.mark.parametrize(
    ("disposition", "name"),
    [
        ('attachment; filename="plan.pdf"', "plan.pdf"),
        ("attachment; filename*=utf-8''plan%20de%20l%27%C3%A9cole.pdf", "plan de l'école.pdf"),
        ("attachment; filename*0*=utf-8''caf%C3; filename*1*=%A9.pdf", "café.pdf"),
        ('attachment; filename="=?utf-8?q?caf=C3=A9.pdf?="', "café.pdf"),
        ('attachment; filename="../../etc/passwd"', "passwd"),
        ('attachment; filename="C:\\\\Users\\\\Moi\\\\plan.pdf"', "plan.pdf"),
        ('attachment; filename="un\x00deux\x1b.pdf"', "un deux .pdf"),
        ('attachment; filename="\u202efdp.exe"', "fdp.exe"),
        ('attachment; filename=".."', "piece-jointe"),
        ("attachment", "piece-jointe"),
    ],
)
def test_a_name(disposition, name):
    [part] = parts(attached("", b"x", Content_Disposition=disposition))
    # What the type adds to a part without a name is the system's word.
    assert part.name.removesuffix(".bin") == name


def test_the_name_of_the_type_and_a_long_one_that_keeps_its_extension():
    [part] = parts(attached("", b"x", "image/png; name=photo.png", Content_Disposition="attachment"))
    assert (part.name, part.content_type, part.is_inline) == ("photo.png", "image/png", False)
    assert part.sha256 == hashlib.sha256(b"x").hexdigest()
    [part] = parts(attached("é" * 500 + ".pdf", b"x"))
    assert len(part.name) == cleaning.FILE_NAME
    assert part.name.endswith("é.pdf")


def test_what_is_inside_the_text():
    logo = attached("logo.png", b"1", "image/png", Content_ID="<logo@x>", Content_Disposition="inline")
    bare = attached("", b"2", "image/png", Content_ID="<bare@x>", Content_Disposition="")
    beside = attached("capture.png", b"3", "image/png", Content_ID="<beside@x>")
    inside = many("related", text("<p>Voici</p>", "html"), logo, bare, boundary="dedans")
    reading = message.parse_message(many("mixed", inside, beside))
    expected = [("image.png", True), ("image.png", True), ("capture.png", False)]
    assert [(part.name, part.is_inline) for part in reading.parts] == expected


def test_a_text_with_a_name_is_a_file_unless_it_is_the_only_text():
    named = text("Un banc\n", Content_Disposition='inline; filename="message.txt"')
    reading = message.parse_message(many("mixed", named, attached("plan.pdf", b"%PDF")))
    assert (reading.text, [part.name for part in reading.parts]) == ("Un banc", ["plan.pdf"])
    assert read("Un banc\n", Content_Type="text/plain; name=message.txt").text == "Un banc"
    # Two of them, or one that says that it is attached, are files.
    other = text("Deux\n", Content_Disposition='inline; filename="autre.txt"')
    assert message.parse_message(many("mixed", named, other)).text == ""
    said = text("Un banc\n", Content_Disposition='attachment; filename="message.txt"')
    assert [part.name for part in message.parse_message(many("mixed", said)).parts] == ["message.txt"]
    [part] = parts(text("a;b\n", "csv", Content_Disposition='inline; filename="releve.csv"'))
    assert (part.name, part.content_type, part.content) == ("releve.csv", "text/csv", b"a;b\r\n")


def test_a_message_forwarded_stays_whole():
    inner = raw("Un banc\n", From="<a@x.example>", Subject="=?utf-8?q?L=27=C3=A9cole?=")
    [part] = parts(raw(inner, Content_Type="message/rfc822"))
    assert (part.name, part.content_type, part.content) == ("L'école.eml", "message/rfc822", inner)


def test_a_message_forwarded_without_a_word_gives_its_own():
    inner = raw(
        "Un banc\n", From="Ali <a@x.example>", Subject="L'école", Date="Tue, 3 Nov 2026 10:12:00 +0100"
    )
    reading = message.parse_message(
        many("mixed", text("\n"), raw(inner, Content_Type="message/rfc822"), Subject="TR: L'école")
    )
    assert reading.text == (
        "---------- Message transféré ----------\nDe\u00a0: Ali <a@x.example>\n"
        "Date\u00a0: Tue, 3 Nov 2026 10:12:00 +0100\nObjet\u00a0: L'école\n\nUn banc"
    )
    assert reading.own == reading.text
    assert [part.content for part in reading.parts] == [inner]


def test_a_hostile_message_forwarded_harms_only_itself():
    [part] = parts(raw(b"X: a\r\n" * 5_000, Content_Type="message/rfc822"))
    assert part.name == "message.eml"
    reading = message.parse_message(many("mixed", raw(b"X: a\r\n" * 5_000, Content_Type="message/rfc822")))
    assert (reading.text, len(reading.parts)) == ("", 1)


def test_ten_messages_one_inside_the_other():
    octets = raw("Au fond\n", Subject="10")
    for depth in range(9, 0, -1):
        octets = many(
            "mixed", text(f"{depth}\n"), raw(octets, Content_Type="message/rfc822"), boundary=f"b{depth}"
        )
    reading = message.parse_message(octets)
    assert reading.text == "1"
    assert [part.name for part in reading.parts] == ["message.eml"]


def test_a_zip_bomb_is_a_part_like_another():
    archive = io.BytesIO()
    with zipfile.ZipFile(archive, "w", zipfile.ZIP_DEFLATED) as file:
        file.writestr("zeros", bytes(50_000_000))
    [part] = parts(attached("bombe.zip", archive.getvalue(), "application/zip"))
    assert part.content == archive.getvalue()


def test_beyond_a_total_they_are_left_out(monkeypatch):
    monkeypatch.setattr(cleaning, "PARTS_SIZE", 10)
    files = [attached("un", b"123456"), attached("deux", b"123456"), attached("trois", b"1")]
    reading = message.parse_message(many("mixed", *files))
    assert [part.name for part in reading.parts] == ["un", "trois"]
    assert reading.parse_warnings == [body.LEFT_OUT]


@pytest.mark.parametrize(
    ("encoding", "travelling", "content"),
    [
        ("base64", b"Qm9uam91cg==", b"Bonjour"),
        ("base64", b"Qm9u\r\nam91cg", b"Bonjour"),
        ("base64", b"Qm9u!am91\x00cg=", b"Bonjour"),
        ("base64", b"Q", b""),
        ("quoted-printable", b"Caf=C3=A9 =\r\nnoir =ZZ", b"Caf\xc3\xa9 noir =ZZ"),
        ("x-uuencode", b"begin 644 a\n'0F]N:F]U<@  \n \nend\n", b"Bonjour"),
        ("x-none", b"tel quel", b"tel quel"),
    ],
)
def test_contents_as_they_travel(encoding, travelling, content):
    part = mime.parse(raw(travelling, Content_Type="a/b", Content_Transfer_Encoding=encoding))
    assert part.content.rstrip(b"\x00\r\n") == content


@pytest.mark.parametrize("encoding", ["base64", "x-uuencode"])
@pytest.mark.parametrize(
    "words",
    [
        "Bonjour, le café du hall ferme à 18 h.\n\nMarie\n",
        "Oui pour jeudi\n",
        "Oui\n",
        "Bien\n",
        "Bonjour\n\nOui\n\nMarie\n",
        "Une ligne de mots.\n" * 400,
    ],
)
def test_a_plain_text_that_says_it_is_encoded(encoding, words):
    coded = raw(words, Content_Type="text/plain; charset=utf-8", Content_Transfer_Encoding=encoding)
    assert message.parse_message(coded).text.split() == words.split()


@pytest.mark.parametrize("charset", ["utf-8", "utf-16", "iso-8859-1"])
@pytest.mark.parametrize("words", ["Oui", "é", "Oui pour jeudi, à 18 h.\n\nMarie\n", "Une ligne.\n" * 400])
def test_an_encoded_text_is_decoded(charset, words):
    coded = base64.encodebytes(words.encode(charset)).decode()
    mail = raw(coded, Content_Type=f"text/plain; charset={charset}", Content_Transfer_Encoding="base64")
    assert message.parse_message(mail).text.split() == words.split()
    assert message.parse_message(mail.replace(b"\n", b"\r\n")).text.split() == words.split()


def test_one_message_through_two_relays():
    """Other headers, another boundary, another encoding, other ends of lines: one body."""
    ours = many(
        "mixed", text("Un café\nsvp\n"), attached("a.bin", b"\x00\x01"), Received="from a", Message_ID="<1@x>"
    )
    coded = raw("Un caf=C3=A9\nsvp", Content_Type="text/plain; charset=utf-8",
                Content_Transfer_Encoding="quoted-printable")  # fmt: skip
    theirs = many("mixed", coded, attached("a.bin", b"\x00\x01"), boundary="autre", X_Spam="no").replace(
        b"\r\n", b"\n"
    )
    assert message.parse_message(ours).body_digest == message.parse_message(theirs).body_digest
    other = many("mixed", text("Un café\nsvp !\n"), attached("a.bin", b"\x00\x01"))
    assert message.parse_message(ours).body_digest != message.parse_message(other).body_digest
    assert len(read().body_digest) == 64
