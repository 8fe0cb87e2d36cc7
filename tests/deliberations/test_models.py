"""What the database itself refuses, keeps and counts."""

from datetime import date
from itertools import product

import pytest
from django.db import DatabaseError, IntegrityError

from deliberations.models import CouncilSession, Deliberation, Mandate, Matter
from deliberations.models.sessions import LONGEST, slug_of
from tests.deliberations.factories import (
    DeliberationFactory,
    MandateFactory,
    SessionFactory,
)

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("changes", "constraint"),
    [
        ({"voters": 42}, "deliberation_votes_fit"),
        ({"voters": None, "seats": 42}, "deliberation_votes_fit"),
        ({"abstentions": None, "voters": 39}, "deliberation_votes_fit"),
        ({"seats": 42}, "deliberation_voters_fit"),
        ({"votes_for": -1}, "votes_for"),
        ({"object": ""}, "deliberation_has_an_object"),
        ({"budget_year": "26"}, "deliberation_budget_year_is_one_or_two"),
    ],
)
def test_a_contradiction_is_refused(changes, constraint):
    deliberation = DeliberationFactory.create()
    with pytest.raises(IntegrityError, match=constraint):
        Deliberation.objects.filter(pk=deliberation.pk).update(**changes)


@pytest.mark.parametrize(
    "votes",
    [
        {"seats": None, "voters": None, "votes_for": None, "votes_against": None, "abstentions": None},
        {"seats": 45, "voters": None, "votes_for": None, "votes_against": None, "abstentions": None},
        {"seats": None, "voters": None, "votes_for": 43, "votes_against": 0, "abstentions": 0},
        {"seats": 45, "voters": 45, "votes_for": 45, "votes_against": 0, "abstentions": 0},
    ],
)
def test_what_is_unknown_contradicts_nothing(votes):
    DeliberationFactory.create(**votes)


def test_a_number_is_given_once_a_year_and_kind():
    DeliberationFactory.create(number="7.1", session__held_on=date(2026, 6, 25))
    DeliberationFactory.create(number="7.1", session__held_on=date(2025, 6, 25))
    DeliberationFactory.create(
        number="7.1", session__held_on=date(2026, 7, 2), session__kind=CouncilSession.Kind.EXTRAORDINARY
    )
    with pytest.raises(IntegrityError, match="deliberation_number_once_a_year"):
        DeliberationFactory.create(number="7.1", session__held_on=date(2026, 9, 24))


def test_numbers_follow_a_session_whose_date_is_corrected():
    session = SessionFactory.create(held_on=date(2025, 12, 18))
    deliberation = DeliberationFactory.create(session=session, number="1")
    DeliberationFactory.create(number="1", session__held_on=date(2026, 1, 29))
    session.held_on = date(2024, 12, 18)
    session.save()
    deliberation.refresh_from_db()
    assert (session.year, deliberation.year) == (2024, 2024)
    session.held_on = date(2026, 12, 18)
    with pytest.raises(IntegrityError, match="deliberation_number_once_a_year"):
        session.save()


def test_what_was_published_is_never_deleted():
    deliberation = DeliberationFactory.create()
    with pytest.raises(DatabaseError, match="Cannot delete"):
        deliberation.session.delete()
    with pytest.raises(IntegrityError, match="what was published stays"):
        Deliberation.objects.filter(pk=deliberation.pk).delete()


def test_a_draft_may_be_deleted_and_is_counted():
    session = SessionFactory.create(draft=True)
    first, *_ = DeliberationFactory.create_batch(3, session=session)
    session.refresh_from_db()
    assert session.deliberation_count == 3
    first.delete()
    session.refresh_from_db()
    assert session.deliberation_count == 2


@pytest.mark.parametrize(
    ("starts_on", "ends_on"),
    [(date(2026, 3, 1), None), (date(2019, 1, 1), date(2020, 5, 25)), (date(2021, 1, 1), date(2021, 1, 1))],
)
def test_a_councillor_has_one_mandate_at_a_time(starts_on, ends_on):
    mandate = MandateFactory.create(ends_on=date(2026, 3, 1))
    with pytest.raises(IntegrityError, match="mandate_one_at_a_time"):
        Mandate.objects.create(
            councillor=mandate.councillor, function="maire", starts_on=starts_on, ends_on=ends_on
        )


def test_the_nomenclature_comes_with_the_intranet_and_keeps_its_order():
    codes = [matter.code for matter in Matter.objects.current().by_code()]
    assert len(codes) == 57
    assert codes[6:8] + codes[codes.index("7.9") :][:2] == ["1.7", "2.1", "7.9", "7.10"]


@pytest.mark.parametrize(
    ("number", "slug"),
    [
        ("2026_06_001", "2026_06_001"),
        ("7.1", "7.1"),
        ("7-1", "7-1"),
        ("7 1", "7~201"),
        ("DEL/2026 n°4", "DEL~2f2026~20n~c2~b04"),
        ("..", "~2e~2e"),
        (".", "~2e"),
        ("~2e", "~7e2e"),
    ],
)
def test_addresses_of_numbers(number, slug):
    assert slug_of(number) == slug


def test_two_numbers_never_share_an_address():
    numbers = ["".join(letters) for length in range(1, 6) for letters in product("a.~2e /é", repeat=length)]
    numbers += ["é" * 60, "é" * 59 + "è", "a" * 101, "a" * 102]
    slugs = {slug_of(number) for number in numbers}
    assert len(slugs) == len(numbers)
    assert all(0 < len(slug) <= LONGEST and not slug.startswith("~~") for slug in slugs)
