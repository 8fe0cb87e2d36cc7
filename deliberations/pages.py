"""The pages of every agent: votes in words, filters, the feed, the zip of a session, years and decades."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from itertools import groupby
from pathlib import Path
from typing import Any

from django import forms
from django.conf import settings
from django.contrib.syndication.views import Feed
from django.db.models import Count, QuerySet, Sum
from django.http import Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse_lazy
from django.utils.feedgenerator import Atom1Feed
from django.views.decorators.http import require_safe

from core.documents.limits import size_label
from core.documents.models import Document
from core.documents.serving import Held
from core.french import count_of, listed, spaced, with_capital
from core.history.entries import history_of
from core.people.requests import AgentRequest, agent_of
from core.web.fields import OneLineField, offer
from core.web.forms import FilterForm
from core.web.non_blank import writable
from core.web.pagination import Page, page_number, paginate
from core.web.zips import Names, zip_of, zip_response
from deliberations import policies, scdl
from deliberations.models import Annex, Councillor, CouncilSession, Deliberation, Matter
from deliberations.models.deliberations import Result
from deliberations.querysets import DeliberationQuerySet


def vote_sentence(deliberation: Deliberation) -> str:
    """« Adoptée à la majorité : 36 pour, 4 contre et 3 abstentions, sur 43 votants. »"""
    result = with_capital(deliberation.get_result_display())
    if not deliberation.has_votes:
        return f"{result}."
    how = _how(deliberation) if deliberation.result == Result.ADOPTED else ""
    said = [f"{deliberation.votes_for} pour"]
    if deliberation.votes_against:
        said.append(f"{deliberation.votes_against} contre")
    if deliberation.abstentions:
        said.append(count_of(deliberation.abstentions, "abstention"))
    voters = f", sur {count_of(deliberation.voters, 'votant')}" if deliberation.voters is not None else ""
    return spaced(f"{result}{how} : {listed(said)}{voters}.")


def _how(deliberation: Deliberation) -> str:
    if deliberation.votes_against:
        return " à la majorité"
    return " à l’unanimité des suffrages exprimés" if deliberation.abstentions else " à l’unanimité"


def votes_table(deliberation: Deliberation) -> list[tuple[str, int]]:
    """Return known figures of the vote, as (heading, number)."""
    columns = [
        ("Effectif du conseil", deliberation.seats),
        ("Votants", deliberation.voters),
        ("Pour", deliberation.votes_for),
        ("Contre", deliberation.votes_against),
        ("Abstentions", deliberation.abstentions),
    ]
    return [(heading, number) for heading, number in columns if number is not None]


class CouncilFilterForm(FilterForm):
    q = OneLineField(label="Objet, numéro ou texte", max_length=200, required=False, widget=forms.SearchInput)
    matiere = forms.ChoiceField(label="Matière", required=False)
    rapporteur = forms.TypedChoiceField(label="Rapporteur", required=False, coerce=int, empty_value=None)
    annee = forms.TypedChoiceField(label="Année", required=False, coerce=int, empty_value=None)

    def __init__(self, data: Any, *, years: Iterable[int]) -> None:
        super().__init__(data)
        offer(self, "matiere", _matter_choices())
        reporting = Councillor.objects.reporting().by_name()
        offer(self, "rapporteur", [("", "Tous"), *((each.pk, str(each)) for each in reporting)])
        offer(self, "annee", [("", "Toutes"), *((year, str(year)) for year in years)])

    def filter(self, deliberations: QuerySet[Deliberation]) -> QuerySet[Deliberation]:
        found: Any = deliberations
        asked = self.cleaned_data
        if code := asked["matiere"]:
            # A whole level 1, or one matter in any version of the nomenclature.
            known = {"matter__code": code} if "." in code else {"matter__code__startswith": f"{code}."}
            found = found.filter(**known)
        if asked["q"]:
            found = found.saying(asked["q"])
        if asked["rapporteur"]:
            found = found.filter(rapporteur=asked["rapporteur"])
        return found.filter(year=asked["annee"]) if asked["annee"] else found


def _matter_choices() -> list[Any]:
    """Each level 1 by itself, then its matters; one statement."""
    groups: dict[str, list[tuple[str, str]]] = {}
    for matter in Matter.objects.current().by_code():
        level1 = matter.code.partition(".")[0]
        group = groups.setdefault(f"{level1}. {matter.level1}", [(level1, spaced(f"{matter.level1} : tout"))])
        group.append((matter.code, str(matter)))
    return [("", "Toutes"), *groups.items()]


LATEST = 30


class LatestFeed(Feed):
    feed_type = Atom1Feed
    title = "Les dernières délibérations du conseil"
    subtitle = spaced("Publiées sur l’intranet ; ni la publication légale, ni le registre.")
    link = reverse_lazy("deliberations:council")
    language = "fr"

    def items(self) -> list[Deliberation]:
        return list(Deliberation.objects.latest_published(LATEST))

    def item_title(self, item: Deliberation) -> str:
        return writable(str(item))

    def item_description(self, item: Deliberation) -> str:
        return f"{item.session}. {vote_sentence(item)}"

    def item_pubdate(self, item: Deliberation) -> datetime | None:
        return item.session.published_at

    item_updateddate = item_pubdate


def members_of(session: CouncilSession) -> list[tuple[str, Document]]:
    """The files of a session by their names in its zip: each text, and a folder of annexes; two statements."""
    names, root = Names(), f"Conseil {session.slug}"
    members: list[tuple[str, Document]] = []
    annexes: dict[int, list[Annex]] = {}
    for annex in Annex.objects.filter(deliberation__session=session).select_related("document"):
        annexes.setdefault(annex.deliberation_id, []).append(annex)
    deliberations = session.deliberations.select_related("text").only("number", "object", "position", "text")
    for deliberation in deliberations.order_by("position"):
        number = deliberation.number or f"sans numéro {deliberation.position}"
        if text := deliberation.text:
            name = names.unique(root, f"{number} {deliberation.object}", _extension(text))
            members.append((name, text))
        mine = annexes.get(deliberation.pk, [])
        folder = names.unique(root, f"{number} annexes", "") if mine else ""
        for annex in mine:
            name = names.unique(folder, f"{annex.position} {annex.title}", _extension(annex.document))
            members.append((name, annex.document))
    return members


def _extension(document: Document) -> str:
    return Path(document.name).suffix.lower()[:10]


def decades_of(folders: Iterable[Any]) -> list[dict[str, Any]]:
    """Fold years by decade, as they are given: the newest first."""
    found = [[*years] for _, years in groupby(folders, key=lambda folder: folder.year // 10)]
    return [
        {"years": years, "label": _span(years), "acts": sum(each.acts for each in years)} for years in found
    ]


def _span(folders: list[Any]) -> str:
    """« De 2010 à 2019 », « 2019 »: from the first to the last year that has a session."""
    first, last = folders[-1].year, folders[0].year
    return str(first) if first == last else f"De {first} à {last}"


SESSIONS_A_PAGE = ACTS_A_PAGE = 50
# Beyond, the weight of the zip is not worth its statement.
WEIGHED = 1000
# Folders in sight; older ones are folded by decade.
RECENT_YEARS = 6


@require_safe
def council(request: AgentRequest) -> HttpResponse:
    """The search, the latest acts, the years as folders; for the secretary, what is being prepared first."""
    years = CouncilSession.objects.published().order_by("-year").values("year")
    counted = years.annotate(sessions=Count("pk"), acts=Sum("deliberation_count"))
    folders: list[Any] = list(counted.values_list("year", "sessions", "acts", named=True))
    filters = CouncilFilterForm.reading(request.GET, years=[folder.year for folder in folders])
    context = {"filters": filters, "can_prepare": policies.can_prepare(request.user), **caution()}
    if filters.is_filtering:
        found: Any = filters.filter(Deliberation.objects.published())
        rows = found.newest_first().select_related("session", "matter", "rapporteur")
        context["page"] = paginate(rows.defer("matter_name", "public_url"), request)
        return render(request, "deliberations/council_search.html", context)
    drafts = CouncilSession.objects.filter(state=CouncilSession.State.DRAFT).newest_first()[:SESSIONS_A_PAGE]
    context |= {
        "recent": folders[:RECENT_YEARS],
        "decades": decades_of(folders[RECENT_YEARS:]),
        "drafts": list(drafts) if context["can_prepare"] else [],
        "latest": Deliberation.objects.latest_published(5),
    }
    return render(request, "deliberations/council.html", context)


@require_safe
def year_detail(request: AgentRequest, year: int) -> HttpResponse:
    sessions = CouncilSession.objects.visible_to(request.user).of_year(year)
    page = paginate(sessions.newest_first(), request, size=SESSIONS_A_PAGE)
    if not page:
        raise Http404
    published = CouncilSession.objects.published().of_year(year)
    totals = published.aggregate(sessions=Count("pk"), deliberations=Sum("deliberation_count"))
    context = {
        "year": year,
        "page": page,
        "totals": totals,
        "can_prepare": policies.can_prepare(request.user),
        "can_export": scdl.is_configured() and totals["sessions"],
        **caution(),
    }
    return render(request, "deliberations/year_detail.html", context)


@require_safe
def session_detail(request: AgentRequest, year: int, session: str) -> HttpResponse:
    """A session's deliberations in their order; for the secretary, also the preview of one in preparation."""
    found = _visible_session(request, year, session)
    page = _whole_page(found, request)
    for deliberation in page:
        deliberation.session = found
    context = {
        "session": found,
        "page": page,
        "zip_size": _zip_size(found),
        "can_prepare": policies.can_prepare(request.user),
        "can_export": scdl.is_configured() and found.is_published,
        **caution(),
    }
    return render(request, "deliberations/session_detail.html", context)


def _whole_page(session: CouncilSession, request: HttpRequest) -> Page:
    """Return one page; the session knows how many they are."""
    last = max(1, -(-session.deliberation_count // ACTS_A_PAGE))
    number = min(page_number(request), last)
    start = (number - 1) * ACTS_A_PAGE
    acts = session.deliberations.select_related("matter", "rapporteur").order_by("position")
    found = list(acts.defer("matter_name", "public_url")[start : start + ACTS_A_PAGE])
    return Page(found, number, session.deliberation_count, has_next=number < last)


def _zip_size(session: CouncilSession) -> str:
    """« 12 Mo »; empty when there is nothing to download, or too much to add up."""
    if not 0 < session.deliberation_count <= WEIGHED:
        return ""
    texts = session.deliberations.aggregate(size=Sum("text__size", default=0))
    annexes = Annex.objects.filter(deliberation__session=session)
    total = texts["size"] + annexes.aggregate(size=Sum("document__size", default=0))["size"]
    return size_label(total) if total else ""


@require_safe
def deliberation_detail(request: AgentRequest, year: int, session: str, slug: str) -> HttpResponse:
    acts = Deliberation.objects.select_related("session", "matter", "rapporteur", "text")
    deliberation = _act(acts.prefetch_related("rapporteur__mandates"), request, year, session, slug)
    rapporteur = deliberation.rapporteur
    others = deliberation.session.deliberations.only("number", "slug", "position", "session")
    can_prepare = policies.can_prepare(request.user)
    context = {
        "deliberation": deliberation,
        "session": deliberation.session,
        "function": rapporteur.function_on(deliberation.adopted_on) if rapporteur else "",
        "co_rapporteurs": Councillor.objects.filter(co_reported=deliberation).by_name(),
        "votes": votes_table(deliberation),
        "vote_sentence": vote_sentence(deliberation),
        "annexes": deliberation.annexes.select_related("document"),
        "before": others.filter(position__lt=deliberation.position).order_by("-position").first(),
        "after": others.filter(position__gt=deliberation.position).order_by("position").first(),
        "can_prepare": can_prepare,
        "entries": history_of(deliberation) if can_prepare else [],
        **caution(),
    }
    return render(request, "deliberations/deliberation_detail.html", context)


# Files


def held_text(request: HttpRequest, year: int, session: str, slug: str) -> Held:
    acts = Deliberation.objects.select_related("session", "text")
    deliberation = _act(acts, request, year, session, slug)
    if deliberation.text is None:
        raise Http404
    return Held(deliberation.text, str(deliberation), deliberation.get_absolute_url())


def held_annex(request: HttpRequest, year: int, session: str, slug: str, position: int) -> Held:
    deliberation = _act(Deliberation.objects.select_related("session"), request, year, session, slug)
    annexes = deliberation.annexes.select_related("document")
    annex = get_object_or_404(annexes, position=position if position < 32_768 else None)
    return Held(annex.document, f"{deliberation}, {annex.title}", deliberation.get_absolute_url())


@require_safe
def session_zip(request: AgentRequest, year: int, session: str) -> StreamingHttpResponse:
    """The session's files, zipped while they leave; the right is checked now, and no connection is held then."""
    found = _visible_session(request, year, session)
    members = members_of(found)
    if not members:
        raise Http404
    files = [(name, document.file_path, document.size) for name, document in members]
    archive = zip_of(files, f"Conseil {found.slug}", "deliberations/zip_readme.txt", {"session": found})
    return zip_response(request, archive, name=f"conseil-{found.slug}.zip")


def caution() -> dict[str, Any]:
    """Warn that the rubric is not the legal publication, whose address is given when the town set it."""
    url = settings.PUBLIC_ACTS_URL
    return {"public_acts_url": url if url.startswith(("https://", "http://")) else ""}


def _visible_session(request: HttpRequest, year: int, slug: str) -> CouncilSession:
    return get_object_or_404(CouncilSession.objects.visible_to(agent_of(request)), year=year, slug=slug)


def _act(
    acts: DeliberationQuerySet, request: HttpRequest, year: int, session: str, slug: str
) -> Deliberation:
    visible = acts.visible_to(agent_of(request))
    return get_object_or_404(visible, session__year=year, session__slug=session, slug=slug)
