"""Random keys for public addresses: a sequence would tell how many there are, and when."""

import secrets

from django.utils.crypto import salted_hmac

# Without 0, 1, i, l and o: a key may be read aloud on the telephone.
ALPHABET = "abcdefghjkmnpqrstuvwxyz23456789"
LENGTH = 12


def random_key() -> str:
    """Twelve characters, about 59 bits."""
    return "".join(secrets.choice(ALPHABET) for _ in range(LENGTH))


def unnumbered(kind: str, pk: int) -> str:
    """The name in a page or an address of a row that has no key of its own (a library's), the same each time."""
    return salted_hmac(kind, str(pk), algorithm="sha256").hexdigest()[:LENGTH]
