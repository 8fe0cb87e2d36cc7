"""A draft goes through the circuit of its direction before its rapporteur."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from core.approvals.models import Approval, Circuit, CircuitStep, Decision
from core.approvals.timeline import approval_of
from core.notifications.models import Notification
from core.people.models import Agent, Direction
from core.people.roles import Role
from deliberations import draft_approvals
from deliberations.acts.actions import change_deliberation, stamp_of
from deliberations.draft_approvals import rows_of
from deliberations.models import CouncilSession, Deliberation, DraftCircuit
from deliberations.sessions.actions import publish
from tests.deliberations.conftest import Store
from tests.deliberations.draft_approvals.test_draft_approvals import (
    account_of,
    decide,
    due,
    elected,
    label,
    page,
    words_of,
)
from tests.deliberations.factories import DeliberationFactory, SessionFactory, act_url, url_of
from tests.factories import AgentFactory, DirectionFactory
from tests.memos.factories import MemoKindFactory, hr_agent

pytestmark = pytest.mark.django_db
KINDS = CircuitStep.Kind


def head(first_name: str, last_name: str) -> Agent:
    return AgentFactory.create(first_name=first_name, last_name=last_name)


@pytest.fixture
def roads(db: None) -> Direction:
    """« Voirie », below a DGA; both have a head."""
    above = DirectionFactory.create(kind=Direction.Kind.DGA, head=head("Ada", "Adjointe"))
    return DirectionFactory.create(name="Voirie", parent=above, head=head("Rose", "Chaussée"))


@pytest.fixture
def circuit(db: None) -> DraftCircuit:
    """The head, the DGA, a named person."""
    row = Circuit.objects.create(name="Circuit des projets")
    for position, kind in enumerate((KINDS.MANAGER, KINDS.DEPUTY_DIRECTOR, KINDS.PEOPLE), start=1):
        step = CircuitStep.objects.create(circuit=row, position=position, name=str(kind.value), kind=kind)
    step.agents.add(head("Sarah", "Générale"))
    return DraftCircuit.objects.create(name="ordinaire", circuit=row, is_default=True)


@pytest.fixture
def session(council_secretary: Agent) -> CouncilSession:
    return SessionFactory.create(draft=True, held_on=timezone.localdate() + timedelta(days=20))


@pytest.fixture
def act(
    session: CouncilSession,
    stored: Store,
    roads: Direction,
    circuit: DraftCircuit,
    council_secretary: Agent,
) -> Deliberation:
    """Not sent yet."""
    rapporteur = elected(council_secretary, first_name="Odile", last_name="Kermarrec")
    return DeliberationFactory.create(
        session=session, rapporteur=rapporteur, text=stored(), direction=roads, circuit=circuit
    )


def send(act: Deliberation, by: Agent) -> draft_approvals.Sending:
    return draft_approvals.send_drafts(act.session, by=by, due_on=due())


def agent(last_name: str) -> Agent:
    return Agent.objects.get(last_name=last_name)


def correct(act: Deliberation, by: Agent, **fields: object) -> Deliberation:
    stamp = stamp_of(Deliberation.objects.get(pk=act.pk))
    return change_deliberation(act, by=by, stamp=stamp, **fields)


def bordereau(act: Deliberation, client: Client) -> str:
    return words_of(client.get(url_of("session_approvals_pdf", act.session)))


def test_each_step_is_asked_in_its_turn_and_the_rapporteur_last(act, council_secretary, signed_in):
    assert send(act, council_secretary).sent == [act]
    approval = approval_of(act)
    assert (approval.circuit, approval.direction) == (act.circuit.circuit, act.direction)
    rapporteur = account_of(act.rapporteur)
    for name in ("Chaussée", "Adjointe", "Générale"):
        assert label(act) == f"Chez {agent(name)}"
        assert signed_in(agent(name)).get(approval.get_absolute_url()).status_code == 200
        # A step to come opens nothing: not the drafts, not to the elected member.
        assert signed_in(rapporteur).get(approval.get_absolute_url()).status_code == 404
        assert signed_in(agent(name)).get(act_url("deliberation_change", act)).status_code == 404
        decide(act, agent(name))
    assert label(act) == "Chez Odile Kermarrec"
    assert signed_in(rapporteur).get(approval.get_absolute_url()).status_code == 200
    decide(act, rapporteur)
    assert label(act) == "Visa"


def test_the_page_and_the_bordereau_show_the_steps(act, council_secretary, signed_in):
    send(act, council_secretary)
    decide(act, agent("Chaussée"))
    client = signed_in(council_secretary)
    shown = client.get(page(act.session)).text
    assert "chez Ada Adjointe" in shown
    assert shown.count("à venir") == 2
    words = bordereau(act, client)
    assert "Rose Chaussée : visa du" in words
    assert "Ada Adjointe, le" in words
    assert words.count(": à venir") == 2


def test_a_role_signs_on_paper_by_one_of_its_members(act, council_secretary, signed_in):
    watcher, other = AgentFactory.create(roles=[Role.WATCHER]), AgentFactory.create()
    step = act.circuit.circuit.steps.first()
    act.circuit.circuit.steps.filter(pk=step.pk).update(kind="role", role=Role.WATCHER)
    send(act, council_secretary)
    assert label(act) == f"Chez {Role.WATCHER}"
    Agent.objects.filter(pk=watcher.pk).update(is_active=False)
    assert "n’a plus le rôle" in rows_of([act])[0].remarks[0]
    Agent.objects.filter(pk=watcher.pk).update(is_active=True)
    client, url = signed_in(council_secretary), act_url("draft_paper", act)
    assert f"chez {Role.WATCHER}, nom et date" in bordereau(act, client)
    sent = {"agent": other.reference, "on": timezone.localdate().isoformat()}
    assert "choisissez dans la liste" in client.post(url, sent).text
    with pytest.raises(ValidationError, match="attendu"):
        draft_approvals.record_paper(act, by=council_secretary, agent=other, on=timezone.localdate())
    assert client.post(url, sent | {"agent": watcher.reference}).status_code == 302
    decision = Decision.objects.get()
    assert (decision.by, decision.recorded_by) == (watcher, council_secretary)
    assert label(act) == "Chez Ada Adjointe"


@pytest.mark.parametrize(
    ("lack", "said"),
    [
        ("direction", "sans direction qui le propose, que demande le circuit «\u00a0ordinaire\u00a0»"),
        ("head", "personne ne peut viser «\u00a0manager\u00a0» et «\u00a0deputy_director\u00a0»"),
        ("retired", "n’est plus en service"),
    ],
)
def test_what_a_circuit_lacks_is_said_and_the_draft_stays(act, council_secretary, signed_in, lack, said):
    if lack == "direction":
        Deliberation.objects.update(direction=None)
    elif lack == "head":
        Agent.objects.filter(last_name__in=["Chaussée", "Adjointe"]).update(is_active=False)
    else:
        Circuit.objects.update(is_retired=True)
    [row] = rows_of([Deliberation.objects.get(pk=act.pk)], by=council_secretary)
    assert said in row.remarks[0]
    client = signed_in(council_secretary)
    assert said in client.post(page(act.session), {"due_on": due().isoformat()}, follow=True).text
    assert not Approval.objects.exists()


def test_another_direction_asks_the_visas_again(act, roads, council_secretary, signed_in):
    send(act, council_secretary)
    decide(act, agent("Chaussée"))
    form = signed_in(council_secretary).get(act_url("deliberation_change", act)).text.replace("\u00a0", " ")
    assert "1 visa donné sera redemandé" in form
    assert "Rose Chaussée (manager)" in form
    parks = DirectionFactory.create(name="Parcs", parent=roads.parent, head=head("Paul", "Jardin"))
    said = correct(act, council_secretary, direction=parks).circuit_news.replace("\u00a0", " ")
    assert "1 visa redemandé." in said
    assert label(act) == "Chez Paul Jardin"
    told = Notification.objects.get(kind="approvals.reopened")
    assert (told.recipient, "ne compte plus" in told.title) == (agent("Chaussée"), True)
    assert signed_in(told.recipient).get(told.url).status_code == 200
    # The same people, the same visas; and none of what leads nowhere.
    decide(act, agent("Jardin"))
    service = DirectionFactory.create(parent=parks, kind=Direction.Kind.SERVICE)
    assert correct(act, council_secretary, direction=service).circuit_news == ""
    assert label(act) == "Chez Ada Adjointe"
    with pytest.raises(ValidationError, match="sans direction"):
        correct(act, council_secretary, direction=None)
    assert label(act) == "Chez Ada Adjointe"
    # Without a circuit, the rapporteur alone; a published session asks nobody.
    correct(act, council_secretary, circuit=None)
    assert label(act) == "Chez Odile Kermarrec"
    publish(act.session, by=council_secretary)
    assert correct(act, council_secretary, circuit=DraftCircuit.objects.get()).circuit_news == ""


def test_a_refused_draft_waits_to_be_sent(act, council_secretary):
    send(act, council_secretary)
    decide(act, agent("Chaussée"), "refused", "Il manque le plan.")
    assert "envoyez-le de nouveau" in correct(act, council_secretary, circuit=None).circuit_news
    assert label(act) == "Pas envoyé"


def test_an_old_draft_keeps_its_rapporteur_alone(act, circuit, council_secretary, signed_in):
    """A new one proposes the circuit chosen by itself, and leaves its direction to be said."""
    Deliberation.objects.update(circuit=None, direction=None)
    client, add = (
        signed_in(council_secretary),
        reverse("deliberations:deliberation_add", args=[act.session.reference]),
    )
    form = client.get(add).context["form"]
    assert (form["direction"].value(), form["circuit"].value()) == (None, circuit.pk)
    assert client.get(act_url("deliberation_change", act)).context["form"]["circuit"].value() is None
    send(act, council_secretary)
    assert label(act) == "Chez Odile Kermarrec"
    # A retired one is offered to no draft, and a town without any asks nothing.
    Circuit.objects.update(is_retired=True)
    assert "circuit" not in client.get(add).context["form"].fields


def test_each_owner_is_offered_its_circuits_and_the_one_already_set(circuit, council_secretary, signed_in):
    free = Circuit.objects.create(name="Libre")
    kind = MemoKindFactory.create()

    def offered(agent: Agent, name: str, pk: int) -> set[Circuit]:
        page = signed_in(agent).get(reverse(f"admin:{name}_change", args=[pk]))
        return {*page.context["adminform"].form.fields["circuit"].queryset}

    def shown() -> list[set[Circuit]]:
        memos, drafts = ("memos_memokind", kind.pk), ("deliberations_draftcircuit", circuit.pk)
        return [offered(hr_agent(), *memos), offered(council_secretary, *drafts)]

    assert shown() == [{free, kind.circuit}, {free, circuit.circuit}]
    # Chosen by both before: each form keeps it.
    kind.circuit = circuit.circuit
    kind.save()
    assert all(circuit.circuit in each for each in shown())


def test_the_secretary_alone_changes_the_circuits_of_drafts(circuit, council_secretary, moderator):
    of_it = Circuit.objects.filter(pk=circuit.circuit_id)
    assert [of_it.writable_by(each).exists() for each in (council_secretary, moderator)] == [True, False]


def test_a_circuit_that_no_draft_uses_is_deleted(act, circuit, council_secretary, signed_in):
    client = signed_in(council_secretary)
    url = reverse("admin:deliberations_draftcircuit_delete", args=[circuit.pk])
    assert client.post(url, {"post": "yes"}).status_code == 403
    Deliberation.objects.update(circuit=None)
    assert client.post(url, {"post": "yes"}).status_code == 302
    assert not DraftCircuit.objects.exists()


def test_who_deletes_a_direction_reads_no_draft(act, roads, signed_in):
    keeper = AgentFactory.create(roles=[Role.DIRECTORY_MANAGER])
    page = signed_in(keeper).get(reverse("admin:people_direction_delete", args=[roads.pk])).text
    assert "délibération" in page
    assert act.object not in page
