"""A software's page, in a town of 45 software and in one of 4,500, with two manuals and with two hundred."""

from datetime import date, timedelta

from django.db.backends.base.base import BaseDatabaseWrapper

from benchmarks.databases import filled, use
from benchmarks.measure import Figure, at_most, described, exactly, take_turns
from benchmarks.pages import MeasuredPage, against_floor
from benchmarks.people import make_agents, reader
from core.people.models import Direction
from core.search.index import refresh
from manuals.models import Manual, Need, Software

GOAL, GROWTH_GOAL = 8.0, 1.2
# A hundred times as many manuals are read and shown, a line each.
LONG_PAGE_GOAL = 5.0
FEW, MANY = 45, 4_500
USUAL, LONG = 2, 200
# Of the long page: the others were replaced, one by the next.
CURRENT = 4
BODY = "<h2>Saisir</h2>" + "<p>Ouvrez l’onglet Dépenses, puis choisissez le chapitre et l’article. </p>" * 20
DAY = date(2026, 11, 2)


def make_software(count: int) -> None:
    """Each with two manuals, but the second, which has two hundred."""
    agents = make_agents()
    directions = list(Direction.objects.concerned())
    needs = Need.objects.bulk_create(Need(name=f"besoin {number}") for number in range(20))
    software = Software.objects.bulk_create(
        Software(
            name=f"Progiciel {number:04}",
            purpose="Suivre le budget de sa direction, ses engagements et ses factures.",
            how_to_start="Ouvrez-le avec votre compte de session.",
            owner=directions[number % len(directions)],
            functional_referent=agents[number % len(agents)],
            it_referent=agents[(number + 1) % len(agents)],
            vendor="Éditions Comptes",
            version_in_use="12.3",
        )
        for number in range(count)
    )
    Software.needs.through.objects.bulk_create(
        Software.needs.through(software=one, need=needs[one.pk % len(needs)]) for one in software
    )
    manuals = []
    for position, one in enumerate(software):
        manuals += make_manuals(one, LONG if position == 1 else USUAL)
    refresh([*software, *manuals])


def make_manuals(software: Software, count: int) -> list[Manual]:
    """Of two hundred, each replaces the one of four before it: one statement a generation."""
    made: list[Manual] = []
    for start in range(0, count, CURRENT):
        before = made[-CURRENT:]
        made += Manual.objects.bulk_create(
            Manual(
                software=software,
                title=f"Saisir une dépense, édition {start + rank}",
                body=BODY,
                software_version="12.3",
                dated_on=DAY - timedelta(days=count - start - rank),
                replaces=before[rank] if rank < len(before) else None,
                added_by=software.functional_referent,
            )
            for rank in range(min(CURRENT, count - start))
        )
    return made


def town_of(count: int) -> BaseDatabaseWrapper:
    recipe = (count, USUAL, LONG, CURRENT, BODY)
    return filled(f"bench_software_{count}", lambda: make_software(count), recipe=recipe)


def page_of(name: str, wrapper: BaseDatabaseWrapper, number: int) -> MeasuredPage:
    use(wrapper)
    software = Software.objects.get(name=f"Progiciel {number:04}")
    return MeasuredPage(name, wrapper, reader(), software.get_absolute_url())


def figures() -> list[Figure]:
    towns = {count: town_of(count) for count in (FEW, MANY)}
    few, many = (page_of(f"software-{count}", towns[count], 0) for count in (FEW, MANY))
    long = page_of(f"software-with-{LONG}-manuals", towns[MANY], 1)
    usual = len(few.statements())
    return [
        *against_floor(many, many.own_rows(), goal=GOAL),
        exactly(f"{many.name}, statements as of {FEW}", len(many.statements()), usual),
        exactly(f"{long.name}, statements as with {USUAL}", len(long.statements()), usual),
        growth(few, many, GROWTH_GOAL),
        growth(many, long, LONG_PAGE_GOAL),
    ]


def growth(one: MeasuredPage, other: MeasuredPage, goal: float) -> Figure:
    medians = take_turns({one.name: one.get, other.name: other.get})
    ratio = medians[other.name] / medians[one.name]
    return at_most(f"{other.name}, against {one.name}", ratio, goal, " ×", note=described(medians))
