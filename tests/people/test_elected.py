"""An elected member's account is nowhere among the agents, and the database keeps it so."""

import uuid
from datetime import date

import pytest
from django.contrib.auth.models import Group
from django.core.exceptions import ValidationError
from django.db import DatabaseError, IntegrityError, transaction
from django.db.backends.postgresql.psycopg_any import DateRange
from django.urls import reverse

from core.approvals.forms import HandOverForm
from core.notifications.registry import offered_to
from core.people import policies, secret_addresses
from core.people.fields import AgentField
from core.people.models import Absence, Agent, Direction
from core.people.roles import Role
from directory.registrations import offer
from tests.factories import AgentFactory, DirectionFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def elected() -> Agent:
    return AgentFactory.create(elected=True, first_name="Odile", last_name="Kermarrec")


@pytest.mark.parametrize("column", ["direction", "manager", "personnel_number", "directory_key"])
def test_the_database_gives_it_no_place(elected, column):
    values = {
        "direction": DirectionFactory.create,
        "manager": AgentFactory.create,
        "personnel_number": lambda: "4512",
        "directory_key": uuid.uuid4,
    }
    setattr(elected, column, values[column]())
    with pytest.raises(IntegrityError, match="agent_elected_works_nowhere"), transaction.atomic():
        elected.save()
    with pytest.raises(ValidationError, match="ni direction, ni responsable, ni matricule"):
        elected.full_clean()


def test_the_database_keeps_it_from_the_work_of_agents(elected):
    colleague, other, direction = AgentFactory.create(), AgentFactory.create(), DirectionFactory.create()
    days = DateRange(date(2026, 12, 1), date(2026, 12, 5))
    away = {"period": days, "noted_by": other}
    role = Group.objects.get_or_create(name=Role.PROJECT_GROUP)[0]
    for write in (
        lambda: Agent.objects.filter(pk=colleague.pk).update(manager=elected),
        lambda: Direction.objects.filter(pk=direction.pk).update(head=elected),
        lambda: Absence.objects.create(agent=colleague, deputy=elected, **away),
        lambda: Absence.objects.create(agent=elected, **away),
        lambda: elected.groups.add(role),
    ):
        with pytest.raises(IntegrityError, match="an elected account is no agent"), transaction.atomic():
            write()


def test_an_account_keeps_its_kind(elected):
    for agent in (elected, AgentFactory.create()):
        agent.is_elected = not agent.is_elected
        with pytest.raises(DatabaseError, match="Cannot update"), transaction.atomic():
            agent.save(update_fields=["is_elected"])


def test_agents_are_found_without_it(elected):
    agent = AgentFactory.create()
    assert list(Agent.objects.active()) == list(Agent.objects.agents()) == [agent]
    for typed in (elected.identifiant, "Odile Kermarrec"):
        with pytest.raises(ValidationError):
            AgentField().clean(typed)
    assert offer(elected) is None


def test_it_hands_over_to_names_alone(elected):
    AgentFactory.create(identifiant="jverdier", first_name="Jo", last_name="Verdier", function="jardinière")
    AgentFactory.create(identifiant="lverdier", first_name="Lou", last_name="Verdier", phone="04 00 00 21 23")
    form = HandOverForm({"to": "Verdier", "reason": "Absent"}, by=elected)
    assert not form.is_valid()
    shown = str(form["to"])
    assert "Jo Verdier (jverdier)" in shown
    assert not [word for word in ("hx-get", "jardinière", "21 23") if word in shown]
    assert "hx-get" in str(HandOverForm(by=AgentFactory.create())["to"])


def test_neither_the_directory_nor_the_admin_of_agents_shows_it(signed_in, administrator, elected):
    client = signed_in(administrator)
    for name, key in (
        ("directory:agent_detail", elected.reference),
        ("directory:agent_vcard", elected.reference),
        ("admin:people_agent_change", elected.pk),
        ("admin:people_agent_code", elected.pk),
    ):
        assert client.get(reverse(name, args=[key])).status_code in (302, 404)
    assert "Odile" not in client.get(reverse("directory:agent_list"), {"q": "Kermarrec"}).text
    assert "Kermarrec" not in client.get(reverse("admin:people_agent_changelist")).text


def test_only_the_secretary_prints_its_code(
    elected, council_secretary, administrator, directory_manager, colleague
):
    others = (administrator, directory_manager, colleague, elected)
    assert policies.can_print_code(council_secretary, elected)
    assert not policies.can_print_code(council_secretary, colleague)
    assert not any(policies.can_print_code(other, elected) for other in others)
    elected.is_active = False
    assert not policies.can_print_code(council_secretary, elected)


def test_no_secret_address_reads_for_it(elected):
    secret = secret_addresses.give(elected, "ideas_feed")
    assert secret_addresses.agent_of(secret, "ideas_feed") is None


def test_it_chooses_only_among_notifications_for_elected_members(elected):
    kinds = [kind for group in offered_to(elected).values() for kind in group]
    assert all(kind.is_for_elected for kind in kinds)
