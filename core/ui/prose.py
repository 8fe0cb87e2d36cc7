"""Rich text: what it may hold (the editor's buttons are the server's allow-list), and the words in it."""

import html
import re
from typing import Any

from core.ui.visible import is_visible

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

TAG = re.compile(r"<[^>]*>")
# What the space of a closing tag must not part from its word: « retenue</strong>, et ».
STRAY_SPACE = re.compile(r" (?=[,.)…](?: |$))")


def text_of(prose: str) -> str:
    """The words of sanitised rich text, on one line: a tag parts two words, an entity is its character.

    Empty when nothing of it is visible.
    """
    text = STRAY_SPACE.sub("", " ".join(html.unescape(TAG.sub(" ", prose)).split()))
    return text if is_visible(text) else ""
