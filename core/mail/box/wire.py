"""What passes between the box and whoever asks: JSON and the bytes of the parts, never a pickle; all of it is checked.

A request: its flags (one byte) and length (eight bytes), then the message. An answer: the length of the JSON (eight
bytes), the JSON, then the contents of the parts one after the other, whose sizes the JSON gives.
"""

from __future__ import annotations

import dataclasses
import json
from typing import Any

from core.mail.parsing.parsed_message import Attachment, DeliveryFailure, EmailAddress, ParsedMessage

HEADERS_ONLY = 1
LENGTH = 8
# Of the JSON; a text and what was folded of it are each bounded, and six bytes may write a character.
LARGEST_WORDS = 16_000_000
# Of a whole answer.
LARGEST_ANSWER = 64_000_000


class Garbled(Exception):
    """The box answered something that it never should."""


def request(raw: bytes, *, headers_only: bool) -> bytes:
    return bytes([HEADERS_ONLY if headers_only else 0]) + len(raw).to_bytes(LENGTH)


def packed(reading: ParsedMessage) -> list[bytes]:
    known = dataclasses.asdict(dataclasses.replace(reading, parts=[]))
    known["parts"] = [
        {**dataclasses.asdict(dataclasses.replace(part, content=b"")), "content": len(part.content)}
        for part in reading.parts
    ]
    return _framed({"reading": known}, [part.content for part in reading.parts])


def refused(sentence: str) -> list[bytes]:
    return _framed({"unreadable": sentence}, [])


def _framed(known: dict[str, Any], contents: list[bytes]) -> list[bytes]:
    words = json.dumps(known).encode()
    return [len(words).to_bytes(LENGTH), words, *contents]


def unpacked(answer: bytes) -> ParsedMessage | str:
    """The reading, or the sentence of a refusal. Raises Garbled."""
    length = int.from_bytes(answer[:LENGTH])
    if len(answer) < LENGTH or not 0 < length <= min(LARGEST_WORDS, len(answer) - LENGTH):
        raise Garbled
    try:
        known = json.loads(answer[LENGTH : LENGTH + length])
    except (ValueError, RecursionError):
        raise Garbled from None
    if not isinstance(known, dict):
        raise Garbled
    if "unreadable" in known:
        return _text(known["unreadable"])
    return _reading(known.get("reading"), memoryview(answer)[LENGTH + length :])


def _reading(known: Any, contents: memoryview) -> ParsedMessage:
    fields = _fields(ParsedMessage, known)
    sender = fields["sender"]
    for name in ("from_", "reply_to", "to", "cc"):
        fields[name] = [EmailAddress(**_fields(EmailAddress, one)) for one in _list(fields[name])]
    fields["sender"] = None if sender is None else EmailAddress(**_fields(EmailAddress, sender))
    fields["failures"] = [
        DeliveryFailure(**_fields(DeliveryFailure, one)) for one in _list(fields["failures"])
    ]
    parts, position = [], 0
    for one in _list(fields["parts"]):
        part = _fields(Attachment, one, sized=True)
        size = part.pop("content")
        if not 0 <= size <= len(contents) - position:
            raise Garbled
        parts.append(Attachment(**part, content=bytes(contents[position : position + size])))
        position += size
    if position != len(contents):
        raise Garbled
    fields["parts"] = parts
    return ParsedMessage(**fields)


def _fields(shape: type, known: Any, *, sized: bool = False) -> dict[str, Any]:
    """The fields of a dataclass, neither more nor less, each of the type that it says."""
    kinds = {
        field.name: field.type.__name__ if isinstance(field.type, type) else str(field.type)
        for field in dataclasses.fields(shape)
    }
    if not isinstance(known, dict) or known.keys() != kinds.keys():
        raise Garbled
    if sized:
        kinds["content"] = "int"
    return {name: _checked(known[name], kind) for name, kind in kinds.items()}


def _checked(value: Any, kind: str) -> Any:
    if kind == "str":
        return _text(value)
    if kind == "str | None":
        return None if value is None else _text(value)
    if kind == "bool":
        return _of(bool, value)
    if kind == "int":
        return _of(int, value)
    if kind == "list[str]":
        return [_text(one) for one in _list(value)]
    if kind == "list[int]":
        return [_of(int, one) for one in _list(value)]
    if kind == "dict[str, str]":
        return {_text(name): _text(one) for name, one in _of(dict, value).items()}
    # People, parts and failures: looked at by whoever asked for the fields.
    return value


def _of(shape: type, value: Any) -> Any:
    if type(value) is not shape:
        raise Garbled
    return value


def _list(value: Any) -> list[Any]:
    return _of(list, value)


def _text(value: Any) -> str:
    """Characters that PostgreSQL keeps: no NUL, nothing that UTF-8 cannot write."""
    words = _of(str, value)
    try:
        words.encode()
    except UnicodeEncodeError:
        raise Garbled from None
    if "\x00" in words:
        raise Garbled
    return words
