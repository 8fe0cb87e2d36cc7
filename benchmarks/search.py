"""Search among 100,000 deliberations and the 400,000 pages of their files."""

from collections.abc import Callable
from dataclasses import dataclass
from statistics import median

from django.db import connection
from django.db.backends.base.base import BaseDatabaseWrapper
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.text import slugify

from benchmarks.corpus import NAMES, name
from benchmarks.databases import filled, use
from benchmarks.measure import (
    Figure,
    at_most,
    described,
    durations,
    exactly,
    percentile,
    take_turns,
)
from benchmarks.pages import MeasuredPage, statement_count
from benchmarks.people import reader
from benchmarks.search_data import A_SESSION, DRAFTS, PAGES, SECRETARY, SEED, YEARS, fill
from core.people.models import Agent
from core.search import queries

GROWTH_GOAL, P95_GOAL = 2.0, 150.0
FEW, MANY = 10_000, 100_000
REQUESTS = 100
# Out of the long tail of the corpus: some hundred pages of 400,000. Its results nearly fill a page in the small
# database too, or growth would compare the excerpts of one result with those of twenty.
RARE = name(NAMES // 27)


@dataclass(frozen=True)
class Case:
    """What is typed; `name` says in the table what kind of search it is."""

    name: str
    words: str

    @property
    def address(self) -> str:
        return f"{reverse('search:results')}?{urlencode({'q': self.words})}"


CASES = (
    Case("a rare word", RARE),
    Case("the most common word", "délibération"),
    Case("two words", "subvention piscine"),
    Case("a prefix", "assain*"),
    Case("words that go together", "centre communal d’action sociale"),
    Case("a phrase", '"éclairage public"'),
    Case("a common word without another", "travaux -piscine"),
    Case("a misspelt word", "subvantion"),
)


def database_of(deliberations: int) -> BaseDatabaseWrapper:
    recipe = (deliberations, SEED, A_SESSION, PAGES, DRAFTS, YEARS)
    return filled(f"bench_search_{deliberations}", lambda: fill(deliberations), recipe=recipe)


def figures() -> list[Figure]:
    few, many = database_of(FEW), database_of(MANY)
    seen: list[Figure] = []
    for case in CASES:
        print(f"  {case.name}: {case.words}…", flush=True)
        seen += measured(case, many)
        seen.append(growth(case, few, many))
    return [*seen, *rights(many)]


def asks(case: Case, wrapper: BaseDatabaseWrapper, agent: Agent) -> Callable[[], queries.Results]:
    def ask() -> queries.Results:
        use(wrapper)
        return queries.search(case.words, agent)

    return ask


def measured(case: Case, wrapper: BaseDatabaseWrapper) -> list[Figure]:
    page = MeasuredPage(slugify(case.name), wrapper, reader(), case.address)
    times = durations({"page": page.get}, requests=REQUESTS)["page"]
    note = f"median {median(times):.2f} ms; « {case.words} »"
    p95 = percentile(times, 0.95)
    return [
        at_most(f"{case.name}, p95 of the page", p95, P95_GOAL, " ms", digits=1, note=note),
        statement_count(page),
    ]


def growth(case: Case, few: BaseDatabaseWrapper, many: BaseDatabaseWrapper) -> Figure:
    """Two databases of one server in one process, ten times as many pages in one as in the other."""
    asked = {}
    for label, wrapper in (("few", few), ("many", many)):
        use(wrapper)
        asked[label] = asks(case, wrapper, loaded(reader()))
    medians = take_turns(asked, requests=REQUESTS)
    what = f"{case.name}, ten times as many pages"
    return at_most(what, medians["many"] / medians["few"], GROWTH_GOAL, " ×", note=described(medians))


def rights(wrapper: BaseDatabaseWrapper) -> list[Figure]:
    """The newest session is in preparation: its act is the secretary's alone, as a result and in the counts."""
    use(wrapper)
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT number FROM deliberations_deliberation act JOIN deliberations_councilsession held"
            " ON held.id = act.session_id WHERE held.state = 'draft' ORDER BY held_on DESC, number LIMIT 1"
        )
        (number,) = cursor.fetchone()
    seen = []
    for label, agent, most in (("an agent", reader(), 0), ("the secretary", secretary(), 1)):
        # Other acts may quote its number: what counts is its own address.
        found = queries.search(f'"{number}"', loaded(agent))
        own = sum(row.url.endswith(f"/{number}/") for row in found.rows)
        seen.append(exactly(f"an act in preparation, found by {label}", own, most, note=f"« {number} »"))
    return seen


def secretary() -> Agent:
    return Agent.objects.get(identifiant=SECRETARY)


def loaded(agent: Agent) -> Agent:
    """With its roles read, as the one of a request."""
    assert agent.roles is not None
    return agent
