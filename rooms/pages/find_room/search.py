"""A search and what it gives: rooms that fit, those that miss one wish, the nearest other times."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import NamedTuple
from urllib.parse import urlencode

from django.db.backends.postgresql.psycopg_any import DateTimeTZRange
from django.urls import reverse
from django.utils import timezone
from django.utils.safestring import SafeString

from core import french
from core.french import spaced
from core.people.models import Agent
from rooms import links
from rooms.availability.free_rooms import (
    Candidate,
    Looked,
    Starts,
    free_starts,
    look_at,
    minute_of,
    period_of,
)
from rooms.models import Equipment, Room, Site
from rooms.pages.calendar.columns import Maker, Reader, opening
from rooms.pages.calendar.days import rows_of_day
from rooms.pages.calendar.rows import Window, quarter_of, widest
from rooms.pages.calendar.slots import assembled
from rooms.pages.calendar.weeks import strip_html
from rooms.pages.find_room.forms import FindForm
from rooms.pages.series.forms import initial_of_rule
from rooms.periods import when

# « Dès que possible » looks two weeks ahead, and so do the other days.
DAYS_AHEAD = 14
MOST_SOON, MOST_NEARLY, MOST_OTHER_DAYS = 12, 6, 3
# So many dates are settled by hand without pain.
MOST_MISSED = 2
EMPTY = SafeString()


class Offer(NamedTuple):
    """A room and a time for it; `note` says what it misses, `bar` its day."""

    found: Candidate
    when: str
    url: str
    note: str = ""
    # « 9 dates sur 10 », of a series.
    dates: str = ""
    bar: SafeString = EMPTY


@dataclass(frozen=True, slots=True)
class Results:
    fitting: list[Offer] = field(default_factory=list)
    nearly: list[Offer] = field(default_factory=list)
    other_times: list[Offer] = field(default_factory=list)
    # The time that was asked for, where there is one.
    when: str = ""
    # The hours above the bars, and how many quarters they are.
    hours: SafeString = EMPTY
    quarters: int = 0


@dataclass(frozen=True)
class Bars:
    """By the room's number; `hours` label the quarters from the first one on, `rows` says how many there are."""

    of: dict[int, SafeString] = field(default_factory=dict)
    hours: SafeString = EMPTY
    rows: int = 0


def bars_of(
    rooms: Collection[int], start: datetime, end: datetime, *, sites: Sequence[Site], by: Agent
) -> Bars:
    """Draw the day of `start`: one statement, and where something has changed four more.

    A room that was deleted since it was found has none.
    """
    if not rooms:
        return Bars()
    day = timezone.localtime(start).date()
    rows, known = rows_of_day(sites, day), {site.pk: site for site in sites}
    shown = [room for room in rows.rooms if room.pk in rooms]
    if not shown:
        return Bars()
    hours = widest(opening(room, known[room.site], day)[0] for room in shown)
    wanted = quarter_of(start), quarter_of(end)
    window = Window(rows.bounds, *hours, [wanted])
    first, last = (quarter - window.start for quarter in wanted)
    maker, bars = Maker(Reader(by), rows.closures), {}
    for room in shown:
        held = rows.held.get(room.pk, ())
        column = maker.column(room, known[room.site], window, held, details="", in_words=False)
        bars[room.pk] = assembled([strip_html(column, wanted=(first, min(last, window.rows)))])
    labels = [
        f'<span class="f{row + 1} t{min(row + 5, window.rows + 1)}">{label}</span>'
        for row, label in window.hours
    ]
    return Bars(bars, assembled(labels), window.rows)


def search(form: FindForm, *, by: Agent) -> Results:
    """`form` is valid. A constant number of statements, whatever the numbers of rooms and of dates."""
    if form.is_soon:
        return Results(fitting=_soonest(form, by=by))
    looked = look_at(form.periods, by=by, wishes=form.wishes, may_lack=1, horizon=form.horizon)
    found = looked.free()
    fitting = [one for one in found if not one.lacks]
    lacking = sorted((one for one in found if one.lacks), key=_distance)[:MOST_NEARLY]
    near_misses = _near_misses(form, looked)
    first, shown = form.periods[0], [*fitting, *(one for one, _ in near_misses), *lacking]
    ids = {one.room.pk for one in shown}
    bars = bars_of(ids, first.lower, first.upper, sites=[*form.sites.values()], by=by)

    def offer(one: Candidate, note: str = "", missed: int = 0) -> Offer:
        bar = bars.of.get(one.room.pk, EMPTY)
        return _offer(form, one, form.periods, note=note, missed=missed, bar=bar)

    return Results(
        fitting=[offer(one) for one in fitting],
        nearly=[
            *(offer(one, _missed(form, missed), len(missed)) for one, missed in near_misses),
            *(offer(one, _lack(one, form.wishes.equipment, form.wishes.people)) for one in lacking),
        ],
        other_times=[] if fitting else _other_times(form, by=by),
        when=_when(form.periods),
        hours=bars.hours,
        quarters=bars.rows,
    )


def _near_misses(form: FindForm, looked: Looked) -> list[tuple[Candidate, list[int]]]:
    """Rooms that have all that is asked, the smallest first; with each, the positions of the few dates missed."""
    most = min(MOST_MISSED, len(form.periods) - 1)
    return [
        (one, sorted(looked.missed[one.room.pk]))
        for one in looked.asked
        if not one.lacks and 0 < len(looked.missed[one.room.pk]) <= most
    ][:MOST_NEARLY]


def _dates(form: FindForm, missed: int) -> str:
    """« 9 dates sur 10 »; nothing of one date."""
    if not form.is_series:
        return ""
    count = len(form.periods)
    return f"{french.count_of(count - missed, 'date')} sur {count}"


def _missed(form: FindForm, missed: list[int]) -> str:
    days = [french.short_date(timezone.localtime(form.periods[position].lower)) for position in missed]
    return spaced(f"{french.count_of(len(days), 'date')} à régler : {french.listed(days)}")


def _soonest(form: FindForm, *, by: Agent) -> list[Offer]:
    """Each room's first free time in the coming days, the soonest first."""
    today, minutes = timezone.localdate(), form.cleaned_data["duree"]
    days = [today + timedelta(days=number) for number in range(DAYS_AHEAD + 1)]
    first: dict[int, tuple[int, int, Starts]] = {}
    for one in free_starts([[day] for day in days], minutes=minutes, by=by, wishes=form.wishes):
        first.setdefault(one.found.room.pk, (one.choice, one.nearest(0), one))
    offers = []
    for choice, start, one in sorted(first.values(), key=lambda each: each[:2])[:MOST_SOON]:
        if period := period_of(days[choice], start, minutes):
            offers.append(_offer(form, one.found, [period]))
    return offers


def _other_times(form: FindForm, *, by: Agent) -> list[Offer]:
    """The same days, just before and just after; for one date, the next days at the nearest time."""
    asked = minute_of(timezone.localtime(form.periods[0].lower))
    minutes = form.cleaned_data["duree"]
    choices: list[list[date]] = [form.days]
    if not form.is_series:
        choices += [[form.days[0] + timedelta(days=number)] for number in range(1, DAYS_AHEAD + 1)]
    found = free_starts(choices, minutes=minutes, by=by, wishes=form.wishes, horizon=form.horizon)
    same = [one for one in found if one.choice == 0]
    picked = [
        _best([(start, one) for one in same if (start := one.before(asked)) is not None], asked),
        _best([(start, one) for one in same if (start := one.after(asked)) is not None], asked),
    ]
    for choice in sorted({one.choice for one in found} - {0})[:MOST_OTHER_DAYS]:
        picked.append(_best([(one.nearest(asked), one) for one in found if one.choice == choice], asked))
    offers = []
    for start, one in filter(None, picked):
        times = [period for day in choices[one.choice] if (period := period_of(day, start, minutes))]
        if len(times) == len(choices[one.choice]):
            offers.append(_offer(form, one.found, times))
    return offers


def _best(starts: Sequence[tuple[int, Starts]], asked: int) -> tuple[int, Starts] | None:
    """The nearest to the time asked for; at one time, the smallest room, which comes first."""
    return min(starts, key=lambda each: abs(each[0] - asked), default=None)


def _distance(one: Candidate) -> tuple[bool, int, int]:
    """Too small a room goes after the others, the largest of them first."""
    is_small, room = one.lacks == "people", one.room
    return is_small, -room.places if is_small else room.places, room.pk


def _lack(one: Candidate, equipment: Sequence[Equipment], people: int) -> str:
    if one.lacks == "people":
        return f"{french.count_of(one.room.places, 'place')} seulement, pour {french.count_of(people, 'personne')}"
    if one.lacks == "step_free":
        return "on y accède par des marches"
    if one.lacks == "site":
        return spaced(f"sur un autre site : {one.room.site}")
    thing = next(thing for thing in equipment if str(thing.pk) == one.lacks)
    is_there = thing.pk in one.room.equipment_ids
    return spaced(f"{thing.name} : signalé en panne") if is_there else f"sans {thing.name}"


def _offer(
    form: FindForm,
    found: Candidate,
    times: Sequence[DateTimeTZRange],
    *,
    note: str = "",
    missed: int = 0,
    bar: SafeString = EMPTY,
) -> Offer:
    start, end = timezone.localtime(times[0].lower), timezone.localtime(times[0].upper)
    if form.is_series:
        url = _series_url(form, found.room, start, end)
    else:
        url = f"{links.book(found.room.slug, start, end)}&personnes={form.wishes.people}&choisi=1"
    return Offer(found, _when(times), url, note, _dates(form, missed), bar)


def _series_url(form: FindForm, room: Room, start: datetime, end: datetime) -> str:
    """The series' form, its rhythm filled: the dates are shown before anything is booked."""
    # A public holiday is one of its dates: the form asks what to do with it.
    first_date = min([start.date(), *form.left_out])
    query = {
        "salle": room.slug,
        "le": first_date,
        "de": f"{start:%H:%M}",
        "a": links.end_of(start, end),
        "attendance": form.wishes.people,
        **initial_of_rule(form.rule),
        "choisi": "1",
    }
    # The rule itself is for forms; the fields say it.
    given = {name: value for name, value in query.items() if value is not None and name != "rule"}
    return f"{reverse('rooms:series_create')}?{urlencode(given, doseq=True, safe=':')}"


def _when(times: Sequence[DateTimeTZRange]) -> str:
    first = times[0]
    if len(times) == 1:
        return when(first)
    start, end = timezone.localtime(first.lower), timezone.localtime(first.upper)
    return (
        f"{french.count_of(len(times), 'date')} de {french.clock(start)} à {french.clock(end)}, "
        f"du {french.long_date(start)} au {french.long_date(timezone.localtime(times[-1].lower))}"
    )
