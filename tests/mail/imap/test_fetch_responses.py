"""What a server says of messages is parted by the protocol's rules, whatever a sender wrote in it."""

from datetime import UTC, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.mail.imap.connection import ranges
from core.mail.imap.fetch_responses import MalformedResponse, moment, parse_responses
from core.mail.imap.sync import taken_whole


def test_a_body_among_quoted_words() -> None:
    head = b'3 (UID 7 INTERNALDATE " 5-Nov-2026 08:00:00 +0100" '
    head += b'ENVELOPE (NIL "UID 9 (\\") BODY[] NIL" ((NIL))) BODY[] {4}'
    [found] = parse_responses([(head, b"a)\r\n"), b" FLAGS (\\Seen $Pris))"])
    assert (found.number("UID"), found.body) == (7, b"a)\r\n")
    assert found.delivered_at == datetime(2026, 11, 5, 7, tzinfo=UTC)
    assert found.envelope == '(NIL "UID 9 (\\") BODY[] NIL" ((NIL)))'
    assert [token.raw for token in found.items["FLAGS"]] == [b"(", b"\\Seen", b"$Pris", b")"]


def test_the_body_first_and_literals_in_the_envelope() -> None:
    pieces = [
        (b"1 (BODY[] {2}", b"hi"),
        (b" ENVELOPE (NIL {6}", b'x\x00"y\r\n'),
        b" NIL) UID 4)",
        b"2 (FLAGS () UID 5)",
        b'3 (UID 6 BODY[] "")',
        b"4 (UID 8 BODY[] NIL)",
        None,
    ]
    first, flags, empty, none = parse_responses(pieces)
    assert (first.number("UID"), first.body) == (4, b"hi")
    assert first.envelope == '(NIL "x \\"y " NIL)'
    assert (flags.number("UID"), flags.body) == (5, None)
    assert taken_whole(empty).content == b""
    assert none.body is None


@pytest.mark.parametrize(
    "pieces",
    [
        [b""],
        [b"1 UID 4"],
        [b"1 (UID (4)"],
        [b"1 (UID"],
        [b"1 (UID 4))"],
        [(b"1 (UID 4 BODY[] {9}", b"short"), b")"],
        [(b"1 (UID 4 BODY[] nothing", b"x"), b")"],
    ],
)
def test_what_follows_no_rule_is_garbled(pieces: list[bytes]) -> None:
    with pytest.raises(MalformedResponse):
        list(parse_responses(pieces))


@given(st.binary(max_size=80))
@settings(max_examples=50)
def test_nothing_breaks_it_otherwise(text: bytes) -> None:
    try:
        for found in parse_responses([(b"1 (UID 4 ENVELOPE " + text + b" BODY[] {1}", b"x"), text]):
            assert "\x00" not in found.envelope
    except MalformedResponse:
        pass


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (b"01-Jan-1970 00:00:00 +0000", datetime(1970, 1, 1, tzinfo=UTC)),
        (b" 1-Jan-2099 00:00:00 -0500", datetime(2099, 1, 1, 5, tzinfo=UTC)),
        (b"31-Dec-2026 23:59:60 +0000", datetime(2026, 12, 31, 23, 59, 59, tzinfo=UTC)),
        (b"31-Feb-2026 00:00:00 +0000", None),
        (b"01-Jan-0001 00:00:00 +2300", None),
        (b"01-Jan-2026 00:00:00 +9900", None),
        (b"01-Foo-2026 00:00:00 +0000", None),
        (b"hier", None),
        (b"", None),
    ],
)
def test_a_moment(text: bytes, expected: datetime | None) -> None:
    assert moment(text) == expected


def test_ranges() -> None:
    assert ranges([9, 1, 2, 3, 7]) == "1:3,7,9"
