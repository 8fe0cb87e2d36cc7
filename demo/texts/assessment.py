"""The assessments: last year's, published, and this year's, begun."""

from demo.data_files import read_toml, record, records
from demo.records.assessment import AssessedAction, Assessment

_all = read_toml("assessments.toml")

PUBLISHED = record(Assessment, _all["published"])
BEGUN = record(Assessment, _all["begun"])
SAID = {row.action: row for row in records(AssessedAction, _all["said"])}
# By verdict, for the actions of which nothing more is said.
REASONS: dict[str, str] = _all["reasons"]
