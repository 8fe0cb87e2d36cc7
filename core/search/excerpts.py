"""The words found, marked, in text that is escaped: what a file says is never markup here."""

import re

from django.utils.html import conditional_escape
from django.utils.safestring import SafeString, mark_safe

# For private use, so that no text has a meaning for them; HTML's own signs would be those of the text itself.
START, STOP = "\ue000", "\ue001"
MARKS = f"StartSel={START}, StopSel={STOP}"
HEADLINE = f'{MARKS}, MaxFragments=2, MaxWords=24, MinWords=12, FragmentDelimiter=" … "'
WHOLE = f"{MARKS}, HighlightAll=true"

# `search_shown` parts words by it, for the parser alone.
PARTED = "\x01"

PAIR = re.compile(f"{START}([^{START}{STOP}]*){STOP}")
STRAY = re.compile(f"[{START}{STOP}]")


def marked(text: str) -> SafeString:
    """Escaped text, each marked word in `<mark>`; a text's own private signs are dropped."""
    escaped = PAIR.sub(r"<mark>\1</mark>", str(conditional_escape(text)))
    return mark_safe(STRAY.sub("", escaped))  # noqa: S308  (escaped on the line above)


def as_written(headline: str) -> str:
    """What `ts_headline` made of a text that `search_shown` had parted."""
    return headline.replace(PARTED, "")
