"""The common section: its pages, the project group, what it decides, does and gains, the survey, the review,
the assessments, the days without a printer."""

from dematerialisation.models.action import Action, ActionStep, Gain, IdeaAnswered, ScreeningAnswer
from dematerialisation.models.assessment import AssessedAction, Assessment, AssessmentReminder
from dematerialisation.models.printerless import (
    Hardest,
    PrinterlessAgent,
    PrinterlessDay,
    PrinterlessDirection,
)
from dematerialisation.models.priorities import Priority, PriorityAction, Wish
from dematerialisation.models.review import Article, MissingTip, ReviewIssue, ReviewPicture
from dematerialisation.models.section import GroupMember, Page
from dematerialisation.models.survey import (
    Answer,
    Interview,
    Question,
    QuestionKind,
    Questionnaire,
    QuestionSection,
    Survey,
)
