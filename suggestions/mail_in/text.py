"""Cutting a mail's subject and body to the length of what they become."""

from __future__ import annotations

import re

from core.ui.french import of
from core.ui.visible import visible_text
from suggestions.models import TITLE_LENGTH

# « Re: », « RE : », « Tr: », « TR : », « Fwd: », « Rép. : », « Re[2]: », as often as they are repeated.
ANSWERED = re.compile(
    r"^(?:(?:re|r[ée]p?\.?|tr|fw|fwd|aw|wg|sv)\s*(?:[\[(]\d{1,3}[\])])?\s*:\s*)+", re.IGNORECASE
)
# Where words may be parted, the best place first.
PLACES = ("\n\n", "\n", ". ", " ")


def subject_of(subject: str) -> str:
    """On one line, without what mail programs put before it when one answers or forwards."""
    return visible_text(ANSWERED.sub("", " ".join(subject.split())))


def title_of(subject: str, first_name: str) -> tuple[str, bool]:
    """A title of TITLE_LENGTH characters at most, and whether the subject was longer."""
    title = subject_of(subject)
    if not title:
        return f"Une idée {of(first_name)}".strip()[:TITLE_LENGTH], False
    if len(title) <= TITLE_LENGTH:
        return title, False
    return parted(title, TITLE_LENGTH - 1, places=(" ",))[0] + "…", True


def parted(text: str, limit: int, *, places: tuple[str, ...] = PLACES) -> tuple[str, str]:
    """`text` in two: at most `limit` characters, ended where a paragraph, a sentence or a word does, and the rest."""
    text = text.strip()
    if len(text) <= limit:
        return text, ""
    for place in places:
        # Not so early that little would be left.
        end = text.rfind(place, limit // 2, limit)
        if end != -1:
            end += len(place.rstrip())
            return text[:end].rstrip(), text[end:].lstrip()
    return text[:limit], text[limit:]


def fitted(text: str, limit: int, ending: str) -> tuple[str, bool]:
    """`text`, cut and ended by the paragraph `ending` when it has more than `limit` characters; and whether it was."""
    text = text.strip()
    if len(text) <= limit:
        return text, False
    beginning, _ = parted(text, limit - len(ending) - 2)
    return f"{beginning}\n\n{ending}", True
