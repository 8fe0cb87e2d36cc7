"""A message to one person, and the one layout of all of them, as text and as HTML."""

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

from core.documents.models import Document
from core.mail.models import Envelope
from core.people.models import Agent

# Titles typed by agents reach subjects. Python refuses to write a header with any of these line breaks, and the mail
# would be lost three days later.
HEADER_BREAKS = str.maketrans(dict.fromkeys("\r\n\x0b\x0c\x1c\x1d\x1e\x85\u2028\u2029", " ") | {"\x00": ""})
PARAGRAPHS = re.compile(r"\n\s*\n")
# « - words : address », or the address on the next line.
ITEM = re.compile(
    r"^(?P<dash>[-–] )(?P<words>[^\n]+?)(?:\s*:[ \u00a0]|\n\s*)(?P<url>https?://[^\s<>\"]+)$", re.MULTILINE
)
# The end of a text that becomes the button: « Choisir mon mot de passe : », then an address on its own line.
LAST_LINK = re.compile(r"(?:\n\s*\n|\A)(?P<label>[^\n]{1,80}?)\s*:\n(?P<url>https?://\S+)\s*\Z")


@dataclass(frozen=True)
class OutboundMessage:
    """A message to one person; `address` is given only where it is not the agent's own.

    `body` is plain text, with empty lines between paragraphs. `button` and `url` (a path or a whole address) make its
    one button. `foot` holds lines of small print: (words, address), either may be empty. `html` is a whole document of
    the caller's own layout: `body` is then kept as it is.

    `calendar` is an iCalendar text with a METHOD, sent both as a form of the text and as a file, since Outlook and
    Gmail read one or the other. A « Reply-To » in `headers` applies when no inbox takes the answers.

    `about` is the row that the message is about. If an inbox answers for that row, the message can be replied to and
    joins the thread of the others about it; `is_first` says that there are none yet. `in_reply_to` is the Message-ID
    of the mail that it answers, `references` those before it. `is_reply` marks an automatic answer. `is_confidential`
    keeps it off the administrators' lists.

    `from_address` is an address of an inbox that is open to all: the message goes to the public, as plain text without
    a word of the intranet, and is answered there. `documents` are sent with it.
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
    from_address: str = ""
    documents: tuple[Document, ...] = ()

    @property
    def to(self) -> str:
        return self.address or (self.agent.email if self.agent and self.agent.email else "")


def absolute_url(url: str) -> str:
    """The address with the site's own, as a mail needs it."""
    return f"{settings.SITE_URL}{url}" if url.startswith("/") else url


def layout_context(subject: str, **context: Any) -> dict[str, Any]:
    """The context of the layout that every message shares, updated with `context`."""
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


def render_layout(message: OutboundMessage, *, can_answer: bool) -> tuple[str, str]:
    """The message as text and as HTML; `can_answer` when a reply to it will be read."""
    if message.html or message.from_address:
        return message.body, message.html
    body = message.body.strip()
    context = layout_context(
        message.subject.translate(HEADER_BREAKS),
        body=body,
        paragraphs=[_as_html(part) for part in PARAGRAPHS.split(body) if part.strip()],
        button=message.button,
        url=absolute_url(message.url),
        foot=[(words, absolute_url(url)) for words, url in message.foot],
        can_answer=can_answer,
        is_anonymity_said="anonyme" in body,
    )
    return (
        render_to_string("mail/outbound_message.txt", context),
        render_to_string("mail/outbound_message.html", context),
    )


# Cached: the same words go to many people, only the greeting differs.
@lru_cache(maxsize=64)
def _as_html(paragraph: str) -> SafeString:
    """Make links of addresses; in a list, the words of the item are the link."""
    parts, last = [], 0
    for item in ITEM.finditer(paragraph):
        parts += [_linked(paragraph[last : item.start()]), item["dash"]]
        parts.append(format_html('<a href="{}">{}</a>', item["url"], item["words"]))
        last = item.end()
    return format_html_join("", "{}", ((part,) for part in [*parts, _linked(paragraph[last:])]))


def _linked(text: str) -> SafeString:
    return mark_safe(urlize(text, autoescape=True).replace("\n", "<br>"))  # noqa: S308  (urlize has escaped it)


def split_last_link(body: str) -> tuple[str, str, str]:
    """The body of a text written elsewhere, and its button: the label and address of its last lines, or empty."""
    if found := LAST_LINK.search(body):
        return body[: found.start()], found["label"].strip(), found["url"]
    return body, "", ""
