from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any

from django.db.models import Count, Q

from core.french import NBSP, number
from core.people.models import Agent
from core.web.charts import SUPPRESSED, Chart, bars, grouped
from deliberations.models import Deliberation
from dematerialisation.models import Action, AssessedAction, Assessment, GroupMember
from dematerialisation.models.assessment import MEASURES, Verdict
from dematerialisation.states import Unit
from legalwatch.models import Entry
from manuals.models import Manual
from rooms.models import Room
from suggestions.statistics import Statistic, counts_between
from tips.models import Tip

IDEA_LABELS = {"ideas_received": "reçues", "ideas_in_time": "répondues à temps", "ideas_done": "réalisées"}


# Rooms are shared once so many directions book them.
SHARED_BY = 2
IDEAS = {
    "received": "idées reçues",
    "promised": "idées auxquelles une réponse était due",
    "in_time": "dont répondues à temps",
    "done": "idées réalisées",
}


@dataclass(frozen=True, slots=True)
class Figure:
    """`code` is the same from one period to the next; `label` is kept with its number, None when it has none.

    A number about too few people is hidden.
    """

    code: str
    label: str
    value: int | None
    is_hidden: bool = False


def as_json(figures: list[Figure]) -> list[dict[str, Any]]:
    return [asdict(figure) for figure in figures]


def shown_figures(assessment: Assessment) -> list[Figure]:
    if assessment.figures is not None:
        return [Figure(**row) for row in assessment.figures]
    return figures_of(assessment.starts_on, assessment.ends_on)


def figures_of(first: date, last: date) -> list[Figure]:
    """Seven statements; no money is counted."""
    period = (first, last)
    ideas = counts_between(first, last)
    people = Agent.objects.aggregate(
        members=Count("pk", filter=Q(pk__in=GroupMember.objects.values("agent")), distinct=True),
        leaders=Count(
            "pk", filter=Q(pk__in=Action.objects.assessed_in(first, last).values("leader")), distinct=True
        ),
    )
    tips = Tip.objects.published().filter(month__range=(first.replace(day=1), last)).count()
    manuals = Manual.objects.filter(added_at__date__range=period).count()
    watch = Entry.objects.published().filter(publish_at__date__range=period).count()
    held = {"session__held_on__range": period}
    deliberations = Deliberation.objects.published().filter(**held).count()
    return [
        *(_of_ideas(name, label, ideas[name]) for name, label in IDEAS.items()),
        Figure("rooms_shared", f"salles réservées par {SHARED_BY} directions ou plus", _shared_rooms(period)),
        Figure("tips", "conseils publiés", tips),
        # Nobody counts who reads a tip.
        Figure("tips_read", "lectures des conseils", None),
        Figure("manuals", "manuels mis en ligne", manuals),
        Figure("deliberations", "délibérations en ligne", deliberations),
        Figure("watch", "textes de la veille juridique, par un lien", watch),
        Figure("members", "agents membres du groupe", people["members"]),
        Figure("leaders", "agents qui ont mené une action", people["leaders"]),
    ]


def _of_ideas(name: str, label: str, counted: Statistic) -> Figure:
    value = None if counted.value is None else int(counted.value)
    return Figure(f"ideas_{name}", label, value, counted.is_hidden)


def _shared_rooms(period: tuple[date, date]) -> int:
    booked = Q(bookings__state="confirmed", bookings__period__startswith__date__range=period)
    directions = Count("bookings__organiser__direction", filter=booked, distinct=True)
    return Room.objects.alias(sharing=directions).filter(sharing__gte=SHARED_BY).count()


NO_FIGURE = "pas de chiffre"
MOST_BARS = 12
KEY = (IDEAS["received"], IDEAS["done"])


@dataclass(frozen=True, slots=True)
class Line:
    """A number of this period and of the one before, in words."""

    label: str
    now: str
    before: str


@dataclass(frozen=True, slots=True)
class Comparison:
    previous: Assessment | None
    actions: Sequence[tuple[AssessedAction, list[str]]]
    sums: Sequence[Line]
    figures: Sequence[Line]
    charts: Sequence[Chart]

    @property
    def key(self) -> list[Line]:
        """Return the lines to read first: actions kept, gains, ideas; those without a figure come below."""
        kept = sum(row.verdict == Verdict.KEPT for row, _ in self.actions)
        ideas = [line for line in self.figures if line.label in KEY]
        lines = [Line("actions tenues", f"{kept} sur {len(self.actions)}", ""), *self.sums, *ideas]
        return [line for line in lines if line.now != NO_FIGURE]


def comparison_of(assessment: Assessment) -> Comparison:
    earlier = Assessment.objects.published().filter(ends_on__lt=assessment.starts_on)
    previous = earlier.order_by("-ends_on").first()
    rows = list(assessment.actions.for_page())
    rows_before = list(previous.actions.all()) if previous else []
    now = shown_figures(assessment)
    before = shown_figures(previous) if previous else []
    values = [{figure.code: figure.value for figure in some} for some in (now, before)]
    verdicts = [
        (str(verdict.label), [sum(row.verdict == verdict for row in some) for some in (rows, rows_before)])
        for verdict in Verdict
    ]
    ideas = [(label, [each.get(code) for each in values]) for code, label in IDEA_LABELS.items()]
    names = [each.years for each in (assessment, previous) if each]
    saved = sorted(((row.title, row.sheets) for row in rows if row.sheets), key=lambda pair: -pair[1])
    charts = [
        _chart("Ce que sont devenues les actions", "actions", names, verdicts),
        _chart("Les idées", "idées", names, ideas),
        bars("Le papier gagné, action par action", saved[:MOST_BARS], unit="feuilles"),
    ]
    return Comparison(
        previous=previous,
        actions=[(row, gains_of(row)) for row in rows],
        sums=_sums(rows, rows_before),
        figures=_lines(now, before),
        charts=[chart for chart in charts if chart.rows],
    )


def label_of(heading: str) -> str:
    return next(str(field.verbose_name) for field in Assessment._meta.fields if field.name == heading)


def gains_of(row: AssessedAction) -> list[str]:
    """« 1 234 heures de travail par an », one for each measure that has a number."""
    said = ((Unit(measure), getattr(row, measure)) for measure in MEASURES)
    return [f"{number(amount)}{NBSP}{unit.words(amount)}" for unit, amount in said if amount is not None]


def _sums(rows: Sequence[AssessedAction], before: Sequence[AssessedAction]) -> list[Line]:
    lines = [Line(unit, _sum(rows, measure), _sum(before, measure)) for measure, unit in MEASURES.items()]
    return [line for line in lines if {line.now, line.before} != {NO_FIGURE}]


def _sum(rows: Sequence[AssessedAction], measure: str) -> str:
    values = [value for row in rows if (value := getattr(row, measure)) is not None]
    return number(sum(values)) if values else NO_FIGURE


def _lines(now: list[Figure], before: list[Figure]) -> list[Line]:
    earlier = {figure.code: figure for figure in before}
    return [Line(figure.label, _shown(figure), _shown(earlier.get(figure.code))) for figure in now]


def _shown(figure: Figure | None) -> str:
    if figure and figure.is_hidden:
        return SUPPRESSED
    return NO_FIGURE if figure is None or figure.value is None else number(figure.value)


def _chart(
    title: str, unit: str, names: Sequence[str], rows: Sequence[tuple[str, Sequence[int | None]]]
) -> Chart:
    """Each bar with that of the period before, when there is one; what has no figure is left to the table."""
    shown = [(label, values[: len(names)]) for label, values in rows]
    return grouped(title, names, [row for row in shown if None not in row[1]], unit=unit)
