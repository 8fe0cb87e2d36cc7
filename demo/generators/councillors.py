"""The councillors, invented: what each was in the last term and is in this one, and the dates of both terms."""

from dataclasses import dataclass
from datetime import date, timedelta

from demo import texts
from demo.data_files import read_csv

SEATS = 45
OPPOSITION = 12


@dataclass(frozen=True, slots=True)
class Councillor:
    title: str
    first_name: str
    last_name: str
    before: str  # « mayor », « deputy finances », « delegate », « member », « opposition », or « - »
    then: str | None  # in the second half of that term; None: as before
    now: str

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
    """Everything that everybody was, in both terms: in the last one a deputy resigned half-way."""
    first, second = installed_on(today)
    half, end = first + timedelta(days=3 * 365), second - timedelta(days=1)
    found = []
    for councillor in COUNCILLORS:
        terms = (
            (councillor.before, first, half if councillor.then else end),
            (councillor.then or "-", half + timedelta(days=1), end),
            (councillor.now, second, None),
        )
        is_woman = councillor.title == "Mme"
        found += [
            Mandate(councillor, role, *spoken(role, is_woman=is_woman), starts_on, ends_on)
            for role, starts_on, ends_on in terms
            if role != "-"
        ]
    return found


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
