"""The group's desk: ideas, the grid, absences; found by the admin when it starts."""

from suggestions.admin.absences import AbsenceAdmin
from suggestions.admin.grids import GridAdmin
from suggestions.admin.ideas import IdeaAdmin

__all__ = ["AbsenceAdmin", "GridAdmin", "IdeaAdmin"]
