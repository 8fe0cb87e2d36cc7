"""People who work here (`agents`), on what across directions (`assignments`), what lets them in (`sign_in`).

Changes of heads, deputies and addresses that wait for a second account are with the latter.
"""

from core.people.models.agents import Absence, AddressAlias, Agent, Direction, RoleGiven
from core.people.models.assignments import AgentSkill, Assignment, Project, Skill
from core.people.models.sign_in import ChangeRequest, SecretAddress, SignIn, SignInCode
