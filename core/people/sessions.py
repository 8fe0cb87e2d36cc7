import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from allauth.usersessions.internal.flows.sessions import end_sessions
from allauth.usersessions.models import UserSession
from django.conf import settings
from django.contrib import messages
from django.contrib.auth import HASH_SESSION_KEY
from django.contrib.sessions.models import Session
from django.core import signing
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.db.models import OuterRef, QuerySet, Subquery
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from core.french import NBSP, spaced
from core.people import policies, sign_ins
from core.people.models import Agent, AgentSkill, SignIn, SignInCode
from core.people.requests import AgentRequest
from core.people.signals import sessions_ended
from core.web.locks import lock_row
from core.web.public_ids import unnumbered

ENDS = spaced(
    "Partout où ce compte est ouvert, il faudra se connecter de nouveau. Un code imprimé qui n’a pas servi et un lien "
    "de mot de passe déjà envoyé ne vaudront plus rien : s’il en faut un, imprimez-le ou redemandez-le ensuite. "
    "La personne est prévenue."
)
ENDED = (
    "Ses sessions sont terminées, ses codes imprimés et ses liens de mot de passe ne valent plus rien, et la personne "
    "est prévenue."
)


@transaction.atomic
def end(request: AgentRequest, chosen: Sequence[UserSession]) -> None:
    """By their owner; the page's own signs out."""
    agent = request.user
    end_sessions(request, chosen)
    for _ in chosen:
        sign_ins.write(request, agent, SignIn.Outcome.ENDED, SignIn.Means.OWNER)


@transaction.atomic
def end_all(agent: Agent, *, by: Agent) -> None:
    """By whoever keeps the account, an agent's or an elected member's; even when none is open: a link may be about."""
    if not policies.can_end_sessions(by, agent):
        raise PermissionDenied("Seul un administrateur met fin aux sessions d’un autre.")
    agent = lock_row(Agent, agent.pk)
    if not agent.is_active:
        raise ValidationError(spaced("Ce compte est fermé : il n’est ouvert nulle part."))
    end_every_session(agent)
    agent.note_access_change("a mis fin aux sessions de ce compte", by=by)
    sessions_ended.send(Agent, agent=agent, by=by)


def end_every_session(agent: Agent) -> None:
    """End all their sessions, each with its line in the journal, and void their printed code.

    The caller has locked the agent, and voids the links by `note_access_change`.
    """
    outcomes = [SignIn.Outcome.ENDED] * _ended([agent.pk]) + [SignIn.Outcome.VOIDED]
    for outcome in outcomes:
        SignIn.objects.create(agent=agent, outcome=outcome, means=SignIn.Means.ADMIN)


def end_what_is_open(accounts: Sequence[int]) -> None:
    """End what accounts that have just been closed had open, for good, and the skills that they declared.

    Called by each action that closes accounts, which has locked them; the links sent before are void by a trigger.
    """
    _ended(accounts)
    AgentSkill.objects.filter(agent__in=accounts).delete()


def _ended(accounts: Sequence[int]) -> int:
    """End the sessions of these accounts and void their printed codes; return how many sessions."""
    theirs = UserSession.objects.filter(user__in=accounts)
    ended, _ = Session.objects.filter(session_key__in=theirs.values("session_key")).delete()
    theirs.delete()
    SignInCode.objects.filter(agent__in=accounts).delete()
    return ended


# The first that is found: most browsers say that they are several.
BROWSERS = (
    (r"Edg\w*/(\d+)", "Edge"),
    (r"OPR/(\d+)", "Opera"),
    (r"(?:Firefox|FxiOS)/(\d+)", "Firefox"),
    (r"(?:Chrom\w*|CriOS)/(\d+)", "Chrome"),
    (r"Version/(\d+).*Safari", "Safari"),
)
DEVICES = (
    (r"Android.*Mobile", "Téléphone Android"),
    (r"Android", "Tablette Android"),
    (r"iPhone", "iPhone"),
    (r"iPad", "iPad"),
    (r"Windows", "Ordinateur Windows"),
    (r"Mac OS", "Mac"),
    (r"Linux", "Ordinateur Linux"),
)
# An activity that follows the sign-in by less is the sign-in.
AT_ONCE = timedelta(minutes=2)


@dataclass(frozen=True)
class Line:
    """A session, as its owner reads it. `seen_at` is the last time that it was written: it may have served since."""

    row: UserSession
    name: str
    device: str
    seen_at: datetime | None


def session_list(request: AgentRequest) -> HttpResponse:
    live = Session.objects.filter(expire_date__gt=timezone.now(), session_key=OuterRef("session_key"))
    theirs = (
        UserSession.objects.filter(user=request.user)
        .annotate(ends_at=Subquery(live.values("expire_date")), written=Subquery(live.values("session_data")))
        .exclude(ends_at=None)
        .order_by("-created_at", "-pk")
    )
    if request.method == "POST":
        if found := _chosen(request, theirs):
            end(request, found)
            messages.success(request, spaced("C’est terminé : il faudra s’y connecter de nouveau."))
        else:
            messages.info(request, "Cette session était déjà terminée.")
        return redirect("session_list")
    lines = [_line(row) for row in theirs if _opens(request, row)]
    lines.sort(key=lambda line: not line.row.is_current())
    return render(request, "people/session_list.html", {"lines": lines})


def _opens(request: AgentRequest, row: Any) -> bool:
    """Not once another password was chosen, though its row stays until its browser comes back."""
    return policies.is_proof(request.user, request.session.decode(row.written).get(HASH_SESSION_KEY, ""))


def _line(row: Any) -> Line:
    # Whenever it is written, a session lasts for that long again.
    written = row.ends_at - timedelta(seconds=settings.SESSION_COOKIE_AGE)
    seen_at = written if written > row.created_at + AT_ONCE else None
    return Line(row, name_of(row), device_of(row.user_agent), seen_at)


def _chosen(request: AgentRequest, theirs: QuerySet[UserSession]) -> list[UserSession]:
    """None once it has ended, or when nothing is named; Http404 for what no page of theirs names."""
    if not (chosen := request.POST.get("session", "")):
        return []
    if chosen == "others":
        return [*theirs.exclude(session_key=request.session.session_key)]
    try:
        _signer(request.user.pk).unsign(chosen)
    except signing.BadSignature as error:
        raise Http404 from error
    return [row for row in theirs if name_of(row) == chosen]


def name_of(row: UserSession) -> str:
    """Its name in the page: it tells no number, and whose it is stays sure when the row is gone."""
    return _signer(row.user_id).sign(unnumbered(__name__, row.pk))


def _signer(pk: int) -> signing.Signer:
    return signing.Signer(salt=f"{__name__}.{pk}")


def device_of(user_agent: str) -> str:
    """« Ordinateur Windows, Firefox 140 »; what a browser says of itself is no proof."""
    device = next((name for sign, name in DEVICES if re.search(sign, user_agent)), "")
    browser = next(
        (f"{name}{NBSP}{found[1]}" for sign, name in BROWSERS if (found := re.search(sign, user_agent))), ""
    )
    return ", ".join(filter(None, (device, browser))) or "Appareil inconnu"
