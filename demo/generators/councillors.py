"""The councillors, invented: what each was in the last term and is in this one, and the dates of both terms."""

from dataclasses import dataclass
from datetime import date, timedelta

from demo import texts
from demo.data_files import read_csv

SEATS = 45
OPPOSITION = 12
RESIGNED = "deputy environment"  # in the last term, half-way: a member of the majority took the place


@dataclass(frozen=True, slots=True)
class Councillor:
    title: str
    first_name: str
    last_name: str
    before: str  # « mayor », « deputy finances », « delegate », « member », « opposition », or « - »
    now: str

    @property
    def is_woman(self) -> bool:
        return self.title == "Mme"

    @property
    def name(self) -> str:
        return f"{self.title} {self.first_name} {self.last_name}"


@dataclass(frozen=True, slots=True)
class Mandate:
    councillor: Councillor
    role: str
    function: str
    delegation: str
    starts_on: date
    ends_on: date | None  # the last day


COUNCILLORS = tuple(Councillor(**vars(row)) for row in read_csv("councillors.csv"))


def installed_on(today: date) -> tuple[date, date]:
    """When the last council and the present one took their seats: town elections are held in March every six years."""
    election = 2020 + (today.year - 2020) // 6 * 6
    if today < seating(election):
        election -= 6
    return seating(election - 6), seating(election)


def seating(election: int) -> date:
    # In 2020 the councils elected in March sat in May only.
    return date(2020, 5, 28) if election == 2020 else date(election, 3, 28)


def mandates(today: date) -> list[Mandate]:
    """Everything that everybody was, in both terms."""
    first, second = installed_on(today)
    found = []
    for councillor in COUNCILLORS:
        found += last_term(councillor, first, second)
        if councillor.now != "-":
            found.append(mandate(councillor, councillor.now, second, None))
    return found


def last_term(councillor: Councillor, first: date, second: date) -> list[Mandate]:
    end, half = second - timedelta(days=1), first + timedelta(days=3 * 365)
    successor = next(c for c in COUNCILLORS if c.before == "member")
    if councillor is next(c for c in COUNCILLORS if c.before == "-"):
        # The next of the list takes the seat that was left.
        return [mandate(councillor, "member", half + timedelta(days=1), end)]
    if councillor.before == "-":
        return []
    if councillor.before == RESIGNED:
        return [mandate(councillor, RESIGNED, first, half)]
    if councillor is successor:
        return [
            mandate(councillor, councillor.before, first, half),
            mandate(councillor, RESIGNED, half + timedelta(days=1), end),
        ]
    return [mandate(councillor, councillor.before, first, end)]


def mandate(councillor: Councillor, role: str, starts_on: date, ends_on: date | None) -> Mandate:
    function, delegation = spoken(role, is_woman=councillor.is_woman)
    return Mandate(councillor, role, function, delegation, starts_on, ends_on)


def spoken(role: str, *, is_woman: bool) -> tuple[str, str]:
    """The function and the delegation, as the acts say them."""
    if role == "mayor":
        return "maire", ""
    if role.startswith("deputy "):
        area = role.removeprefix("deputy ")
        rank = list(texts.council.areas).index(area) + 1
        ordinal = ("1re" if is_woman else "1er") if rank == 1 else f"{rank}e"
        return f"{ordinal} {'adjointe' if is_woman else 'adjoint'} au maire", texts.council.areas[area]
    member = "conseillère municipale" if is_woman else "conseiller municipal"
    return (f"{member} {'déléguée' if is_woman else 'délégué'}", "") if role == "delegate" else (member, "")


def in_office(found: list[Mandate], on: date) -> list[Mandate]:
    return [m for m in found if m.starts_on <= on and (m.ends_on is None or on <= m.ends_on)]
