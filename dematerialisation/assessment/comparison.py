from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from core.ui.charts import SUPPRESSED, Chart, bars, grouped
from core.ui.french import NBSP, number
from dematerialisation.assessment import figures
from dematerialisation.assessment.figures import Figure
from dematerialisation.models import AssessedAction, Assessment
from dematerialisation.models.assessment import HEADINGS, MEASURES, Basis, Verdict

MEASURE_NAMES = {"paper": "Papier", "links": "Liens", "use": "Meilleur usage"}
# After 0 or 1.
ONE = {
    "sheets": "feuille de papier par an",
    "links": "lien entre logiciels ou services",
    "hours": "heure de travail par an",
    "steps": "étape en moins",
    "days": "jour de délai en moins",
}
NO_FIGURE = "pas de chiffre"
MOST_BARS = 12
IDEAS = {"ideas_received": "reçues", "ideas_in_time": "répondues à temps", "ideas_done": "réalisées"}
KEY = (figures.IDEAS["received"], figures.IDEAS["done"])


@dataclass(frozen=True, slots=True)
class GainLine:
    """One measure of an action's gain; `said` is empty for what cannot be measured."""

    measure: str
    said: str
    basis: str
    method: str
    linked: str


@dataclass(frozen=True, slots=True)
class Line:
    """A number of this period and of the one before, in words."""

    label: str
    now: str
    before: str


@dataclass(frozen=True, slots=True)
class Comparison:
    previous: Assessment | None
    actions: Sequence[tuple[AssessedAction, list[GainLine]]]
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
    now = figures_of(assessment)
    before = figures_of(previous) if previous else []
    values = [{figure.code: figure.value for figure in some} for some in (now, before)]
    verdicts = [
        (str(verdict.label), [sum(row.verdict == verdict for row in some) for some in (rows, rows_before)])
        for verdict in Verdict
    ]
    ideas = [(label, [each.get(code) for each in values]) for code, label in IDEAS.items()]
    names = [each.years for each in (assessment, previous) if each]
    saved = sorted(((row.title, row.sheets) for row in rows if row.sheets), key=lambda pair: -pair[1])
    charts = [
        _chart("Ce que sont devenues les actions", "actions", names, verdicts),
        _chart("Les idées", "idées", names, ideas),
        bars("Le papier gagné, action par action", saved[:MOST_BARS], unit="feuilles par an"),
    ]
    return Comparison(
        previous=previous,
        actions=[(row, gains_of(row)) for row in rows],
        sums=_sums(rows, rows_before),
        figures=_lines(now, before),
        charts=[chart for chart in charts if chart.rows],
    )


def headings_of(assessment: Assessment) -> list[tuple[str, str, str]]:
    """Each heading's name, label and text."""
    return [(name, label_of(name), getattr(assessment, name)) for name in HEADINGS]


def label_of(heading: str) -> str:
    return next(str(field.verbose_name) for field in Assessment._meta.fields if field.name == heading)


def figures_of(assessment: Assessment) -> list[Figure]:
    if assessment.figures is not None:
        return figures.from_json(assessment.figures)
    return figures.figures_of(assessment.starts_on, assessment.ends_on)


def gains_of(row: AssessedAction) -> list[GainLine]:
    return [
        GainLine(
            MEASURE_NAMES[measure],
            ", ".join(
                _said(row, amount, unit) for amount, unit in units.items() if getattr(row, amount) is not None
            ),
            Basis(basis).label.lower(),
            getattr(row, f"{measure}_method"),
            row.linked if measure == "links" else "",
        )
        for measure, units in MEASURES.items()
        if (basis := getattr(row, f"{measure}_basis"))
    ]


def _said(row: AssessedAction, amount: str, unit: str) -> str:
    value = getattr(row, amount)
    words = ONE[amount] if value < 2 else unit
    return f"{number(value)}{NBSP}{words}"


def _sums(rows: Sequence[AssessedAction], before: Sequence[AssessedAction]) -> list[Line]:
    """Sum measured and estimated gains apart: they are never added together."""
    lines = [
        Line(f"{unit}, {word}", _sum(rows, measure, amount, basis), _sum(before, measure, amount, basis))
        for measure, units in MEASURES.items()
        for amount, unit in units.items()
        for basis, word in ((Basis.MEASURED, "mesuré"), (Basis.ESTIMATED, "estimé"))
    ]
    return [line for line in lines if {line.now, line.before} != {NO_FIGURE}]


def _sum(rows: Sequence[AssessedAction], measure: str, amount: str, basis: Basis) -> str:
    values = [
        value
        for row in rows
        if getattr(row, f"{measure}_basis") == basis and (value := getattr(row, amount)) is not None
    ]
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
