"""Comparing versions as vendors write them: « 2024.1 », « 12.3 SR2 », « v9 »."""

import re
from itertools import zip_longest

NUMBERS = re.compile(r"[0-9]+")


def pieces(version: str) -> tuple[int, ...]:
    """Its numbers in order: « 12.3 SR2 » is (12, 3, 2); nothing when it holds none."""
    return tuple(int(piece) for piece in NUMBERS.findall(version))


def compare(one: str, other: str) -> int | None:
    """-1 when `one` is older than `other`, 0 when they are the same, 1 when newer; None when they cannot be compared.

    A missing number counts as zero: « 12 » is « 12.0 », and older than « 12.3 ».
    """
    if not one.strip() or not other.strip():
        return None
    mine, theirs = pieces(one), pieces(other)
    if not mine or not theirs:
        return 0 if one.strip().casefold() == other.strip().casefold() else None
    for left, right in zip_longest(mine, theirs, fillvalue=0):
        if left != right:
            return -1 if left < right else 1
    return 0


def is_older(one: str, other: str) -> bool:
    return compare(one, other) == -1
