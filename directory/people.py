"""Finding someone, their card, the chart."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

from django import forms
from django.conf import settings
from django.db.models import Q, QuerySet
from django.http import Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_safe
from icalendar.parser import Contentline

from core.documents.serving import file_response
from core.french import exact_count_of, plain, spaced
from core.people.models import Absence, Agent, AgentSkill, Assignment, Project, Skill
from core.people.ordering import alphabetical
from core.people.policies import can_keep_directory
from core.people.requests import AgentRequest
from core.people.tree import Tree, Unit
from core.web.fields import OneLineField, offer
from core.web.forms import FilterForm
from core.web.pagination import paginate
from directory import policies
from directory.agent_search import (
    QUERY_LENGTH,
    SEARCH_SCOPES,
    Question,
    SearchVocabulary,
    by_name,
    read_question,
    says,
    search_agents,
    search_similar_names,
    split_words,
    units_named,
    words_condition,
)
from directory.fields import DirectionField, offer_units
from directory.models import Card
from directory.querysets import agents_for


class SearchForm(FilterForm):
    """One box; where to look and in which part of the town are optional."""

    q = OneLineField(label=spaced("Qui cherchez-vous ?"), required=False, max_length=QUERY_LENGTH)
    dans = forms.ChoiceField(
        label="Chercher", required=False, choices=[("", "Partout"), *SEARCH_SCOPES.items()]
    )
    direction = DirectionField(label="Direction ou service", empty="Toute la ville")
    competence = forms.ChoiceField(label="Sait", required=False)
    projet = forms.ChoiceField(label="Projet", required=False)
    fonction = OneLineField(label="Fonction ou affectation", required=False, max_length=QUERY_LENGTH)
    site = OneLineField(label="Bureau ou site", required=False, max_length=QUERY_LENGTH)
    fermes = forms.BooleanField(label="Comptes fermés seulement", required=False)

    def __init__(self, data: Any, *, by: Agent, tree: Tree, vocabulary: SearchVocabulary) -> None:
        super().__init__(data)
        self.tree, self.vocabulary = tree, vocabulary
        offer(self, "competence", _choices("Toutes les compétences", vocabulary.skills))
        offer(self, "projet", _choices("Tous les projets", vocabulary.projects))
        offer_units(self, tree)
        self.fields["q"].widget = forms.TextInput(
            attrs={"type": "search", "autocomplete": "off", "spellcheck": "false", "maxlength": QUERY_LENGTH}
        )
        if not can_keep_directory(by):
            del self.fields["fermes"]

    @property
    def query(self) -> str:
        return str(self.cleaned_data["q"])

    @property
    def unit(self) -> Unit | None:
        unit: Unit | None = self.cleaned_data["direction"]
        return unit

    @property
    def is_searching(self) -> bool:
        return bool(self.query or self.narrowing_count)

    @property
    def skill(self) -> Skill | None:
        return _chosen(self.vocabulary.skills, self.cleaned_data["competence"])

    @property
    def project(self) -> Project | None:
        """One that the reader may read: no other is in the list."""
        return _chosen(self.vocabulary.projects, self.cleaned_data["projet"])

    @property
    def narrowing_count(self) -> int:
        return self.active_count - bool(self.query)

    def narrow(self, agents: QuerySet[Agent]) -> QuerySet[Agent]:
        """Everything but the words."""
        agents = agents.filter(is_active=not self.cleaned_data.get("fermes"))
        if self.unit:
            agents = agents.filter(direction__in=self.unit.ids())
        if self.skill:
            agents = agents.filter(pk__in=AgentSkill.objects.filter(skill=self.skill).values("agent"))
        current = Assignment.objects.current()
        if self.project:
            agents = agents.filter(pk__in=current.filter(project=self.project).values("agent"))
        if function := self.cleaned_data["fonction"]:
            titled = current.filter(words_condition("title", function), project=None)
            agents = agents.filter(words_condition("function", function) | Q(pk__in=titled.values("agent")))
        if site := self.cleaned_data["site"]:
            agents = agents.filter(words_condition("card__office", site))
        return agents

    def filter(self, agents: QuerySet[Agent]) -> QuerySet[Agent]:
        agents = self.narrow(agents)
        if not self.query:
            return by_name(agents)
        within = self.cleaned_data["dans"]
        return search_agents(agents, self.query, self.tree, within=within, vocabulary=self.vocabulary)


def _choices(empty: str, rows: Iterable[Skill | Project]) -> list[tuple[str, str]]:
    return [("", empty), *((row.reference, row.name) for row in rows)]


def _chosen[M: (Skill, Project)](rows: Iterable[M], reference: str) -> M | None:
    return next((row for row in rows if row.reference == reference), None)


EXCERPT = 90


@dataclass
class Reasons:
    """Reasons why agents of a page are found, in three statements at most; names and functions need none."""

    form: SearchForm
    agents: list[Agent]
    question: Question = field(init=False)
    assignments: dict[int, list[Assignment]] = field(default_factory=dict)
    skills: dict[int, list[str]] = field(default_factory=dict)
    replaced: dict[int, list[str]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.question = read_question(self.form.query)
        if not self.agents:
            return
        in_sight = [project.pk for project in self.form.vocabulary.projects]
        for row in Assignment.objects.current().filter(agent__in=self.agents).for_list():
            if row.project_id is None or row.project_id in in_sight:
                self.assignments.setdefault(row.agent_id, []).append(row)
        for declared in AgentSkill.objects.listed().filter(agent__in=self.agents).select_related("skill"):
            self.skills.setdefault(declared.agent_id, []).append(declared.skill.name)
        if self.question.asks_deputies:
            away = Absence.objects.on(timezone.localdate()).filter(deputy__in=self.agents)
            for absence in away.select_related("agent"):
                self.replaced.setdefault(absence.deputy_id or 0, []).append(str(absence.agent))

    def of(self, agent: Agent) -> list[tuple[str, str]]:
        """(« sait », « SIG, anglais »), one for each way in which they were found."""
        return [(label, ", ".join(sorted(set(said)))) for label, said in self._found(agent) if said]

    def _found(self, agent: Agent) -> Iterator[tuple[str, list[str]]]:
        mine = self.assignments.get(agent.pk, [])
        if self.question.asks_deputies:
            yield "remplace", self.replaced.get(agent.pk, [])
            headed = [unit.name for unit in self.form.tree if unit.is_interim and unit.head == agent]
            yield "intérim", headed + [row.title for row in mine if row.kind == Assignment.Kind.INTERIM]
            return
        skill, project = self.form.skill, self.form.project
        known = self.skills.get(agent.pk, [])
        yield "sait", [name for name in known if self._says(name) or (skill and name == skill.name)]
        theirs = [row for row in mine if row.project_id]
        yield (
            "projet",
            [
                row.project.name
                for row in theirs
                if row.project and (self._says(row.project.name, row.title) or row.project == project)
            ],
        )
        yield "affectation", [self._titled(row) for row in mine if not row.project_id and self._is_named(row)]
        card = Card.of(agent)
        if card is not None:
            yield "s’occupe de", self._excerpts(card.duties)
            site = self.form.cleaned_data["site"]
            yield "bureau ou site", [card.office] if site or self._says(card.office) else []

    def _says(self, *texts: str) -> bool:
        return any(says(text, word) for text in texts for word in self.question.words)

    def _is_named(self, row: Assignment) -> bool:
        wanted = split_words(self.form.cleaned_data["fonction"])
        places = {pk for word in self.question.words for pk in units_named(word, self.form.tree)}
        return (
            self._says(row.title)
            or row.direction_id in places
            or (bool(wanted) and all(says(row.title, word) for word in wanted))
        )

    @staticmethod
    def _titled(row: Assignment) -> str:
        return f"{row.title} ({row.direction})" if row.direction else row.title

    def _excerpts(self, duties: str) -> list[str]:
        """The part of their duties that says a word."""
        parts = [part.strip() for part in duties.replace("\n", ";").split(";")]
        stems = [plain(word)[: max(len(word) - 2, 4)] for word in self.question.words if len(word) > 2]
        said = [part for part in parts if any(stem in plain(part) for stem in stems)]
        return [part.rstrip(".")[:EXCERPT] for part in said[:1]]


def rows_of(
    form: SearchForm, agents: Iterable[Agent], *, is_near: bool
) -> list[tuple[Agent, Unit | None, list[tuple[str, str]]]]:
    """Each agent with their unit, and why they are found; the page says it for all where names are only alike."""
    people = list(agents)
    if is_near or not form.is_searching:
        return [(agent, form.tree.of(agent), []) for agent in people]
    reasons = Reasons(form, people)
    return [(agent, form.tree.of(agent), reasons.of(agent)) for agent in people]


def vcard_of(agent: Agent, card: Card | None, unit: Unit | None) -> bytes:
    names = [settings.TOWN_NAME, *(each.name for each in unit.path[1:])] if unit else [settings.TOWN_NAME]
    lines = [
        "BEGIN:VCARD",
        "VERSION:3.0",
        f"N:{_text(agent.last_name)};{_text(agent.first_name)};;;",
        f"FN:{_text(str(agent))}",
        f"ORG:{';'.join(_text(name) for name in names)}",
    ]
    if agent.function:
        lines.append(f"TITLE:{_text(agent.function)}")
    if agent.phone:
        lines.append(f"TEL;TYPE=WORK,VOICE:{_text(agent.phone)}")
    if agent.email:
        lines.append(f"EMAIL;TYPE=INTERNET,WORK:{_text(agent.email)}")
    if card and card.office:
        lines.append(f"ADR;TYPE=WORK:;;{_text(card.office)};;;;")
    if card and card.duties:
        lines.append(f"NOTE:{_text(card.duties)}")
    lines.append("END:VCARD")
    return b"".join(Contentline(line).to_ical() + b"\r\n" for line in lines)


def _text(value: str) -> str:
    """Nothing typed ends a line or begins a property."""
    escaped = value.replace("\\", "\\\\").replace(";", "\\;").replace(",", "\\,")
    return "\\n".join(escaped.splitlines())


TEAM_SHOWN = 12


@require_safe
def agent_list(request: AgentRequest) -> HttpResponse:
    """One search box; without a word in it, everyone in alphabetical order."""
    tree = Tree()
    vocabulary = SearchVocabulary.for_reader(request.user)
    form = SearchForm.reading(request.GET, by=request.user, tree=tree, vocabulary=vocabulary)
    agents = agents_for(request.user)
    if form.is_searching:
        agents = agents.select_related("card")
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
    # To their owner, the skills that they proposed too.
    declared = AgentSkill.objects.all() if can["correct"] else AgentSkill.objects.listed()
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
        "skills": declared.filter(agent=subject)
        .select_related("skill")
        .order_by("skill__kind", *alphabetical("skill__name")),
        "can": can,
        "keeps": can_keep_directory(request.user),
    }
    return render(request, "directory/agent_detail.html", context)


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
    card = vcard_of(subject, Card.of(subject), Tree().of(subject))
    response = HttpResponse(card, content_type="text/vcard; charset=utf-8")
    response.headers["Content-Disposition"] = f'attachment; filename="{subject.reference}.vcf"'
    return response


@require_safe
def chart(request: AgentRequest) -> HttpResponse:
    tree = Tree()
    tree.fill_counts()
    context = {"tree": tree, "count": exact_count_of(sum(root.count for root in tree.roots), "agent")}
    return render(request, "directory/chart.html", context)


@require_safe
def direction_detail(request: AgentRequest, direction: str) -> HttpResponse:
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
        # A page of one unit does not repeat its name on each line.
        "rows": [(agent, None if (theirs := tree.of(agent)) is unit else theirs, ()) for agent in page],
        "keeps": can_keep_directory(request.user),
    }
    return render(request, "directory/direction_detail.html", context)
