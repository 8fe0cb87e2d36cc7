"""Spreadsheet rows of ideas and marks, as this reader may know them.

Ideas come by CHUNK, with the same statements for each: nothing is sent row by row.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from operator import attrgetter
from typing import Any

from django import forms
from django.db.models import Count, Prefetch, Q, QuerySet
from django.http import Http404, HttpResponseBase
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from core.french import count_of, day_of, listed, number, short_date, spaced
from core.people import reauthentication
from core.people.models import Agent
from core.people.requests import AgentRequest
from core.web.rich_text import text_of
from core.web.spreadsheets import table_response
from suggestions.evaluation import policies, quorum
from suggestions.evaluation.quorum import Seats
from suggestions.ideas.progress import Waiting, waited_for, with_waiting_facts
from suggestions.models import Comment, Criterion, Idea, Support
from suggestions.pages.idea_list import IdeaFilterForm, supporters_of
from suggestions.policies import is_in_group, is_one_of_authors, may_moderate
from suggestions.querysets import IdeaQuerySet
from suggestions.states import Identity

CHUNK = 200
OWN = spaced("votre idée : réservé aux autres membres")
NOT_YET = "après votre évaluation"
AFTER_CLOSE = "après la clôture"
JOINED = [
    "author__direction",
    "entered_by",
    "direction",
    "member_in_charge",
    "merged_into",
    "split_from",
    "decision__meeting",
    "decision__decided_by",
    "feedback",
]


@dataclass(frozen=True)
class Facts:
    """An idea, and what its reader may know of it; `hidden` says why the marks are not there, or is empty."""

    idea: Any
    seated: Seats
    waits: Waiting | None
    may_count: bool
    may_decide: bool
    hidden: str
    supporters: int
    comments: int

    def tallied(self, name: str) -> Any:
        """Return a number of the tally, or why it is not shown; None when there is none."""
        tally = getattr(self.idea, "tally", None)
        if not self.seated.made or tally is None:
            return None
        if self.hidden:
            return self.hidden
        value = getattr(tally, name)
        return round(value, 2) if isinstance(value, float) else value

    def decided(self, name: str) -> Any:
        """A field of the decision, for those who may take part in it."""
        if not self.may_decide:
            return OWN
        return getattr(self.idea.group_decision, name, None)


def exported(agent: Agent, found: IdeaQuerySet) -> list[int]:
    """The ids of the ideas found and of those that are read with them, newest first."""
    heads = found.heads().order_by().values("pk")
    ideas = Idea.objects.visible_to(agent).filter(Q(pk__in=heads) | Q(head__in=heads))
    return list(ideas.newest_first().values_list("pk", flat=True))


# Ideas


def author_of(idea: Idea) -> str:
    """For the group: a hidden name is marked as such, since the file may be passed on."""
    if idea.author is None or idea.identity == Identity.ANONYMOUS:
        return "anonyme"
    return f"{idea.author} (nom caché aux lecteurs)" if idea.identity == Identity.HIDDEN else str(idea.author)


def _day(name: str) -> Callable[[Facts], Any]:
    def day(facts: Facts) -> Any:
        value = getattr(facts.idea, name)
        return day_of(value) if value else None

    return day


def _decided_on(facts: Facts) -> Any:
    decided_at = facts.decided("decided_at")
    return decided_at if decided_at is None or decided_at == OWN else day_of(decided_at)


def _verdict(facts: Facts) -> str:
    decision = facts.idea.group_decision
    return OWN if not facts.may_decide else decision.get_verdict_display() if decision else ""


def _grounds(facts: Facts) -> str:
    decision = facts.idea.group_decision
    if not facts.may_decide:
        return OWN
    return listed([criterion.name for criterion in decision.criteria.all()]) if decision else ""


def _answer(facts: Facts) -> str:
    answer = facts.idea.published_answer
    return text_of(answer.text) if answer else ""


def _corrections(facts: Facts) -> str:
    answer = facts.idea.published_answer
    if answer is None:
        return ""
    return "\n".join(
        spaced(f"{day_of(each.written_at):%d/%m/%Y}, {each.reason} : {text_of(each.text)}")
        for each in answer.corrections.all()
    )


COLUMNS: list[tuple[str, Callable[[Facts], Any]]] = [
    ("Numéro", attrgetter("idea.label")),
    ("Titre", attrgetter("idea.title")),
    ("État", lambda facts: facts.idea.get_state_display()),
    ("Auteur", lambda facts: author_of(facts.idea)),
    ("Direction de l’auteur", lambda facts: str(getattr(facts.idea.author, "direction", None) or "")),
    ("Niveau d’identité", lambda facts: facts.idea.get_identity_display()),
    ("Saisie par", lambda facts: str(facts.idea.entered_by or "")),
    ("Direction concernée", lambda facts: str(facts.idea.direction or "")),
    ("Valeur servie", lambda facts: facts.idea.get_value_display()),
    ("Ce qui gêne", attrgetter("idea.problem")),
    ("Ce que l’auteur ferait", attrgetter("idea.proposal")),
    ("Ce que cela changerait", attrgetter("idea.benefit")),
    ("Vu ailleurs", attrgetter("idea.seen_elsewhere")),
    ("Reçue le", _day("received_at")),
    ("Un mot du groupe avant le", attrgetter("idea.due_on")),
    ("Première réponse le", _day("first_answered_at")),
    ("La décision avant le", attrgetter("idea.decision_due_on")),
    ("Mise à l’étude le", _day("taken_at")),
    ("Suivie par", lambda facts: str(facts.idea.member_in_charge or "")),
    ("En attente", lambda facts: facts.waits.who if facts.waits else ""),
    ("En attente depuis le", lambda facts: facts.waits.since if facts.waits else None),
    ("En retard", lambda facts: facts.idea.is_overdue(on=timezone.localdate())),
    ("Évaluations", lambda facts: len(facts.seated.counted) if facts.may_count else None),
    ("Attendues", lambda facts: facts.seated.expected if facts.may_count else None),
    ("Évaluation close le", _day("evaluation_closed_at")),
    ("Médiane (0 à 4)", lambda facts: facts.tallied("score")),
    ("Écart", lambda facts: facts.tallied("spread")),
    ("Désaccord", lambda facts: facts.tallied("disagreement")),
    ("Vetos", lambda facts: facts.tallied("vetoes")),
    ("Décision", _verdict),
    ("Décision prise le", _decided_on),
    ("Raisons", lambda facts: facts.decided("reasons")),
    ("Au regard de la grille", _grounds),
    ("Pour", lambda facts: facts.decided("votes_for")),
    ("Contre", lambda facts: facts.decided("votes_against")),
    ("Abstentions", lambda facts: facts.decided("votes_abstained")),
    ("Pourquoi le veto est levé", lambda facts: facts.decided("veto_lifted_because")),
    ("Pourquoi sans le quorum", lambda facts: facts.decided("without_quorum_because")),
    ("Réunion", lambda facts: str(facts.decided("meeting") or "")),
    ("Réponse publiée le", _day("decided_at")),
    ("Réponse", _answer),
    ("Corrections de la réponse", _corrections),
    ("Commencée le", _day("started_at")),
    ("Réalisée le", _day("done_at")),
    ("Ce que cela a changé, selon l’auteur", lambda facts: str(getattr(facts.idea, "feedback", ""))),
    ("Ce que l’auteur en dit", lambda facts: getattr(getattr(facts.idea, "feedback", None), "text", "")),
    ("Retirée le", _day("withdrawn_at")),
    ("Écartée le", _day("set_aside_at")),
    ("Pourquoi écartée", attrgetter("idea.set_aside_reason")),
    ("Soutiens", attrgetter("supporters")),
    ("Commentaires", attrgetter("comments")),
    ("Réunie à", lambda facts: named(facts.idea.merged_into)),
    ("Détachée de", lambda facts: named(facts.idea.split_from)),
]
IDEAS = [title for title, _ in COLUMNS]


def named(idea: Idea | None) -> str:
    """« S-2026-0042, Un formulaire de moins »."""
    return ", ".join(part for part in (idea.label, idea.title) if part) if idea else ""


def idea_rows(agent: Agent, ids: Sequence[int]) -> Iterator[list[Any]]:
    for chunk in chunks_of(ids):
        for facts in _facts(agent, chunk):
            yield [cell(facts) for _, cell in COLUMNS]


def _facts(agent: Agent, chunk: Sequence[int]) -> Iterator[Facts]:
    known = with_waiting_facts(Idea.objects.select_related(*JOINED))
    known = known.prefetch_related("decision__criteria", "answer__corrections")
    ideas = _loaded(known, chunk)
    supporters = supporters_of(ideas)
    # One that was merged counts on the page where it is read; here, on its own row.
    merged = [idea.pk for idea in ideas if idea.merged_into_id]
    supporters |= _counted(Support.objects.filter(idea__in=merged), "agent")
    comments = _counted(Comment.objects.filter(idea__in=chunk), "pk")
    for idea in ideas:
        yield Facts(
            idea=idea,
            seated=quorum.seats_of(idea),
            waits=waited_for(idea, for_group=True),
            may_count=policies.can_count_evaluations(agent, idea),
            may_decide=may_moderate(agent, idea),
            hidden=why_hidden(agent, idea),
            supporters=supporters.get(idea.pk, 0),
            comments=comments.get(idea.pk, 0),
        )


def _loaded(known: QuerySet[Idea], chunk: Sequence[int]) -> list[Idea]:
    """In the order of `chunk`, their seats loaded."""
    found = known.with_authors().in_bulk(chunk)  # type: ignore[attr-defined]  # (an IdeaQuerySet all along)
    quorum.load_seats(found.values())
    return [found[pk] for pk in chunk if pk in found]


def _counted(rows: QuerySet[Any], what: str) -> dict[int, int]:
    return dict(
        rows.order_by().values("idea").annotate(n=Count(what, distinct=True)).values_list("idea", "n")
    )


def why_hidden(agent: Agent, idea: Idea) -> str:
    """Why this reader does not see the marks of an idea; empty when they do."""
    if policies.can_see_marks(agent, idea):
        return ""
    if is_one_of_authors(agent, idea):
        return OWN
    return AFTER_CLOSE if agent.pk in quorum.seats_of(idea).recused else NOT_YET


def chunks_of(ids: Sequence[int]) -> Iterator[Sequence[int]]:
    return (ids[start : start + CHUNK] for start in range(0, len(ids), CHUNK))


# Marks

BEFORE_MARKS = ["Numéro", "Titre", "Membre", "Faite par", "Grille", "Compte"]
AFTER_MARKS = [
    "Effort estimé",
    "Gain estimé",
    "Ce qu’il en dit au groupe",
    "Faite le",
    "Revue le",
    "Révisions",
]


@dataclass(frozen=True)
class MarkTable:
    """A row for each evaluation, a column for each criterion that a grid ever had, under its newest name."""

    codes: list[str]
    header: list[str]

    @classmethod
    def load(cls) -> MarkTable:
        names: dict[str, tuple[bool, int, str]] = {}
        rows = Criterion.objects.order_by("grid__version").values_list("code", "kind", "position", "name")
        for code, kind, position, name in rows:
            names[code] = (kind == Criterion.Kind.PITFALL, position, name)
        codes = sorted(names, key=lambda code: names[code])
        return cls(codes, [*BEFORE_MARKS, *(names[code][2] for code in codes), *AFTER_MARKS])

    def rows(self, agent: Agent, ids: Sequence[int]) -> Iterator[list[Any]]:
        for chunk in chunks_of(ids):
            known = Idea.objects.prefetch_related(
                "evaluations__marks__criterion",
                "evaluations__flags__criterion",
                "evaluations__seat",
                "evaluations__made_by",
                "evaluations__grid",
            )
            for idea in _loaded(known, chunk):
                yield from self._of(agent, idea)

    def _of(self, agent: Agent, idea: Idea) -> Iterator[list[Any]]:
        evaluations = sorted(idea.evaluations.all(), key=lambda each: (each.made_at, each.pk))
        if not evaluations:
            return
        if hidden := why_hidden(agent, idea):
            if policies.can_count_evaluations(agent, idea):
                yield [idea.label, idea.title, hidden, *[None] * (len(self.header) - 3)]
            return
        counted = quorum.seats_of(idea).counted
        for each in evaluations:
            yield [
                idea.label,
                idea.title,
                str(each.seat),
                str(each.made_by),
                each.grid.version,
                each.seat_id in counted,
                *self._marks(each),
                each.get_effort_display(),
                each.get_saving_display(),
                each.comment,
                each.made_at,
                each.revised_at,
                each.revisions,
            ]

    def _marks(self, evaluation: Any) -> list[Any]:
        said: dict[str, Any] = {
            mark.criterion.code: "ne peut pas juger" if mark.mark is None else mark.mark
            for mark in evaluation.marks.all()
        }
        for flag in evaluation.flags.all():
            level = flag.get_level_display()
            said[flag.criterion.code] = spaced(f"{level} : {flag.reason}") if flag.reason else level
        return [said.get(code) for code in self.codes]


COMMENTS: list[tuple[str, Callable[[Any], Any]]] = [
    ("Numéro", lambda comment: comment.idea.label),
    ("Titre", lambda comment: comment.idea.title),
    ("Écrit le", lambda comment: comment.created_at),
    ("Auteur", lambda comment: str(comment.author)),
    ("Direction", lambda comment: str(comment.author.direction or "")),
    ("En réponse à", lambda comment: _parent_of(comment)),
    ("Texte", lambda comment: "" if comment.is_taken_back else comment.text),
    ("Caché le", lambda comment: comment.hidden_at),
    ("Caché par", lambda comment: str(comment.hidden_by or "")),
    ("Pourquoi caché", lambda comment: comment.hidden_reason),
    ("Signalements", lambda comment: comment.reported),
]


def _parent_of(comment: Any) -> str:
    parent = comment.parent
    return f"{parent.author}, {short_date(parent.created_at)}" if parent else ""


def comment_rows(ids: Sequence[int]) -> Iterator[list[Any]]:
    """In the order of the ideas, then of time; the group reads what it has hidden."""
    for chunk in chunks_of(ids):
        comments = Comment.objects.select_related(
            "author__direction", "hidden_by", "parent__author"
        ).annotate(reported=Count("reports"))
        ordered = Prefetch("comments", comments.order_by("created_at", "pk"))
        found = Idea.objects.prefetch_related(ordered).in_bulk(chunk)
        for idea in (found[pk] for pk in chunk if pk in found):
            for comment in idea.comments.all():
                yield [cell(comment) for _, cell in COMMENTS]


TABLES = [
    ("idees", spaced("Les idées : auteurs, états, dates, décisions, réponses")),
    ("notes", "Les notes de chaque membre, valeur par valeur"),
    ("commentaires", "Les commentaires"),
]


class ExportForm(IdeaFilterForm):
    table = forms.ChoiceField(
        label=spaced("Quel tableau ?"),
        choices=TABLES,
        widget=forms.RadioSelect,
        initial=TABLES[0][0],
    )
    # Which button was pressed.
    file = forms.ChoiceField(
        label="Format", required=False, choices=[("xlsx", "xlsx")], widget=forms.HiddenInput
    )

    field_order = ["table"]

    def __init__(self, data: Any, **given: Any) -> None:
        given_data = data.copy()
        given_data.setdefault("table", TABLES[0][0])
        super().__init__(given_data, **given)


# A workbook is built in memory.
MOST_IN_A_WORKBOOK = 5000


@require_safe
def idea_export(request: AgentRequest) -> HttpResponseBase:
    """The form, or the file when a format is asked; for the group only."""
    agent = request.user
    if not is_in_group(agent):
        raise Http404
    form = ExportForm.from_query(request.GET, agent=agent)
    ids = exported(agent, form.filter(Idea.objects.visible_to(agent)))
    asked = form.cleaned_data
    if asked["file"] and len(ids) > MOST_IN_A_WORKBOOK:
        most = number(MOST_IN_A_WORKBOOK)
        form.add_error(None, spaced(f"Un classeur tient {most} idées au plus : filtrez davantage."))
    elif asked["file"]:
        reauthentication.require(request)
        name = f"{asked['table']}-{timezone.localdate():%Y-%m-%d}"
        header, rows = _table(asked["table"], agent, ids)
        return table_response(header, rows, name=name)
    context = {"form": form, "count": count_of(len(ids), "idée")}
    return render(request, "suggestions/exports/idea_export.html", context)


def _table(table: str, agent: Agent, ids: Sequence[int]) -> tuple[Sequence[str], Iterable[Sequence[Any]]]:
    if table == "notes":
        marks = MarkTable.load()
        return marks.header, marks.rows(agent, ids)
    if table == "commentaires":
        return [title for title, _ in COMMENTS], comment_rows(ids)
    return IDEAS, idea_rows(agent, ids)
