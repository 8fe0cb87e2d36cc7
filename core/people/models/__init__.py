"""Who works here (`agents`), on what across directions (`matrix`), and what lets them in (`sign_in`)."""

from core.people.models.agents import Absence, AddressAlias, Agent, Direction, RoleGiven
from core.people.models.matrix import AgentSkill, Assignment, Project, Skill
from core.people.models.sign_in import SecretAddress, SignIn, SignInCode

__all__ = [
    "Absence",
    "AddressAlias",
    "Agent",
    "AgentSkill",
    "Assignment",
    "Direction",
    "Project",
    "RoleGiven",
    "SecretAddress",
    "SignIn",
    "SignInCode",
    "Skill",
]
