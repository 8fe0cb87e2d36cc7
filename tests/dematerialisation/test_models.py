"""What the database itself refuses, and the history of what it accepts."""

from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection

from dematerialisation.models import GroupMember
from tests.dematerialisation.factories import ActionFactory, GroupMemberFactory, PageFactory

pytestmark = pytest.mark.django_db


def update(table: str, column: str, value: Any, pk: int) -> None:
    with connection.cursor() as cursor:
        cursor.execute(f"UPDATE {table} SET {column} = %s WHERE id = %s", [value, pk])


@pytest.mark.parametrize(
    ("column", "value", "constraint"),
    [
        ("agent_id", None, "group_member_agent_or_named"),
        ("name", "Quelqu’un", "group_member_agent_or_named"),
        ("organisation", "Agglomération", "group_member_agent_or_named"),
        ("is_head", True, "group_has_one_head"),
    ],
)
def test_raw_sql_on_a_member_is_refused(column, value, constraint):
    GroupMemberFactory.create(is_head=True)
    with pytest.raises(IntegrityError, match=constraint):
        update("dematerialisation_groupmember", column, value, GroupMemberFactory.create().pk)


@pytest.mark.parametrize(("column", "value"), [("name", ""), ("organisation", "")])
def test_raw_sql_on_a_guest_is_refused(column, value):
    with pytest.raises(IntegrityError, match="group_member_agent_or_named"):
        update("dematerialisation_groupmember", column, value, GroupMemberFactory.create(outside=True).pk)


@pytest.mark.parametrize(
    ("table", "column", "constraint"),
    [
        ("action", "title", "action_says_something"),
        ("action", "what_it_changed", "action_says_something"),
    ],
)
def test_raw_sql_that_empties_a_text_is_refused(table, column, constraint):
    row = {"page": PageFactory, "action": ActionFactory}[table].create()
    with pytest.raises(IntegrityError, match=constraint):
        update(f"dematerialisation_{table}", column, "", row.pk)


def test_two_pages_never_share_an_address():
    with pytest.raises(IntegrityError, match="slug"):
        update("dematerialisation_page", "slug", PageFactory.create().slug, PageFactory.create().pk)


def test_a_member_is_an_agent_or_a_name_said_in_words():
    with pytest.raises(ValidationError, match="l’un ou l’autre"):
        GroupMember(category="A").full_clean()


def test_prose_is_sanitised():
    page = PageFactory.build(body='<h2 style="x">Non</h2><script>x</script><img src=x onerror=y>')
    page.full_clean()
    assert page.body == "<h2>Non</h2>"
