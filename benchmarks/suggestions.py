"""The list of ideas, after some twenty years of them."""

from datetime import timedelta

from django.urls import reverse
from django.utils import timezone

from benchmarks.databases import filled, use
from benchmarks.measure import Figure
from benchmarks.pages import MeasuredPage, against_floor
from benchmarks.people import make_agents, reader
from core.people.models import Direction
from suggestions.models import Idea
from suggestions.states import Identity, State

GOAL = 8.0
IDEAS = 2_000
TEXT = "Le même formulaire se remplit trois fois, dans trois services. Une seule saisie suffirait. " * 8


def propose_ideas() -> None:
    """All under study: what every agent reads."""
    agents = make_agents()
    directions = list(Direction.objects.concerned())
    now = timezone.now()
    ideas = []
    for number in range(IDEAS):
        author = agents[number % len(agents)]
        received_at = now - timedelta(days=3 * number, minutes=number)
        ideas.append(
            Idea(
                title=f"Un seul formulaire pour toute la mairie, {number}",
                proposal=TEXT,
                author=author,
                direction=directions[number % len(directions)] if number % 3 else None,
                identity=Identity.NAMED if number % 5 else Identity.HIDDEN,
                state=State.UNDER_STUDY,
                member_in_charge=agents[(number + 1) % len(agents)],
                year=received_at.year,
                number=IDEAS - number,
                received_at=received_at,
                due_on=(received_at + timedelta(days=15)).date(),
                decision_due_on=(received_at + timedelta(days=90)).date(),
                taken_at=received_at + timedelta(hours=5),
            )
        )
    Idea.objects.bulk_create(ideas, batch_size=500)


def figures() -> list[Figure]:
    wrapper = filled("bench_ideas", propose_ideas, recipe=(IDEAS, TEXT))
    use(wrapper)
    page = MeasuredPage("ideas", wrapper, reader(), reverse("suggestions:idea_list"))
    # A page of rows, its count and the choices of its filters: three kinds of rows, the page's own statements.
    return against_floor(page, page.own_rows(), goal=GOAL)
