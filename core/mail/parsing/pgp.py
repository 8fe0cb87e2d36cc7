"""Armour that PGP writes within a text (RFC 9580): a signed one is read, an encrypted one recognised."""

ENCRYPTED = "-----BEGIN PGP MESSAGE-----"
SIGNED = "-----BEGIN PGP SIGNED MESSAGE-----"
SIGNATURE = "-----BEGIN PGP SIGNATURE-----"
SIGNATURE_END = "-----END PGP SIGNATURE-----"


def is_encrypted(text: str) -> bool:
    """One that begins so: the same line lower down is quoted by somebody."""
    return text.lstrip().startswith(ENCRYPTED)


def is_signed(text: str) -> bool:
    return any(line.rstrip() == SIGNED for line in text.split("\n"))


def without_armour(text: str) -> str:
    """The words that were signed, and whatever stands before and after them."""
    kept: list[str] = []
    place = "outside"
    for line in text.split("\n"):
        mark = line.rstrip()
        if mark == SIGNED:
            place = "headers"
        elif place == "headers":
            # « Hash: SHA256 », then an empty line.
            place = "headers" if mark else "words"
        elif place == "words" and mark == SIGNATURE:
            place = "signature"
        elif place == "signature":
            place = "outside" if mark == SIGNATURE_END else place
        else:
            kept.append(line.removeprefix("- ") if place == "words" else line)
    return "\n".join(kept)
