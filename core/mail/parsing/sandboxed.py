"""Parses a message in a sandboxed process, so that no message can harm the caller: `parse` asks, `answer` is there.

An answer is a frame of JSON, then one for the content of each part.
"""

import dataclasses
from collections.abc import Callable
from typing import BinaryIO

import msgspec

from core.mail.parsing.message import parse_message
from core.mail.parsing.parsed_message import ParsedMessage, Unreadable
from core.sandbox.client import Cause, Failed, Limits, run
from core.sandbox.messages import Garbled, Text, decoded

WORDS = {
    Cause.LATE: "La lecture du message prend trop de temps.",
    Cause.TOO_MUCH: "Ce que le message contient est trop gros une fois lu.",
    Cause.MEMORY: "Le message demande trop de mémoire.",
    Cause.CRASHED: "La lecture du message s’est arrêtée net.",
}
GARBLED = "La lecture du message a rendu n’importe quoi."
UNEXPECTED = "La lecture du message s’est arrêtée sur une erreur\u00a0:"
# Of the JSON; a text and what was folded of it are each bounded, and six bytes may write a character.
LARGEST_WORDS = 16_000_000


class Answer(msgspec.Struct, forbid_unknown_fields=True, omit_defaults=True):
    message: ParsedMessage | None = None
    unreadable: Text = ""


DECODER = msgspec.json.Decoder(Answer)


def parse(
    raw: bytes, *, headers_only: bool = False, limits: Limits | None = None, worker: str = __name__
) -> ParsedMessage:
    """Raises Unreadable with the limit that the message met, in one line of French.

    Raises NotStarted or OSError for the machine's fault: another time may do.
    """
    try:
        return unpacked(list(run(worker, raw, limits=limits, headers_only=headers_only)))
    except Failed as error:
        raise Unreadable(WORDS[error.cause]) from None
    except Garbled:
        raise Unreadable(GARBLED) from None


def unpacked(frames: list[bytes]) -> ParsedMessage:
    """Raises Garbled, or Unreadable with the sentence of a refusal."""
    if not frames or len(frames[0]) > LARGEST_WORDS:
        raise Garbled
    answer, contents = decoded(DECODER, frames[0]), frames[1:]
    if answer.unreadable:
        raise Unreadable(answer.unreadable)
    if answer.message is None or len(answer.message.parts) != len(contents):
        raise Garbled
    for part, content in zip(answer.message.parts, contents, strict=True):
        part.content = content
    return answer.message


def packed(message: ParsedMessage) -> list[bytes]:
    parts = [dataclasses.replace(part, content=b"") for part in message.parts]
    words = msgspec.json.encode(Answer(message=dataclasses.replace(message, parts=parts)))
    return [words, *(part.content for part in message.parts)]


def answer(file: BinaryIO, send: Callable[[bytes], None], *, headers_only: bool) -> None:
    try:
        frames = packed(parse_message(file.read(), headers_only=headers_only))
    except Unreadable as refusal:
        frames = [msgspec.json.encode(Answer(unreadable=str(refusal)))]
    except MemoryError:
        raise
    except Exception as error:
        # The class alone: a message would carry pieces of the mail to the administrators' screens.
        frames = [msgspec.json.encode(Answer(unreadable=f"{UNEXPECTED} {type(error).__name__}."))]
    for frame in frames:
        send(frame)
