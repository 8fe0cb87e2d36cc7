"""The sessions of an agent's account, for the agent: from where, since when, and a button that ends each.

By `allauth.usersessions`, which keeps a row beside each session: a table of our own would be that much code more, and
the sessions themselves cannot be searched by agent. Its page is not used: it deletes on GET.
"""

import re
from datetime import datetime

from allauth.usersessions.internal.flows.sessions import end_other_sessions, end_sessions
from allauth.usersessions.models import UserSession
from django.contrib import messages
from django.contrib.sessions.models import Session
from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from core.people.requests import AgentRequest

# The first that is found: most browsers say that they are several.
BROWSERS = (
    ("Edg", "Edge"),
    ("OPR", "Opera"),
    ("Firefox", "Firefox"),
    ("Chrom", "Chrome"),
    ("Safari", "Safari"),
)
SYSTEMS = (
    ("Android", "Android"),
    ("iPhone|iPad", "iOS"),
    ("Windows", "Windows"),
    ("Mac OS", "macOS"),
    ("Linux", "Linux"),
)


def session_list(request: AgentRequest) -> HttpResponse:
    theirs = UserSession.objects.filter(user=request.user).order_by("-created_at", "-pk")
    if request.method == "POST":
        chosen = request.POST.get("session", "")
        if chosen == "others":
            end_other_sessions(request, request.user)
        elif re.fullmatch(r"\d{1,18}", chosen) and (found := list(theirs.filter(pk=chosen))):
            end_sessions(request, found)
        else:
            messages.info(request, "Cette session était déjà terminée.")
            return redirect("session_list")
        messages.success(request, "C’est terminé : il faudra s’y connecter de nouveau.")
        return redirect("session_list")
    live = Session.objects.filter(expire_date__gt=timezone.now()).values("session_key")
    rows = [(row, browser_of(row.user_agent)) for row in theirs.filter(session_key__in=live)]
    return render(request, "people/session_list.html", {"rows": rows})


def browser_of(user_agent: str) -> str:
    """« Firefox, Windows »; what a browser says of itself is no proof."""
    parts = [
        next((name for sign, name in known if re.search(sign, user_agent)), "")
        for known in (BROWSERS, SYSTEMS)
    ]
    return ", ".join(filter(None, parts)) or "Navigateur inconnu"


def ended(at: datetime) -> QuerySet[UserSession]:
    """Those whose session has gone, or ended by then."""
    live = Session.objects.filter(expire_date__gte=at)
    return UserSession.objects.exclude(session_key__in=live.values("session_key"))
