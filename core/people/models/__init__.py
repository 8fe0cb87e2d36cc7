"""Who works here (`agents`), and what lets them in (`sign_in`)."""

from core.people.models.agents import Absence, AddressAlias, Agent, Direction, RoleGiven
from core.people.models.sign_in import SecretAddress, SignIn, SignInCode

__all__ = [
    "Absence",
    "AddressAlias",
    "Agent",
    "Direction",
    "RoleGiven",
    "SecretAddress",
    "SignIn",
    "SignInCode",
]
