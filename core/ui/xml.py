"""Text for documents of XML: feeds, pictures."""

import re

UNWRITABLE = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")


def writable(text: str) -> str:
    """Without the signs that XML has no way to write: one, pasted with a title, would spoil the whole document."""
    return UNWRITABLE.sub("", text)
