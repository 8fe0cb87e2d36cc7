import re
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from allauth.usersessions.models import UserSession
from django.conf import settings
from django.contrib import messages
from django.contrib.sessions.models import Session
from django.db.models import OuterRef, QuerySet, Subquery
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from core.people.requests import AgentRequest
from core.people.sessions import actions
from core.ui.french import NBSP

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
    device: str
    seen_at: datetime | None


def session_list(request: AgentRequest) -> HttpResponse:
    theirs = UserSession.objects.filter(user=request.user).order_by("-created_at", "-pk")
    if request.method == "POST":
        if found := _chosen(request, theirs):
            actions.end(request, found)
            messages.success(request, "C’est terminé : il faudra s’y connecter de nouveau.")
        else:
            messages.info(request, "Cette session était déjà terminée.")
        return redirect("session_list")
    live = Session.objects.filter(expire_date__gt=timezone.now(), session_key=OuterRef("session_key"))
    rows = theirs.annotate(ends_at=Subquery(live.values("expire_date"))).exclude(ends_at=None)
    lines = sorted(map(_line, rows), key=lambda line: not line.row.is_current())
    return render(request, "people/session_list.html", {"lines": lines})


def _line(row: Any) -> Line:
    # Whenever it is written, a session lasts for that long again.
    written = row.ends_at - timedelta(seconds=settings.SESSION_COOKIE_AGE)
    return Line(row, device_of(row.user_agent), written if written > row.created_at + AT_ONCE else None)


def _chosen(request: AgentRequest, theirs: QuerySet[UserSession]) -> list[UserSession]:
    chosen = request.POST.get("session", "")
    if chosen == "others":
        return [*theirs.exclude(session_key=request.session.session_key)]
    return [*theirs.filter(pk=chosen)] if re.fullmatch(r"\d{1,18}", chosen) else []


def device_of(user_agent: str) -> str:
    """« Ordinateur Windows, Firefox 140 »; what a browser says of itself is no proof."""
    device = next((name for sign, name in DEVICES if re.search(sign, user_agent)), "")
    browser = next(
        (f"{name}{NBSP}{found[1]}" for sign, name in BROWSERS if (found := re.search(sign, user_agent))), ""
    )
    return ", ".join(filter(None, (device, browser))) or "Appareil inconnu"
