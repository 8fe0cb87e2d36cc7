"""A row of the list of ideas, as its reader may know it."""

from __future__ import annotations

from collections.abc import Sequence
from textwrap import shorten
from typing import Any, Self

from django import forms
from django.db.models import Count, Q
from django.db.models.functions import Coalesce
from django.http import QueryDict
from django.utils import timezone

from core.people.models import Agent, Direction
from core.web.fields import OneLineField, offer
from core.web.forms import FilterForm
from suggestions.ideas.locking import author_words
from suggestions.ideas.progress import Waiting, waited_for, waiting_facts
from suggestions.models import Idea, Support
from suggestions.policies import is_in_group
from suggestions.querysets import IdeaQuerySet
from suggestions.states import State, Value

WHOSE = [
    ("", "Toutes"),
    ("mine", "Mes idées"),
    ("followed", "Celles que je suis"),
    ("entered", "Saisies par moi"),
]
ORDERS = [
    ("", "Les plus récentes"),
    ("supported", "Les plus soutenues"),
    ("waiting", "Celles qui attendent le plus"),
]


class IdeaFilterForm(FilterForm):
    words = OneLineField(label="Mots", required=False, max_length=200)
    state = forms.ChoiceField(label="État", required=False)
    direction = forms.TypedChoiceField(label="Direction", required=False, coerce=int, empty_value=None)
    value = forms.ChoiceField(label="Valeur servie", required=False, choices=[("", "Toutes"), *Value.choices])
    year = forms.TypedChoiceField(label="Année", required=False, coerce=int, empty_value=None)
    whose = forms.ChoiceField(label="Lesquelles", required=False, choices=WHOSE)
    order = forms.ChoiceField(label="Trier par", required=False, choices=ORDERS)

    def __init__(self, data: Any, *, agent: Agent, choices: dict[str, list[tuple[Any, str]]]) -> None:
        super().__init__(data)
        self.agent = agent
        for name, pairs in choices.items():
            offer(self, name, pairs)

    @classmethod
    def from_query(cls, query: QueryDict, *, agent: Agent) -> Self:
        """The filters that the address asks for, without those that mean nothing."""
        return cls.reading(query, agent=agent, choices=_choices())

    def filter(self, ideas: IdeaQuerySet) -> IdeaQuerySet:
        asked = self.cleaned_data
        same = {name: asked[name] for name in ("state", "direction", "value") if asked[name]}
        ideas = ideas.filter(**same)
        if asked["year"]:
            ideas = ideas.filter(received_at__year=asked["year"])
        if asked["words"]:
            ideas = ideas.about(asked["words"])
        whose = {"mine": ideas.mine, "followed": ideas.followed_by, "entered": ideas.entered_by}
        if asked["whose"]:
            ideas = whose[asked["whose"]](self.agent)
        orders = {"supported": ideas.most_supported_first, "waiting": ideas.waiting_longest_first}
        return orders.get(asked["order"], ideas.newest_first)()


def _choices() -> dict[str, list[tuple[Any, str]]]:
    this_year = timezone.localdate().year
    first = Idea.objects.order_by("received_at").values_list("received_at", flat=True).first()
    first_year = min(timezone.localtime(first).year, this_year) if first else this_year
    return {
        "state": [("", "Tous"), *State.choices],
        "direction": [("", "Toutes"), *Direction.objects.concerned().values_list("pk", "name")],
        "year": [("", "Toutes"), *((year, str(year)) for year in range(this_year, first_year - 1, -1))],
    }


# Two lines at a desk. Cut here rather than by the style sheet, which would hide words that a reader spaces out.
EXCERPT = 160


def rows_for(agent: Agent, ideas: Sequence[Idea]) -> list[dict[str, Any]]:
    """`by` is who proposed it, as this reader may know; `supporters` counts each agent once. Two statements."""
    counts, facts = supporters_of(ideas), waiting_facts(ideas)
    for_group = is_in_group(agent)
    return [
        _row(
            agent,
            idea,
            counts.get(idea.pk, 0),
            waited_for(facts[idea.pk], for_group=for_group) if idea.pk in facts else None,
        )
        for idea in ideas
    ]


def _row(agent: Agent, idea: Idea, supporters: int, waiting: Waiting | None) -> dict[str, Any]:
    return {
        "idea": idea,
        "excerpt": shorten(idea.problem or idea.proposal, EXCERPT, placeholder="…"),
        "by": author_words(agent, idea),
        "supporters": supporters,
        "waiting": waiting,
    }


def supporters_of(ideas: Sequence[Idea]) -> dict[int, int]:
    """By the id of a head, how many agents support it or what was merged into it."""
    heads = [idea.pk for idea in ideas]
    read_here = Idea.objects.filter(Q(pk__in=heads) | Q(head__in=heads))
    supports = Support.objects.filter(idea__in=read_here).annotate(read_on=Coalesce("idea__head", "idea"))
    counted = supports.order_by().values("read_on").annotate(agents=Count("agent", distinct=True))
    return dict(counted.values_list("read_on", "agents"))
