"""Port-Mimosa's notes to human resources: in every state."""

from django.core.exceptions import ValidationError
from django.utils import timezone

from core.approvals.actions import start
from core.approvals.models import Approval, ApprovalStep, Circuit
from core.people.models import Agent
from demo import texts
from memos import actions
from memos.models import Memo, State
from tests.memos.factories import approve


def test_there_are_some_in_every_state(town):
    assert Memo.objects.count() == 22
    assert set(Memo.objects.values_list("state", flat=True)) == set(State.values)
    assert Memo.objects.expired().exists()
    assert Memo.objects.late(on=timezone.localdate()).exists()
    assert Memo.objects.with_open_question().exists()
    assert Memo.objects.exclude(written_for=None).exists()
    assert Memo.objects.filter(is_opened_to_person=True).exists()


def test_the_heads_whom_readme_names_have_visas_to_give(town):
    for identifiant in ("fmontoya", "amuratore"):
        head = Agent.objects.get(identifiant=identifiant)
        assert ApprovalStep.objects.waiting_for(head, on=timezone.localdate()).exists()


def test_their_circuits_go_on(town):
    """The rows are what the actions would have left: the next visa is given, the refused note is sent again."""
    agent = Agent.objects.get(identifiant="agent")
    running = Memo.objects.by(agent).get(state=State.IN_CIRCUIT)
    assert approve(running).number
    returned = Memo.objects.by(agent).get(state=State.RETURNED)
    actions.change(returned, by=agent, text="Du 4 au 6 mai, sans la nacelle.")
    assert approve(actions.send(returned, by=agent)).number == highest_number()


def highest_number() -> int:
    return max(Memo.objects.filter(year=timezone.localdate().year).values_list("number", flat=True))


def test_one_circuit_is_broken(town):
    agent, broken = Agent.objects.get(identifiant="agent"), []
    draft = Memo.objects.by(agent).get(state=State.DRAFT)
    for circuit in Circuit.objects.filter(name__in=[circuit.name for circuit in texts.memos.circuits]):
        Approval.objects.of(draft).delete()
        try:
            start(draft, by=agent, circuit=circuit, direction=draft.direction)
        except ValidationError:
            broken.append(circuit.name)
    assert broken == ["Recrutement des saisonniers"]
