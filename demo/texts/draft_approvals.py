"""The visas on the drafts of the session that is being prepared, in its order."""

from demo.data_files import read_toml, records
from demo.records.visas import DraftApproval

DRAFTS = records(DraftApproval, read_toml("draft_approvals.toml")["drafts"])
