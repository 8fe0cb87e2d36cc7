"""The idea box at 100 ideas and at 100,000: its pages, the ideas like the one being typed, and what those are worth."""

from __future__ import annotations

import random
from collections.abc import Iterator
from statistics import median

from django.db import connection
from django.db.backends.base.base import BaseDatabaseWrapper
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from benchmarks.databases import filled, use
from benchmarks.measure import (
    WARM_UP,
    Figure,
    at_most,
    described,
    durations,
    exactly,
    percentile,
    ratio_to_floor,
    take_turns,
)
from benchmarks.pages import MOST_STATEMENTS, ROWS, MeasuredPage, bare
from benchmarks.people import reader
from benchmarks.suggestions_data import (
    AGENDA,
    COMMENTS,
    EVALUATED,
    READ_PAGE,
    SEED,
    SUPPORTS,
    WAITING,
    Texts,
    fill,
)
from benchmarks.suggestions_similar import IDEAS, fill_quality, measured_quality, pairs, read_ideas
from core.people.models import Agent
from suggestions.models import Idea, Meeting
from suggestions.similar import SHOWN, similar_to

GOAL, GROWTH_GOAL = 8.0, 1.2
FEW, MANY = 100, 100_000
# What a large town gathers in a century, and the goal at each size.
TYPED_AT = {5_000: 50.0, MANY: 300.0}
RECALL_GOAL = 0.8
REQUESTS = 100
# An idea's page reads its parts by plain statements, as many whatever their number.
IDEA_STATEMENTS = 20


def database_of(ideas: int) -> BaseDatabaseWrapper:
    recipe = (ideas, SEED, SUPPORTS, COMMENTS, WAITING, EVALUATED, AGENDA, READ_PAGE, IDEAS.read_bytes())
    return filled(f"bench_ideas_{ideas}", lambda: fill(ideas), recipe=recipe)


def figures() -> list[Figure]:
    few, many = database_of(FEW), database_of(MANY)
    seen: list[Figure] = []
    for page in pages_of(few):
        print(f"  {page}…", flush=True)
        seen += measured(page, few, many)
    for ideas in TYPED_AT:
        print(f"  typing among {ideas:,} ideas…", flush=True)
        seen += while_typing(ideas)
    return [*seen, *quality()]


# Pages


def pages_of(wrapper: BaseDatabaseWrapper) -> dict[str, tuple[Agent, str]]:
    """Who reads it, and its address in this database."""
    use(wrapper)
    agent, member = reader(), Agent.objects.get(identifiant="agent1")
    idea, agenda = Idea.objects.get(pk=READ_PAGE), Meeting.objects.get(state="planned")
    return {
        "list": (agent, reverse("suggestions:idea_list")),
        "list, the group’s": (member, reverse("suggestions:idea_list")),
        "idea": (agent, idea.get_absolute_url()),
        "idea, the group’s": (member, idea.get_absolute_url()),
        "desk": (member, reverse("admin:suggestions_idea_changelist")),
        "agenda": (member, agenda.get_absolute_url()),
    }


def measured(name: str, few: BaseDatabaseWrapper, many: BaseDatabaseWrapper) -> list[Figure]:
    """One page in both boxes: its floor in the large one, its statements, and how it grew."""
    small, large = (_page(name, wrapper) for wrapper in (few, many))
    statements = own_rows(large)
    times = take_turns(
        {
            "page": large.get,
            "bare SQL": bare(many, statements),
            "empty view": large.empty,
            f"at {FEW}": small.get,
        },
        requests=REQUESTS,
    )
    most = IDEA_STATEMENTS if name.startswith("idea") else MOST_STATEMENTS
    ratio = ratio_to_floor(times["page"], times["bare SQL"], times["empty view"])
    note = f"{described(times)}; {len(large.get()) / 1000:.0f} kB"
    return [
        at_most(f"{name}, ratio to bare SQL + empty view", ratio, GOAL, " ×", note=note),
        at_most(f"{name}, statements", len(large.statements()), most, digits=0),
        exactly(f"{name}, statements at {FEW}", len(small.statements()), len(large.statements())),
        at_most(f"{name}, at {MANY:,} and at {FEW}", times["page"] / times[f"at {FEW}"], GROWTH_GOAL, " ×"),
    ]


def own_rows(page: MeasuredPage) -> list[str]:
    """What the page reads beyond the empty view: an idea's row comes with its author's, as the reader's own does."""
    use(page.wrapper)
    with CaptureQueriesContext(connection) as captured:
        page.empty()
    frame = {query["sql"] for query in captured.captured_queries}
    return [sent for sent in page.statements() if sent.startswith(ROWS) and sent not in frame]


def _page(name: str, wrapper: BaseDatabaseWrapper) -> MeasuredPage:
    agent, address = pages_of(wrapper)[name]
    slug = "".join(letter if letter.isalnum() else "-" for letter in name)
    return MeasuredPage(f"{slug}-{wrapper.settings_dict['NAME']}", wrapper, agent, address)


# Typing


def while_typing(ideas: int) -> list[Figure]:
    """Ideas of the same words as the box, and the paraphrases, as they stand at each pause of who types them."""
    wrapper = database_of(ideas)
    use(wrapper)
    agent = reader()
    assert agent.roles is not None
    found: list[int] = []
    typed = list(drafts())
    # Each once, as it is typed once; the first ones twice, so that the connection and the caches are warm.
    for draft in typed[:WARM_UP]:
        similar_to(agent, draft)
    waiting = iter(typed)

    def ask() -> None:
        found.append(len(similar_to(agent, next(waiting))))

    times = durations({"typed": ask}, requests=len(typed), warm_up=0)["typed"]
    with CaptureQueriesContext(connection) as captured:
        similar_to(agent, typed[0])
    note = (
        f"median {median(times):.1f} ms, longest {max(times):.1f} ms; "
        f"{sum(map(bool, found))} of {len(found)} drafts meet something"
    )
    return [
        at_most(
            f"while typing among {ideas:,} ideas, p95",
            percentile(times, 0.95),
            TYPED_AT[ideas],
            " ms",
            digits=1,
            note=note,
        ),
        at_most(f"while typing among {ideas:,} ideas, statements", len(captured), 2, digits=0),
    ]


def drafts() -> Iterator[dict[str, str]]:
    """A title alone, then with a few words of what bothers, then the whole."""
    texts = Texts()
    texts.random = random.Random(SEED + 1)
    parts = read_ideas()
    others = [other for part in ("proches", "sans mot commun") for _, other in pairs(parts[part])]
    for words in [*(texts.one() for _ in others), *others]:
        yield {"title": words.title}
        yield {"title": words.title, "problem": words.problem[: len(words.problem) // 2]}
        yield words.typed


# Quality


def quality() -> list[Figure]:
    """One of each pair is in the box, the other is typed."""
    print("  paraphrases…", flush=True)
    wrapper = filled("bench_similar", fill_quality, recipe=IDEAS.read_bytes())
    use(wrapper)
    seen = measured_quality(reader())
    lift = (
        "what would find them: a thesaurus of the town’s own words (badge = clé, courriel = messagerie), read by "
        "text search as a dictionary; or vectors of sentences, computed on the town’s own server"
    )
    return [
        Figure(
            f"paraphrases that share a stem, found among {SHOWN}",
            f"{seen.recall:.3f}",
            f"≥ {RECALL_GOAL:g}",
            seen.recall >= RECALL_GOAL,
            f"{seen.found_alike} of {seen.alike}; not: {', '.join(seen.missed)}",
        ),
        Figure(
            "paraphrases that share none",
            f"{seen.recall_apart:.3f}",
            "none",
            True,
            f"{seen.found_apart} of {seen.apart}; {lift}",
        ),
        at_most(
            "false proposals beside a paraphrase, on average",
            seen.false_beside_pairs,
            1,
            note=f"of {SHOWN} at most; the threshold was set on the {seen.alone} ideas without a pair",
        ),
        at_most(
            "new ideas that meet a false proposal",
            seen.disturbed / seen.alone,
            1 / 3,
            note=f"{seen.disturbed} of {seen.alone}, {seen.false_alone:.2f} proposals on average",
        ),
    ]
