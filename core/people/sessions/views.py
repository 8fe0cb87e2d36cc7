import re

from allauth.usersessions.models import UserSession
from django.contrib import messages
from django.contrib.sessions.models import Session
from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from core.people.requests import AgentRequest
from core.people.sessions import actions

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
        if found := _chosen(request, theirs):
            actions.end(request, found)
            messages.success(request, "C’est terminé : il faudra s’y connecter de nouveau.")
        else:
            messages.info(request, "Cette session était déjà terminée.")
        return redirect("session_list")
    live = Session.objects.filter(expire_date__gt=timezone.now()).values("session_key")
    rows = [(row, browser_of(row.user_agent)) for row in theirs.filter(session_key__in=live)]
    return render(request, "people/session_list.html", {"rows": rows})


def _chosen(request: AgentRequest, theirs: QuerySet[UserSession]) -> list[UserSession]:
    chosen = request.POST.get("session", "")
    if chosen == "others":
        return [*theirs.exclude(session_key=request.session.session_key)]
    return [*theirs.filter(pk=chosen)] if re.fullmatch(r"\d{1,18}", chosen) else []


def browser_of(user_agent: str) -> str:
    """« Firefox, Windows »; what a browser says of itself is no proof."""
    parts = [
        next((name for sign, name in known if re.search(sign, user_agent)), "")
        for known in (BROWSERS, SYSTEMS)
    ]
    return ", ".join(filter(None, parts)) or "Navigateur inconnu"
