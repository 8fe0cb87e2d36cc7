"""How the directory's templates write people."""

import re

from django import template

register = template.Library()


@register.filter
def telephone(phone: str) -> str:
    """Return the digits for `tel:`, and the + of another country; « poste 12 » is left to be read."""
    number = re.split(r"\bposte\b|/", phone, flags=re.IGNORECASE)[0]
    return re.sub(r"[^0-9+]", "", number)
