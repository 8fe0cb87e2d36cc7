"""What the database itself refuses."""

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection

from tests.tips.factories import TipFactory, month
from tips.models import Tip

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("column", "value", "constraint"),
    [
        ("month", "2026-11-02", "tip_month_is_its_first_day"),
        ("level", 4, "tip_one_to_three_atoms"),
        ("body", "", "tip_says_something"),
        ("month", month(1), "tips_tip_month"),
    ],
)
def test_raw_sql_is_refused(column, value, constraint):
    TipFactory.create(months_ago=1)
    tip = TipFactory.create()
    with pytest.raises(IntegrityError, match=constraint), connection.cursor() as cursor:
        cursor.execute(f"UPDATE tips_tip SET {column} = %s WHERE id = %s", [value, tip.pk])


def test_the_body_is_sanitised():
    tip = TipFactory.build(
        author=TipFactory.create().author,
        months_ago=1,
        body='<p onclick="x()">Bon<script>alert(1)</script><a href="javascript:x()">ici</a></p><iframe></iframe>',
    )
    tip.full_clean()
    assert tip.body == "<p>Bon<a>ici</a></p>"


def test_a_body_of_forbidden_html_only_is_empty_and_says_so():
    tip = TipFactory.build(author=TipFactory.create().author, months_ago=1, body="<script>alert(1)</script>")
    with pytest.raises(ValidationError, match="ne peuvent pas rester vides"):
        tip.full_clean()


@pytest.mark.parametrize(
    ("months_ago", "is_draft", "is_read"),
    [(0, False, True), (1, False, True), (-1, False, False), (0, True, False)],
)
def test_published_waits_for_its_month(months_ago, is_draft, is_read):
    tip = TipFactory.create(months_ago=months_ago, draft=is_draft)
    assert Tip.objects.published().exists() is is_read
    assert tip.is_readable is is_read
