"""The words of mails and notifications: `templates/<app>/mails/<name>.txt`, typed with plain spaces.

The first line, « Objet : … », is the subject; what follows the first empty line is the text.
"""

import re
from typing import Any, TypedDict

from django.conf import settings
from django.template.base import Origin
from django.template.loader import render_to_string
from django.template.loaders import filesystem

from core.french import spaced

SUBJECT = "Objet : "
# PostgreSQL keeps no NUL: no word of anybody's ends a subject.
END_OF_SUBJECT = "\0"
TAG = re.compile(r"({%.*?%}|{{.*?}}|{#.*?#})")


class Mail(TypedDict):
    title: str
    text: str


class Loader(filesystem.Loader):
    """Loads templates with no-break spaces in their own words; what people wrote keeps theirs."""

    def get_contents(self, origin: Origin) -> str:
        source = super().get_contents(origin).removesuffix("\n")
        if source.startswith(SUBJECT):
            source = source.removeprefix(SUBJECT).replace("\n\n", END_OF_SUBJECT, 1)
        parts = TAG.split(source)
        parts[::2] = [spaced(words) for words in parts[::2]]
        return "".join(parts)


def render_mail(template: str, **context: Any) -> Mail:
    """The subject and the text, as `notify` takes them."""
    title, _, text = render_text(template, **context).partition(END_OF_SUBJECT)
    return {"title": title, "text": text}


def render_text(template: str, **context: Any) -> str:
    given = {"town": settings.TOWN_NAME, "site": settings.SITE_URL}
    return render_to_string(template, given | context, using="mails")
