"""The software; their manuals; what is known of their three problems; their contracts; files of software."""

from manuals.models.contracts import Commitment, Contract, ContractReminder, Deadline
from manuals.models.manuals import (
    ALTERNATIVE_LENGTH,
    BODY_LENGTH,
    TITLE_LENGTH,
    Manual,
    ManualPicture,
    OutdatedNotice,
    Pin,
    clean_body,
)
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
