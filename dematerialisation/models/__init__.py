"""The common section: its pages, the project group, what it decides, does and gains, the review, the assessments."""

from dematerialisation.models.action import Action, ActionStep, Gain, IdeaAnswered, ScreeningAnswer
from dematerialisation.models.assessment import AssessedAction, Assessment, AssessmentReminder
from dematerialisation.models.review import Article, MissingTip, ReviewIssue, ReviewPicture
from dematerialisation.models.section import GroupMember, Page

__all__ = [
    "Action",
    "ActionStep",
    "Article",
    "AssessedAction",
    "Assessment",
    "AssessmentReminder",
    "Gain",
    "GroupMember",
    "IdeaAnswered",
    "MissingTip",
    "Page",
    "ReviewIssue",
    "ReviewPicture",
    "ScreeningAnswer",
]
