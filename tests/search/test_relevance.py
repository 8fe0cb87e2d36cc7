"""How often what was looked for comes first, and in the first three, on the demonstration town.

`relevance_tuning.csv` is what the search was tuned on; `relevance_held_out.csv` was kept aside to check it;
`relevance_everyday.csv` is what agents ask in their words, of people, of pages and of what they come to do. An
expected result is its kind and words of its title or excerpt; « | » separates answers that serve as well.
"""

import csv
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from django.contrib.auth.hashers import make_password
from django.urls import reverse
from django.utils import timezone
from django.utils.html import strip_tags

from core.french import plain
from core.search import registry
from demo import texts
from demo.generators.agents import colleagues
from demo.loading.directory import load_colleagues
from demo.loading.manuals import load_software
from demo.lookups import people, units
from tests.deliberations.factories import DeliberationFactory, SessionFactory
from tests.town import signed_in_as

HERE = Path(__file__).parent
# By the labels that the page shows, as the files write them.
KINDS = {kind.label: code.rpartition(".")[2] for code, kind in registry.KINDS.items()} | {
    "Page du site": "site"
}
MORE_AGENTS = 450
ACTS = {
    "2025_03_065": "Attribution d’une subvention de 2 000 € à l’association « Les Amis du Phare »",
    "2025_03_066": "Acquisition à l’amiable d’un terrain de 412 m² situé chemin des Restanques",
    "2025_03_067": "Attribution d’une subvention de 8 000 € à l’association « Rugby-club des Trois-Caps »",
    "2025_03_068": "Convention de mise à disposition du stade au profit de l’association « Rugby-club des Trois-Caps »",
}


def questions(name: str) -> Iterator[tuple[str, list[str]]]:
    with (HERE / name).open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file, delimiter=";"):
            yield row["query"], row["expected"].split(" | ")


@pytest.fixture
def grown_town(town: None) -> None:
    """The small town, with its other software, more agents and an older session of its council."""
    accounts, directions, today = people(), units(), timezone.localdate()
    for entry in texts.software.large_part:
        load_software(entry, (), accounts, directions, today)
    load_colleagues(enumerate(colleagues(MORE_AGENTS)), directions, make_password(None))
    session = SessionFactory.create(held_on=date(2025, 3, 20))
    for number, about in ACTS.items():
        DeliberationFactory.create(session=session, number=number, object=about, matter=None)


def answers_to(query: str, answers: list[str], shown: list[tuple[str, str]]) -> list[bool]:
    """For each result shown, whether it is one that was expected."""
    expected = [answer.rpartition(": ") for answer in answers]
    return [
        any((not kind or KINDS[label] == kind) and plain(words) in plain(text) for kind, _, words in expected)
        for label, text in shown
    ]


@pytest.mark.parametrize(
    ("name", "first_wanted", "in_three_wanted"),
    [
        ("relevance_tuning.csv", 0.77, 0.90),
        ("relevance_held_out.csv", 0.77, 0.88),
        ("relevance_everyday.csv", 0.95, 0.98),
    ],
)
def test_what_is_looked_for_comes_first(name, first_wanted, in_three_wanted, grown_town, capsys):
    client = signed_in_as("agent")
    asked = list(questions(name))
    first = in_three = 0
    missed = []
    for query, answers in asked:
        shown = client.get(reverse("search:results"), {"q": query}).context
        # The first two files are of what the index finds, whatever pages stand before.
        pages = shown["pages"] if name == "relevance_everyday.csv" else []
        rows = [("Page du site", label) for label, _ in pages]
        rows += [(row.kind, strip_tags(f"{row.title} {row.excerpt}")) for row in shown["rows"]]
        right = answers_to(query, answers, rows[:3])
        first += right[:1] == [True]
        in_three += any(right)
        if right[:1] != [True]:
            place = "in three" if any(right) else "missed"
            missed.append(f"  {place}: {query} → {[text[:40] for _, text in rows[:3]]}")
    with capsys.disabled():
        print(f"\n{name}: {first} first, {in_three} in three of {len(asked)}")  # noqa: T201  (the score)
    assert first >= first_wanted * len(asked), "\n".join(missed)
    assert in_three >= in_three_wanted * len(asked), "\n".join(missed)
