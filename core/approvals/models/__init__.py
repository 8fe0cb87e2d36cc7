"""Circuits as they are kept up (`circuits`), and what runs through them (`approvals`)."""

from core.approvals.models.approvals import (
    REMARK_LENGTH,
    Approval,
    ApprovalContent,
    ApprovalFile,
    ApprovalStep,
    Decision,
    StepHolder,
    StuckStep,
)
from core.approvals.models.circuits import (
    ESCALATE_AFTER,
    REMIND_AFTER,
    Circuit,
    CircuitStep,
)

__all__ = [
    "ESCALATE_AFTER",
    "REMARK_LENGTH",
    "REMIND_AFTER",
    "Approval",
    "ApprovalContent",
    "ApprovalFile",
    "ApprovalStep",
    "Circuit",
    "CircuitStep",
    "Decision",
    "StepHolder",
    "StuckStep",
]
