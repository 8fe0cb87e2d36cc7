"""People who work here (`agents`), on what across directions (`matrix`), what lets them in (`sign_in`).

`changes` are those of heads, deputies and addresses that wait for a second account.
"""

from core.people.models.agents import Absence, AddressAlias, Agent, Direction, RoleGiven
from core.people.models.changes import ChangeRequest
from core.people.models.matrix import AgentSkill, Assignment, Project, Skill
from core.people.models.sign_in import SecretAddress, SignIn, SignInCode

__all__ = [
    "Absence",
    "AddressAlias",
    "Agent",
    "AgentSkill",
    "Assignment",
    "ChangeRequest",
    "Direction",
    "Project",
    "RoleGiven",
    "SecretAddress",
    "SignIn",
    "SignInCode",
    "Skill",
]
