"""The software; their manuals; what is known of their three problems; their contracts; files of software."""

from manuals.models.contracts import Commitment, Contract, ContractReminder, Deadline
from manuals.models.manuals import BODY_LENGTH, TITLE_LENGTH, Manual, OutdatedNotice, Pin, clean_body
from manuals.models.problems import (
    LINE_LENGTH,
    TEXT_LENGTH,
    Archiving,
    DataRecovery,
    FollowUp,
    Problem,
    ProblemRecord,
    TestResult,
    WorkflowUpdates,
)
from manuals.models.software import (
    NAME_LENGTH,
    START_LENGTH,
    VERSION_LENGTH,
    Need,
    Outage,
    SharedBy,
    Software,
    SoftwareImport,
    SoftwareLink,
)

__all__ = [
    "BODY_LENGTH",
    "LINE_LENGTH",
    "NAME_LENGTH",
    "START_LENGTH",
    "TEXT_LENGTH",
    "TITLE_LENGTH",
    "VERSION_LENGTH",
    "Archiving",
    "Commitment",
    "Contract",
    "ContractReminder",
    "DataRecovery",
    "Deadline",
    "FollowUp",
    "Manual",
    "Need",
    "Outage",
    "OutdatedNotice",
    "Pin",
    "Problem",
    "ProblemRecord",
    "SharedBy",
    "Software",
    "SoftwareImport",
    "SoftwareLink",
    "TestResult",
    "WorkflowUpdates",
    "clean_body",
]
