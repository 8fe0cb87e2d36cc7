"""What passes between the parsing process and its caller: JSON and bytes, never a pickle; all of it is checked.

A request: its flags (one byte), then the message. An answer: a frame of JSON, then one for the content of each part.
"""

from __future__ import annotations

import dataclasses
import json
from typing import Any

from core.mail.parsing.parsed_message import Attachment, DeliveryFailure, EmailAddress, ParsedMessage

HEADERS_ONLY = 1
# Of the JSON; a text and what was folded of it are each bounded, and six bytes may write a character.
LARGEST_WORDS = 16_000_000


class Garbled(Exception):
    """The other process answered something that it never should."""


def request(raw: bytes, *, headers_only: bool) -> bytes:
    return bytes([HEADERS_ONLY if headers_only else 0]) + raw


def packed(message: ParsedMessage) -> list[bytes]:
    known = dataclasses.asdict(dataclasses.replace(message, parts=[]))
    known["parts"] = [dataclasses.asdict(dataclasses.replace(part, content=b"")) for part in message.parts]
    for part in known["parts"]:
        del part["content"]
    words = json.dumps({"message": known}).encode()
    return [words, *(part.content for part in message.parts)]


def refused(sentence: str) -> list[bytes]:
    return [json.dumps({"unreadable": sentence}).encode()]


def unpacked(frames: list[bytes]) -> ParsedMessage | str:
    """The message, or the sentence of a refusal. Raises Garbled."""
    if not frames or len(frames[0]) > LARGEST_WORDS:
        raise Garbled
    try:
        known = json.loads(frames[0])
    except (ValueError, RecursionError):
        raise Garbled from None
    if not isinstance(known, dict):
        raise Garbled
    if "unreadable" in known:
        return _text(known["unreadable"])
    return _message(known.get("message"), frames[1:])


def _message(known: Any, contents: list[bytes]) -> ParsedMessage:
    fields = _fields(ParsedMessage, known)
    sender = fields["sender"]
    for name in ("from_", "reply_to", "to", "cc"):
        fields[name] = [EmailAddress(**_fields(EmailAddress, one)) for one in _list(fields[name])]
    fields["sender"] = None if sender is None else EmailAddress(**_fields(EmailAddress, sender))
    fields["failures"] = [
        DeliveryFailure(**_fields(DeliveryFailure, one)) for one in _list(fields["failures"])
    ]
    parts = _list(fields["parts"])
    if len(parts) != len(contents):
        raise Garbled
    fields["parts"] = [
        Attachment(**_fields(Attachment, one, but="content"), content=content)
        for one, content in zip(parts, contents, strict=True)
    ]
    return ParsedMessage(**fields)


def _fields(shape: type, known: Any, *, but: str = "") -> dict[str, Any]:
    """The fields of a dataclass, neither more nor less, each of the type that it says."""
    kinds = {
        field.name: field.type.__name__ if isinstance(field.type, type) else str(field.type)
        for field in dataclasses.fields(shape)
        if field.name != but
    }
    if not isinstance(known, dict) or known.keys() != kinds.keys():
        raise Garbled
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
    # People, parts and failures: checked by the caller.
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
