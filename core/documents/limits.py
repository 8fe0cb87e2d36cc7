from __future__ import annotations

from dataclasses import dataclass

from django.conf import settings
from django.core import signing

from core.documents.kinds import EVERY_KIND, KINDS, listed_kinds
from core.ui.french import NBSP, spaced, with_capital

MEGABYTE = 1_000_000
SALT = "core.documents.limits"


@dataclass(frozen=True)
class Limits:
    """`largest` in bytes; `kinds` are codes of `core.documents.kinds` (« pdf », « odt », « png »…)."""

    largest: int
    kinds: tuple[str, ...] = EVERY_KIND

    def __post_init__(self) -> None:
        if unknown := set(self.kinds) - set(KINDS):
            raise ValueError(f"Unknown kinds of documents: {sorted(unknown)}")

    @property
    def sentence(self) -> str:
        """« PDF, images : 50 Mo au plus. »"""
        return spaced(f"{with_capital(listed_kinds(self.kinds))} : {size_label(self.largest)} au plus.")

    @property
    def extensions(self) -> list[str]:
        """« .pdf », « .jpg »…: what a browser offers to choose from."""
        return [f".{extension}" for code in self.kinds for extension in KINDS[code].extensions]

    @property
    def token(self) -> str:
        """These limits for the page that uploads ahead of its form, signed against stretching."""
        return signing.dumps([self.largest, *self.kinds], salt=SALT, compress=True)

    @classmethod
    def of_token(cls, token: str) -> Limits:
        """Raises ValueError for a token that is not ours."""
        try:
            largest, *kinds = signing.loads(token, salt=SALT)
        except signing.BadSignature as error:
            raise ValueError("Not a token of limits") from error
        return cls(largest, tuple(kinds))


def size_label(size: int) -> str:
    """« 812 octets », « 14 ko », « 1,2 Mo »."""
    if size < 1000:
        return f"{size}{NBSP}octet{'s' if size > 1 else ''}"
    if size < MEGABYTE:
        return f"{size / 1000:.0f}{NBSP}ko"
    megabytes = f"{size / MEGABYTE:.1f}".removesuffix(".0").replace(".", ",")
    return f"{megabytes}{NBSP}Mo"


EVERYDAY = Limits(settings.DOCUMENTS_EVERYDAY_MB * MEGABYTE)
DELIBERATION = Limits(settings.DOCUMENTS_DELIBERATION_MB * MEGABYTE)
DEFAULT = EVERYDAY
LARGEST = max(EVERYDAY.largest, DELIBERATION.largest)
