"""The group's admin: ideas, grids, absences."""

# First: notification kinds and their groups are listed in the order in which they register.
from suggestions import notifications  # noqa: F401  (imported to register first)
from suggestions.admin.absences import AbsenceAdmin
from suggestions.admin.grids import GridAdmin
from suggestions.admin.ideas import IdeaAdmin

__all__ = ["AbsenceAdmin", "GridAdmin", "IdeaAdmin"]
