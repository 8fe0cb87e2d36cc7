"""Notes to human resources with their circuits: rows as the actions would have left them, and nobody is told."""

from collections.abc import Iterable
from datetime import date, datetime, timedelta

from django.contrib.auth.models import Group
from django.utils import timezone

from core.approvals.models import Circuit
from core.approvals.registry import kind_of
from core.approvals.validation import StepPlan, plan_of
from core.french import working_day_from
from core.people.models import Agent
from core.people.roles import Role
from demo import texts
from demo.data_files import Record, copied
from demo.dates import moment
from demo.keys import key_of, keys, reference_of
from demo.loading import approvals
from memos.models import Memo, MemoKind, MemoQuestion, ModelText, NumberSeries, State

RECEIVED = (State.RECEIVED, State.TAKEN, State.ANSWERED, State.FILED)
TAKEN = RECEIVED[1:]
ANSWERED = RECEIVED[2:]


def load_memos(people: dict[str, Agent], today: date) -> None:
    people[texts.memos.colleague].groups.add(Group.objects.get(name=Role.HUMAN_RESOURCES))
    circuits = {told.key: approvals.load_circuit(told.key, told) for told in texts.memos.circuits}
    kinds = load_kinds(circuits)
    rows = [load_memo(memo, kinds[memo.kind], people, today) for memo in texts.memos.memos]
    give_numbers(rows)


def load_kinds(circuits: dict[str, Circuit]) -> dict[str, MemoKind]:
    kinds = {
        kind.key: MemoKind.objects.create(
            reference=reference_of("memo_kind", kind.key),
            **copied(kind, "name help asks_person asks_dates retention_years"),
            circuit=circuits[kind.circuit],
        )
        for kind in texts.memos.kinds
    }
    ModelText.objects.bulk_create(
        ModelText(kind=kinds[text.kind], title=text.title, text=text.text) for text in texts.memos.texts
    )
    return kinds


def load_memo(memo: Record, kind: MemoKind, people: dict[str, Agent], today: date) -> Memo:
    author = people[memo.author]
    written_for = people[memo.written_for] if memo.written_for else None
    direction = (written_for or author).direction
    assert direction
    apart = {people[name].pk for name in (memo.author, memo.written_for, memo.person) if name}
    plans = plan_of(kind.circuit, excluded=apart, direction=direction)
    steps = [moment(today, memo.sent_days_ago - rank, len(memo.key)) for rank in range(len(plans) + 6)]
    received, taken, answered, filed = (steps[len(plans) + after] for after in (0, 1, 3, 5))
    sent = None if memo.state == State.DRAFT else steps[0]
    is_received, is_taken = memo.state in RECEIVED, memo.state in TAKEN
    row = Memo.objects.create(
        **keys("memo", memo.key),
        kind=kind,
        **copied(memo, "subject text"),
        direction=direction,
        author=author,
        written_for=written_for,
        person=people[memo.person] if memo.person else None,
        created_at=steps[0],
        sent_at=sent,
        # A number comes with the reception: all are given in order, at the end.
        state=State.IN_CIRCUIT if is_received else memo.state,
        withdrawn_at=steps[2] if memo.state == State.WITHDRAWN else None,
    )
    if sent:
        load_approval(row, memo, plans, steps)
    row.state, row.is_opened_to_person = memo.state, memo.is_opened
    if is_received:
        row.received_at = received
        row.due_on = working_day_from(timezone.localdate(received) + timedelta(days=kind.answer_days))
    if is_taken:
        row.taken_by, row.taken_at = people["drh"], taken
    if memo.state in ANSWERED:
        row.answer, row.opinion, row.answered_at = memo.answer, memo.opinion, answered
    if memo.state == State.FILED:
        row.filed_at = filed
    if memo.question:
        MemoQuestion.objects.create(
            submission_key=key_of("memo_question", memo.key),
            memo=row,
            text=memo.question,
            asked_by=people["drh"],
            asked_at=answered,
        )
    return row


def load_approval(row: Memo, memo: Record, plans: list[StepPlan], steps: list[datetime]) -> None:
    """One day for each visa."""
    is_over = memo.state in RECEIVED
    given = len(plans) if is_over else memo.visas
    states = {State.RETURNED: "returned", State.WITHDRAWN: "withdrawn", State.IN_CIRCUIT: "running"}
    registered = kind_of(row)
    words = registered.content(row)
    approval = approvals.load_approval(
        words,
        row.kind.circuit,
        reference=reference_of("memo_approval", memo.key),
        kind="memos.memo",
        subject=row,
        **copied(row, "author direction"),
        state=states.get(State(memo.state), "approved"),
        started_at=steps[0],
        ended_at=steps[given] if is_over else steps[2] if memo.state == State.WITHDRAWN else None,
    )
    approval.excluded.set(registered.excluded(row))
    kept = approvals.keep(approval, words)
    reached = "refused" if memo.state == State.RETURNED else "current"
    for rank, plan in enumerate(plans):
        state = "approved" if rank < given else reached if rank == given else "coming"
        began_at = None if state == "coming" else steps[rank]
        step = approvals.load_step(approval, rank + 1, plan, began_at, state=state)
        if state in ("approved", "refused"):
            remark = memo.refusal if state == "refused" else ""
            approvals.decide(step, kept, plan, steps[rank + 1], state, remark=remark)


def give_numbers(rows: Iterable[Memo]) -> None:
    """In the order of their reception, year by year."""
    last: dict[int, int] = {}
    for row in sorted(rows, key=lambda row: (row.received_at is None, row.received_at, row.pk)):
        if row.received_at:
            row.year = timezone.localdate(row.received_at).year
            row.number = last[row.year] = last.get(row.year, 0) + 1
        row.save()
    NumberSeries.objects.bulk_create(NumberSeries(year=year, last=number) for year, number in last.items())
