"""A message parsed apart: whatever happens there, whoever asks is answered; tests/sandbox has what may happen."""

import io
import subprocess
import sys

import msgspec
import pytest

from core.mail.parsing import message, parsed_message, sandboxed
from core.mail.parsing.parsed_message import Attachment, DeliveryFailure, EmailAddress, ParsedMessage
from core.mail.parsing.sandboxed import Answer, parse
from core.sandbox.client import ROOT, Cause, Failed, Limits, decoded
from tests.mail.parsing.build import attached, many, text

OCTETS = many(
    "mixed", text("Un café\n"), attached("plan.pdf", bytes(range(256)) * 50), Subject="=?utf-8?q?=C3=A9?="
)


def test_it_reads_and_refuses_as_the_function_does():
    assert parse(OCTETS) == message.parse_message(OCTETS)
    assert parse(OCTETS, headers_only=True) == message.parse_message(OCTETS, headers_only=True)
    assert parse(b"") == message.parse_message(b"")
    with pytest.raises(parsed_message.Unreadable, match="Trop d’en-têtes"):
        parse(b"X: a\r\n" * 1_001)


def test_a_limit_that_is_met_and_an_error_are_said(monkeypatch):
    assert sandboxed.WORDS.keys() == {*Cause}
    with pytest.raises(parsed_message.Unreadable, match=sandboxed.WORDS[Cause.MEMORY]):
        parse(bytes(40_000_000), limits=Limits(memory=100_000_000))
    monkeypatch.setattr(sandboxed, "parse_message", lambda *raw, **options: 1 / 0)
    frames: list[bytes] = []
    sandboxed.answer(io.BytesIO(b"Subject: a\n\nDes mots"), frames.append, headers_only=False)
    expected = Answer(
        unreadable="La lecture du message s’est arrêtée sur une erreur\u00a0: ZeroDivisionError."
    )
    assert passed(*frames) == expected


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


PROGRAM = """
import sys
import core.sandbox.child, core.mail.parsing.sandboxed
allowed = ("core.mail.parsing", "core.sandbox", "core.web.encodings")
ours = {name for name in sys.modules if name.startswith("core.") and not name.startswith(allowed)}
print(sorted((ours - {"core.mail", "core.web"}) | {"django", "psycopg", "environ", "config"} & {*sys.modules}))
"""


def test_it_holds_the_parsers_and_nothing_of_the_intranet():
    command, env = [sys.executable, "-c", PROGRAM], {"PYTHONPATH": str(ROOT)}
    done = subprocess.run(command, cwd=ROOT, env=env, capture_output=True, text=True)
    assert (done.stdout.strip(), done.stderr) == ("[]", "")
