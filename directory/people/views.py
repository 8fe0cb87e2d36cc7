"""Finding someone, their card, the chart."""

from django.http import Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from core.documents.serving import file_response
from core.people.models import Agent, AgentSkill, Assignment
from core.people.ordering import alphabetical
from core.people.policies import can_keep_directory
from core.people.requests import AgentRequest
from core.people.tree import Tree, Unit
from core.ui.french import exact_count_of
from core.ui.pagination import paginate
from directory import policies
from directory.agent_search import Matrix, by_name, search_similar_names
from directory.models import Card
from directory.people.chart import draw
from directory.people.forms import SearchForm
from directory.people.reasons import rows_of
from directory.people.vcard import vcard_of
from directory.querysets import agents_for

TEAM_SHOWN = 12


@require_safe
def agent_list(request: AgentRequest) -> HttpResponse:
    """One search box; without a word in it, everyone in alphabetical order."""
    tree = Tree()
    matrix = Matrix.for_reader(request.user)
    form = SearchForm.reading(request.GET, by=request.user, tree=tree, matrix=matrix)
    agents = agents_for(request.user).select_related("card")
    page = paginate(form.filter(agents), request)
    is_near = False
    if not page and form.query and form.cleaned_data["dans"] in ("", "nom"):
        page = paginate(search_similar_names(form.narrow(agents), form.query), request)
        is_near = bool(page)
    context = {
        "form": form,
        "page": page,
        "is_near": is_near,
        "rows": rows_of(form, page, is_near=is_near),
        "keeps": can_keep_directory(request.user),
    }
    return render(request, "directory/agent_list.html", context)


@require_safe
def agent_detail(request: AgentRequest, reference: str) -> HttpResponse:
    found = agents_for(request.user).with_roles().select_related("card__photo", "manager")
    subject = get_object_or_404(found, reference=reference)
    card = Card.of(subject)
    tree = Tree()
    unit = tree.of(subject)
    team = Agent.objects.active().filter(direction=subject.direction_id).exclude(pk=subject.pk)
    team_shown = list(by_name(team)[: TEAM_SHOWN + 1]) if unit else []
    assignments = list(Assignment.objects.visible_to(request.user).filter(agent=subject).for_list())
    can = policies.abilities(request.user, subject)
    context = {
        "subject": subject,
        "card": card,
        "unit": unit,
        "manager": tree.manager_of(subject),
        "heads": [headed for headed in tree if headed.head and headed.head.pk == subject.pk],
        "team": team_shown[:TEAM_SHOWN],
        "has_more": len(team_shown) > TEAM_SHOWN,
        "assignments": [row for row in assignments if not row.is_past],
        "past_assignments": [row for row in reversed(assignments) if row.is_past],
        "skills": _skills_of(subject, is_theirs=can["correct"]),
        "can": can,
        "keeps": can_keep_directory(request.user),
    }
    return render(request, "directory/agent_detail.html", context)


def _skills_of(subject: Agent, *, is_theirs: bool) -> list[AgentSkill]:
    """Return skills of the list, by kind; to their owner, the ones that they proposed too."""
    declared = AgentSkill.objects.all() if is_theirs else AgentSkill.objects.listed()
    found = declared.filter(agent=subject).select_related("skill")
    return list(found.order_by("skill__kind", *alphabetical("skill__name")))


@require_safe
def agent_photo(request: AgentRequest, reference: str) -> HttpResponseBase:
    found = agents_for(request.user).filter(card__photo__isnull=False).select_related("card__photo")
    subject = get_object_or_404(found, reference=reference)
    photo = subject.card.photo
    assert photo is not None
    return file_response(request, photo)


@require_safe
def agent_vcard(request: AgentRequest, reference: str) -> HttpResponse:
    subject = get_object_or_404(agents_for(request.user).select_related("card"), reference=reference)
    response = HttpResponse(
        vcard_of(subject, Card.of(subject), Tree().of(subject)),
        content_type="text/vcard; charset=utf-8",
    )
    response.headers["Content-Disposition"] = f'attachment; filename="{subject.reference}.vcf"'
    return response


@require_safe
def chart(request: AgentRequest) -> HttpResponse:
    tree = Tree()
    tree.fill_counts()
    context = {"tree": tree, "count": exact_count_of(sum(root.count for root in tree.roots), "agent")}
    return render(request, "directory/chart.html", context)


@require_safe
def chart_picture(request: AgentRequest) -> HttpResponse:
    tree = Tree()
    tree.fill_counts()
    response = HttpResponse(draw(tree), content_type="image/svg+xml; charset=utf-8")
    response.headers["Cache-Control"] = "private, no-cache"
    return response


@require_safe
def direction_detail(request: AgentRequest, direction: str) -> HttpResponse:
    """One unit: who heads it, what is below it, who works in it and below."""
    tree = Tree()
    unit = tree.by_reference(direction)
    if unit is None:
        raise Http404
    tree.fill_counts()
    agents = Agent.objects.active().filter(direction__in=unit.ids()).select_related("card")
    page = paginate(by_name(agents), request)
    context = {
        "unit": unit,
        "page": page,
        "rows": [(agent, _unless_here(tree.of(agent), unit), ()) for agent in page],
        "keeps": can_keep_directory(request.user),
    }
    return render(request, "directory/direction_detail.html", context)


def _unless_here(theirs: Unit | None, here: Unit) -> Unit | None:
    """A page of one unit does not repeat its name on each line."""
    return None if theirs is here else theirs
