"""Each message of this folder, one per mail program and per trap, beside what must be understood of it.

The words of a text are compared line by line, empty lines left out. A key that the JSON does not give is not compared.
"""

import json
import tomllib
from pathlib import Path
from typing import Any

import pytest

from core.mail.parsing import message
from core.mail.parsing.parsed_message import Attachment, ParsedMessage

FOLDER = Path(__file__).parent
# What is asked of headers alone, by the tests of those who read them.
HEADERS = tomllib.loads((FOLDER / "headers.toml").read_text())
MESSAGES = sorted(path.stem for path in FOLDER.glob("*.eml"))


def lines(text: str) -> list[str]:
    return [line.rstrip() for line in text.split("\n") if line.strip()]


def shown(part: Attachment) -> str:
    return f"{part.name} ({part.content_type}{', inline' if part.is_inline else ''})"


def understood(reading: ParsedMessage) -> dict[str, Any]:
    """In the form of the JSON files."""
    return {
        "kind": reading.kind,
        "because": reading.automatic_because,
        "subject": reading.subject,
        "sender": reading.from_[0].address if reading.from_ else "",
        "sender_name": reading.from_[0].name if reading.from_ else "",
        "own": lines(reading.own),
        "parts": sorted(shown(part) for part in reading.parts),
        "failures": [[f.address, f.is_permanent, f.status] for f in reading.failures],
        "reported_id": reading.reported_id,
        "is_answer": bool(reading.in_reply_to),
    }


@pytest.mark.parametrize("name", MESSAGES)
def test_it_is_understood(name):
    expected = json.loads((FOLDER / f"{name}.json").read_text())
    reading = message.parse_message((FOLDER / f"{name}.eml").read_bytes())
    found = understood(reading)
    compared = found.keys() & expected.keys()
    assert {key: found[key] for key in compared} == {key: expected[key] for key in compared}
    assert expected.get("signature", "") in reading.signature
    first = next(iter(lines(reading.folded)), "")
    assert first.startswith(expected["folded_begins"])
    assert bool(first) == bool(expected["folded_begins"])
    if reading.kind == "message":
        assert sorted(lines(reading.own) + lines(reading.folded)) == sorted(lines(reading.text))


def test_there_is_one_for_each_program_and_trap():
    assert len(MESSAGES) >= 45
    assert sorted(path.stem for path in FOLDER.glob("*.json")) == MESSAGES
