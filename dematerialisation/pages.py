"""The group, the pages that it writes, the site map, help and legal pages."""

import csv
import tomllib
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any, Self

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from core.history.entries import history_of
from core.mail.policies import can_see_mailboxes
from core.operations.purges import TABLE
from core.people.middleware import can_reach
from core.people.models import Agent
from core.people.requests import AgentRequest
from dematerialisation import policies
from dematerialisation.models import GroupMember, Page, Survey
from legalwatch.policies import can_write as can_write_watch
from mailroom.policies import is_mail_office
from manuals.policies import can_see_contracts
from memos.policies import is_hr
from rooms.policies import can_manage_some
from spaces.policies import can_create as can_create_project
from suggestions.policies import is_in_group
from tips.models import Tip

DATA = Path(__file__).parent / "data"
ALIASES: dict[str, list[str]] = tomllib.loads((DATA / "page_aliases.toml").read_text())
SITE_MAP: list[dict[str, Any]] = tomllib.loads((DATA / "site_map.toml").read_text())["parts"]
# Whom a link of the site map is for.
WHO: dict[str, Callable[[Agent], bool]] = {
    "contracts": can_see_contracts,
    "group": is_in_group,
    "hr": is_hr,
    "mail": is_mail_office,
    "mailboxes": lambda agent: agent.is_staff and can_see_mailboxes(agent),
    "projects": can_create_project,
    "rooms": can_manage_some,
    "staff": lambda agent: agent.is_staff,
    "watch": can_write_watch,
}
# The audit, as it was made (docs/accessibilite/README.md); the statement counts it.
AUDIT = settings.BASE_DIR / "docs" / "accessibilite" / "grille.csv"
AUDITED_ON = date(2026, 12, 2)


@dataclass(frozen=True, slots=True)
class Link:
    label: str
    route: str
    args: tuple[object, ...] = ()

    @property
    def url(self) -> str:
        return reverse(self.route, args=self.args)

    @property
    def aliases(self) -> list[str]:
        """What agents call it when they search."""
        return ALIASES.get(self.route, [])


@dataclass(frozen=True, slots=True)
class Part:
    title: str
    links: tuple[Link, ...]


def parts(agent: Agent) -> list[Part]:
    """Four statements: the group's pages, the years that have a tip, the rooms one keeps, the contracts one reads."""
    is_for = cache(lambda who: WHO[who](agent))
    found = []
    for part in SITE_MAP:
        rows = [(label, route) for label, route, *who in part["links"] if all(map(is_for, who))]
        links = tuple(link for label, route in rows for link in _links(label, route))
        found += [Part(part["title"], links)] if links else []
    return found


def _links(label: str, route: str) -> list[Link]:
    if route == "tips:tip_year":
        return [Link(f"{label} {year}", route, (year,)) for year in Tip.objects.published().years()]
    if route == "page_detail":
        return [Link(title, route, (slug,)) for title, slug in Page.objects.values_list("title", "slug")]
    state = f" : {Conformity.of('site', 'bureau').state}" if route == "accessibility" else ""
    return [Link(f"{label}{state}", route)]


@require_safe
def group(request: AgentRequest) -> HttpResponse:
    survey = Survey.objects.with_progress().first()
    context = {
        "pages": Page.objects.defer("body"),
        "members": GroupMember.objects.for_group_page(),
        "survey": survey,
        "can_read_survey": survey is not None and policies.can_read_survey(request.user, survey),
    }
    return render(request, "dematerialisation/pages/group.html", context)


@require_safe
def page_detail(request: AgentRequest, slug: str) -> HttpResponse:
    page = get_object_or_404(Page, slug=slug)
    context = {
        "page": page,
        "others": Page.objects.defer("body").exclude(pk=page.pk),
        "can_write": policies.can_write(request.user),
        "entries": history_of(page),
    }
    return render(request, "dematerialisation/pages/page_detail.html", context)


@require_safe
def site_map(request: AgentRequest) -> HttpResponse:
    """All that this person may open; elected members have a few pages."""
    found = parts(request.user)
    if request.user.is_elected:
        reached = [
            Part(part.title, tuple(link for link in part.links if can_reach(link.route))) for part in found
        ]
        found = [part for part in reached if part.links]
    return render(request, "dematerialisation/pages/site_map.html", {"parts": found})


@require_safe
@login_not_required
def help_page(request: HttpRequest) -> HttpResponse:
    """Open: users who cannot sign in need it most."""
    is_elected = getattr(request.user, "is_elected", False)
    page = "dematerialisation/pages/elected_help.html" if is_elected else "dematerialisation/pages/help.html"
    return render(request, page, _town_details())


@require_safe
@login_not_required
def accessibility(request: HttpRequest) -> HttpResponse:
    on_site, everywhere = Conformity.of("site"), Conformity.of("site", "bureau")
    context = {
        **_town_details(),
        "on_site": on_site,
        "everywhere": everywhere,
        "audited_on": AUDITED_ON,
        "plan_url": settings.ACCESSIBILITY_PLAN_URL,
    }
    return render(request, "dematerialisation/pages/accessibility.html", context)


@dataclass(frozen=True, slots=True)
class Failing:
    """A criterion that fails: its number, its name, where, why, and the day by which it will not."""

    criterion: str
    name: str
    pages: str
    proof: str
    by: date


@dataclass(frozen=True, slots=True)
class Conformity:
    """How many of the RGAA's criteria that apply hold, on some sides of the site."""

    applicable: int
    failing: tuple[Failing, ...]

    @classmethod
    @cache
    def of(cls, *sides: str) -> Self:
        """Count the grid: a criterion applies where it does on a side, and fails where it does on one."""
        results = [({row[side] for side in sides}, row) for row in audit()]
        failing = [
            Failing(
                row["critère"],
                row["intitulé"],
                row["échoue sur"],
                row["preuve"],
                date.fromisoformat(row["au plus tard"]),
            )
            for found, row in results
            if "NC" in found
        ]
        return cls(sum(found != {"NA"} for found, _ in results), tuple(failing))

    @property
    def conform(self) -> int:
        return self.applicable - len(self.failing)

    @property
    def rate(self) -> int:
        """In percent, rounded down: 100 means all."""
        return 100 * self.conform // self.applicable

    @property
    def state(self) -> str:
        """The words of the decree of 2019-07-24 on accessibility: all, half, or less."""
        if not self.failing:
            return "totalement conforme"
        return "partiellement conforme" if self.rate >= 50 else "non conforme"


def audit() -> list[dict[str, str]]:
    with AUDIT.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, delimiter=";"))


@require_safe
@login_not_required
def legal_notice(request: HttpRequest) -> HttpResponse:
    context = {**_town_details(), "kept": TABLE.values()}
    return render(request, "dematerialisation/pages/legal_notice.html", context)


def _town_details() -> dict[str, object]:
    return {
        "publisher": settings.LEGAL_PUBLISHER,
        "contact": settings.LEGAL_CONTACT,
        "shared_minutes": settings.SHARED_WORKSTATION_MINUTES,
        "session_days": settings.SESSION_COOKIE_AGE // 86_400,
    }
