"""A letter: what one person is told, and the one layout in which every letter leaves, as text and as HTML."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

from django.conf import settings
from django.db import models
from django.template.loader import render_to_string
from django.utils.html import format_html, format_html_join, urlize
from django.utils.safestring import SafeString, mark_safe

from core.mail.models import Envelope
from core.people.models import Agent

# What a line of a header may not hold; a title typed by an agent reaches subjects.
# All that breaks a line: Python refuses to write any of these in a header, and the mail would be lost three days later.
HEADER_BREAKS = str.maketrans(dict.fromkeys("\r\n\x0b\x0c\x1c\x1d\x1e\x85\u2028\u2029", " ") | {"\x00": ""})
PARAGRAPHS = re.compile(r"\n\s*\n")
# « - words : address », or the address on the next line.
ITEM = re.compile(
    r"^(?P<dash>[-–] )(?P<words>[^\n]+?)(?:\s*:[ \u00a0]|\n\s*)(?P<url>https?://[^\s<>\"]+)$", re.MULTILINE
)
# What a text may end with to become the button: « Choisir mon mot de passe : », then an address on its own line.
LAST_LINK = re.compile(r"(?:\n\s*\n|\A)(?P<label>[^\n]{1,80}?)\s*:\n(?P<url>https?://\S+)\s*\Z")


@dataclass(frozen=True)
class OutboundMessage:
    """What one person is told; `address` only where it is not the agent's own.

    `body` is plain text, paragraphs parted by empty lines. `button` and `url` (which begins with « / », or whole) are
    its one button. `foot` holds lines of small print: (words, address), either may be empty. `html`, a whole document,
    is given only by whoever lays the letter out alone: `body` is then kept as it is.

    `calendar` is an iCalendar text with a METHOD: it leaves beside the text and as a file, for Outlook and Gmail read
    one or the other. A « Reply-To » among the headers holds where no inbox takes the answers.

    `about` is the row that it speaks of: where an inbox answers for that row, the letter can be replied to, and joins
    the others about it in one thread; `is_first` says that there are none, where the row is new. `in_reply_to` is the
    Message-ID of a mail that it answers, `references` those before it. `is_reply` says that it leaves by itself to
    answer a mail; `headers` are more headers, by name. `is_confidential` keeps it off the administrators' lists.
    """

    agent: Agent | None
    subject: str
    body: str
    address: str = ""
    is_secret: bool = False
    is_confidential: bool = False
    html: str = ""
    about: models.Model | None = None
    is_first: bool = False
    button: str = ""
    url: str = ""
    foot: tuple[tuple[str, str], ...] = ()
    in_reply_to: str = ""
    references: str = ""
    is_reply: bool = False
    envelope: Envelope = Envelope.BOUNCES
    headers: Mapping[str, str] = field(default_factory=dict)
    calendar: str = ""

    @property
    def to(self) -> str:
        return self.address or (self.agent.email if self.agent and self.agent.email else "")


def absolute_url(url: str) -> str:
    """An address of the site as a mail needs it."""
    return f"{settings.SITE_URL}{url}" if url.startswith("/") else url


def layout_context(subject: str, **context: Any) -> dict[str, Any]:
    """What the layout asks of every letter; `context` completes it or takes its place."""
    return {
        "subject": subject,
        "site": settings.SITE_URL,
        "town": settings.TOWN_NAME,
        "colour": settings.TOWN_COLOUR,
        "accent": settings.TOWN_ACCENT,
        "button": "",
        "url": "",
        "foot": (),
        "can_answer": False,
        "is_anonymity_said": False,
    } | context


def render_layout(letter: OutboundMessage, *, can_answer: bool) -> tuple[str, str]:
    """The letter as text and as HTML; `can_answer` when a reply to it will be read."""
    if letter.html:
        return letter.body, letter.html
    body = letter.body.strip()
    context = layout_context(
        letter.subject.translate(HEADER_BREAKS),
        body=body,
        paragraphs=[_as_html(part) for part in PARAGRAPHS.split(body) if part.strip()],
        button=letter.button,
        url=absolute_url(letter.url),
        foot=[(words, absolute_url(url)) for words, url in letter.foot],
        can_answer=can_answer,
        is_anonymity_said="anonyme" in body,
    )
    return (
        render_to_string("mail/outbound_message.txt", context),
        render_to_string("mail/outbound_message.html", context),
    )


# The same words go to many: what differs from one to the next is the greeting.
@lru_cache(maxsize=64)
def _as_html(paragraph: str) -> SafeString:
    """Addresses become links; those of a list's items, links of the items' own words."""
    parts, last = [], 0
    for item in ITEM.finditer(paragraph):
        parts += [_linked(paragraph[last : item.start()]), item["dash"]]
        parts.append(format_html('<a href="{}">{}</a>', item["url"], item["words"]))
        last = item.end()
    return format_html_join("", "{}", ((part,) for part in [*parts, _linked(paragraph[last:])]))


def _linked(text: str) -> SafeString:
    return mark_safe(urlize(text, autoescape=True).replace("\n", "<br>"))  # noqa: S308  (urlize has escaped it)


def split_last_link(body: str) -> tuple[str, str, str]:
    """A text written elsewhere: its body, and the button that its last lines make (both empty when they make none)."""
    if found := LAST_LINK.search(body):
        return body[: found.start()], found["label"].strip(), found["url"]
    return body, "", ""
