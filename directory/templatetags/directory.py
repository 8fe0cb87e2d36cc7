"""How the directory's templates write people."""

import re

from django import template

register = template.Library()


@register.filter
def telephone(phone: str) -> str:
    """What `tel:` takes: the digits, and the + of another country; « poste 12 » is left to be read."""
    number = re.split(r"\bposte\b|/", phone, flags=re.IGNORECASE)[0]
    return re.sub(r"[^0-9+]", "", number)


@register.filter
def initials(agent: object) -> str:
    """« NB », where a photo would stand."""
    first, last = getattr(agent, "first_name", ""), getattr(agent, "last_name", "")
    return f"{first[:1]}{last[:1]}".upper()
