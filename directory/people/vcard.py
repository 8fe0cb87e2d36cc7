"""A card for an address book (vCard 3.0, RFC 2426): what the page shows, nothing more."""

from __future__ import annotations

from django.conf import settings

from core.people.models import Agent
from core.people.tree import Unit
from directory.models import Card

LINE = 75  # bytes


def vcard_of(agent: Agent, card: Card | None, unit: Unit | None) -> bytes:
    names = [settings.TOWN_NAME, *(each.name for each in unit.path[1:])] if unit else [settings.TOWN_NAME]
    lines = [
        "BEGIN:VCARD",
        "VERSION:3.0",
        f"N:{_text(agent.last_name)};{_text(agent.first_name)};;;",
        f"FN:{_text(str(agent))}",
        f"ORG:{';'.join(_text(name) for name in names)}",
    ]
    if agent.function:
        lines.append(f"TITLE:{_text(agent.function)}")
    if agent.phone:
        lines.append(f"TEL;TYPE=WORK,VOICE:{_text(agent.phone)}")
    if agent.email:
        lines.append(f"EMAIL;TYPE=INTERNET,WORK:{_text(agent.email)}")
    if card and card.office:
        lines.append(f"ADR;TYPE=WORK:;;{_text(card.office)};;;;")
    if card and card.duties:
        lines.append(f"NOTE:{_text(card.duties)}")
    lines.append("END:VCARD")
    return b"".join(_folded(line) for line in lines)


def _text(value: str) -> str:
    """Nothing typed ends a line or begins a property."""
    escaped = value.replace("\\", "\\\\").replace(";", "\\;").replace(",", "\\,")
    return "\\n".join(escaped.splitlines())


def _folded(line: str) -> bytes:
    """75 bytes a line at most, never in the middle of a character; a folded line goes on after a space."""
    parts, current = [], b""
    for character in line:
        piece = character.encode()
        if len(current) + len(piece) > LINE:
            parts.append(current)
            current = b" "
        current += piece
    return b"\r\n".join([*parts, current]) + b"\r\n"
