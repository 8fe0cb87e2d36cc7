"""Which kind a file is, from its bytes; programs and traps are refused here, with words."""

from __future__ import annotations

from pathlib import Path

from core.documents.refusals import Refused

HEAD = 4096


def kind_of(path: Path, name: str) -> str:
    """The code of a `core.documents.kinds.Kind`. Raises Refused."""
    with path.open("rb") as file:
        head = file.read(HEAD)
    if not head:
        raise Refused("Ce fichier est vide.")
    if b"%PDF-" in head[:1024]:
        return "pdf"
    if head.startswith(b"\x89PNG\r\n\x1a\n"):
        return "png"
    if head.startswith(b"\xff\xd8\xff"):
        return "jpeg"
    if name.lower().endswith(".csv"):
        return "csv"
    return "text"
