"""The nouns of the rubric, a module each."""

from suggestions.models.anonymous import AnonymousDeposit, AnonymousFile, FollowUpCode
from suggestions.models.answer import ANSWER_LENGTH, Answer, Correction, clean_answer
from suggestions.models.comments import COMMENT_LENGTH, Comment, Follow, Note, Report, Support
from suggestions.models.evaluation import Criterion, Evaluation, Flag, Grid, LateNotice, Mark, Recusal, Tally
from suggestions.models.exchange import Message, Opinion, Telling
from suggestions.models.idea import TEXT_LENGTH, TITLE_LENGTH, Draft, Idea, IdeaFile, NumberSeries
from suggestions.models.meeting import AgendaItem, Decision, Meeting
from suggestions.models.outcomes import Appeal, Feedback, Merge, SetAside, Split
