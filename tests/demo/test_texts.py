"""The demonstration town holds together: counts, references, order of steps, no clash, French typography."""

import re
from collections import Counter
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from html.parser import HTMLParser

import pytest
from django.conf import settings
from django.test import Client

from core.people.models import Agent
from dematerialisation.models import Article
from dematerialisation.models.assessment import HEADINGS
from demo import texts
from demo.dates import month_before

SignedIn = Callable[[Agent], Client]
AGENT = {a.identifiant: a for a in texts.people.agents}
DIRECTION = {d.code: d for d in texts.people.directions}
ROOM = {r.slug: r for r in texts.rooms.rooms}
AROUND = (
    *texts.ideas.sheets,
    *texts.ideas.recusals,
    *texts.ideas.decisions,
    *texts.ideas.meetings,
    *(point for meeting in texts.ideas.meetings for point in meeting.points),
    *texts.ideas.questions,
    *texts.ideas.opinions,
    *texts.ideas.comments,
    *texts.ideas.feedbacks,
    *texts.ideas.merges,
)
EVERYTHING = (
    *texts.people.directions,
    *texts.people.agents,
    *texts.people.accounts,
    *texts.people.members,
    *texts.people.representatives,
    *texts.section.pages,
    *texts.section.tips,
    *texts.section.articles,
    *texts.assessment.assessments,
    *texts.assessment.said,
    *texts.ideas.ideas,
    *texts.section.done,
    *texts.section.under_way,
    *(step for a in texts.section.under_way for step in a.steps),
    *(gain for a in texts.section.actions for gain in a.gains),
    *AROUND,
    *texts.rooms.sites,
    *texts.rooms.rooms,
    *texts.rooms.weekly,
    *texts.rooms.one_off,
)
HTML_ALLOWED = {"h2", "h3", "p", "ul", "ol", "li", "strong", "em", "a", "blockquote"}
HTML_TEXTS = (
    *(row.body for row in (*texts.section.pages, *texts.section.tips, *texts.section.articles)),
    *(a.change for a in texts.section.actions if a.change),
    *(getattr(texts.assessment.assessments[0], name) for name in HEADINGS if name != "idea"),
    *(i.answer for i in texts.ideas.ideas if i.answer),
    *(i.prepared_answer for i in texts.ideas.ideas if i.prepared_answer),
)


def words(html: str) -> int:
    return len(re.sub(r"<[^>]+>", " ", html).split())


def dga_of(code: str) -> str:
    """The DGA above a direction, or the general direction when it is attached to that."""
    direction = DIRECTION[code]
    while direction.kind not in ("dga", "general"):
        assert direction.parent
        direction = DIRECTION[direction.parent]
    return direction.code


def unique(values: Iterator[str]) -> bool:
    return max(Counter(values).values()) == 1


# The tree and the people


def test_directions():
    assert unique(d.code for d in texts.people.directions)
    kinds = Counter(d.kind for d in texts.people.directions)
    assert (kinds["general"], kinds["dga"], kinds["direction"]) == (1, 4, 22)
    assert 18 <= kinds["service"] <= 25
    parents = {
        "dga": {"general"},
        "direction": {"dga", "general"},
        "service": {"direction"},
    }
    seen = set()
    for direction in texts.people.directions:
        if direction.parent is None:
            assert direction.kind == "general"
        else:
            assert direction.parent in seen, "parents come first"
            assert DIRECTION[direction.parent].kind in parents[direction.kind]
        seen.add(direction.code)


def test_agents():
    assert len(texts.people.agents) == 152
    assert unique(a.identifiant for a in texts.people.agents)
    assert unique(f"{a.first_name} {a.last_name}" for a in texts.people.agents)
    assert unique(a.personnel_number for a in texts.people.agents if a.personnel_number)
    assert unique(a.email for a in texts.people.agents if a.email)
    assert sum(a.email is None for a in texts.people.agents) == 25
    assert 25 <= sum(not a.has_workstation for a in texts.people.agents) <= 35
    assert 1 <= sum(a.personnel_number is None for a in texts.people.agents) <= 20
    for agent in texts.people.agents:
        assert re.fullmatch(r"[a-z]+", agent.identifiant)
        assert agent.personnel_number is None or re.fullmatch(r"PM-\d{5}", agent.personnel_number)
        assert agent.email is None or re.fullmatch(r"[a-z.-]+@port-mimosa\.example", agent.email)
        assert agent.direction in DIRECTION
    assert {a.category for a in texts.people.agents} == {"A", "B", "C"}
    peopled = {a.direction for a in texts.people.agents}
    assert {d.code for d in texts.people.directions} == peopled, "nobody works there"


def test_named_accounts():
    assert [a.identifiant for a in texts.people.accounts] == [
        "agent", "groupe", "sferracci", "salles", "annuaire", "progiciels", "conseil",
        "fmontoya", "amuratore", "jmbarga", "drh", "veille", "courrier", "elu", "admin",
    ]  # fmt: skip
    for account in texts.people.accounts:
        # An elected member is no agent: the account is a councillor's.
        if account.identifiant == "elu":
            continue
        assert AGENT[account.identifiant].email
        assert AGENT[account.identifiant].has_workstation


def test_group():
    assert len(texts.people.members) == 8
    assert unique(m.identifiant for m in texts.people.members)
    assert [m.identifiant != "groupe" for m in texts.people.members if m.is_head] == [True]
    assert "groupe" in {m.identifiant for m in texts.people.members}
    assert {m.category for m in texts.people.members} == {"A", "B", "C"}
    for member in texts.people.members:
        agent = AGENT[member.identifiant]
        assert (member.category, member.dga) == (agent.category, dga_of(agent.direction))
    assert texts.people.representatives[0].name not in {
        f"{a.first_name} {a.last_name}" for a in texts.people.agents
    }


# What is read


def test_pages_and_tips():
    assert len(texts.section.pages) == 4
    assert unique(p.slug for p in texts.section.pages)
    # An action says that it reads there.
    assert "le-mandat-du-groupe" in {page.slug for page in texts.section.pages}
    assert all(200 <= words(p.body) <= 350 for p in texts.section.pages)
    assert [t.months_ago for t in texts.section.tips] == list(range(12))
    assert {t.level for t in texts.section.tips} == {1, 2, 3}
    for tip in texts.section.tips:
        assert 150 <= words(tip.body) <= 300, tip.title
        assert len(tip.title) <= 120
        assert tip.author in AGENT


def test_articles():
    """One of each kind, whose text says the day of its figures, and whose rows add up to them."""
    assert [article.kind for article in texts.section.articles] == list(Article.Kind.values)
    for article in texts.section.articles:
        assert len(article.body) < settings.REVIEW_ARTICLE_CHARACTERS, article.title
        assert "{on}" in article.body
    problems, tools = texts.section.articles
    total, *known = (count for _, count in problems.counts[:4])
    assert {sum(numbers) for _, numbers in problems.bars} == {total}
    assert [sum(numbers[:2]) for _, numbers in problems.bars] == known
    columns = list(zip(*problems.rows, strict=True))[1:]
    assert [sum(column) for column in columns] == [total, *known]
    shared = {name for *_, names in tools.rows for name in str(names).split(", ")}
    assert [count for _, count in tools.counts] == [len(tools.rows), len(shared)]
    assert shared <= {direction.name for direction in texts.people.directions}


def test_an_action_that_made_an_article_ends_once_it_is_out():
    """Whatever the day: articles are dated by months, and actions by days."""
    days = {action.key: action.days_ago for action in texts.section.done}
    months = {article.kind: article.months_ago for article in texts.section.articles}
    made = [(link.one[1], link.other[1]) for link in texts.links.links if link.other[0] == "article"]
    written = [(days[key], months[kind]) for key, kind in made if key in days]
    assert {key for key, _ in made} & days.keys() == {
        "article-progiciels",
        "article-outils-transversaux",
    }
    for today in (date(2026, 11, 25) + timedelta(days=count) for count in range(366)):
        for days_ago, months_ago in written:
            assert month_before(today, months_ago) <= today - timedelta(days=days_ago or 0)


LIVES = {
    "courriel-dans-la-procedure": "/courrier/",
    "espaces-collaboratifs": "/espaces/",
    "visas-des-elus": "/visas/",
    "cours-de-physique": "/physique-nucleaire/cours/",
    "jour-sans-imprimante": "/sans-imprimante/",
    "trois-problemes-approfondis": "/progiciels/trois-problemes/",
}


def test_what_the_group_has_set_going_leads_to_where_it_lives(town, signed_in):
    changes = {action.key: action.change for action in texts.section.actions if action.marks}
    led = {key: re.findall(r'href="([^"]+)"', change) for key, change in changes.items()}
    assert {key for key, addresses in led.items() if not addresses} == set()
    assert {key for key, address in LIVES.items() if address not in led[key]} == set()
    client = signed_in(Agent.objects.get(identifiant="agent"))
    addresses = {address for found in led.values() for address in found}
    assert {address: client.get(address).status_code for address in addresses} == dict.fromkeys(
        addresses, 200
    )


def test_actions():
    assert len(texts.section.done) == 24
    assert unique(a.key for a in texts.section.done)
    ideas = {i.key: i for i in texts.ideas.ideas}
    assert [a.days_ago for a in texts.section.done] == sorted(a.days_ago for a in texts.section.done)
    for action in texts.section.done:
        assert 40 <= words(action.change) <= 100, action.key
        for key in action.ideas:
            assert ideas[key].state in ("done", "in_progress")
            assert ideas[key].state == "in_progress" or ideas[key].done_days_ago == action.days_ago
    answered = {key for action in texts.section.done for key in action.ideas}
    assert {i.key for i in texts.ideas.ideas if i.state == "done"} <= answered


def test_actions_under_way():
    assert unique(a.key for a in texts.section.actions)
    assert {a.state for a in texts.section.under_way} == {"planned", "in_progress", "blocked", "dropped"}
    ideas = {i.key: i for i in texts.ideas.ideas}
    for action in texts.section.under_way:
        assert 8 <= len(action.decided.split()) <= 80, action.key
        assert all(ideas[key].state in ("retained", "in_progress") for key in action.ideas)
        path = [
            action.decided_days_ago,
            action.started_days_ago,
            action.blocked_days_ago,
            action.dropped_days_ago,
        ]
        known = [days for days in path if days is not None]
        assert known == sorted(known, reverse=True)
    late = [
        a
        for a in texts.section.under_way
        if a.state != "dropped" and a.due_in_days is not None and a.due_in_days < 0
    ]
    assert len(late) == 1


def test_what_surrounds_the_ideas():
    ideas, members = {i.key: i for i in texts.ideas.ideas}, {m.identifiant for m in texts.people.members}
    for sheet in texts.ideas.sheets:
        idea = ideas[sheet.idea]
        assert sheet.seat in members
        assert sheet.seat != idea.author
        assert idea.state == "under_study"
        assert idea.taken_days_ago is not None
        assert sheet.days_ago <= idea.taken_days_ago, sheet
        assert (sheet.pitfall == "") == (sheet.reason == "")
    assert unique(f"{sheet.idea} {sheet.seat}" for sheet in texts.ideas.sheets)
    assert sum(sheet.level == "veto" and sheet.pitfall != "" for sheet in texts.ideas.sheets) == 1
    assert sum(sheet.made_by != "" for sheet in texts.ideas.sheets) == 1
    for comment in texts.ideas.comments:
        idea = ideas[comment.idea]
        assert idea.taken_days_ago is not None
        days = [idea.taken_days_ago, comment.days_ago, *(ago for _, _, ago in comment.replies)]
        assert days == sorted(days, reverse=True), comment
        assert {comment.by, *(who for who, _, _ in comment.replies)} <= AGENT.keys()
    for crowd in texts.ideas.crowds:
        idea = ideas[crowd.idea]
        assert {*crowd.supporters, *crowd.followers} <= AGENT.keys()
        assert idea.author not in {*crowd.supporters, *crowd.followers}
        assert len(set(crowd.supporters)) == len(crowd.supporters)
    assert all(ideas[feedback.idea].state == "done" for feedback in texts.ideas.feedbacks)


def test_gains_and_who_leads():
    for action in texts.section.actions:
        assert action.leader is None or action.leader in AGENT
        assert action.direction is None or DIRECTION[action.direction].kind == "direction"
        assert unique(gain.unit for gain in action.gains) if action.gains else True
        for gain in action.gains:
            assert (gain.guessed is None) == (gain.guess_method == "") == (gain.guessed_days_ago is None)
            assert (gain.measured is None) == (gain.measure_method == "") == (gain.measured_days_ago is None)
    gains = [gain for action in texts.section.actions for gain in action.gains]
    assert {gain.unit for gain in gains} == {"sheets", "hours", "links", "euros"}
    assert 5 <= sum(gain.measured is not None for gain in gains) < len(gains)


@pytest.mark.parametrize("html", HTML_TEXTS, ids=lambda html: html[:40])
def test_html_is_simple_and_closed(html):
    class Reader(HTMLParser):
        def __init__(self) -> None:
            super().__init__()
            self.open: list[str] = []

        def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
            assert tag in HTML_ALLOWED
            assert not attrs or tag == "a"
            self.open.append(tag)

        def handle_endtag(self, tag: str) -> None:
            assert self.open.pop() == tag

        def handle_data(self, data: str) -> None:
            assert self.open, f"text outside a block: {data}"
            assert not re.search(r"\*\*|(^|\s)\*\w|\n", data), data

    reader = Reader()
    reader.feed(html)
    reader.close()
    assert not reader.open


# The ideas

STEPS = {
    "received": (),
    "under_study": ("taken",),
    "retained": ("taken", "decided"),
    "in_progress": ("taken", "decided", "started"),
    "done": ("taken", "decided", "started", "done"),
    "declined": ("taken", "decided"),
    "set_aside": ("set_aside",),
    "withdrawn": ("taken", "withdrawn"),
}


def test_ideas_in_every_state():
    assert unique(i.key for i in texts.ideas.ideas)
    assert Counter(i.state for i in texts.ideas.ideas) == {
        "received": 7, "under_study": 9, "retained": 5, "in_progress": 5, "done": 6, "declined": 6,
        "set_aside": 2, "withdrawn": 3,
    }  # fmt: skip
    assert sum(i.name_hidden for i in texts.ideas.ideas) == 8
    received = [i.received_days_ago for i in texts.ideas.ideas if i.state == "received"]
    assert max(received) <= 25
    assert sum(days > 15 for days in received) == 2
    assert sorted((i.state, i.received_days_ago) for i in texts.ideas.ideas if i.author == "agent") == [
        ("declined", 258), ("received", 2),
    ]  # fmt: skip
    members = {m.identifiant for m in texts.people.members}
    assert sum(i.author in members for i in texts.ideas.ideas) == 1
    assert sum(i.author is None for i in texts.ideas.ideas) == 1
    assert sum(i.entered_by is not None for i in texts.ideas.ideas) == 1
    drafts = [i for i in texts.ideas.ideas if i.prepared_answer]
    assert {(i.state, i.prepared_verdict) for i in drafts} == {
        ("under_study", "retained"), ("under_study", "declined"),
    }  # fmt: skip


@pytest.mark.parametrize("idea", texts.ideas.ideas, ids=lambda idea: idea.key)
def test_idea_is_consistent(idea):
    assert re.fullmatch(r"[a-z0-9-]+", idea.key)
    assert len(idea.title) <= 120
    assert 35 <= len(idea.text.split()) <= 180
    assert idea.author is None or idea.author in AGENT
    assert idea.entered_by is None or AGENT[idea.entered_by].has_workstation
    assert idea.direction is None or idea.direction in DIRECTION
    assert 0 <= idea.received_days_ago <= 330

    days = {
        "received": idea.received_days_ago, "taken": idea.taken_days_ago, "decided": idea.decided_days_ago,
        "started": idea.started_days_ago, "done": idea.done_days_ago, "set_aside": idea.set_aside_days_ago,
        "withdrawn": idea.withdrawn_days_ago,
    }  # fmt: skip
    present = [step for step, value in days.items() if value is not None]
    allowed = ["received", *STEPS[idea.state]]
    if idea.state == "withdrawn" and idea.taken_days_ago is None:
        allowed.remove("taken")
    assert present == allowed
    path = [value for value in days.values() if value is not None]
    assert path == sorted(set(path), reverse=True), "each step comes strictly after the one before"

    members = {m.identifiant for m in texts.people.members}
    assert (idea.member_in_charge is not None) == (idea.taken_days_ago is not None)
    assert idea.member_in_charge is None or (
        idea.member_in_charge in members and idea.member_in_charge != idea.author
    )
    assert (idea.answer != "") == (idea.decided_days_ago is not None)
    assert not idea.answer or 60 <= words(idea.answer) <= 140
    assert (idea.set_aside_reason != "") == (idea.set_aside_by is not None) == (idea.state == "set_aside")
    assert idea.set_aside_by is None or (idea.set_aside_by in members and idea.set_aside_by != idea.author)
    assert (idea.prepared_answer != "") == (idea.prepared_verdict is not None)
    if idea.name_hidden:
        assert idea.author
        agent = AGENT[idea.author]
        public = f"{idea.title} {idea.text} {idea.answer} {idea.prepared_answer}"
        assert not re.search(rf"\b({agent.first_name}|{agent.last_name})\b", public), (
            "the answer names the author"
        )


def test_the_assessments_speak_of_the_actions_and_count_every_figure():
    assert {said.action for said in texts.assessment.said} <= {action.key for action in texts.section.actions}
    assert texts.assessment.reasons.keys() == {"kept", "partly"}
    published, begun = texts.assessment.assessments
    assert len(published.idea.split()) <= 50
    assert published.ends_days_ago == begun.starts_days_ago + 1
    assert published.starts_days_ago - published.ends_days_ago == 364
    # Of what the group has done, the first leaves nothing out for having come before it.
    assert max(action.days_ago or 0 for action in texts.section.done) <= published.starts_days_ago
    # Florence Santoni.
    assert "directrice générale des services" in published.context
    assert "irecteur général des services" not in published.context


# Typography

CODES = re.compile(r"[a-z0-9_.-]+|[012]\d:\d\d|PM-\d{5}")


def all_texts() -> Iterator[str]:
    def inside(value: object) -> Iterator[str]:
        if isinstance(value, str):
            yield value
        elif isinstance(value, tuple):
            for item in value:
                yield from inside(item)

    for record in EVERYTHING:
        for value in vars(record).values():
            yield from (text for text in inside(value) if not CODES.fullmatch(text))


WRONG = {
    "straight apostrophe": r"'",
    "straight quotation marks": r"\"",
    "no no-break space before : ; ? !": r"(?<![\u00a0\u202f?!*:])[:;?!](?!\w)",
    "ordinary space before : ; ? ! »": r" [:;?!»]",
    "no no-break space inside « »": r"«(?!\u00a0)|(?<!\u00a0)»",
    "three dots": r"\.\.\.",
    "two spaces": r"  ",
    "ordinary space in a number": r"\d \d{3}(?!\d)",
    "ordinary space before a unit": r"\d [%€]",
}


def test_typography():
    faults = [
        (name, shown[max(0, found.start() - 25) : found.end() + 10])
        for shown in (re.sub(r"<[^>]+>", "", text) for text in all_texts())
        for name, pattern in WRONG.items()
        for found in re.finditer(pattern, shown)
    ]
    assert not faults, "\n".join(map(repr, faults))
