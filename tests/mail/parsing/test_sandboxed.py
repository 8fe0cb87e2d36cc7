"""A message parsed apart: whatever happens there, whoever asks is answered, and the next message is read."""

import msgspec
import pytest

from core.mail.parsing import message, parsed_message, sandboxed
from core.mail.parsing.parsed_message import Attachment, DeliveryFailure, EmailAddress, ParsedMessage
from core.mail.parsing.sandboxed import Answer, parse
from core.sandbox.client import Cause, Failed, Limits, decoded
from tests.mail.parsing.build import attached, many, raw, text

OCTETS = many(
    "mixed", text("Un café\n"), attached("plan.pdf", bytes(range(256)) * 50), Subject="=?utf-8?q?=C3=A9?="
)


def mad(subject: str, **limits: int) -> ParsedMessage:
    return parse(raw(Subject=subject), worker="tests.mail.parsing.mad_worker", limits=Limits(**limits))


def test_it_reads_and_refuses_as_the_function_does():
    assert parse(OCTETS) == message.parse_message(OCTETS)
    assert parse(OCTETS, headers_only=True) == message.parse_message(OCTETS, headers_only=True)
    assert parse(b"") == message.parse_message(b"")
    with pytest.raises(parsed_message.Unreadable, match="Trop d’en-têtes"):
        parse(b"X: a\r\n" * 1_001)


@pytest.mark.parametrize(
    ("what", "sentence"),
    [
        ("crash", sandboxed.WORDS[Cause.CRASHED]),
        ("killed", sandboxed.WORDS[Cause.MEMORY]),
        ("exit", sandboxed.WORDS[Cause.CRASHED]),
        ("error", "La lecture du message s’est arrêtée sur une erreur\u00a0: ZeroDivisionError."),
        ("loop", sandboxed.WORDS[Cause.LATE]),
        ("sleep", sandboxed.WORDS[Cause.LATE]),
        ("memory", sandboxed.WORDS[Cause.MEMORY]),
        ("nul", sandboxed.WORDS[Cause.GARBLED]),
    ],
)
def test_what_happens_inside_is_said(what, sentence):
    with pytest.raises(parsed_message.Unreadable) as refusal:
        mad(what, wall_seconds=4 if what == "sleep" else 10, cpu_seconds=2)
    assert str(refusal.value) == sentence


def test_memory_is_counted():
    with pytest.raises(parsed_message.Unreadable, match=sandboxed.WORDS[Cause.MEMORY]):
        parse(bytes(40_000_000), limits=Limits(memory=100_000_000))


def test_everything_passes_the_wire():
    reading = ParsedMessage(
        from_=[EmailAddress("a@x.example", "é\u2028")],
        sender=EmailAddress("b@x.example"),
        parts=[Attachment("un", "a/b", b"\x00\xff", sha256="x"), Attachment("deux", "a/b", is_inline=True)],
        failures=[DeliveryFailure("a@x.example", True, "5.1.1")],
        return_path="",
    )
    assert passed(sandboxed.ENCODER.encode(Answer(message=reading))) == Answer(message=reading)


def passed(octets: bytes) -> Answer:
    return decoded(sandboxed.DECODER, octets)


SMALL = ParsedMessage(parts=[Attachment("un", "a/b", b"12345")], from_=[EmailAddress("a@x.example")])
WORDS = sandboxed.ENCODER.encode(Answer(message=SMALL))


@pytest.mark.parametrize(
    "octets",
    [
        b"", WORDS[:50], WORDS[:-1], WORDS + b"x", b"\xff" * 16, b"\x91" * 100_003,
        WORDS.replace(b"a@x.example", b"\xff@x.example"), WORDS.replace(b"a@x.example", b"\x00@x.example"),
    ],
)  # fmt: skip
def test_garbage_is_no_answer(octets):
    assert octets != WORDS
    with pytest.raises(Failed):
        passed(octets)


@pytest.mark.parametrize(
    "answer",
    [
        None, [], {"messagf": {}}, {"unreadable": 7}, {"message": 7}, {"message": {"subject": 12}},
        {"message": {"parts": [7]}}, {"message": {"parts": [{"name": "a", "content_type": "a/b", "content": "x?"}]}},
        {"message": {"from_": [{"address": 7}]}}, {"message": {"from_": [{"address": "a\x00"}]}},
    ],
)  # fmt: skip
def test_an_answer_of_other_types_is_none(answer):
    with pytest.raises(Failed):
        passed(msgspec.msgpack.encode(answer))
