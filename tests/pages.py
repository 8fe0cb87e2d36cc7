"""The forms of a rendered page, as a browser would send them."""

import html
import re
from dataclasses import dataclass, field

from django.test import Client

from core.web.stale_forms import FIELD

# Every page of the site holds it, those of errors too.
FRAME = '<main id="contenu"'
WRITTEN = {"text", "search", "email", "url", "tel", "number", "date", "time", "password"}
SENT_ONLY_WHEN_PRESSED = {"submit", "button", "image", "reset", "file"}


@dataclass
class Form:
    """`values` are what would be sent untouched; `written` the names of the fields that people type in.

    `kinds` are the types of the inputs, `lengths` what fields take at most, `choices` what lists, boxes and buttons
    offer, `files` what takes a file.
    """

    method: str
    action: str
    values: dict[str, str] = field(default_factory=dict)
    written: set[str] = field(default_factory=set)
    hidden: set[str] = field(default_factory=set)
    secret: set[str] = field(default_factory=set)
    kinds: dict[str, str] = field(default_factory=dict)
    lengths: dict[str, int] = field(default_factory=dict)
    choices: dict[str, list[str]] = field(default_factory=dict)
    files: set[str] = field(default_factory=set)


# What a form is made of, read in one pass: Python's parser reads every other tag of a page too, twenty times as long.
# What a comment, a script or a style holds is none of it.
PARTS = re.compile(
    r"<!--.*?-->|<(script|style)\b.*?</\1\s*>"
    r"|<(/?)(form|input|textarea|select|option|button)(?=[\s/>])((?:[^>\"']++|\"[^\"]*+\"|'[^']*+')*+)>",
    re.DOTALL | re.IGNORECASE,
)
ATTRIBUTES = re.compile(r"""([^\s"'>/=]+)(?:\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'<>]+)))?""")


class _Forms:
    def __init__(self) -> None:
        self.forms: list[Form] = []
        self._is_inside = False
        self._select = ""

    @property
    def form(self) -> Form:
        return self.forms[-1]

    def read(self, text: str) -> None:
        for found in PARTS.finditer(text):
            _, closing, tag, attributes = found.groups()
            if tag and closing:
                self._close(tag.lower())
            elif tag:
                self._open(tag.lower(), _given(attributes), text, found.end())

    def _open(self, tag: str, given: dict[str, str], text: str, end: int) -> None:
        name = given.get("name", "")
        if self._is_inside and given.get("maxlength", "").isdecimal():
            self.form.lengths[name] = int(given["maxlength"])
        if tag == "form":
            self.forms.append(Form(given.get("method", "get").lower(), given.get("action", "")))
            self._is_inside = True
        elif not self._is_inside:
            return
        elif tag == "input" and name:
            self._input(name, given)
        elif tag == "textarea" and name:
            self.form.values[name] = html.unescape(text[end : text.index("</textarea", end)])
            self.form.written.add(name)
        elif tag == "select" and name:
            self._select = name
            self.form.values.setdefault(name, "")
        elif tag == "option" and self._select:
            self._offer(self._select, given)
            if "selected" in given:
                self.form.values[self._select] = given.get("value", "")
        elif tag == "button" and name:
            self._offer(name, given)

    def _close(self, tag: str) -> None:
        if tag == "form":
            self._is_inside = False
        elif tag == "select":
            self._select = ""

    def _input(self, name: str, given: dict[str, str]) -> None:
        self.form.kinds[name] = kind = given.get("type", "text")
        if kind == "file":
            self.form.files.add(name)
        if kind in ("checkbox", "radio", "submit"):
            self._offer(name, given)
        if kind in SENT_ONLY_WHEN_PRESSED or (kind in ("checkbox", "radio") and "checked" not in given):
            return
        self.form.values[name] = given.get("value", "")
        if kind in WRITTEN:
            self.form.written.add(name)
        if kind == "hidden":
            self.form.hidden.add(name)
        if kind == "password":
            self.form.secret.add(name)

    def _offer(self, name: str, given: dict[str, str]) -> None:
        self.form.choices.setdefault(name, []).append(given.get("value", "on"))


def _given(attributes: str) -> dict[str, str]:
    return {
        name.lower(): html.unescape(double or single or bare)
        for name, double, single, bare in ATTRIBUTES.findall(attributes)
    }


def forms_of(text: str) -> list[Form]:
    reader = _Forms()
    reader.read(text)
    return reader.forms


def as_shown(client: Client, url: str) -> dict[str, str]:
    """What a change page of the admin sends to say which version of the object it showed."""
    shown = next((form for form in forms_of(client.get(url).text) if FIELD in form.values), None)
    return {FIELD: shown.values[FIELD]} if shown else {}
