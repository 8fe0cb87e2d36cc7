"""The demonstration town holds together: counts, references, order of steps, no clash, French typography."""

import re
from collections.abc import Iterator
from html.parser import HTMLParser

import pytest

from core.people.models import Agent
from dematerialisation.models.assessment import HEADINGS
from demo import texts

AGENT = {a.identifiant: a for a in texts.people.agents}
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


# The tree and the people


# What is read


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


def test_no_text_of_a_hidden_idea_names_its_author():
    for idea in texts.ideas.ideas:
        if idea.name_hidden:
            agent = AGENT[idea.author]
            public = f"{idea.title} {idea.text} {idea.answer} {idea.prepared_answer}"
            assert not re.search(rf"\b({agent.first_name}|{agent.last_name})\b", public), idea.key


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
