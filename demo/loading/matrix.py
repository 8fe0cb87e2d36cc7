"""What agents know and work on: declared skills, assignments beside their place."""

from collections.abc import Iterable, Iterator
from datetime import timedelta
from random import Random

from django.db.backends.postgresql.psycopg_any import DateRange
from django.utils import timezone

from core.people.models import Agent, AgentSkill, Assignment, Direction, Skill
from demo import texts
from demo.data_files import copied

# One agent in three says nothing: it is voluntary.
SHARE, MOST = 2 / 3, 3
# In the large part, who has an assignment: one in sixty.
ONE_IN = 60


def load_small_part(people: dict[str, Agent], units: dict[str, Direction]) -> None:
    Skill.objects.bulk_create(
        Skill(name=name, kind=kind, is_accepted=True)
        for kind in Skill.Kind.values
        for name in texts.people.skills[kind]
    )
    proposed = Skill.objects.bulk_create(Skill(name=name) for name in texts.people.skills["proposed"])
    AgentSkill.objects.bulk_create(
        AgentSkill(agent=people[texts.people.photo], skill=skill) for skill in proposed
    )
    declare(people.values(), units)
    today = timezone.localdate()
    Assignment.objects.bulk_create(
        Assignment(
            agent=people[each.identifiant],
            **copied(each, "kind title"),
            direction=units[each.direction] if each.direction else None,
            period=DateRange(
                today - timedelta(days=each.since_days),
                today - timedelta(days=each.since_days - each.for_days) if each.for_days else None,
            ),
        )
        for each in texts.people.assignments
    )


def load_for_colleagues(agents: list[Agent], units: dict[str, Direction]) -> None:
    """Of a piece of the large part; in bulk."""
    declare(agents, units)
    since = timezone.localdate() - timedelta(days=365)
    Assignment.objects.bulk_create(
        Assignment(
            agent=agent,
            kind=Assignment.Kind.MANDATE,
            title="correspondant du tri et du réemploi",
            direction_id=agent.direction_id,
            period=DateRange(since, None),
        )
        for agent in agents
        if Random(agent.identifiant).randrange(ONE_IN) == 0  # noqa: S311 - a town to look at, no secret
    )


def declare(agents: Iterable[Agent], units: dict[str, Direction]) -> None:
    codes = {unit.pk: code for code, unit in units.items()}
    known = dict(Skill.objects.accepted().values_list("name", "pk"))
    AgentSkill.objects.bulk_create(
        [
            AgentSkill(agent=agent, skill_id=known[name])
            for agent in agents
            for name in skills_of(agent.identifiant, codes.get(agent.direction_id or 0, ""))
            if name in known
        ],
        ignore_conflicts=True,
    )


def skills_of(identifiant: str, direction: str) -> Iterator[str]:
    """The same at every load; their unit's trade first."""
    random = Random(identifiant)  # noqa: S311 - a town to look at, no secret
    if random.random() > SHARE:
        return
    usual = texts.people.skills["usual"].get(direction, ())
    others = [name for kind in Skill.Kind.values for name in texts.people.skills[kind]]
    wanted = [*random.sample(usual, min(len(usual), 1)), *random.sample(others, random.randint(1, MOST))]
    yield from dict.fromkeys(wanted)
