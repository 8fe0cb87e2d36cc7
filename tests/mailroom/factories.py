"""Items in any state, taken there by the actions themselves."""

from typing import Any

from django.utils import timezone

from core.approvals.actions import decide
from core.approvals.models import Approval, Circuit, CircuitStep, Decision
from core.people.models import Agent, Direction
from core.people.roles import Role
from mailroom import actions, answers
from mailroom.models import Channel, Item, ItemKind, PendingAnswer, State
from tests.factories import AgentFactory

# In every item of the tests: nobody but its readers ever finds it.
SECRET = "xqz-courrier-xqz"
CITIZEN = "rose.habitante@fai.example"


def office_agent(**fields: Any) -> Agent:
    return AgentFactory.create(roles=[Role.MAIL_OFFICE], **fields)


def a_kind() -> ItemKind:
    return ItemKind.objects.get(name="Demande")


def registered(office: Agent, **fields: Any) -> Item:
    words = {
        "channel": Channel.PAPER,
        "subject": f"Objet {SECRET}",
        "text": f"Texte {SECRET}",
        "sender_name": f"Rose {SECRET}",
        "sender_address": CITIZEN,
        "received_on": timezone.localdate(),
    }
    return actions.register(by=office, **(words | fields))


def item_in(
    state: str,
    *,
    office: Agent,
    direction: Direction,
    taker: Agent | None = None,
    is_confidential: bool = False,
    readers: tuple[Agent, ...] = (),
    copies: tuple[Direction, ...] = (),
    **fields: Any,
) -> Item:
    item = registered(office, **fields)
    if state == State.SPAM:
        return actions.mark_spam(item, by=office)
    if state == State.REGISTERED:
        return item
    given = {"is_confidential": is_confidential, "readers": readers, "copies": copies}
    item = actions.assign(item, by=office, direction=direction, kind=a_kind(), **given)
    if state == State.ASSIGNED:
        return item
    if state == State.RETURNED:
        return actions.return_to_office(item, by=office, reason="Pas pour nous.")
    taker = taker or office
    item = actions.take(item, by=taker)
    if state == State.ANSWERED:
        answers.answer(
            item, by=taker, channel=Channel.PAPER, text=f"Réponse {SECRET}", sent_on=timezone.localdate()
        )
    elif state == State.FILED:
        actions.file_without_answer(item, by=taker, reason=f"Sans objet {SECRET}")
    elif state == State.PASSED_ON:
        actions.pass_on(item, by=taker, reason=f"À la préfecture {SECRET}")
    return Item.objects.get(pk=item.pk)


def circuit_of(*agents: Agent, needs_all: bool = False) -> Circuit:
    """A circuit of one step for each of these, or one step of all; answers to « Demande » pass through it."""
    circuit = Circuit.objects.create(name=f"Circuit {Circuit.objects.count()}")
    for position, people in enumerate([agents] if needs_all else [(agent,) for agent in agents], start=1):
        step = CircuitStep.objects.create(
            circuit=circuit, position=position, name=f"Étape {position}", kind="people", needs_all=needs_all
        )
        step.agents.set(people)
    ItemKind.objects.filter(pk=a_kind().pk).update(answer_circuit=circuit)
    return circuit


def asked(item: Item, agent: Agent, *, text: str = "Oui.") -> PendingAnswer:
    return answers.submit(item, by=agent, text=text)


def decided(item: Item, by: Agent, verdict: str = Decision.Verdict.APPROVED, *, remark: str = "") -> Approval:
    """The visa of the last answer that was submitted, on its last version."""
    pending = item.pending_answers.last()
    assert pending
    approval = Approval.objects.of(pending).order_by("-pk")[0]
    content = approval.contents.last()
    assert content
    step = approval.steps.filter(state="current").first() or approval.steps.get(position=1)
    return decide(step, by=by, verdict=verdict, remark=remark, shown=content.digest)
