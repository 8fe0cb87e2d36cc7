"""« Trouver une salle »: what is asked, read from the page's address."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.backends.postgresql.psycopg_any import DateTimeTZRange
from django.utils import timezone
from django.utils.html import format_html

from core import french
from core.french import public_holidays, spaced
from core.people.ordering import alphabetical
from core.web.fields import DayField, offer
from rooms import periods
from rooms.availability import refusals, rules
from rooms.availability.free_rooms import Criteria
from rooms.availability.refusals import length
from rooms.fields import BAD_CLOCK, STARTS
from rooms.models import Equipment, Site
from rooms.recurrence import LAST, WORKING_DAYS, Frequency, Rule, longest_until

ONCE = ""
DAYS, WEEK, FORTNIGHT, MONTH = "jours", "semaine", "quinzaine", "mois"
RHYTHMS = [
    (ONCE, "Une seule fois"),
    (DAYS, "Chaque jour ouvré"),
    (WEEK, "Chaque semaine"),
    (FORTNIGHT, "Toutes les deux semaines"),
    (MONTH, "Chaque mois, le même jour de la semaine"),
]


def rule_of(rhythm: str, first: date, times: int, weekdays: tuple[int, ...] = ()) -> Rule:
    """The rule of so many dates whose first is on or after `first`; `weekdays` are those of a week or a fortnight."""
    weekday = first.weekday()
    if rhythm == DAYS:
        return Rule(Frequency.WEEKLY, weekdays=WORKING_DAYS, count=times)
    if rhythm == MONTH:
        rank = (first.day - 1) // 7 + 1
        return Rule(Frequency.MONTHLY, nth=(rank if rank <= 4 else LAST, weekday), count=times)
    return Rule(
        Frequency.WEEKLY,
        interval=2 if rhythm == FORTNIGHT else 1,
        weekdays=weekdays or (weekday,),
        count=times,
    )


# « lu » for eyes, « lundi » for ears.
SHORT_DAY = '<span aria-hidden="true">{}</span><span class="visually-hidden">{}</span>'
ON_A_DATE, SOON = "date", "des-que-possible"
MOST_PEOPLE, MOST_TIMES = 5000, 52
LENGTHS = [15, 30, 45, 60, 90, 120, 150, 180, 240, 300, 360, 420, 480, 600]


class FindForm(forms.Form):
    """Names are those of the address, which can be sent to a colleague."""

    # Dates of a series that are public holidays.
    left_out: Sequence[dt.date] = ()

    quand = forms.ChoiceField(
        label="Quand",
        choices=[(ON_A_DATE, "À une date"), (SOON, "Dès que possible")],
        widget=forms.RadioSelect,
        error_messages={"invalid_choice": spaced("Choisissez « À une date » ou « Dès que possible ».")},
    )
    le = DayField(
        label="Date", error_messages={"required": spaced("Choisissez une date, ou « Dès que possible ».")}
    )
    de = forms.ChoiceField(
        label="À partir de",
        choices=lambda: [("", "Choisissez"), *STARTS],
        error_messages={
            **BAD_CLOCK,
            "required": spaced("Choisissez une heure, ou « Dès que possible »."),
        },
    )
    duree = forms.TypedChoiceField(
        label="Durée",
        coerce=int,
        choices=[(minutes, length(dt.timedelta(minutes=minutes))) for minutes in LENGTHS],
        error_messages={"invalid_choice": "Choisissez une durée de la liste."},
    )
    personnes = forms.IntegerField(
        label="Personnes",
        min_value=1,
        max_value=MOST_PEOPLE,
        widget=forms.NumberInput(attrs={"inputmode": "numeric"}),
        error_messages={
            "required": spaced("Dites combien vous serez : un nombre à peu près juste suffit."),
            "invalid": "Écrivez un nombre entier, par exemple 12.",
            "min_value": "Il faut au moins une personne.",
            "max_value": spaced("Vérifiez ce nombre : aucune salle n’est si grande."),
        },
    )
    site = forms.ChoiceField(
        label="Site",
        required=False,
        error_messages={"invalid_choice": "Ce site n’existe pas ou plus. Choisissez dans la liste."},
    )
    materiel = forms.MultipleChoiceField(
        label="Avec",
        required=False,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"invalid_choice": "Cet équipement n’est plus dans la liste."},
    )
    plain_pied = forms.BooleanField(label="Accessible de plain-pied ou par ascenseur", required=False)
    jours = forms.TypedMultipleChoiceField(
        label="Se répète chaque",
        required=False,
        coerce=int,
        choices=[
            (str(number), format_html(SHORT_DAY, name[:2], name))
            for number, name in enumerate(french.WEEKDAYS)
        ],
        widget=forms.CheckboxSelectMultiple,
        error_messages={"invalid_choice": "Cochez des jours de la semaine."},
    )
    rythme = forms.ChoiceField(
        label="Cela revient",
        required=False,
        choices=RHYTHMS,
        error_messages={"invalid_choice": "Choisissez un rythme de la liste."},
    )
    fois = forms.IntegerField(
        label="Combien de fois",
        required=False,
        min_value=2,
        max_value=MOST_TIMES,
        widget=forms.NumberInput(attrs={"inputmode": "numeric"}),
        error_messages={
            "invalid": "Écrivez un nombre entier, par exemple 10.",
            "min_value": "Une série compte au moins deux dates.",
            "max_value": f"Cherchez pour {MOST_TIMES} dates au plus.",
        },
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.sites = {site.slug: site for site in Site.objects.by_name()}
        known = Equipment.objects.order_by(*alphabetical("name"), "pk")
        self.equipment = {str(one.pk): one for one in known}
        sites = [("", "Tous les sites"), *((slug, site.name) for slug, site in self.sites.items())]
        equipment = [(pk, one.name) for pk, one in self.equipment.items()]
        offer(self, "site", sites)
        offer(self, "materiel", equipment)
        if not self.equipment:
            del self.fields["materiel"]
        if self.data.get("quand") == SOON:
            self.fields["le"].required = self.fields["de"].required = False

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if self.is_series:
            self._clean_series(cleaned)
        if not self.errors and cleaned["quand"] == ON_A_DATE:
            self._place(cleaned)
        return cleaned

    def _clean_series(self, cleaned: dict[str, Any]) -> None:
        if cleaned.get("quand") == SOON:
            self.add_error("quand", spaced("Une série commence à une date : choisissez-la."))
        if cleaned.get("jours") and cleaned.get("rythme") in (DAYS, MONTH):
            rhythm = dict(RHYTHMS)[cleaned["rythme"]]
            self.add_error("jours", spaced(f"« {rhythm} » dit déjà quels jours : décochez-les."))
        if "fois" in cleaned and not cleaned["fois"]:
            self.add_error("fois", "Dites combien de fois, par exemple 10.")

    def _place(self, cleaned: dict[str, Any]) -> None:
        """The days and their periods, on the town's clock."""
        first, clock = cleaned["le"], dt.time.fromisoformat(cleaned["de"])
        self.days = [first]
        try:
            if self.is_series:
                self.rule = rule_of(
                    cleaned["rythme"], first, cleaned["fois"], tuple(sorted(cleaned["jours"]))
                )
                self._leave_out_holidays(self.rule.dates(first))
            starts = [periods.sure_moment(day, clock) for day in self.days]
        except ValidationError as error:
            self.add_error(
                "de" if error.code in ("missing_time", "double_time") else "rythme", error.messages
            )
            return
        # By the clock: a meeting of an hour ends an hour later on it, the nights when it changes apart.
        lasting = dt.timedelta(minutes=cleaned["duree"])
        self.periods = [DateTimeTZRange(start, start + lasting) for start in starts]
        self._check_reach()

    def _check_reach(self) -> None:
        """Gone by, or further than one books: no room is free then, and none is missing."""
        now = timezone.localtime()
        usual = rules.horizon_of(now.date())
        last = max(usual, self.horizon or usual)
        if self.days[0] < now.date():
            self.add_error("le", refusals.PAST_DATE.message)
        elif self.periods[0].lower < periods.started_quarter(now):
            self.add_error("de", refusals.past_hour(now).message)
        elif self.days[-1] > last:
            self.add_error("fois" if self.is_series else "le", refusals.beyond_horizon(last).message)

    def _leave_out_holidays(self, days: list[dt.date]) -> None:
        """One of them would leave no room for the whole series; the series' own page asks what to do with each."""
        worked = [day for day in days if day not in public_holidays()]
        self.days = worked or days
        self.left_out = [day for day in days if day not in self.days]

    def focus_first_error(self) -> None:
        """The page places the fields itself."""
        if wrong := next((name for name in self.fields if name in self.errors), None):
            self.fields[wrong].widget.attrs["autofocus"] = True

    @property
    def uses_more(self) -> bool:
        """One of the folded wishes has a value, or is wrong."""
        folded = ("site", "materiel", "plain_pied", "rythme")
        return any(self[name].errors or self[name].value() for name in folded if name in self.fields)

    # Once valid

    @property
    def is_soon(self) -> bool:
        return bool(self.cleaned_data["quand"] == SOON)

    @property
    def is_series(self) -> bool:
        return self.cleaned_data.get("rythme", ONCE) != ONCE or bool(self.cleaned_data.get("jours"))

    @property
    def horizon(self) -> dt.date | None:
        """A series goes further than single bookings do."""
        return longest_until(timezone.localdate()) if self.is_series else None

    @property
    def wishes(self) -> Criteria:
        data = self.cleaned_data
        return Criteria(
            people=data["personnes"],
            equipment=[self.equipment[pk] for pk in data.get("materiel", ())],
            step_free=data["plain_pied"],
            site=self.sites.get(data["site"]),
        )
