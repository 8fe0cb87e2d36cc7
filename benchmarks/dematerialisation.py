"""The home page, in the demonstration town."""

from django.core.management import call_command
from django.urls import reverse

from benchmarks.databases import filled, use
from benchmarks.measure import Figure
from benchmarks.pages import MeasuredPage, against_floor
from core.people.models import Agent

GOAL = 8.0


def load_town() -> None:
    call_command("load_demonstration")


def figures() -> list[Figure]:
    wrapper = filled("bench_town", load_town, recipe="the demonstration town")
    use(wrapper)
    # The town's dates follow today's.
    load_town()
    page = MeasuredPage("home", wrapper, Agent.objects.get(identifiant="agent"), reverse("home"))
    # Its cards have nothing in common that one statement could fetch: the page's own, sent by the driver alone.
    return against_floor(page, page.own_rows(), goal=GOAL)
