"""Inspect the bytes of a PDF before anything opens it: is it encrypted, would it run code."""

from __future__ import annotations

import mmap
import re
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

END_OF_NAME = rb"(?=[\s()<>\[\]{}/%]|$)"
LONGEST_DICTIONARY = 2_000
MOST_UNFOLDED = 100_000_000


def _name(word: str) -> bytes:
    """A name as a PDF may write it: any letter can hide behind its code, as in « /J#53 »."""
    letters = (f"(?:{letter}|#{ord(letter):02x}|#{ord(letter):02X})" for letter in word)
    return b"/" + "".join(letters).encode() + END_OF_NAME


# An encryption dictionary stands in the trailer, which is never compressed nor encrypted itself.
ENCRYPTION = re.compile(_name("Encrypt") + rb"\s*(?:\d+\s+\d+\s+R|<<)")
# Scripts, programs to launch, and forms that are programs.
CODE = re.compile(b"|".join(_name(word) for word in ("JavaScript", "JS", "Launch", "RichMedia", "XFA")))
# Objects packed together, where code would not be seen from outside.
PACKED = re.compile(_name("ObjStm"))
STREAM = re.compile(rb"stream\r?\n")


def is_encrypted(path: Path) -> bool:
    """Even without a password to open it: it may still forbid to read its text."""
    with _mapped(path) as content:
        return ENCRYPTION.search(content) is not None


def has_code(path: Path) -> bool:
    """Whether a viewer might run something of it; doubt counts as yes, for the file is then only downloaded."""
    with _mapped(path) as content:
        if CODE.search(content):
            return True
        left = MOST_UNFOLDED
        for match in PACKED.finditer(content):
            start = STREAM.search(content, match.end(), match.end() + LONGEST_DICTIONARY)
            if start is None:
                return True
            unfolded, cost = _unfolded(content, start.end(), left)
            if unfolded is None or CODE.search(unfolded):
                return True
            left -= cost
    return False


def _unfolded(content: mmap.mmap, start: int, most: int) -> tuple[bytes | None, int]:
    """The objects packed at `start` and what they cost; None when they are packed otherwise, or cost too much.

    What is read counts too: many names may claim one long stream that unfolds into nothing.
    """
    packer = zlib.decompressobj()
    out = bytearray()
    position = start
    cost = LONGEST_DICTIONARY
    try:
        while not packer.eof and position < len(content):
            block = content[position : position + 65_536]
            out += packer.decompress(block, max(most - len(out), 1))
            cost += len(block) - len(packer.unused_data)
            if packer.unconsumed_tail or cost + len(out) > most:
                return None, cost
            position += 65_536
    except zlib.error:
        return None, cost
    return bytes(out), cost + len(out)


@contextmanager
def _mapped(path: Path) -> Iterator[mmap.mmap]:
    with path.open("rb") as file, mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as content:
        yield content
