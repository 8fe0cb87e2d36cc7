"""The council's calendar and what each session decides: everything follows from the day of the first load.

A session can be composed alone, without those before it, so that the large part may grow piece by piece.
"""

from collections import Counter
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from random import Random
from typing import Literal

from demo import texts
from demo.data_files import Record
from demo.generators import councillors
from demo.generators.council_words import words

Kind = Literal["ordinary", "installation"]
Result = Literal["adopted", "rejected", "adjourned", "withdrawn", "noted"]

TOTAL = 2000
YEARS = 6
MONTHS = (1, 2, 3, 4, 5, 6, 7, 9, 10, 12)
# December votes the budget, March and June the accounts; July is short.
BUSY = {12: 1.4, 3: 1.2, 6: 1.2, 7: 0.8, 1: 0.7}
SUBJECTS: dict[str, Record] = {subject.code: subject for subject in texts.council.subjects}
MINUTES, DECISIONS = "Approbation du procès-verbal", "Compte rendu des décisions"


@dataclass(frozen=True)
class Votes:
    """By the names of the register's fields."""

    voters: int
    votes_for: int
    votes_against: int
    abstentions: int
    seats: int = councillors.SEATS


@dataclass(frozen=True, slots=True)
class Act:
    number: str  # empty in a draft
    subject: Record
    object: str
    considered: tuple[str, ...]
    decided: tuple[str, ...]
    result: Result | None  # None in a draft
    votes: Votes | None
    seed: str

    @property
    def random(self) -> Random:
        """For whatever else is said of it; the same at every call."""
        return Random(self.seed)  # noqa: S311 - a town to look at, no secret


@dataclass(frozen=True, slots=True)
class Session:
    held_on: date
    kind: Kind
    count: int
    first_number: int  # within its year and kind
    fixed: tuple[tuple[str, str], ...] = ()  # (code of the matter, object), written by hand
    is_draft: bool = False

    @property
    def key(self) -> str:
        return self.held_on.isoformat()

    def number(self, position: int) -> str:
        letter = "" if self.kind == "ordinary" else "I"
        return f"{letter}{self.held_on:%Y_%m}_{self.first_number + position:03}"


@cache
def calendar(anchor: date, total: int = TOTAL) -> tuple[Session, ...]:
    """Every session, oldest first: six years of them, the two most recent ones and the next, written by hand."""
    days = meeting_days(anchor)
    past = [day for day in days if day <= anchor - timedelta(days=6)]
    coming = next(day for day in days if day >= anchor + timedelta(days=8))
    installed = councillors.installed_on(anchor)[1]
    ordinary = [day for day in past if day != installed]
    fixed = {
        ordinary[-1]: texts.council.latest,
        ordinary[-2]: texts.council.before,
        installed: texts.council.installation,
    }
    free = [day for day in past if day not in fixed]
    wanted = max(total - sum(len(fixed.get(day, ())) for day in past) - len(texts.council.next), len(free))
    counts = shared(wanted, [BUSY.get(day.month, 1.0) for day in free])
    by_day = dict(zip(free, counts, strict=True))
    last: Counter[tuple[int, Kind]] = Counter()
    sessions = []
    for day in past:
        kind: Kind = "installation" if day == installed else "ordinary"
        count = by_day.get(day) or len(fixed[day])
        sessions.append(Session(day, kind, count, last[day.year, kind] + 1, fixed.get(day, ())))
        last[day.year, kind] += count
    return (
        *sessions,
        Session(coming, "ordinary", len(texts.council.next), 0, texts.council.next, is_draft=True),
    )


def meeting_days(anchor: date) -> list[date]:
    """The third Thursday of each month with a session; in place of March's, the day when a new council sits."""
    first, installed = councillors.installed_on(anchor)
    # Nobody is known of the councils before.
    start = max(anchor - timedelta(days=365 * YEARS), first)
    found = []
    for year in range(start.year, anchor.year + 2):
        for month in MONTHS:
            first = date(year, month, 1)
            day = first + timedelta(days=(3 - first.weekday()) % 7 + 14)
            found.append(installed if (year, month) == (installed.year, 3) else day)
    return [day for day in found if day >= start]


def shared(total: int, weights: list[float]) -> list[int]:
    """Whole parts of `total` in these proportions, at least 1 each as long as there is enough."""
    whole = sum(weights)
    ends = [round(total * sum(weights[: i + 1]) / whole) for i in range(len(weights))]
    parts = [end - start for start, end in zip([0, *ends], ends, strict=False)]
    # Small totals leave some without any: they take from the largest.
    while 0 in parts:
        parts[parts.index(max(parts))] -= 1
        parts[parts.index(0)] += 1
    return parts


def large_part(anchor: date, total: int = TOTAL) -> tuple[Session, ...]:
    return tuple(s for s in calendar(anchor, total) if not s.fixed or s.kind == "installation")


def small_part(anchor: date, total: int = TOTAL) -> tuple[Session, ...]:
    return tuple(s for s in calendar(anchor, total) if s.fixed and s.kind == "ordinary")


def acts(session: Session) -> tuple[Act, ...]:
    random = Random(session.key)  # noqa: S311 - a town to look at, no secret
    chosen = session.fixed or drawn(session, random)
    return tuple(act(session, position, code, name, random) for position, (code, name) in enumerate(chosen))


def drawn(session: Session, random: Random) -> list[tuple[str, str]]:
    """The minutes and the decisions first, as everywhere; then the matters of the day, in their order."""
    routine = [
        ("5.2", object_) for object_ in SUBJECTS["5.2"].objects if object_.startswith((MINUTES, DECISIONS))
    ]
    chosen, seen = routine[: session.count], {name for _, name in routine}
    others = list(SUBJECTS.values())
    drawn_matters: list[tuple[str, str]] = []
    while len(chosen) + len(drawn_matters) < session.count:
        subject = random.choices(others, [s.weight for s in others])[0]
        name = random.choice(subject.objects).format(**words(random, session.held_on.year))
        if name not in seen:
            seen.add(name)
            drawn_matters.append((subject.code, name))
    return chosen + sorted(drawn_matters, key=lambda matter: [int(part) for part in matter[0].split(".")])


def act(session: Session, position: int, code: str, name: str, random: Random) -> Act:
    subject = SUBJECTS[code]
    drawn_words = words(random, session.held_on.year)
    result = None if session.is_draft else outcome(subject, name, random)
    return Act(
        number="" if session.is_draft else session.number(position),
        subject=subject,
        object=name,
        considered=tuple(text.format(**drawn_words) for text in subject.considered),
        decided=tuple(text.format(**drawn_words) for text in subject.decided),
        result=result,
        votes=votes(result, random) if result in ("adopted", "rejected") else None,
        seed=f"{session.key}/{position}",
    )


def outcome(subject: Record, name: str, random: Random) -> Result:
    # Whether a report or a debate: the council takes note, it does not vote.
    if name.startswith((DECISIONS, "Rapport", "Débat", "Analyse des besoins", "Bilan")):
        return "noted"
    chance = random.random()
    if subject.code == "9.4" and chance < 0.35:
        return "rejected"
    if chance < 0.008:
        return "adjourned"
    return "withdrawn" if chance < 0.014 else "adopted"


def votes(result: Result | None, random: Random) -> Votes:
    """The majority always outnumbers the opposition."""
    opposition = random.randint(9, councillors.OPPOSITION)
    majority = random.randint(28, councillors.SEATS - 1 - councillors.OPPOSITION)
    voters = majority + opposition
    if result == "rejected":
        abstentions = random.randint(0, 3)
        return Votes(voters, opposition, majority - abstentions, abstentions)
    if random.random() < 0.68:
        return Votes(voters, voters, 0, 0)
    noes = random.choice((0, opposition, opposition - 3, 4))
    abstentions = random.randint(1, 3) if noes == opposition else random.randint(1, opposition - noes)
    return Votes(voters, voters - noes - abstentions, noes, abstentions)
