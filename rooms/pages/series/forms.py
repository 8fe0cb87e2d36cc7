from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import fields as fields_of
from dataclasses import replace
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.datastructures import MultiValueDict

from core import french
from core.french import spaced
from core.people.fields import AgentField
from core.people.models import Agent
from core.web.fields import DayField, PlainTextField, offer
from core.web.stale_forms import StaleCheckForm
from rooms import periods, policies
from rooms.fields import ENDS, STARTS
from rooms.models import Booking, Room
from rooms.pages.bookings.forms import BookingFields, BookingForm, ReasonForm
from rooms.recurrence import LONGEST_INTERVAL, RANKS, WORKING_DAYS, Frequency, Rule, minutes_of, ranks_of
from rooms.series.book import Dates, Wanted
from rooms.series.change import Change, rule_moved
from rooms.series.plan import DateChoice, DateWay

DAY, WORKING, WEEK, MONTH, RANK, YEAR = "jour", "ouvres", "semaine", "mois", "rang", "an"
RHYTHMS = [
    (DAY, "chaque jour"),
    (WORKING, "du lundi au vendredi"),
    (WEEK, "chaque semaine, les jours cochés"),
    (MONTH, "chaque mois, à la même date"),
    (RANK, spaced("chaque mois, un jour comme « le premier mardi »")),
    (YEAR, "chaque année, à la même date"),
]
# Beside which field each refusal of a rule is read.
BESIDE = {"interval": "interval", "no_date": "rhythm", "no_end": "until", "ends_before_start": "until"}


class RhythmFields(forms.Form):
    """How often, and until when; `rule_from(first)` makes the rule, or puts the refusal beside its field."""

    rhythm = forms.ChoiceField(
        label="Elle revient",
        choices=RHYTHMS,
        widget=forms.RadioSelect,
        error_messages={"required": "Choisissez un rythme."},
    )
    weekdays = forms.MultipleChoiceField(
        label="Quels jours",
        choices=[(str(number), name) for number, name in enumerate(french.WEEKDAYS)],
        widget=forms.CheckboxSelectMultiple,
        required=False,
        help_text=spaced("Aucun jour coché : celui de la première date."),
    )
    rank = forms.ChoiceField(
        label="Lequel du mois",
        choices=[
            ("", "comme la première date"),
            *((str(rank), f"le {name}") for rank, name in RANKS.items()),
        ],
        required=False,
    )
    rank_weekday = forms.ChoiceField(
        label="Quel jour",
        choices=[
            ("", "comme la première date"),
            *((str(day), name) for day, name in enumerate(french.WEEKDAYS)),
        ],
        required=False,
    )
    interval = forms.IntegerField(
        label="Une fois sur",
        initial=1,
        required=False,
        widget=forms.NumberInput(attrs={"min": 1, "max": LONGEST_INTERVAL, "inputmode": "numeric"}),
        help_text=spaced("1 : à chaque fois. 2 : une semaine (ou un jour, un mois) sur deux."),
        error_messages={"invalid": f"Écrivez un nombre de 1 à {LONGEST_INTERVAL}."},
    )
    until = DayField(label="Jusqu’au", required=False)
    times = forms.IntegerField(
        label="ou bien, nombre de fois",
        required=False,
        widget=forms.NumberInput(attrs={"min": 1, "inputmode": "numeric"}),
        error_messages={"invalid": "Écrivez un nombre entier."},
    )

    RHYTHM = ("rhythm", "weekdays", "rank", "rank_weekday", "interval", "until", "times")
    END = {"until", "times"}

    def rule_from(self, first: dt.date) -> Rule | None:
        """The rule as typed, followed once from `first` so that it is known to give dates."""
        data = self.cleaned_data
        if not {"rhythm", "interval", "until", "times"} <= set(data):
            return None
        rule = Rule(
            Frequency.DAILY,
            interval=1 if data["interval"] is None else data["interval"],
            until=data["until"],
            count=data["times"],
        )
        return self._followed(self._with_rhythm(rule, data["rhythm"], first), first)

    def _followed(self, rule: Rule, first: dt.date) -> Rule | None:
        try:
            rule.dates(first)
        except ValidationError as error:
            code = getattr(error, "code", "") or ""
            beside = BESIDE.get(code) or ("times" if self.cleaned_data["times"] is not None else "until")
            self.add_error(beside, error)
            return None
        return rule

    def _with_rhythm(self, rule: Rule, rhythm: str, first: dt.date) -> Rule:
        data = self.cleaned_data
        if rhythm == WORKING:
            return replace(rule, frequency=Frequency.WEEKLY, interval=1, weekdays=WORKING_DAYS)
        if rhythm == WEEK:
            days = tuple(sorted(int(day) for day in data.get("weekdays") or ()))
            return replace(rule, frequency=Frequency.WEEKLY, weekdays=days or (first.weekday(),))
        if rhythm == MONTH:
            return replace(rule, frequency=Frequency.MONTHLY, month_day=first.day)
        if rhythm == RANK:
            rank = int(data.get("rank") or ranks_of(first)[0])
            weekday = int(data.get("rank_weekday") or first.weekday())
            return replace(rule, frequency=Frequency.MONTHLY, nth=(rank, weekday))
        return replace(rule, frequency=Frequency.YEARLY if rhythm == YEAR else Frequency.DAILY)


# Each week, on the day of the first date, whichever is typed.
INITIAL_RHYTHM = {"rhythm": WEEK, "interval": 1}


def initial_of_rule(rule: Rule) -> dict[str, Any]:
    """The fields as a rule has them, and the rule itself, of which they do not say all."""
    given = INITIAL_RHYTHM | {
        "rule": rule,
        "interval": rule.interval,
        "until": rule.until,
        "times": rule.count,
    }
    if rule.is_working_days:
        return given | {"rhythm": WORKING}
    if rule.frequency == Frequency.WEEKLY:
        return given | {"rhythm": WEEK, "weekdays": [str(number) for number in rule.weekdays]}
    if rule.nth:
        return given | {"rhythm": RANK, "rank": str(rule.nth[0]), "rank_weekday": str(rule.nth[1])}
    if rule.month_day:
        return given | {"rhythm": MONTH}
    return given | {"rhythm": YEAR if rule.frequency == Frequency.YEARLY else DAY}


class _SeveralDates(RhythmFields):
    """With a booking's fields; the dates of a series each hold in one day."""

    RARE = BookingFields.RARE

    def _one_day_only(self) -> None:
        self.fields.pop("end_date", None)

    @property
    def main_fields(self) -> list[forms.BoundField]:
        return [field for field in self.visible_fields() if field.name not in (*self.RHYTHM, *self.RARE)]

    @property
    def minutes(self) -> tuple[int, int]:
        return minutes_of(self.cleaned_data["start"]), minutes_of(self.cleaned_data["end"])


class SeriesForm(_SeveralDates, BookingForm):
    """A new series: the first date is the first of its rhythm from the day typed on."""

    def __init__(self, *args: Any, by: Agent, **kwargs: Any) -> None:
        super().__init__(*args, by=by, **kwargs)
        self._one_day_only()
        self.fields["date"].label = "À partir du"

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if "date" in cleaned and (rule := self.rule_from(cleaned["date"])):
            cleaned["rule"] = rule
        return cleaned

    def wanted(self) -> Wanted:
        """Once valid."""
        starts_at, ends_at = self.minutes
        return Wanted(
            **_known_to(Wanted, self.cleaned_data),
            first_date=self.cleaned_data["date"],
            starts_at=starts_at,
            ends_at=ends_at,
        )


class SeriesChangeForm(StaleCheckForm, _SeveralDates, BookingFields):
    """The dates to come of a series; `first` is the first of them, `booking` the one from which one came."""

    reason = ReasonForm.base_fields["reason"]

    def __init__(
        self,
        *args: Any,
        by: Agent,
        booking: Booking,
        first: dt.date,
        initial: Mapping[str, Any],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, by=by, initial=dict(initial), **kwargs)
        self._one_day_only()
        self.first, self.day = first, booking.series_date or booking.day
        if not policies.must_give_reason(by, booking):
            del self.fields["reason"]
        # A date's own wish; and a rhythm of another calendar cannot be shown in these words.
        del self.fields["wants_reminder"]
        for name in () if "rhythm" in initial else self.RHYTHM:
            del self.fields[name]

    @property
    def days(self) -> int:
        return (self.cleaned_data["date"] - self.day).days

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        changed = set(self.RHYTHM) & set(self.changed_data)
        if "date" in cleaned and changed:
            first = self.first + dt.timedelta(days=self.days)
            cleaned["rule"] = self._with_other_end(first) if changed <= self.END else self.rule_from(first)
        return cleaned

    def _with_other_end(self, first: dt.date) -> Rule | None:
        """The rhythm as it is, moved with its dates: the days that the fields show are those of before."""
        if not set(self.cleaned_data) >= self.END:
            return None
        try:
            rule = rule_moved(self.initial["rule"], self.first, self.days)
        except ValidationError as error:
            self.add_error(None, error)
            return None
        data = self.cleaned_data
        return self._followed(replace(rule, until=data["until"], count=data["times"]), first)

    def changes(self) -> Change:
        starts_at, ends_at = self.minutes
        return Change(
            **_known_to(Change, self.cleaned_data),
            starts_at=starts_at,
            ends_at=ends_at,
            days=self.days,
        )


def _known_to(what: type[Dates], cleaned: Mapping[str, Any]) -> dict[str, Any]:
    """The fields that it has too."""
    known = {field.name for field in fields_of(what)}
    given = {name: value for name, value in cleaned.items() if name in known}
    return given | {"other_rooms": tuple(given.get("other_rooms") or ())}


class Choices:
    """Choices of the page of dates: `quoi-2026-12-03`, and for another time its day and hours.

    `chosen` holds what could be read; `faults`, by date, the sentence for what could not.
    """

    def __init__(
        self,
        data: MultiValueDict[str, str],
        days: Iterable[dt.date],
        rooms: Iterable[Room],
        *,
        held: Iterable[Room],
    ) -> None:
        self.data = data
        self.rooms = {room.slug: room for room in rooms}
        # Those of the series, one of which another room may replace.
        self.held = {room.slug: room for room in held}
        self.chosen: dict[dt.date, DateChoice] = {}
        self.faults: dict[dt.date, str] = {}
        self.days = set(days)
        for day in self.days:
            self._read(day)

    def settle(self, seen: set[dt.date], choice: DateChoice) -> None:
        """One choice for all these dates, whatever was chosen for each."""
        self.chosen |= dict.fromkeys(seen & self.days, choice)
        self.faults = {day: words for day, words in self.faults.items() if day not in seen}

    def _read(self, day: dt.date) -> None:
        said = self.data.get(f"quoi-{day}", "")
        way, _, slug = said.partition(":")
        if said in (DateWay.SKIP, DateWay.KEEP):
            self.chosen[day] = DateChoice(DateWay(said))
        elif way == DateWay.ROOM:
            new, _, old = slug.partition(":")
            if new in self.rooms and (not old or old in self.held):
                self.chosen[day] = DateChoice(DateWay.ROOM, room=self.rooms[new], instead=self.held.get(old))
            else:
                self.faults[day] = "Cette salle n’existe pas. Choisissez-en une dans la liste."
        elif said == DateWay.TIME:
            self._read_time(day)
        elif said:
            self.faults[day] = "Ce choix n’existe pas. Choisissez dans la liste."

    def _read_time(self, day: dt.date) -> None:
        on = periods.readable_day(self.data.get(f"jour-{day}", "") or day.isoformat())
        starts, ends = self.data.get(f"de-{day}", ""), self.data.get(f"a-{day}", "")
        # A field of times has no other word for the midnight that ends the day.
        ends = periods.MIDNIGHT if ends == "00:00" else ends
        if on is None:
            self.faults[day] = spaced("Cette date n’existe pas : écrivez-la comme 26/11/2026.")
        elif starts not in dict(STARTS) or ends not in dict(ENDS):
            self.faults[day] = "Choisissez un début et une fin, au quart d’heure près."
        elif minutes_of(ends) <= minutes_of(starts):
            self.faults[day] = "La fin doit venir après le début."
        else:
            self.chosen[day] = DateChoice(
                DateWay.TIME, day=on, starts_at=minutes_of(starts), ends_at=minutes_of(ends)
            )


class GiveForm(forms.Form):
    """To whom a series is given."""

    to = AgentField(
        label="À qui confier cette série",
        help_text="Prénom et nom, ou identifiant.",
        error_messages={"required": "Écrivez le nom de la personne."},
    )


class SwapForm(forms.Form):
    """With which other booking; why, when one of them is someone else's."""

    other = forms.ChoiceField(
        label="L’échanger avec", error_messages={"required": "Choisissez une réservation."}
    )
    reason = PlainTextField(
        label="Motif",
        max_length=500,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=spaced("Nécessaire si l’une des deux n’est pas la vôtre : la personne recevra vos mots."),
    )

    def __init__(self, *args: Any, others: Iterable[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "other", [("", "Choisissez une réservation"), *others])
