"""The kinds of things that the intranet tells people, each registered by the app that tells it."""

from dataclasses import dataclass

KINDS: dict[str, "Kind"] = {}


@dataclass(frozen=True)
class Kind:
    """`code` like « suggestions.answered »; `label` is how a person would ask to receive it."""

    code: str
    label: str


def register(code: str, label: str) -> Kind:
    """Raises ValueError for a code without its app or already taken."""
    if "." not in code or code in KINDS:
        raise ValueError(f"Bad or repeated notification kind: {code}")
    KINDS[code] = Kind(code, label)
    return KINDS[code]
