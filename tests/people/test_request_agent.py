"""The session and its agent, with what each page asks of them."""

from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from core.notifications.context import MOST
from core.people.backends import AgentBackend
from core.people.models import Agent
from core.people.roles import Role
from tests.factories import AgentFactory
from tests.notifications.factories import NotificationFactory

pytestmark = pytest.mark.django_db
HELP = "/aide/"


def loaded(agent: Agent) -> Any:
    return AgentBackend().get_user(agent.pk)


def test_the_agent_comes_in_one_statement(author):
    with CaptureQueriesContext(connection) as captured:
        agent = loaded(author)
        assert agent.direction == author.direction
        assert (agent.roles, agent.has_second_factor, agent.unread_notifications) == (frozenset(), False, 0)
    assert len(captured) == 1


def test_roles_and_second_factor_come_along(head):
    assert loaded(head).roles == {Role.PROJECT_GROUP, Role.GROUP_HEAD}
    Authenticator.objects.create(user=head, type=Authenticator.Type.RECOVERY_CODES, data={})
    assert not loaded(head).has_second_factor
    Authenticator.objects.create(user=head, type=Authenticator.Type.TOTP, data={})
    assert loaded(head).has_second_factor
    assert loaded(AgentFactory.create(elected=True)).direction is None
    assert loaded(AgentFactory.create(is_active=False)) is None


def test_unread_notifications_are_counted_with_the_agent(signed_in, author):
    NotificationFactory.create_batch(3, recipient=author)
    NotificationFactory.create(recipient=author, read_at=timezone.now())
    NotificationFactory.create()
    assert 'class="badge-count">3 <' in signed_in(author).get(HELP).text
    NotificationFactory.create_batch(MOST, recipient=author)
    assert f'class="badge-count">{MOST} <' in signed_in(author).get(HELP).text


def test_what_an_action_reads_is_counted_again(signed_in, author):
    NotificationFactory.create(recipient=author)
    client = signed_in(author)
    page = client.post(reverse("notifications:all_read"), follow=True)
    assert "badge-count" not in page.text


@pytest.mark.django_db(transaction=True)
def test_a_page_with_nothing_in_it_sends_two_statements(signed_in, author):
    client = signed_in(author)
    with CaptureQueriesContext(connection) as captured:
        client.get(HELP)
    # Django writes these down too; without a statement between them, the driver sends nothing.
    assert [query["sql"].split()[0] for query in captured] == ["SELECT", "SELECT", "BEGIN", "COMMIT"]
