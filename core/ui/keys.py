"""Random keys for public addresses: a sequence would tell how many there are, and when."""

import secrets

# Without 0, 1, i, l and o: a key may be read aloud on the telephone.
ALPHABET = "abcdefghjkmnpqrstuvwxyz23456789"
LENGTH = 12


def random_key() -> str:
    """Twelve characters, about 59 bits."""
    return "".join(secrets.choice(ALPHABET) for _ in range(LENGTH))
