"""Random keys for public addresses: a sequence would tell how many there are, and when."""

import secrets

from django.db import models
from django.utils.crypto import salted_hmac

# Without 0, 1, i, l and o: a key may be read aloud on the telephone.
ALPHABET = "abcdefghjkmnpqrstuvwxyz23456789"
LENGTH = 12


def random_key() -> str:
    """Twelve characters, about 59 bits."""
    return "".join(secrets.choice(ALPHABET) for _ in range(LENGTH))


class ReferencedModel(models.Model):
    """A row that its key names in addresses."""

    reference = models.CharField("clé", max_length=12, unique=True, default=random_key, editable=False)

    class Meta:
        abstract = True


def unnumbered(kind: str, pk: int) -> str:
    """The name in a page or an address of a row that has no key of its own (a library's), the same each time."""
    return salted_hmac(kind, str(pk), algorithm="sha256").hexdigest()[:LENGTH]
