"""The common section: its pages, the project group, and what it decides, does and gains."""

from dematerialisation.models.action import Action, ActionStep, Gain, IdeaAnswered
from dematerialisation.models.section import GroupMember, Page

__all__ = ["Action", "ActionStep", "Gain", "GroupMember", "IdeaAnswered", "Page"]
