"""The survey of the directions: what seventeen answered, and the five talks to come."""

from demo.data_files import read_toml, records
from demo.records.survey import PlannedInterview, SurveyAnswers

_all = read_toml("survey.toml")

TITLE: str = _all["title"]
OPENED_DAYS_AGO: int = _all["opened_days_ago"]
ENDS_IN_DAYS: int = _all["ends_in_days"]
DONE = records(SurveyAnswers, _all["done"])
TO_COME = records(PlannedInterview, _all["to_come"])
