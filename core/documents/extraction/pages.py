"""Protocol of the reader's process: pages of clean text, within limits. Without Django."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field

UNSTORABLE = re.compile(r"[\x00\ud800-\udfff]")


@dataclass(frozen=True)
class Bounds:
    """Limits of one reading: seconds, bytes, pages and characters."""

    seconds: float = 300
    cpu_seconds: int = 240
    page_seconds: float = 15
    bad_pages: int = 3
    memory: int = 1_000_000_000
    pages: int = 20_000
    page_characters: int = 100_000
    characters: int = 60_000_000


class Enough(Exception):
    """A bound is reached: what was read so far is kept, and the words say where it stopped."""


class Unreadable(Exception):
    """Nothing can be read, and the words say why."""


@dataclass
class Pages:
    """Numbers the pages and sends those that hold text."""

    send_page: Callable[[int, str], None]
    send_total: Callable[[int], None]
    bounds: Bounds = field(default_factory=Bounds)
    count: int = 0
    characters: int = 0
    notes: list[str] = field(default_factory=list)

    def expect(self, total: int) -> None:
        """How many pages there are, where the file says so first."""
        self.send_total(min(total, self.bounds.pages))

    def add(self, text: str) -> None:
        """The next page. Raises Enough."""
        if self.count >= self.bounds.pages:
            raise Enough(f"lecture arrêtée après {self.count} pages")
        self.count += 1
        clean = UNSTORABLE.sub("", text).strip()
        if len(clean) > self.bounds.page_characters:
            clean = clean[: self.bounds.page_characters]
            self.note(f"page {self.count} trop longue : son début seulement")
        self.characters += len(clean)
        if clean:
            self.send_page(self.count, clean)
        if self.characters > self.bounds.characters:
            raise Enough(f"lecture arrêtée à la page {self.count} : texte trop long")

    def note(self, words: str) -> None:
        if len(self.notes) < 5:
            self.notes.append(words)


@dataclass
class Sheets:
    """Text without pages of its own, cut into pieces of a bearable length at the ends of its lines."""

    pages: Pages
    length: int = 10_000
    _parts: list[str] = field(default_factory=list)
    _size: int = 0

    def write(self, text: str) -> None:
        self._parts.append(text)
        self._size += len(text)
        if self._size >= (self.length if text.endswith("\n") else 5 * self.length):
            self.turn()

    def turn(self) -> None:
        """The next piece begins here; nothing happens while this one is blank."""
        if any(part.strip() for part in self._parts):
            self.turn_always()

    def turn_always(self) -> None:
        text, self._parts, self._size = "".join(self._parts), [], 0
        self.pages.add(text)
