"""A message parsed apart: whatever happens there, whoever asks is answered, and the next message is read."""

import pytest

from core.mail.parsing import message, sandboxed
from core.mail.parsing.parsed_message import (
    Attachment,
    DeliveryFailure,
    EmailAddress,
    ParsedMessage,
    Unreadable,
)
from core.mail.parsing.sandboxed import parse
from core.sandbox.client import Cause, Limits
from core.sandbox.messages import Garbled
from tests.mail.parsing.build import attached, many, raw, text

OCTETS = many(
    "mixed", text("Un café\n"), attached("plan.pdf", bytes(range(256)) * 50), Subject="=?utf-8?q?=C3=A9?="
)


def mad(subject: str, **limits: int) -> ParsedMessage:
    return parse(raw(Subject=subject), worker="tests.mail.parsing.mad_worker", limits=Limits(**limits))


def test_it_reads_as_the_function_does():
    assert parse(OCTETS) == message.parse_message(OCTETS)
    assert parse(OCTETS, headers_only=True) == message.parse_message(OCTETS, headers_only=True)
    assert parse(b"") == message.parse_message(b"")


def test_a_refusal_is_the_function_s():
    with pytest.raises(Unreadable, match="Trop d’en-têtes"):
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
        ("nul", sandboxed.GARBLED),
    ],
)
def test_what_happens_inside_is_said(what, sentence):
    with pytest.raises(Unreadable) as refusal:
        mad(what, wall_seconds=10, cpu_seconds=2)
    assert str(refusal.value) == sentence


@pytest.mark.parametrize("limits", [Limits(answer=10_000), Limits(frame=10_000)])
def test_an_answer_without_end(limits):
    with pytest.raises(Unreadable, match=sandboxed.WORDS[Cause.TOO_MUCH]):
        parse(raw("x" * 2_000_000), limits=limits)


def test_memory_is_counted():
    with pytest.raises(Unreadable, match=sandboxed.WORDS[Cause.MEMORY]):
        parse(bytes(40_000_000), limits=Limits(memory=100_000_000))


def test_everything_passes_the_wire():
    reading = ParsedMessage(
        from_=[EmailAddress("a@x.example", "é\u2028")],
        sender=EmailAddress("b@x.example"),
        parts=[Attachment("un", "a/b", b"\x00\xff", sha256="x"), Attachment("deux", "a/b", is_inline=True)],
        failures=[DeliveryFailure("a@x.example", True, "5.1.1")],
        ours={"x-intranet-heartbeat": "jeton"},
        return_path="",
    )
    assert sandboxed.unpacked(sandboxed.packed(reading)) == reading


WORDS, CONTENT = sandboxed.packed(
    ParsedMessage(parts=[Attachment("un", "a/b", b"12345")], from_=[EmailAddress("a@x.example")])
)


@pytest.mark.parametrize(
    "words",
    [
        b"",
        WORDS[:50],
        WORDS[:-1],
        WORDS + b"x",
        b"\xff" * 16,
        WORDS.replace(b'"subject":""', b'"subject":"\xff"'),
        b"{}",
        WORDS.replace(b'"parts":[{', b'"parts":[7, {'),
        WORDS.replace(b'"subject":""', b'"subject":12'),
        WORDS.replace(b'"is_inline":false', b'"is_inline":"fals"'),
        WORDS.replace(b'a@x.example', b'\\u0000x.exam'),
        WORDS.replace(b'a@x.example', b'\\ud800x.exam'),
        WORDS.replace(b'"from_":[{', b'"from_":[7,{'),
        WORDS.replace(b'"message"', b'"messagf"'),
        b'{"unreadable": 7}',
        b"[" * 100_003,
        b"null",
    ],
)  # fmt: skip
def test_garbage_is_told_from_an_answer(words):
    assert words != WORDS
    with pytest.raises(Garbled):
        sandboxed.unpacked([words, CONTENT])


@pytest.mark.parametrize("frames", [[], [WORDS], [WORDS, CONTENT, b"x"]])
def test_each_part_has_its_content(frames):
    with pytest.raises(Garbled):
        sandboxed.unpacked(frames)
