"""Circuits, notes to human resources, drafts to approve."""

from dataclasses import dataclass

# Notes to human resources


@dataclass(frozen=True, slots=True)
class MemoCircuit:
    """`steps` are pairs: the name, and who approves as in `approvals.CircuitStep.Kind`."""

    key: str
    name: str
    purpose: str
    steps: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class MemoKind:
    key: str
    name: str
    help: str
    circuit: str
    asks_person: bool = False
    asks_dates: bool = False
    retention_years: int = 5


@dataclass(frozen=True, slots=True)
class ModelText:
    kind: str
    title: str
    text: str


@dataclass(frozen=True, slots=True)
class Memo:
    """`visas` were given before it stopped where it is; a draft was written `sent_days_ago`."""

    key: str
    author: str
    kind: str
    subject: str
    text: str
    state: str
    sent_days_ago: int
    visas: int = 0
    written_for: str = ""
    person: str = ""
    is_opened: bool = False
    refusal: str = ""
    question: str = ""
    opinion: str = ""
    answer: str = ""


@dataclass(frozen=True, slots=True)
class DraftApproval:
    """Where the visa on a draft is; `earlier` is the object that it had when it was first sent."""

    state: str  # approved, refused, unsent or waiting
    sent_days_ago: int | None = None
    answered_days_ago: int | None = None
    remark: str = ""
    earlier: str = ""
    is_shared: bool = False
    is_on_paper: bool = False
