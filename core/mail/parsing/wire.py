"""What passes between the parsing process and its caller.

A request: its flags (one byte), then the message. An answer: a frame of JSON, then one for the content of each part.
A field that is missing has its default, one that is unknown is left out: a process taken hold of could say as much.
"""

from __future__ import annotations

import dataclasses

import msgspec

from core.mail.parsing.parsed_message import ParsedMessage
from core.sandbox.messages import Garbled, Text, decoded

HEADERS_ONLY = 1
# Of the JSON; a text and what was folded of it are each bounded, and six bytes may write a character.
LARGEST_WORDS = 16_000_000


class Answer(msgspec.Struct, forbid_unknown_fields=True, omit_defaults=True):
    message: ParsedMessage | None = None
    unreadable: Text = ""


DECODER = msgspec.json.Decoder(Answer)


def request(raw: bytes, *, headers_only: bool) -> bytes:
    return bytes([HEADERS_ONLY if headers_only else 0]) + raw


def packed(message: ParsedMessage) -> list[bytes]:
    parts = [dataclasses.replace(part, content=b"") for part in message.parts]
    words = msgspec.json.encode(Answer(message=dataclasses.replace(message, parts=parts)))
    return [words, *(part.content for part in message.parts)]


def refused(sentence: str) -> list[bytes]:
    return [msgspec.json.encode(Answer(unreadable=sentence))]


def unpacked(frames: list[bytes]) -> ParsedMessage | str:
    """The message, or the sentence of a refusal. Raises Garbled."""
    if not frames or len(frames[0]) > LARGEST_WORDS:
        raise Garbled
    answer = decoded(DECODER, frames[0])
    if answer.message is None:
        if not answer.unreadable:
            raise Garbled
        return answer.unreadable
    parts, contents = answer.message.parts, frames[1:]
    if len(parts) != len(contents):
        raise Garbled
    for part, content in zip(parts, contents, strict=True):
        part.content = content
    return answer.message
