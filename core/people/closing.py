"""End what belongs to an account with it, whatever closes it: the desk, an import, the end of a mandate."""

from collections.abc import Sequence

from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session

from core.people.models import AgentSkill, SignInCode


def end_what_is_open(accounts: Sequence[int]) -> None:
    """End what accounts that have just been closed had open, for good, and the skills that they declared.

    Called by each action that closes accounts, which has locked them; the links sent before are void by a trigger.
    """
    theirs = UserSession.objects.filter(user__in=accounts)
    Session.objects.filter(session_key__in=theirs.values("session_key")).delete()
    for rows in (
        theirs,
        SignInCode.objects.filter(agent__in=accounts),
        AgentSkill.objects.filter(agent__in=accounts),
    ):
        rows.delete()
