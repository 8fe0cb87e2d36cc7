"""The agents beyond the named ones, drawn from a seed: the same at every load."""

from collections.abc import Iterator
from functools import cache
from random import Random
from unicodedata import combining, normalize

from demo.data_files import read_text, read_toml
from demo.records.town import Agent, Category, Colleague, Job, Unit
from demo.texts.people import AGENTS

TOTAL = 2000
SEED = 34
WOMEN, MEN, FAMILY = (names.split() for names in read_toml("names.toml").values())
EQUIPMENT = {
    "desk+mail": (True, True),
    "desk": (True, False),
    "mail": (False, True),
    "outdoors": (False, False),
}
CATEGORIES: dict[str, Category] = {"A": "A", "B": "B", "C": "C"}


@cache
def units() -> tuple[Unit, ...]:
    return tuple(read_units(read_text("jobs.txt")))


def read_units(table: str) -> Iterator[Unit]:
    """« = code people », then for each job « category share equipment: man / woman » and its duties, indented."""
    for section in table.strip().removeprefix("= ").split("\n= "):
        head, *lines = section.splitlines()
        code, people = head.split()
        jobs = tuple(read_job(head, duties) for head, duties in zip(lines[::2], lines[1::2], strict=True))
        yield Unit(code, int(people), jobs)


def read_job(head: str, duties: str) -> Job:
    left, right = head.split(": ", 1)
    category, share, equipment = left.split()
    man, woman = right.split(" / ")
    has_workstation, has_mail = EQUIPMENT[equipment]
    return Job(
        CATEGORIES[category], int(share), has_workstation, has_mail, man, woman, sentence(duties.strip())
    )


def sentence(duties: str) -> str:
    return f"{duties[:1].upper()}{duties[1:]}."


@cache
def colleagues(total: int = TOTAL) -> tuple[Colleague, ...]:
    """Enough of them to make `total` with the named ones, mixed so that each piece holds every kind of work."""
    count = max(total - len(AGENTS), 0)
    random = Random(SEED)  # noqa: S311 - a town to look at, no secret
    work = [(unit.code, job) for unit in units() for job in staffed(unit)]
    random.shuffle(work)
    names = unused_names(random)
    return tuple(
        colleague(position, *work[position % len(work)], next(names), random) for position in range(count)
    )


def staffed(unit: Unit) -> list[Job]:
    """One job a person, in the proportions of the table."""
    shares = sum(job.share for job in unit.jobs)
    ladder = [job for job in unit.jobs for _ in range(job.share)]
    return [ladder[person * shares // unit.people] for person in range(unit.people)]


def unused_names(random: Random) -> Iterator[tuple[str, str, bool]]:
    """First name, family name, whether a woman; never a name of the town twice, accents aside."""
    taken = {plain(f"{agent.first_name} {agent.last_name}") for agent in AGENTS}
    while True:
        is_woman = random.random() < 0.57
        first, last = random.choice(WOMEN if is_woman else MEN), random.choice(FAMILY)
        last = last.replace("-", " ", 1) if last.startswith(("Dos-", "Le-", "El-")) else last
        # One in twelve has two names.
        if random.random() < 1 / 12 and "-" not in last and (other := random.choice(FAMILY)) != last:
            last = f"{last}-{other.split('-')[0]}"
        if (name := plain(f"{first} {last}")) not in taken:
            taken.add(name)
            yield first, last, is_woman


def colleague(
    position: int, direction: str, job: Job, name: tuple[str, str, bool], random: Random
) -> Colleague:
    first_name, last_name, is_woman = name
    local_part = plain(f"{first_name}.{last_name}").replace(" ", "-")
    agent = Agent(
        # The rank keeps namesakes of the first letter apart.
        identifiant=f"{plain(first_name[0])}{plain(last_name).replace(' ', '').replace('-', '')[:14]}{position + 1}",
        first_name=first_name,
        last_name=last_name,
        direction=direction,
        category=job.category,
        function=job.woman if is_woman else job.man,
        personnel_number=f"PM-{10_000 + position * 7:05d}",
        email_local_part=local_part if job.has_mail else None,
        has_workstation=job.has_workstation,
    )
    # A third say nothing of their work yet: cards are filled in by people.
    return Colleague(agent, job.duties if random.random() < 2 / 3 else "")


def plain(text: str) -> str:
    return "".join(c for c in normalize("NFD", text.lower().replace("œ", "oe")) if not combining(c))
