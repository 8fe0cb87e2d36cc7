"""The group's admin: ideas, grids, absences."""

from suggestions.admin.evaluation import AbsenceAdmin, GridAdmin
from suggestions.admin.ideas import IdeaAdmin
