"""The follow-up code of something that no account opens: shown once, kept as a hash only.

« abcd-efgh-jkmn-pqrs-tuvw-xyz2 »: eight characters find the row, sixteen (79 bits) open it.
"""

from __future__ import annotations

import hashlib
import secrets
from dataclasses import dataclass
from hmac import compare_digest

from core.web.public_ids import ALPHABET

HANDLE_LENGTH = 8
SECRET_LENGTH = 16
GROUP = 4
# Compared with when no row answers, so that it costs the same; nothing has this hash.
NOBODYS = "0" * 64


@dataclass(frozen=True)
class Code:
    handle: str
    secret: str

    def __str__(self) -> str:
        letters = self.handle + self.secret
        return "-".join(letters[start : start + GROUP] for start in range(0, len(letters), GROUP))

    @property
    def hash(self) -> str:
        """Return the stored form: 64 hexadecimal digits. A secret this long needs no slower function."""
        return hashlib.sha256(f"{self.handle}-{self.secret}".encode()).hexdigest()

    def opens(self, kept: str) -> bool:
        """Whether `kept` is this code's hash, in constant time."""
        return compare_digest(self.hash, kept or NOBODYS)


def new_code() -> Code:
    letters = "".join(secrets.choice(ALPHABET) for _ in range(HANDLE_LENGTH + SECRET_LENGTH))
    return Code(letters[:HANDLE_LENGTH], letters[HANDLE_LENGTH:])


def parse_code(typed: str) -> Code | None:
    """The code as somebody typed it, in capitals or with spaces; None when it cannot be one."""
    letters = "".join(letter for letter in typed.lower() if letter.isalnum())
    if len(letters) != HANDLE_LENGTH + SECRET_LENGTH or set(letters) - set(ALPHABET):
        return None
    return Code(letters[:HANDLE_LENGTH], letters[HANDLE_LENGTH:])
