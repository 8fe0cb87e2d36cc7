"""Lines of headers: encoded words, dates, identifiers, and what the gateway looks up."""

from datetime import UTC, datetime

import pytest

from core.mail.parsing import cleaning, headers, message, mime
from core.mail.parsing.headers import parse_address_list
from core.mail.parsing.message import parse_message as read_octets
from core.mail.parsing.parsed_message import ParsedMessage
from tests.mail.corpus.test_corpus import HEADERS
from tests.mail.parsing.build import raw, read

NOW = datetime(2026, 11, 25, 12, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("value", "subject"), [*HEADERS["header_subjects"], (b"March\xe9 de No\xebl", "Marché de Noël")]
)
def test_a_subject(value, subject):
    assert read(Subject=value).subject == subject


def test_a_long_subject_is_cut():
    subject = read(Subject="é" * 5_000).subject
    assert len(subject) == cleaning.SUBJECT
    assert subject.endswith("…")


@pytest.mark.parametrize(
    ("value", "warning"), [*HEADERS["dates"], ("1" * 5_000, "La date d’envoi est illisible.")]
)
def test_a_date(value, warning):
    warnings = cleaning.ParseWarnings()
    headers.check_date(value, warnings, NOW)
    assert list(warnings) == ([warning] if warning else [])


def test_identifiers_and_traces():
    reading = read(
        Message_ID="<un@x.example>",
        In_Reply_To="Votre message <deux@x.example> du 3",
        References="<un@x.example>\r\n <deux@x.example> <" + "a" * 900 + "@x.example>",
        Return_Path="<>",
        Delivered_To="Idees@Port-Mimosa.example",
        Authentication_Results="mx.port-mimosa.example;\r\n dkim=pass header.d=x.example",
    )
    assert reading.message_id == "<un@x.example>"
    assert reading.in_reply_to == ["<deux@x.example>"]
    assert reading.references == ["<un@x.example>", "<deux@x.example>"]
    assert reading.return_path == ""
    assert reading.delivered_to == ["idees@port-mimosa.example"]
    assert reading.authentication == ["mx.port-mimosa.example; dkim=pass header.d=x.example"]
    assert read().return_path is None
    assert read(Message_ID="sans-crochets@x.example").message_id == "<sans-crochets@x.example>"


def test_the_topmost_stands_first_and_each_says_what_is_above():
    said = ("Authentication-Results: a", "Received: b", "Received: c", "Authentication-Results: d")
    reading = message_of(*said)
    assert reading.authentication == ["a", "d"]
    assert reading.authentication_below == [0, 2]
    assert reading.received == ["b", "c"]


def test_a_header_that_lost_its_folds_hides_none_below():
    reading = message_of(
        "Received: from un (10.0.0.1)",
        "by mx.port-mimosa.example with ESMTPS; Tue, 03 Nov 2026 10:12:00 +0100",
        "From: Solange Petit <s@x.example>",
        "To: Idées <idees@port-mimosa.example>,",
        "Autre <autre@x.example>",
        "Subject: Un banc",
    )
    assert [person.address for person in reading.from_] == ["s@x.example"]
    assert [person.address for person in reading.to] == ["idees@port-mimosa.example", "autre@x.example"]
    assert (reading.subject, reading.text) == ("Un banc", "Bonjour")
    assert reading.received[0].startswith("from un (10.0.0.1) by mx.port-mimosa.example")


@pytest.mark.parametrize(
    "body", [["Bonjour,", "Subject: est un mot"], ["Un banc", "", "From: autre@x.example"], ["Un banc"] * 60]
)
def test_a_body_without_an_empty_line_above_it_is_no_header(body):
    reading = message_of("From: s@x.example", "Subject: Oui", *body, "Content-Language: fr")
    assert [person.address for person in reading.from_] == ["s@x.example"]
    assert reading.subject == "Oui"
    assert reading.text.startswith(body[0])


def test_many_lost_folds_cost_no_more_than_their_length():
    lines = ["X: y", *["z"] * 200_000, "From: s@x.example"]
    assert message_of(*lines).from_ == []


@pytest.mark.parametrize(
    ("headers", "written_from"),
    [
        ({"From": "Jo <jo@x.example>", "Reply_To": "autre@x.example"}, ("jo@x.example", "Jo")),
        ({"From": "Jo", "Reply_To": "Moi <jo@x.example>", "Sender": "s@x.example"}, ("jo@x.example", "Jo")),
        ({"From": "<>", "Sender": "Le secrétariat <s@x.example>"}, ("s@x.example", "Le secrétariat")),
        ({"Return_Path": "<r@x.example>"}, ("r@x.example", "")),
        ({"From": "Jo", "Return_Path": "<>"}, ("", "Jo")),
        ({}, ("", "")),
    ],
)
def test_who_is_answered_without_a_usable_from(headers, written_from):
    writer = read(**headers).writer
    assert (writer.address, writer.name) == written_from


def message_of(*lines: str) -> ParsedMessage:
    return message.parse_message("\r\n".join([*lines, "", "Bonjour"]).encode())


@pytest.mark.parametrize(("value", "kind", "name"), HEADERS["parameters"])
def test_parameters(value, kind, name):
    part = mime.parse(raw(Content_Type=value))
    assert (part.content_type, part.parameter("name")) == (kind, name)


def test_folds_with_blank_lines_bare_returns_or_inside_quotation_marks():
    reading = message_of("Received: from un", " ", "From: s@x.example", "Subject: Un banc")
    assert (reading.from_[0].address, reading.subject, reading.text) == ("s@x.example", "Un banc", "Bonjour")
    reading = message_of("Subject: Un banc\rFrom: maire@x.example", "From: s@x.example")
    assert [person.address for person in reading.from_] == ["s@x.example"]
    assert reading.subject == "Un banc From: maire@x.example"
    folded = b'Content-Type: multipart/mixed; boundary="un\r\n deux"\r\n\r\n--un deux\r\n\r\nUn banc\r\n--un deux--'
    assert message.parse_message(folded).text == "Un banc"


@pytest.mark.parametrize(("value", "expected"), HEADERS["address_lists"])
def test_who(value, expected):
    assert [[person.address, person.name] for person in parse_address_list(value)] == expected


def test_two_senders_are_both_kept_and_eight_bits_are_read():
    reading = read_octets(b"From: <a@x.example>\r\nFrom: Le maire <b@x.example>\r\n\r\nBonjour")
    assert [person.address for person in reading.from_] == ["a@x.example", "b@x.example"]
    [person] = read(From="Noël <n@x.example>".encode("latin-1")).from_
    assert person.name == "Noël"


def test_ten_thousand_recipients():
    reading = read(To=", ".join(f"Agent {n} <a{n}@x.example>" for n in range(10_000)))
    assert len(reading.to) == 200
    expected = ["10000 adresses dans «\u00a0To\u00a0»\u00a0: les 200 premières sont gardées."]
    assert reading.parse_warnings == expected


@pytest.mark.parametrize(
    "piece",
    ["(", '"', "<", '"\\"', "=?utf-8?q?", '<"', ",", ":", "(()", "\\", "@", "a@b ", "<a@b>", "\u0301"],
)
def test_hostile_headers_cost_their_length(piece):
    """What costs the square of its length never ends here."""
    value = (piece * 60_000)[:60_000]
    assert all(len(person.name) <= cleaning.NAME for person in parse_address_list(value))
