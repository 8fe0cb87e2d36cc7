"""The 43 ideas, their evaluations and meetings, and what is said around them."""

from demo.data_files import read_csv, read_toml, records
from demo.records.ideas import (
    Absence,
    Comment,
    Crowd,
    Decision,
    Feedback,
    Idea,
    Meeting,
    Merge,
    Opinion,
    Question,
    Recusal,
    Sheet,
)

_evaluation = read_toml("evaluation.toml")
_exchange = read_toml("exchange.toml")

IDEAS = records(Idea, read_toml("ideas.toml")["ideas"])

SHEETS = read_csv(Sheet, "evaluations.csv")
RECUSALS = records(Recusal, _evaluation["recusals"])
ABSENCES = records(Absence, _evaluation["absences"])
MEETINGS = records(Meeting, _evaluation["meetings"])
DECISIONS = records(Decision, _evaluation["decisions"])

QUESTIONS = records(Question, _exchange["questions"])
OPINIONS = records(Opinion, _exchange["opinions"])
COMMENTS = records(Comment, _exchange["comments"])
CROWDS = records(Crowd, _exchange["crowds"])
FEEDBACKS = records(Feedback, _exchange["feedbacks"])
MERGES = records(Merge, _exchange["merges"])
