"""Rich text: what it may hold (the editor's buttons are the server's allow-list), and the words in it."""

import html
import re
from collections.abc import Callable
from typing import Any

from django.core.exceptions import ValidationError
from django_prose_editor.fields import create_sanitizer

from core.french import number, spaced
from core.web.non_blank import in_reading_order, is_visible

LONGEST = 100_000
# Elements one inside the other: each level of a list takes three.
DEEPEST = 60

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
# What ends a line of a text without tags, and what ends a paragraph; each point of a list begins with a dash.
LINE_END, PARAGRAPH_END = (
    re.compile(r"<br\s*/?>|</p>\s*(?=</li>)"),
    re.compile(r"</(p|h2|h3|ul|ol|blockquote)>"),
)
POINT = re.compile(r"<li[^>]*>\s*(<p>)?")
# What the space of a closing tag must not part from its word: « retenue</strong>, et ».
STRAY_SPACE = re.compile(r" (?=[,.)…](?: |$))")

# A tag as an editor writes it, or what a browser might take for one in another way.
SIGN = re.compile(
    r"""<(?:(?P<end>/?)(?P<name>[a-z][a-z0-9]*)"""
    r"""(?:[ \t\n\r\f]+[a-z0-9-]+(?:=(?:"[^"<>]*"|'[^'<>]*'))?)*[ \t\n\r\f]*/?>|(?=[a-z/!?]))""",
    re.IGNORECASE | re.ASCII,
)
EMPTY = {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"}
# No tag is read inside these.
RAW = {
    *("iframe", "noembed", "noframes", "noscript", "plaintext"),
    *("script", "style", "textarea", "title", "xmp"),
}


def text_of(prose: str) -> str:
    """The words of sanitised rich text, on one line: a tag parts two words, an entity is its character.

    Empty when nothing of it is visible.
    """
    # From each « < » that no « > » ends, the expression would read all that follows.
    tagged, end, rest = prose.rpartition(">")
    text = TAG.sub(" ", tagged + end) + rest
    text = STRAY_SPACE.sub("", " ".join(html.unescape(text).split()))
    return text if is_visible(text) else ""


def plain_text_of(prose: str) -> str:
    """The words of sanitised rich text in paragraphs parted by a blank line; « – » begins each point of a list."""
    marked = POINT.sub("\n– ", prose.replace("\n", " "))
    marked = PARAGRAPH_END.sub("\n\n", LINE_END.sub("\n", marked))
    lines = [" ".join(line.split()) for line in html.unescape(TAG.sub("", marked)).split("\n")]
    text = re.sub(r"\n+(?=– )", "\n", re.sub(r"\n{3,}", "\n\n", "\n".join(lines)))
    return text.strip()


def sanitizer(extensions: dict[str, Any]) -> Callable[[str], str]:
    """Keeps what these extensions write, each character as itself; nothing that turns the line around.

    Sanitised again after these have gone: with one inside it, « javascript: » was the beginning of a file's name.
    """
    sanitize = create_sanitizer(extensions)

    def sanitize_twice(prose: str) -> str:
        check_depth(prose)
        return sanitize(in_reading_order(sanitize(prose)))

    return sanitize_twice


def check_depth(prose: str) -> None:
    """Raise ValidationError for what is nested too deep: the sanitizer would hold a processor for a minute.

    Never less than the depth that a browser sees: once something is not written as an editor does, no end tag counts.
    """
    opened: list[str] = []
    is_regular = True
    for sign in SIGN.finditer(prose):
        name = (sign["name"] or "").lower()
        if name in EMPTY:
            continue
        if sign["end"]:
            is_regular = is_regular and bool(opened) and opened[-1] == name
            if is_regular:
                opened.pop()
            continue
        is_regular = is_regular and bool(name) and name not in RAW
        opened.append(name)
        if len(opened) > DEEPEST:
            raise ValidationError(
                spaced(
                    "Ce texte emboîte trop de listes ou de citations les unes dans les autres : "
                    "sortez-en quelques-unes."
                )
            )


def check_length(prose: str) -> None:
    """Raise ValidationError for what is longer than a booklet: it would hold the server while it is printed."""
    if len(prose) > LONGEST:
        raise ValidationError(
            f"Ce texte est trop long de {number(len(prose) - LONGEST)} signes, mise en forme comprise."
        )
