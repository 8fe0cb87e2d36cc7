"""The part of an address that names a deliberation: its number, written so that two numbers never meet."""

import hashlib

from core.ui.keys import random_key

PLAIN = frozenset("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_.")
LONGEST = 100


def slug_of(number: str) -> str:
    """« 2026_06_001 » stays; any other character is « ~ » and the two hexadecimal digits of each of its bytes.

    Injective (« 7.1 », « 7-1 » and « 7 1 » differ) but for numbers whose address would pass `LONGEST` characters,
    which end with 24 hexadecimal digits of their SHA-256 instead.
    """
    slug = "".join(
        letter if letter in PLAIN else "".join(f"~{byte:02x}" for byte in letter.encode())
        for letter in number
    )
    if not slug.strip("."):
        # Browsers resolve « . » and « .. » before they ask.
        slug = slug.replace(".", "~2e")
    if len(slug) <= LONGEST:
        return slug
    digest = hashlib.sha256(number.encode()).hexdigest()[:24]
    return f"{slug[: LONGEST - 26]}~~{digest}"


def unnumbered_slug() -> str:
    """For a deliberation that has no number yet; `slug_of` never begins with « ~~ »."""
    return f"~~{random_key()}"
