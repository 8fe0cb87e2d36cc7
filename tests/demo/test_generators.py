"""What the large part is composed of: people, software, manuals, six years of the council; without a database."""

import re
from collections import Counter
from collections.abc import Iterator
from datetime import date, timedelta
from io import BytesIO

import pytest
from pypdf import PdfReader

from demo import texts
from demo.data_files import Record
from demo.generators import council, councillors, deliberations, manuals
from demo.generators.agents import colleagues, plain
from demo.generators.manuals import recent_manuals
from demo.loading.manuals import count_of_manuals
from tests.demo.test_texts import WRONG

ANCHOR = date(2026, 11, 25)
SOFTWARE = (*texts.software.small_part, *texts.software.large_part)


def manuals_of(software: Record, rank: int) -> tuple[manuals.Manual, ...]:
    if software in texts.software.small_part:
        return recent_manuals(software)
    return manuals.manuals_of(software, count_of_manuals(rank - 6))


MANUALS = [(entry, manual) for rank, entry in enumerate(SOFTWARE) for manual in manuals_of(entry, rank)]


# The people


def test_two_thousand_agents_of_whom_none_is_two():
    people = [*texts.people.agents, *(colleague.agent for colleague in colleagues())]
    assert len(people) == 2000
    for values in (
        [plain(f"{a.first_name} {a.last_name}") for a in people],
        [a.identifiant for a in people],
        [a.personnel_number for a in people if a.personnel_number],
        [a.email for a in people if a.email],
    ):
        assert max(Counter(values).values()) == 1
    for agent in people:
        assert re.fullmatch(r"[a-z]+\d*", agent.identifiant), agent
        assert agent.email is None or re.fullmatch(r"[a-z.-]+@port-mimosa\.example", agent.email), agent
        assert len(agent.function) <= 120
    assert {a.direction for a in people} == {d.code for d in texts.people.directions}
    categories = Counter(a.category for a in people)
    assert categories["C"] > categories["B"] > categories["A"] > 100
    assert sum(not a.has_workstation for a in people) > 800
    assert sum(a.email is None for a in people) > 800


# The software and the manuals


def test_software_and_manuals_are_as_many_as_said():
    assert len(SOFTWARE) == 45
    assert len(MANUALS) == 120
    assert max(Counter(plain(entry.name) for entry in SOFTWARE).values()) == 1
    assert max(Counter(manual.key for _, manual in MANUALS).values()) == 1
    assert {entry.state for entry in SOFTWARE} == {"project", "in_use", "being_replaced", "retired"}
    assert sum(not manual.is_page for _, manual in MANUALS) > 60
    assert len({manual.html() for _, manual in MANUALS}) == 120
    codes = {d.code for d in texts.people.directions}
    for entry in SOFTWARE:
        assert entry.owner in codes
        assert len(entry.purpose) <= 300
        assert len(entry.tasks) >= 2
    assert set(texts.recent.pinned) <= {manual.key for _, manual in MANUALS}
    assert texts.recent.outages[0].software in {entry.name for entry in SOFTWARE}


def test_a_manual_is_a_real_pdf_of_several_pages_and_always_the_same():
    entry, manual = next((e, m) for e, m in MANUALS if m.title == "Guide de Budgétine")
    made = manual.pdf(entry, ANCHOR)
    manuals.papers.manual.cache_clear()
    assert manual.pdf(entry, ANCHOR) == made
    pages = [page.extract_text() for page in PdfReader(BytesIO(made)).pages]
    assert len(pages) >= 3
    assert "Budgétine" in pages[0]
    assert "l’engagement" in " ".join(pages)


# The council


def test_six_years_two_thousand_deliberations():
    sessions = council.calendar(ANCHOR)
    assert sum(session.count for session in sessions) == 2000
    assert [s.held_on for s in sessions] == sorted({s.held_on for s in sessions})
    assert ANCHOR - sessions[0].held_on > timedelta(days=360 * 5.9)
    assert [s.is_draft for s in sessions] == [False] * 60 + [True]
    assert sum(s.count for s in council.small_part(ANCHOR)) == 17
    assert [s.held_on for s in sessions if s.kind == "installation"] == [date(2026, 3, 28)]


@pytest.mark.parametrize(
    "anchor", [ANCHOR, date(2026, 3, 30), date(2027, 1, 2), date(2032, 5, 1), date(2028, 2, 29)]
)
def test_whatever_the_day_the_numbers_follow_and_the_total_holds(anchor):
    sessions = council.calendar(anchor)
    assert sum(session.count for session in sessions) == 2000
    last: Counter[tuple[int, str]] = Counter()
    for session in sessions:
        assert session.held_on >= anchor + timedelta(days=8) if session.is_draft else session.held_on < anchor
        if not session.is_draft:
            assert session.first_number == last[session.held_on.year, session.kind] + 1
            last[session.held_on.year, session.kind] += session.count
        sitting = councillors.in_office(councillors.mandates(anchor), session.held_on)
        assert len(sitting) == councillors.SEATS
        assert len({mandate.councillor for mandate in sitting}) == councillors.SEATS


def test_deliberations_are_plausible():
    everything = [(s, act) for s in council.calendar(ANCHOR) for act in council.acts(s)]
    assert len(everything) == 2000
    assert len({act.object for _, act in everything}) > 1300
    assert {act.subject.code for _, act in everything} == set(council.SUBJECTS)
    numbers = [act.number for _, act in everything if act.number]
    assert len(set(numbers)) == len(numbers)
    assert all(re.fullmatch("[0-9A-Z_]{1,15}", number) for number in numbers)
    results = Counter(act.result for _, act in everything)
    assert set(results) == {"adopted", "rejected", "adjourned", "withdrawn", "noted", None}
    assert results["adopted"] > 1700
    for session, act in everything:
        assert 0 < len(act.object) <= 499
        assert "{" not in f"{act.object}{act.considered}{act.decided}"
        check_votes(act)
        assert act.result is not None or session.is_draft


def check_votes(act: council.Act) -> None:
    votes = act.votes
    assert (votes is not None) == (act.result in ("adopted", "rejected"))
    if votes:
        assert votes.votes_for + votes.votes_against + votes.abstentions == votes.voters <= councillors.SEATS
        assert min(votes.votes_for, votes.votes_against, votes.abstentions) >= 0
        assert (votes.votes_for > votes.votes_against) == (act.result == "adopted"), act


def test_a_deliberation_is_a_pdf_that_says_it_and_some_have_annexes():
    mandates = councillors.mandates(ANCHOR)
    session = council.large_part(ANCHOR)[7]
    sitting = councillors.in_office(mandates, session.held_on)
    counts = []
    for act in council.acts(session):
        pages = PdfReader(BytesIO(deliberations.text(session, act, sitting))).pages
        counts.append(len(pages))
        text = " ".join(page.extract_text() for page in pages)
        assert act.number in text
        assert deliberations.rapporteur(act, sitting).councillor.last_name in text
    assert set(counts) <= {1, 2, 3}
    assert max(counts) > 1
    annexes = [a for act in council.acts(session) for a in deliberations.annexes(session, act)]
    assert annexes
    assert all(data.startswith(b"%PDF-") for _, data in annexes)


# Typography


def all_texts() -> Iterator[str]:
    for entry in SOFTWARE:
        yield from (entry.name, entry.purpose, entry.start, entry.vendor, *entry.needs)
        yield from (text for task in entry.tasks for text in (task.title, task.text))
    for _, manual in MANUALS:
        yield from (
            manual.title,
            manual.audience,
            *(text for c in manual.chapters for text in (c.heading, *c.paragraphs)),
        )
    for colleague in colleagues():
        yield from (colleague.duties, colleague.agent.function)
    for card in texts.people.cards:
        yield from (card.duties, card.office)
    yield texts.recent.outages[0].message
    yield from (text for group in texts.manuals.questions for text in group)
    yield from (speech for speeches in texts.council.speeches.values() for speech in speeches)
    yield from (*texts.council.context, *texts.council.seen, *texts.council.last_articles)
    yield from (
        *texts.council.words["event"],
        *texts.council.words["body"],
        *texts.council.areas.values(),
    )
    for session in council.calendar(ANCHOR):
        for act in council.acts(session):
            yield from (act.object, *act.considered, *act.decided)


def test_typography():
    faults = {
        (name, shown[max(0, found.start() - 25) : found.end() + 10])
        for shown in {re.sub(r"{\w+}", "x", text) for text in all_texts()}
        for name, pattern in WRONG.items()
        for found in re.finditer(pattern, shown)
    }
    assert not faults, "\n".join(map(repr, sorted(faults)))


def test_articles_and_elisions_of_what_is_composed():
    """« de le département », « de école »: what a template would let slip."""
    wrong = re.compile(r"\b(?:de|à) les? |\b(?:de|le|la) [aeéèêiou](?!ux? )", re.IGNORECASE)
    composed = {
        text
        for session in council.calendar(ANCHOR)
        for act in council.acts(session)
        for text in (act.object, *act.considered)
    }
    composed |= {manual.title for _, manual in MANUALS}
    faults = {text for text in composed if wrong.search(text)}
    assert not faults, "\n".join(sorted(faults)[:20])
