"""Text that a reader can see: spaces, controls and invisible characters alone say nothing."""

import re
import unicodedata

from django.db.models import Q

UNWRITABLE = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")


def writable(text: str) -> str:
    """Without the signs that XML has no way to write: one, pasted with a title, would spoil the whole document."""
    return UNWRITABLE.sub("", text)


# Unicode's Default_Ignorable_Code_Point, its spaces and controls, and the blank Braille pattern. NUL is left out: form
# fields refuse it by name. The same expression serves Python and PostgreSQL.
VISIBLE = (
    r"[^\u0001-\u0020\u007f-\u00a0\u00ad\u034f\u061c\u115f\u1160\u1680\u17b4\u17b5\u180b-\u180f\u2000-\u200f"
    r"\u2028-\u202f\u205f-\u206f\u2800\u3000\u3164\ufe00-\ufe0f\ufeff\uffa0\ufff0-\ufffb"
    r"\U0001bca0-\U0001bca3\U0001d159\U0001d173-\U0001d17a\U000e0000-\U000e0fff]"
)
# What does not show, or turns the line around.
HIDDEN = VISIBLE.replace("[^", "[", 1)
_VISIBLE = re.compile(VISIBLE)
# Unicode's Bidi_Control: after one of them, a reader sees other words than those that are written.
_BIDI_CONTROLS = re.compile("[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]")
# Controls, those that do not show, halves of a character, the ends of line and of paragraph.
_KINDS_OF_CONTROLS = {"Cc", "Cf", "Cs", "Zl", "Zp"}


def is_visible(text: str) -> bool:
    return _VISIBLE.search(text) is not None


def visible_text(text: str) -> str:
    """Without the spaces around; empty when nothing of it is visible."""
    return text.strip() if is_visible(text) else ""


def in_reading_order(text: str) -> str:
    """Without what turns the line around."""
    return _BIDI_CONTROLS.sub("", text)


def with_controls_shown(text: str) -> str:
    """For a terminal, which obeys them: « \\x1b » stands for the escape character."""
    return "".join(
        ascii(character)[1:-1] if unicodedata.category(character) in _KINDS_OF_CONTROLS else character
        for character in text
    )


def are_visible(*fields: str) -> Q:
    """For a CheckConstraint: each of these text fields contains a visible character."""
    return Q(*(Q((f"{field}__regex", VISIBLE)) for field in fields))


def all_or_none(*names: str) -> Q:
    """For a constraint: these columns are filled together, or all NULL."""
    return Q(**dict.fromkeys(names)) | Q(**{f"{name}__isnull": False for name in names})
