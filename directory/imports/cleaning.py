"""The values of a human-resources tool, written as the directory writes them."""

from __future__ import annotations

import re
from collections.abc import Iterable

from django.core.exceptions import ValidationError

from core.french import plain
from core.imports.cells import clean_text
from core.people.models import Agent
from core.web import phones

EMAIL = Agent._meta.get_field("email")
PARTICLES = {"de", "du", "des", "d"}


def clean_personnel_number(text: str) -> str:
    """« 1234.0 », as a spreadsheet writes it, is 1234."""
    return re.sub(r"^(\d+)[.,]0+$", r"\1", clean_text(text))


def clean_name(text: str) -> str:
    """« BENALI » gives Benali, « DE LA FONTAINE » de La Fontaine, « D'ABO-KERN » d’Abo-Kern; the rest is kept."""
    text = clean_text(text).replace("'", "’")
    if not (text.isupper() or text.islower()):
        return text
    words = re.split(r"([ \-’])", text.lower())
    is_alone = len([word for word in words if word.strip(" -’")]) == 1
    written = [word if word in PARTICLES and not is_alone else word[:1].upper() + word[1:] for word in words]
    return "".join(written)


def clean_function(text: str) -> str:
    """« ADJOINT ADMINISTRATIF » is not shouted."""
    text = clean_text(text)
    return text.lower() if text.isupper() and len(text) > 4 else text


def keep_known_spelling(sent: str, written: str, current: str) -> str:
    """Capitals have no accents: « HELENE » does not take Hélène's away; nor does « Helene »."""
    if current and plain(written) == plain(current):
        says_less = written.isascii() and not current.isascii()
        same_marks = written.replace("’", "'") == current.replace("’", "'")
        if sent.isupper() or sent.islower() or says_less or same_marks:
            return current
    return written


def clean_email(text: str) -> str:
    """Raises ValueError for what is no address."""
    address = re.sub(r"^(mailto:|<)|>$", "", clean_text(text).replace(" ", ""), flags=re.IGNORECASE).lower()
    if not address:
        return ""
    try:
        return str(EMAIL.clean(address, None))
    except ValidationError as error:
        raise ValueError(text) from error


def clean_phone(text: str) -> str:
    """Raises ValueError. « 400002001.0 » is a spreadsheet's."""
    return phones.written(re.sub(r"^(\d+)[.,]0$", r"\1", clean_text(text)))


def clean_category(text: str) -> str:
    """« Catégorie A », « cat. b », « A+ ». Raises ValueError for others."""
    if not (text := clean_text(text)):
        return ""
    found = re.fullmatch(r"(?:cat(?:egorie)?\.?\s*)?([abc])\+?", plain(text))
    return Agent.Category(found[1].upper() if found else text).value


class Identifiants:
    """New names of accounts: « nbenali », then « nbenali2 »; never one that is taken."""

    LENGTH = 40

    def __init__(self, taken: Iterable[str]) -> None:
        self.taken = {each.lower() for each in taken}
        # The last number tried of each name: of twenty thousand who share one, each would try all the others'.
        self.last: dict[str, int] = {}

    def take(self, name: str) -> bool:
        """This very name, if it is free."""
        is_free = name not in self.taken
        self.taken.add(name)
        return is_free

    def new(self, first_name: str, last_name: str) -> str:
        first, last = (re.sub(r"[^a-z0-9]", "", plain(text)) for text in (first_name, last_name))
        base = (first[:1] + last)[: self.LENGTH] or "agent"
        number = self.last.get(base, 1)
        while not self.take(chosen := f"{base}{number}" if number > 1 else base):
            number += 1
        self.last[base] = number
        return chosen
