"""The days without a printer."""

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class PrinterlessDay:
    """`pages` are those of an ordinary day and of that one, by direction, which then takes part."""

    key: str
    action: str
    days_ago: int
    title: str
    message: str
    agents: int
    taking_part: tuple[str, ...] = ()
    pages: Mapping[str, list[int]] = field(default_factory=dict)
    hardest: Mapping[str, int] = field(default_factory=dict)
