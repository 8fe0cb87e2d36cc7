"""Why a search found each person: what they can do, what they work on, whom they replace."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from django.utils import timezone

from core.people.models import Absence, Agent, AgentSkill, Assignment
from core.people.tree import Unit
from core.ui.french import plain
from directory.agent_search import Question, read_question, says, split_words, units_named
from directory.models import Card
from directory.people.forms import SearchForm

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
        if not (self.form.is_searching and self.agents):
            return
        in_sight = [project.pk for project in self.form.matrix.projects]
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
    reasons = Reasons(form, [] if is_near else people)
    return [(agent, form.tree.of(agent), [] if is_near else reasons.of(agent)) for agent in people]
