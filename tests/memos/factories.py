"""Kinds of notes with their circuits, and notes in any state, taken there by the actions themselves."""

from typing import Any

import factory
from django.db import connection

from core.approvals.actions import Verdict, decide
from core.approvals.models import Circuit, CircuitStep
from core.approvals.timeline import approval_of
from core.people.models import Agent
from core.people.roles import Role
from memos import actions, treatment
from memos.models import Memo, MemoKind, Opinion, State
from tests.factories import AgentFactory

# In every note of the tests: nobody but its readers ever finds it.
SECRET = "xqz-confidentiel-xqz"


class MemoKindFactory(factory.django.DjangoModelFactory):
    """Approved by the head of the direction concerned, then by the head of the DGA above."""

    class Meta:
        model = MemoKind

    name = factory.Sequence(lambda n: f"demande {n}")
    help = "Demander quelque chose aux ressources humaines."
    circuit = factory.LazyFunction(lambda: circuit_of("manager", "deputy_director"))
    asks_person = True
    asks_dates = True


def circuit_of(*kinds: str) -> Circuit:
    circuit = Circuit.objects.create(name=f"Circuit {Circuit.objects.count()}")
    for position, kind in enumerate(kinds, start=1):
        CircuitStep.objects.create(circuit=circuit, position=position, name=f"Étape {kind}", kind=kind)
    return circuit


def hr_agent(**fields: Any) -> Agent:
    return AgentFactory.create(roles=[Role.HUMAN_RESOURCES], **fields)


def written(author: Agent, **fields: Any) -> Memo:
    """A draft."""
    kind = fields.pop("kind", None) or MemoKindFactory.create()
    words = {"subject": f"Objet {SECRET}", "text": f"Texte {SECRET}"}
    return actions.write(by=author, kind=kind, **(words | fields))


def say(memo: Memo, by: Agent | None = None, verdict: str = Verdict.APPROVED, remark: str = "") -> None:
    """The visa of the step that is waited for, by whom it asks unless another is named."""
    step, shown = current(memo)
    decide(step, by=by or step.open_holders()[0].agent, verdict=verdict, remark=remark, shown=shown)


def approve(memo: Memo) -> Memo:
    """Each step by whom it asks, until HR receives the note."""
    while (memo := Memo.objects.get(pk=memo.pk)).state == State.IN_CIRCUIT:
        say(memo)
    return memo


def refuse(memo: Memo, reason: str = "Précisez les dates.") -> Memo:
    say(memo, verdict=Verdict.REFUSED, remark=reason)
    return Memo.objects.get(pk=memo.pk)


def current(memo: Memo) -> tuple[Any, str]:
    """The step that is waited for, and the digest of what it shows."""
    approval = approval_of(memo)
    assert approval
    content = approval.contents.last()
    assert content
    return approval.steps.get(state="current"), content.digest


def places_of(word: str) -> set[str]:
    """Every table of the database in which a row has the word, whatever the column."""
    found = set()
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f'SELECT count(*) FROM "{table}" AS r WHERE r::text LIKE %s', [f"%{word}%"])
            if cursor.fetchone()[0]:
                found.add(table)
    return found


def memo_in(state: str, *, author: Agent, hr: Agent | None = None, **fields: Any) -> Memo:
    memo = written(author, **fields)
    if state == State.DRAFT:
        return memo
    actions.send(memo, by=author)
    if state == State.WITHDRAWN:
        return actions.withdraw(memo, by=author)
    if state == State.RETURNED:
        return refuse(memo)
    if state != State.IN_CIRCUIT:
        memo = approve(memo)
    if state in (State.TAKEN, State.ANSWERED, State.FILED):
        hr = hr or hr_agent()
        treatment.take(memo, by=hr)
        if state != State.TAKEN:
            treatment.answer(memo, by=hr, text=f"Réponse {SECRET}", opinion=Opinion.FAVOURABLE)
        if state == State.FILED:
            treatment.file(memo, by=hr)
    return Memo.objects.get(pk=memo.pk)
