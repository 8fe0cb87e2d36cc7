"""The events of a file as what can be booked: series with their exceptions, single events, and what is refused."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from itertools import islice

from dateutil.relativedelta import relativedelta
from django.conf import settings
from django.utils import timezone

from core.ui import french
from rooms.imports import recurring
from rooms.imports.events import Person, Slot, Unit, key_of
from rooms.imports.ics import splitting
from rooms.imports.ics.event import Read, event_of
from rooms.imports.ics.zones import Zones
from rooms.imports.moments import OFF_QUARTERS, Impossible, widened
from rooms.imports.people import plain
from rooms.imports.report import Line, Outcome, Report
from rooms.imports.rhythms import as_series
from rooms.models import Room
from rooms.periods import LAST_YEAR, midnight

NBSP = french.NBSP
# What a file may hold once its rules are unrolled.
MOST_DATES = 100_000
MOST_RULES = 10_000
# Rules are walked through from their first day on: two thousand years of each would be long.
OLDEST_YEAR = 1900
TOO_MUCH = (
    f"le fichier donne plus de {french.number(MOST_DATES)} dates en tout{NBSP}: coupez-le en plusieurs."
)
OTHER_KINDS = f"Les tâches et les notes du fichier sont laissées{NBSP}: ce ne sont pas des réservations."
ALL_DAY = f"Les événements «{NBSP}toute la journée{NBSP}» prennent la salle de minuit à minuit."


def read(data: bytes, *, room: Room, since: date, report: Report) -> Iterator[Unit | Line]:
    """Each event in the order of the file; dates over before `since` are counted and left.

    Raises `splitting.Unreadable` before anything is given.
    """
    return Reader(room, since, report).units(list(splitting.blocks(data)))


@dataclass
class Reader:
    room: Room
    since: date
    report: Report
    zones: Zones = field(default_factory=Zones)
    dates: int = 0
    rules: int = 0

    def units(self, blocks: list[splitting.Block]) -> Iterator[Unit | Line]:
        groups: dict[str, list[Read]] = defaultdict(list)
        for block in blocks:
            if block.kind == "VTIMEZONE":
                self.zones.learn(block)
        for number, block in enumerate(blocks):
            if block.kind in splitting.OTHERS:
                self.report.note(OTHER_KINDS)
            elif block.kind == "VEVENT":
                try:
                    event = self._event(block)
                except (Impossible, OverflowError) as error:
                    yield refused(block.line, "", _sentence(error))
                else:
                    groups[event.uid or f"sans identifiant {number}"].append(event)
        for note in self.zones.notes:
            self.report.note(note)
        for uid, events in groups.items():
            yield from self._group(uid, events)

    def _event(self, block: splitting.Block) -> Read:
        if not block.is_complete:
            raise Impossible("le fichier s’arrête au milieu de cet événement.")
        if block.fault:
            raise Impossible(block.fault)
        return event_of(block, self.zones)

    def _group(self, uid: str, events: list[Read]) -> Iterator[Unit | Line]:
        """Those of one identifier: the event, and what was changed of it on some dates; the newest of each counts."""
        newest: dict[date | None, Read] = {}
        for event in sorted(events, key=lambda event: event.sequence):
            newest[event.instead_of] = event
        whole = newest.pop(None, None)
        if whole and whole.is_free and not whole.is_cancelled:
            self.report.counts["free"] += 1
            return
        try:
            if whole and (whole.rule or whole.added):
                yield from self._series(uid, whole, newest)
                return
            for event in filter(None, [whole, *newest.values()]):
                yield from self._alone(uid, event)
        except (Impossible, recurring.Unknown, OverflowError) as error:
            first = whole or events[0]
            yield refused(first.line, label_of(first), _sentence(error))

    def _alone(self, uid: str, event: Read) -> Iterator[Unit | Line]:
        key = key_of("ics", self.room.pk, uid or event.title, event.instead_of or "")
        try:
            slot = self._slot(event, event.start, key)
        except (Impossible, OverflowError) as error:
            yield refused(event.line, label_of(event), _sentence(error))
            return
        if slot:
            yield self._unit(event, key, [slot])
        else:
            self.report.counts["past"] += 1

    def _series(self, uid: str, whole: Read, changed: dict[date | None, Read]) -> Iterator[Unit | Line]:
        recurrence, days = self._days(whole)
        slots, refusals = [], []
        for day in days:
            if day in whole.excluded:
                continue
            event = changed.pop(day, whole)
            key = key_of("ics", self.room.pk, uid, day)
            try:
                slot = self._slot(event, event.start if event is not whole else whole.on(day), key)
            except Impossible as error:
                refusals.append(refused(event.line, label_of(event), _sentence(error)))
                if event is whole:
                    break
                continue
            if slot:
                slot.series_date, slot.is_apart = day, event is not whole
                slots.append(slot)
        yield from refusals
        slots += self._added(uid, whole, set(days))
        if slots:
            unit = self._unit(whole, key_of("ics", self.room.pk, uid, "série"), slots)
            yield from as_series(unit, days, recurrence)
        elif not refusals:
            self.report.counts["past"] += 1
        # Changed dates that the rule does not give: they stand all the same.
        for event in changed.values():
            yield from self._alone(uid, event)

    def _days(self, whole: Read) -> tuple[recurring.Recurrence | None, list[date]]:
        """The rule's days up to the longest that series last, from today or the first day on."""
        first = whole.start.date()
        if not whole.rule:
            return None, [first]
        self.rules += 1
        if self.rules > MOST_RULES:
            raise Impossible(
                f"le fichier a plus de {french.number(MOST_RULES)} séries{NBSP}: coupez-le en plusieurs."
            )
        if not OLDEST_YEAR <= first.year < LAST_YEAR:
            raise OverflowError
        recurrence = recurring.parse(whole.rule, lambda text: _until(text, whole))
        last = max(first, self.since) + relativedelta(years=settings.ROOMS_SERIES_YEARS)
        days = list(islice(recurrence.dates(first, last, since=self.since - timedelta(days=32)), MOST_DATES))
        self.dates += len(days)
        if self.dates > MOST_DATES:
            raise Impossible(TOO_MUCH)
        if not days and first >= self.since:
            whole.notes.append(
                "Sa règle de répétition ne tombe jamais\u00a0: seule sa première date est prise."
            )
        is_cut = recurrence.is_endless or bool(recurrence.until and recurrence.until > last)
        if days and is_cut:
            whole.notes.append(f"{_endless(recurrence)}{NBSP}: pris jusqu’au {french.long_date(days[-1])}.")
        # The first date counts whatever the rule says.
        if first >= self.since and first not in days:
            whole.added.append((whole.start, None))
        return recurrence, days

    def _added(self, uid: str, whole: Read, days: set[date]) -> list[Slot]:
        slots = []
        for start, length in whole.added:
            if start.date() in days and start == whole.on(start.date()):
                continue
            key = key_of("ics", self.room.pk, uid, start.isoformat())
            if slot := self._slot(whole, start, key, length):
                slots.append(slot)
        return slots

    def _slot(self, event: Read, start: datetime, key: str, length: timedelta | None = None) -> Slot | None:
        """What is booked; None for what is past."""
        period, is_wider = widened(*event.ends(start, length))
        if period.upper <= midnight(self.since):
            return None
        if is_wider and OFF_QUARTERS not in event.notes:
            event.notes.append(OFF_QUARTERS)
        if event.is_all_day:
            self.report.note(ALL_DAY)
        return Slot(
            key, period, event.title, event.is_private, is_cancelled=event.is_cancelled or event.is_free
        )

    def _is_the_room(self, organiser: Person) -> bool:
        """Google and Exchange give a resource's own mailbox as the organiser of what was booked through it."""
        return bool(organiser.name) and plain(organiser.name) == plain(self.room.name)

    def _unit(self, event: Read, key: str, slots: list[Slot]) -> Unit:
        return Unit(
            where=f"ligne {event.line}",
            key=key,
            room=self.room,
            title=event.title,
            organiser=Person() if self._is_the_room(event.organiser) else event.organiser,
            slots=slots,
            is_private=event.is_private,
            notes=event.notes,
        )


def refused(line: int, label: str, words: str) -> Line:
    return Line(Outcome.REFUSED, f"ligne {line}", label, words)


def label_of(event: Read) -> str:
    return "événement privé" if event.is_private else f"«{NBSP}{event.title}{NBSP}»"


def _sentence(error: Exception) -> str:
    return "ses dates sont hors du calendrier." if isinstance(error, OverflowError) else str(error)


def _endless(recurrence: recurring.Recurrence) -> str:
    return "Sans fin" if recurrence.is_endless else "Plus longue qu’une série d’ici"


def _until(text: str, whole: Read) -> date:
    """The last day that may have a date, on the event's clock: UNTIL is a day, a time of it, or of UTC."""
    if "T" not in text:
        return date.fromisoformat(text[:8])
    moment = datetime.strptime(text.removesuffix("Z")[:15], "%Y%m%dT%H%M%S")  # noqa: DTZ007  (its zone is next)
    if text.endswith("Z"):
        moment = timezone.localtime(moment.replace(tzinfo=UTC), whole.zone).replace(tzinfo=None)
    return moment.date() - timedelta(days=moment.time() < whole.start.time())
