"""What rich text may hold: the editor's buttons and the server's allow-list are one and the same."""

from typing import Any

WORDS: dict[str, Any] = {
    "Bold": True,
    "Italic": True,
    "BulletList": True,
    "OrderedList": True,
    "ListItem": True,
    "Blockquote": True,
    "HardBreak": True,
    "Link": {"enableTarget": False, "protocols": ["http", "https", "mailto", "tel"]},
}
# A page has headings too; an answer of a few paragraphs does not.
PAGE: dict[str, Any] = WORDS | {"Heading": {"levels": [2, 3]}}
