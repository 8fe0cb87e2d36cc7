"""The assessments of the group."""

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Assessment:
    """Days before today, ahead when negative; `published_days_ago` is None for the one that is begun."""

    key: str
    starts_days_ago: int
    ends_days_ago: int
    begun_days_ago: int
    published_days_ago: int | None
    context: str = ""  # HTML, and the others but `idea`
    idea: str = ""
    objective: str = ""
    method: str = ""
    content: str = ""
    means: str = ""
    outcome: str = ""
    next_steps: str = ""
    figures: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class AssessedAction:
    """What the group says of an action, by its key."""

    action: str
    reason: str
    said_by_agents: str = ""
    linked: str = ""
