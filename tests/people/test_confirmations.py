"""Heads, deputies and the addresses of those who decide: one account asks, another confirms, and all are notified."""

from datetime import timedelta
from typing import Any
from unittest.mock import patch

import pytest
from allauth.account.models import EmailAddress
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from core.admin.to_do import to_do_for
from core.approvals.models import Circuit, CircuitStep
from core.french import moment
from core.history.entries import history_of
from core.mail.models import OutgoingMail
from core.notifications.models import Notification
from core.operations import purges
from core.people import absences, actions, confirmations, policies
from core.people.models import Absence, Agent, ChangeRequest, Direction
from core.people.policies import heads_below
from core.people.roles import Role
from directory import corrections
from directory.cards import keep_card
from directory.imports.apply import agents_import
from tests.factories import AgentFactory, DirectionFactory
from tests.mailroom.factories import item_in, office_agent
from tests.memos.factories import MemoKindFactory, circuit_of, memo_in, written
from tests.pages import as_shown
from tests.people.pages import card_sent

pytestmark = pytest.mark.django_db


@pytest.fixture
def chief() -> Agent:
    agent = AgentFactory.create(
        identifiant="marthe", first_name="Marthe", last_name="Chef", email="marthe@ville.example"
    )
    actions.record_address(agent)
    return agent


@pytest.fixture
def gardens(chief: Agent) -> Direction:
    unit = DirectionFactory.create(name="Jardins", head=chief)
    Agent.objects.filter(pk=chief.pk).update(direction=unit)
    return unit


@pytest.fixture
def hr() -> Agent:
    return AgentFactory.create(roles=[Role.HUMAN_RESOURCES], first_name="Hugo", last_name="Paye")


@pytest.fixture
def newcomer() -> Agent:
    return AgentFactory.create(identifiant="paul", first_name="Paul", last_name="Nouveau")


def name_head(client: Client, unit: Direction, **typed: str) -> str:
    path = reverse("admin:people_direction_change", args=[unit.pk])
    kept = {"name": unit.name, "kind": unit.kind, "parent": str(unit.parent_id or "")}
    return client.post(path, as_shown(client, path) | kept | typed, follow=True).text


def give_address(client: Client, agent: Agent, email: str) -> str:
    return card_sent(client, agent, follow=True, email=email).text


def move(client: Client, agent: Agent, unit: Direction) -> str:
    return card_sent(client, agent, follow=True, direction=str(unit.pk)).text


def press(client: Client, button: str, **typed: str) -> int:
    change = ChangeRequest.objects.latest("pk")
    path = reverse("admin:people_changerequest_action", args=[change.pk, button])
    return client.post(path, typed).status_code


def head_of(unit: Direction) -> Agent | None:
    return Direction.objects.get(pk=unit.pk).head


def told(kind: str) -> set[str]:
    """Whom, since this was last asked."""
    found = Notification.objects.filter(kind=kind)
    people = set(found.values_list("recipient__identifiant", flat=True))
    found.delete()
    return people


ASKED, NOTICE = "people.change_asked", "people.change_notice"


# Heads


def test_another_account_confirms_a_head(
    gardens, chief, newcomer, hr, administrator, directory_manager, signed_in
):
    asking, confirming = signed_in(directory_manager), signed_in(hr)
    page = name_head(asking, gardens, head="paul", is_interim="on", name="Parcs et jardins")
    assert "attend la confirmation d’une seconde personne" in page
    assert "C’est enregistré" not in page
    gardens.refresh_from_db()
    assert (gardens.name, gardens.head, gardens.is_interim) == ("Parcs et jardins", chief, False)
    assert told(ASKED) == {hr.identifiant, administrator.identifiant}
    assert told(NOTICE) == {"marthe"}
    assert "1 changement de l’annuaire à confirmer" in [line.label for line in to_do_for(hr)]
    assert "à confirmer" not in str([line.label for line in to_do_for(directory_manager)])
    assert press(asking, "confirmer") == 403
    assert head_of(gardens) == chief
    waits = f"En attente de confirmation\u00a0: Paul Nouveau, demandé par {directory_manager}."
    own_page = reverse("admin:people_direction_change", args=[gardens.pk])
    assert waits in asking.get(own_page).text
    asked = ChangeRequest.objects.get()
    page = confirming.get(reverse("admin:people_changerequest_change", args=[asked.pk])).text
    assert "Responsable de Parcs et jardins\u00a0: Paul Nouveau, par intérim" in page
    assert "Marthe Chef" in page
    assert moment(asked.asked_at) in page
    assert moment(asked.asked_at) in confirming.get(reverse("admin:people_changerequest_changelist")).text
    button = reverse("admin:people_changerequest_action", args=[asked.pk, "confirmer"])
    assert [client.get(button).status_code for client in (confirming, asking)] == [200, 403]
    assert press(confirming, "confirmer") == 302
    gardens.refresh_from_db()
    assert (gardens.head, gardens.is_interim) == (newcomer, True)
    assert told(NOTICE) == {"marthe", "paul", directory_manager.identifiant}
    entry = history_of(gardens)[0]
    assert (entry.by, entry.action) == (hr, "a confirmé le changement demandé par une autre personne")
    assert press(signed_in(administrator), "confirmer") == 200


def test_a_new_direction_is_without_its_head_until_then(newcomer, hr, directory_manager, signed_in):
    parent = DirectionFactory.create().parent
    assert parent
    typed = {"name": "Neuve", "kind": "direction", "parent": str(parent.pk), "head": "paul"}
    assert signed_in(directory_manager).post(reverse("admin:people_direction_add"), typed).status_code == 302
    unit = Direction.objects.get(name="Neuve")
    assert unit.head is None
    press(signed_in(hr), "confirmer")
    assert head_of(unit) == newcomer


def test_where_nobody_else_could_confirm_it_is_done_at_once(gardens, newcomer, directory_manager, signed_in):
    """A town that begins with one account names its heads; a second one, and they are confirmed."""
    page = name_head(signed_in(directory_manager), gardens, head="paul")
    assert "seconde personne" not in page
    assert head_of(gardens) == newcomer
    assert not ChangeRequest.objects.exists()
    assert told(NOTICE) == {"marthe", "paul"}


def test_human_resources_are_told_of_what_others_confirm(
    gardens, chief, hr, administrator, directory_manager, signed_in
):
    name_head(signed_in(directory_manager), gardens, head="")
    told(NOTICE)
    assert head_of(gardens) == chief
    confirmations.confirm(ChangeRequest.objects.get(), by=administrator)
    assert head_of(gardens) is None
    assert hr.identifiant in told(NOTICE)


def test_nobody_names_themselves_head(gardens, chief, hr, directory_manager, signed_in):
    client = signed_in(directory_manager)
    for typed in ({}, {"is_interim": "on"}):
        page = name_head(client, gardens, head=directory_manager.identifiant, **typed)
        assert confirmations.OWN_NAME in page
    assert head_of(gardens) == chief
    assert not ChangeRequest.objects.exists()
    own = DirectionFactory.create(head=directory_manager)
    service = Direction.objects.create(name="Serres", kind="service", parent=gardens)
    assert confirmations.OWN_PLACE in name_head(client, service, parent=str(own.pk))
    new = {"name": "Orangerie", "kind": "service", "parent": str(own.pk)}
    assert confirmations.OWN_PLACE in client.post(reverse("admin:people_direction_add"), new).text
    with pytest.raises(ValidationError):
        confirmations.ask(by=directory_manager, direction=gardens, person=directory_manager)


def test_nobody_changes_the_place_of_their_own_direction(gardens, hr, directory_manager, signed_in):
    """Made a DGA, its head would give the visas of the one above; below another, it would read that one's mail."""
    client, headed = signed_in(directory_manager), DirectionFactory.create(head=directory_manager)
    own = directory_manager.direction
    assert own
    Direction.objects.filter(pk=own.pk).update(kind="service")
    own.refresh_from_db()
    for unit, typed in (
        (headed, {"head": directory_manager.identifiant, "kind": "dga"}),
        (own, {"parent": str(gardens.pk)}),
    ):
        assert confirmations.OWN_LEVEL in name_head(client, unit, **typed)
        assert Direction.objects.filter(pk=unit.pk, kind=unit.kind, parent=unit.parent).exists()
    name_head(client, headed, head=directory_manager.identifiant, name="Parcs")
    assert Direction.objects.get(pk=headed.pk).name == "Parcs"
    assert confirmations.OWN_LEVEL not in name_head(
        signed_in(AgentFactory.create(roles=[Role.DIRECTORY_MANAGER])), own, parent=str(gardens.pk)
    )
    own.refresh_from_db()
    assert own.parent == gardens


def test_nobody_moves_themselves(directory_manager, chief, signed_in):
    """The everyday mail of a direction is read by its agents."""
    before, unit = directory_manager.direction, DirectionFactory.create()
    assert confirmations.OWN_DIRECTION in move(signed_in(directory_manager), directory_manager, unit)
    asked = corrections.propose_correction(by=chief, subject=directory_manager, direction=unit)
    with pytest.raises(ValidationError, match="soi-même de direction"):
        corrections.accept_correction(asked, by=directory_manager)
    directory_manager.refresh_from_db()
    assert directory_manager.direction == before


def test_nobody_puts_an_agent_below_themselves(chief, newcomer, directory_manager, signed_in):
    own, before = DirectionFactory.create(head=directory_manager), newcomer.direction
    service = Direction.objects.create(name="Serres", kind="service", parent=own)
    client = signed_in(directory_manager)
    for unit in (own, service):
        assert confirmations.OWN_TEAM in move(client, newcomer, unit)
    asked = corrections.propose_correction(by=chief, subject=newcomer, direction=service)
    with pytest.raises(ValidationError, match="sous soi"):
        corrections.accept_correction(asked, by=directory_manager)
    newcomer.refresh_from_db()
    assert newcomer.direction == before
    # Their own wish, and moves inside what one heads already, give nothing that was not there.
    wished = corrections.propose_correction(by=newcomer, subject=newcomer, direction=service)
    corrections.accept_correction(wished, by=directory_manager)
    move(client, newcomer, own)
    newcomer.refresh_from_db()
    assert newcomer.direction == own


def test_an_import_puts_nobody_below_who_runs_it(gardens, newcomer, directory_manager, administrator):
    own, before = DirectionFactory.create(name="Paie", head=directory_manager), newcomer.direction
    Agent.objects.filter(pk=newcomer.pk).update(personnel_number="2")
    sheet = b"Matricule;Nom;Pr\xc3\xa9nom;Direction\n2;Nouveau;Paul;Paie\n"
    plan = agents_import.apply_file(sheet, by=directory_manager)
    assert "Direction gardée" in plan.lines[0].notes[0]
    newcomer.refresh_from_db()
    assert newcomer.direction == before
    agents_import.apply_file(sheet, by=administrator)
    newcomer.refresh_from_db()
    assert newcomer.direction == own


def test_nobody_closes_the_account_of_a_head_below_them(newcomer, chief, directory_manager, signed_in):
    """The visas of the unit would go up to them."""
    own = DirectionFactory.create(head=directory_manager)
    Direction.objects.create(name="Serres", kind="service", parent=own, head=newcomer)
    for who, is_open in (
        (directory_manager, True),
        (AgentFactory.create(roles=[Role.DIRECTORY_MANAGER]), False),
    ):
        page = card_sent(signed_in(who), newcomer, is_active=None).text
        assert (confirmations.OWN_HEAD in page) is is_open
        newcomer.refresh_from_db()
        assert newcomer.is_active is is_open
    assert heads_below(directory_manager) == {newcomer.pk}
    assert heads_below(chief) == set()
    # A nearer head takes the visas, until their own account is closed.
    own.parent = DirectionFactory.create(kind="dga", head=chief)
    own.save()
    assert heads_below(chief) == {directory_manager.pk}
    Agent.objects.filter(pk=directory_manager.pk).update(is_active=False)
    assert heads_below(chief) == {directory_manager.pk, newcomer.pk}


def test_a_refusal_while_saving_is_said_on_the_form(gardens, newcomer, hr, directory_manager, signed_in):
    """An account closed or an address taken between the check of the form and its saving."""
    refusal = ValidationError("Ce compte vient de fermer.")
    with patch.object(confirmations, "ask", side_effect=refusal):
        page = name_head(signed_in(directory_manager), gardens, head="paul", name="Parcs et jardins")
    assert "Ce compte vient de fermer." in page
    assert 'value="Parcs et jardins"' in page
    assert not Direction.objects.filter(name="Parcs et jardins").exists()


def test_who_is_named_does_not_confirm(gardens, chief, hr, directory_manager, administrator, signed_in):
    confirmations.ask(by=directory_manager, direction=gardens, person=hr)
    assert press(signed_in(hr), "confirmer") == 403
    with pytest.raises(PermissionDenied):
        confirmations.confirm(ChangeRequest.objects.get(), by=hr)
    assert told(ASKED) == {administrator.identifiant}
    with pytest.raises(IntegrityError), transaction.atomic():
        ChangeRequest.objects.update(
            state="confirmed", decided_by=directory_manager, decided_at=timezone.now()
        )
    assert head_of(gardens) == chief


def test_a_refusal_is_told_with_its_reason(gardens, newcomer, hr, directory_manager, signed_in):
    confirmations.ask(by=directory_manager, direction=gardens, person=newcomer)
    told(NOTICE)
    assert press(signed_in(hr), "refuser", reason="Marthe reste.") == 302
    [notice] = Notification.objects.filter(kind=NOTICE, recipient=directory_manager)
    assert "Marthe reste." in notice.text
    asked = Notification.objects.get(kind=ASKED, recipient=hr)
    assert (asked.title, asked.read_at is None) == (notice.title, False)
    assert told(NOTICE) == {"marthe", directory_manager.identifiant}
    with pytest.raises(ValidationError, match="déjà refusé"):
        confirmations.confirm(ChangeRequest.objects.get(), by=hr)


def test_another_request_takes_the_place_of_the_first(
    gardens, newcomer, hr, directory_manager, administrator, outsider
):
    """What was read is what is confirmed; who asked first is notified."""
    confirmations.ask(by=directory_manager, direction=gardens, person=newcomer)
    first = ChangeRequest.objects.get()
    told(NOTICE)
    confirmations.ask(by=administrator, direction=gardens, person=outsider)
    notice = Notification.objects.get(kind=NOTICE, recipient=directory_manager)
    assert "une autre demande l’a remplacé" in notice.text
    with pytest.raises(ValidationError, match="déjà"):
        confirmations.confirm(first, by=hr)
    confirmations.confirm(ChangeRequest.objects.waiting().get(), by=hr)
    assert head_of(gardens) == outsider


def test_a_head_named_otherwise_meanwhile_stays(gardens, newcomer, hr, directory_manager, outsider):
    """The database, a command: whatever changed the head since, the request was about the former one."""
    confirmations.ask(by=directory_manager, direction=gardens, person=newcomer)
    Direction.objects.filter(pk=gardens.pk).update(head=outsider)
    with pytest.raises(ValidationError, match="depuis cette demande"):
        confirmations.confirm(ChangeRequest.objects.get(), by=hr)
    assert head_of(gardens) == outsider
    confirmations.refuse(ChangeRequest.objects.get(), by=hr, reason="Inès reste.")


def test_those_who_may_confirm_are_those_notified(
    gardens, newcomer, hr, directory_manager, administrator, moderator
):
    """`confirmers_of` is the inverse of `confirmable_by`."""
    closed = AgentFactory.create(roles=[Role.HUMAN_RESOURCES], is_active=False)
    cast = [newcomer, hr, directory_manager, administrator, moderator, closed]
    for person in (newcomer, hr, None):
        confirmations.ask(by=directory_manager, direction=gardens, person=person)
        change = ChangeRequest.objects.waiting().get()
        may = {agent for agent in cast if policies.may_confirm(agent, change)}
        assert may == set(policies.confirmers_of(change)) == {hr, administrator} - {person}


# Addresses


def test_another_account_confirms_the_address_of_who_decides(
    gardens, chief, hr, directory_manager, signed_in
):
    page = give_address(signed_in(directory_manager), chief, "pirate@ailleurs.example")
    assert "attend la confirmation d’une seconde personne" in page
    assert "C’est enregistré" not in page
    chief.refresh_from_db()
    assert chief.email == "marthe@ville.example"
    card = signed_in(directory_manager).get(reverse("admin:people_agent_change", args=[chief.pk])).text
    assert "En attente de confirmation\u00a0: pirate@ailleurs.example, demandé par" in card
    assert told(ASKED) == {hr.identifiant}
    assert told(NOTICE) == {"marthe"}
    mails = OutgoingMail.objects.all()
    assert set(mails.values_list("address", flat=True)) == {"marthe@ville.example", hr.email}
    assert not [mail for mail in mails if "pirate" in mail.body + mail.subject]
    assert press(signed_in(hr), "confirmer") == 302
    chief.refresh_from_db()
    assert chief.email == EmailAddress.objects.get(user=chief).email == "pirate@ailleurs.example"
    # The person at the former address, and human resources.
    assert mails.filter(address="marthe@ville.example", kind="people.address_changed").exists()
    assert told(NOTICE) == {hr.identifiant, directory_manager.identifiant}
    assert ChangeRequest.objects.get().email == ""


def test_an_address_taken_meanwhile_is_said(gardens, chief, hr, directory_manager, signed_in):
    confirmations.ask(by=directory_manager, account=chief, email="libre@ville.example")
    AgentFactory.create(email="libre@ville.example")
    assert press(signed_in(hr), "confirmer") == 200
    chief.refresh_from_db()
    assert chief.email == "marthe@ville.example"


def test_an_administrator_s_own_address_waits_for_another(hr, administrator, signed_in):
    give_address(signed_in(administrator), administrator, "autre@ville.example")
    administrator.refresh_from_db()
    assert administrator.email != "autre@ville.example"
    assert press(signed_in(administrator), "confirmer") == 403
    assert press(signed_in(hr), "confirmer") == 302


@pytest.mark.parametrize("is_own", [True, False])
def test_a_correction_writes_the_address_only_where_its_owner_proposed_it(
    gardens, chief, hr, directory_manager, outsider, is_own
):
    proposed = corrections.propose_correction(
        by=chief if is_own else outsider, subject=chief, email="neuve@ville.example", function="Directrice"
    )
    said = corrections.accept_correction(proposed, by=directory_manager)
    chief.refresh_from_db()
    assert chief.function == "Directrice"
    assert (chief.email == "neuve@ville.example") is is_own
    assert ("seconde personne" in said) is not is_own
    assert hr.identifiant in told(NOTICE) | told(ASKED)


def test_a_code_for_who_decides_is_an_administrator_s_and_told_to_human_resources(
    gardens, chief, hr, directory_manager, administrator
):
    with pytest.raises(PermissionDenied):
        actions.print_sign_in_code(chief, by=directory_manager)
    actions.print_sign_in_code(chief, by=administrator)
    assert told(NOTICE) == {hr.identifiant}


# Deputies and managers


def days(**more: Any) -> dict[str, Any]:
    today = timezone.localdate()
    return {"first": today, "last": today + timedelta(days=3), **more}


@pytest.fixture
def boss(chief: Agent) -> Agent:
    """Who manages the head of the gardens."""
    agent = AgentFactory.create(identifiant="odile")
    Agent.objects.filter(pk=chief.pk).update(manager=agent)
    return agent


def test_nobody_names_themselves_deputy_or_manager(gardens, chief, boss, directory_manager):
    with pytest.raises(ValidationError, match="soi-même"):
        absences.note(by=boss, agent=chief, **days(deputy=boss))
    given = absences.note(by=chief, agent=chief, **days(deputy=boss))
    longer = days(deputy=boss, last=timezone.localdate() + timedelta(days=90))
    with pytest.raises(ValidationError, match="soi-même"):
        absences.change(given, by=boss, **longer)
    absences.change(given, by=boss, **days(deputy=boss, last=timezone.localdate()))
    with pytest.raises(ValidationError, match="soi-même"):
        keep_card(chief, by=directory_manager, office="", duties="", manager=directory_manager)


def test_the_deputy_of_who_decides_is_their_own_choice_or_another_account_confirms(
    gardens, chief, boss, newcomer, hr, signed_in
):
    today = timezone.localdate()
    typed = {"agent": "marthe", "first": today.isoformat(), "last": today.isoformat(), "deputy": "paul"}
    page = signed_in(boss).post(reverse("absence_note"), typed, follow=True).text
    assert "attend la confirmation d’une seconde personne" in page
    absence = Absence.objects.get()
    assert (absence.agent, absence.deputy) == (chief, None)
    assert told("people.deputy") == set()
    assert told(NOTICE) == {"marthe"}
    assert press(signed_in(hr), "confirmer") == 302
    absence.refresh_from_db()
    assert absence.deputy == newcomer
    assert told("people.deputy") == {"paul"}
    absence.delete()
    assert absences.note(by=chief, agent=chief, **days(deputy=newcomer)).deputy == newcomer


@pytest.mark.parametrize("is_named", [True, False])
def test_what_the_absent_person_chooses_meanwhile_stays(
    gardens, chief, boss, newcomer, hr, outsider, is_named
):
    absence = absences.note(by=boss, agent=chief, **days(deputy=newcomer))
    change = ChangeRequest.objects.get()
    told(NOTICE)
    chosen = outsider if is_named else None
    absences.change(absence, by=chief, **days(deputy=chosen, last=timezone.localdate()))
    assert "odile" in told(NOTICE)
    with pytest.raises(ValidationError, match="déjà refusé"):
        confirmations.confirm(change, by=hr)
    absence.refresh_from_db()
    assert absence.deputy == chosen


def test_the_head_of_the_group_follows_the_same_rule(moderator, head, newcomer, hr, signed_in):
    today = timezone.localdate().isoformat()
    typed = {"member": str(moderator.pk), "first": today, "last": today}
    client, add = signed_in(head), reverse("admin:people_absence_add")
    assert confirmations.OWN_NAME in client.post(add, typed | {"deputy": head.identifiant}).text
    page = client.post(add, typed | {"deputy": "paul"}, follow=True).text
    assert "attend la confirmation d’une seconde personne" in page
    assert Absence.objects.get().deputy is None
    assert press(signed_in(hr), "confirmer") == 302
    assert Absence.objects.get().deputy == newcomer


def test_the_deputy_of_others_is_named_at_once(boss, hr, newcomer):
    other = AgentFactory.create(manager=boss)
    assert absences.note(by=boss, agent=other, **days(deputy=newcomer)).deputy == newcomer


def test_an_absence_removed_or_over_has_no_deputy(gardens, chief, boss, newcomer, hr, signed_in):
    absence = absences.note(by=boss, agent=chief, **days(deputy=newcomer))
    change, today = ChangeRequest.objects.get(), timezone.localdate()
    over = type(absence.period)(today - timedelta(days=9), today - timedelta(days=5))
    Absence.objects.filter(pk=absence.pk).update(period=over)
    assert press(signed_in(hr), "confirmer") == 200
    absences.delete(absence, by=boss)
    with pytest.raises(ValidationError, match="plus d’objet"):
        confirmations.confirm(change, by=hr)


def test_what_nobody_confirms_goes(gardens, newcomer, hr, directory_manager):
    confirmations.ask(by=directory_manager, direction=gardens, person=newcomer)
    due = purges.TABLE["Changements de l’annuaire que personne n’a confirmés"].rows
    assert due
    now = timezone.now()
    assert [due(now + timedelta(days=ahead)).count() for ahead in (29, 31)] == [0, 1]


def test_who_decides(gardens, chief, hr, outsider, newcomer, colleague):
    """Heads, roles, who is named in a circuit or waits to be named, and their deputies."""
    assert all(map(policies.decides, (chief, hr)))
    assert not any(map(policies.decides, (outsider, colleague)))
    circuit = Circuit.objects.create(name="Notes")
    step = CircuitStep.objects.create(circuit=circuit, position=1, name="Visa", kind=CircuitStep.Kind.PEOPLE)
    step.agents.add(outsider)
    assert policies.decides(outsider)
    ChangeRequest.objects.create(direction=gardens, person=colleague, asked_by=newcomer)
    assert policies.decides(colleague)
    # Who stands in for them, and for that person: the place is passed on.
    deputy, another = AgentFactory.create(), AgentFactory.create()
    absences.note(by=outsider, agent=outsider, **days(deputy=deputy))
    absences.note(by=deputy, agent=deputy, **days(deputy=another))
    assert policies.decides(deputy)
    assert policies.decides(another)


# Accounts that open, or opened, confidential texts


def _was_head(agent: Agent, gardens: Direction, hr: Agent, directory_manager: Agent) -> None:
    """Asked for a visa on a note, then replaced at the head of the gardens."""
    writer = AgentFactory.create(direction=gardens)
    memo_in("received", author=writer, kind=MemoKindFactory.create(circuit=circuit_of("manager")))
    confirmations.ask(by=directory_manager, direction=gardens, person=None)
    confirmations.confirm(ChangeRequest.objects.waiting().get(), by=hr)


def _wrote(agent: Agent, gardens: Direction, hr: Agent, directory_manager: Agent) -> None:
    Direction.objects.filter(pk=gardens.pk).update(head=AgentFactory.create())
    written(agent, kind=MemoKindFactory.create(circuit=circuit_of("manager")))


def _reads_mail(agent: Agent, gardens: Direction, hr: Agent, directory_manager: Agent) -> None:
    Direction.objects.filter(pk=gardens.pk).update(head=None)
    item_in("assigned", office=office_agent(), direction=gardens, is_confidential=True, readers=(agent,))


@pytest.mark.parametrize("became", [_was_head, _wrote, _reads_mail])
def test_one_account_does_not_open_that_of_who_read_confidential_texts(
    gardens, chief, hr, directory_manager, administrator, signed_in, became
):
    chief.refresh_from_db()
    became(chief, gardens, hr, directory_manager)
    Agent.objects.filter(pk=chief.pk).update(personnel_number="1")
    chief.refresh_from_db()
    assert not policies.decides(chief)
    client = signed_in(directory_manager)
    code = reverse("admin:people_agent_code", args=[chief.pk])
    assert {client.get(code).status_code, client.post(code).status_code} == {404}
    sheet = "Matricule;Nom;Prénom;Courriel\n1;Chef;Marthe;pirate@ville.example\n"
    assert (
        "Courriel gardé" in agents_import.apply_file(sheet.encode(), by=directory_manager).lines[0].notes[0]
    )
    give_address(client, chief, "pirate@ville.example")
    page = client.get(reverse("admin:people_agent_change", args=[chief.pk])).text
    assert "un administrateur imprime son code" in page
    chief.refresh_from_db()
    assert chief.email == "marthe@ville.example"
    assert ChangeRequest.objects.waiting().get().account == chief
    assert "code-sheet" in signed_in(administrator).post(code).text
