"""The agents beyond the named ones, drawn from a seed: the same at every load."""

from collections.abc import Iterator
from functools import cache
from random import Random
from unicodedata import combining, normalize

from demo import texts
from demo.data_files import Record, copied

TOTAL = 2000
SEED = 34
WOMEN, MEN, FAMILY = (names.split() for names in texts.people.names.values())


@cache
def colleagues(total: int = TOTAL) -> tuple[Record, ...]:
    """Enough of them to make `total` with the named ones, mixed so that each piece holds every kind of work."""
    count = max(total - len(texts.people.agents), 0)
    random = Random(SEED)  # noqa: S311 - a town to look at, no secret
    work = [(unit.code, job) for unit in texts.people.directions for job in staffed(unit)]
    random.shuffle(work)
    names = unused_names(random)
    return tuple(
        colleague(position, *work[position % len(work)], next(names), random) for position in range(count)
    )


def staffed(unit: Record) -> list[Record]:
    """Return one job a person, in the proportions of the table."""
    ladder = [job for job in texts.people.jobs if job.unit == unit.code for _ in range(job.share)]
    return [ladder[person * len(ladder) // unit.people] for person in range(unit.people)]


def unused_names(random: Random) -> Iterator[tuple[str, str, bool]]:
    """First name, family name, whether a woman; never a name of the town twice, accents aside."""
    taken = {plain(f"{agent.first_name} {agent.last_name}") for agent in texts.people.agents}
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
    position: int, direction: str, job: Record, name: tuple[str, str, bool], random: Random
) -> Record:
    first_name, last_name, is_woman = name
    local_part = plain(f"{first_name}.{last_name}").replace(" ", "-")
    agent = Record(
        # The rank keeps namesakes of the first letter apart.
        identifiant=f"{plain(first_name[0])}{plain(last_name).replace(' ', '').replace('-', '')[:14]}{position + 1}",
        first_name=first_name,
        last_name=last_name,
        direction=direction,
        **copied(job, "category has_workstation"),
        function=job.woman if is_woman else job.man,
        personnel_number=f"PM-{10_000 + position * 7:05d}",
        email=f"{local_part}@{texts.MAIL_DOMAIN}" if job.has_mail else None,
    )
    # A third say nothing of their work yet: cards are filled in by people.
    return Record(agent=agent, duties=job.duties if random.random() < 2 / 3 else "")


def plain(text: str) -> str:
    return "".join(c for c in normalize("NFD", text.lower().replace("œ", "oe")) if not combining(c))
