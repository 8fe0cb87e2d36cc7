"""The group's admin: ideas, grids, absences."""

from suggestions.admin.absences import AbsenceAdmin
from suggestions.admin.grids import GridAdmin
from suggestions.admin.ideas import IdeaAdmin

__all__ = ["AbsenceAdmin", "GridAdmin", "IdeaAdmin"]
