"""The register of incoming mail: rows as the actions would have left them, and nobody is told."""

from datetime import date, datetime

from django.contrib.auth.models import Group
from django.utils import timezone

from core.approvals.actions import make_steps
from core.approvals.validation import plan_of
from core.french import after_working_days
from core.people.models import Agent, Direction
from core.people.roles import Role
from demo import texts
from demo.data_files import Record, copied
from demo.dates import moment
from demo.keys import key_of, keys, reference_of
from demo.loading import approvals
from mailroom.answers import content_of
from mailroom.models import (
    Answer,
    AnswerText,
    Channel,
    Gesture,
    Item,
    ItemKind,
    Movement,
    NumberSeries,
    PendingAnswer,
    QuietedSender,
    RegisterAddress,
    Reply,
    ServiceContact,
    State,
)

CLOSED = (State.ANSWERED, State.FILED, State.PASSED_ON)
REASONED = (Gesture.RETURNED, Gesture.FILED, Gesture.PASSED_ON)


def is_mail(item: Record) -> bool:
    return "@" in item.address


def load_mailroom(people: dict[str, Agent], units: dict[str, Direction], today: date) -> None:
    people[texts.mailroom.colleague].groups.add(Group.objects.get(name=Role.MAIL_OFFICE))
    RegisterAddress.objects.create(address=texts.mailroom.address, acknowledges=True)
    ServiceContact.objects.bulk_create(
        ServiceContact(direction=units[code], address=address, phone=phone)
        for code, address, phone in texts.mailroom.contacts
    )
    AnswerText.objects.bulk_create(AnswerText(**vars(model)) for model in texts.mailroom.answer_texts)
    kinds = {kind.name: kind for kind in ItemKind.objects.all()}
    last: dict[int, int] = {}
    for position, item in enumerate(texts.mailroom.items):
        path = path_of(item, position, people, units, today)
        year = timezone.localdate(path.registered).year
        last[year] = last.get(year, 0) + 1
        row = load_item(path, kinds.get(item.kind), number=last[year])
        row.copies.set(units[code] for code in item.copies)
        load_exchange(row, path)
        if item.submitted:
            load_pending(row, path, people)
    NumberSeries.objects.bulk_create(NumberSeries(year=year, last=number) for year, number in last.items())


def path_of(
    item: Record, position: int, people: dict[str, Agent], units: dict[str, Direction], today: date
) -> Record:
    """Who does what to an item, and when: each step on a day of its own."""
    days = {"registered": 0, "assigned": 1, "taken": 2, "ended": item.after, "replied": item.after + 1}
    return Record(
        item=item,
        unit=units[item.direction] if item.direction else None,
        office=people["courrier"],
        taker=people[taker_of(item.direction, position)] if item.direction else people["courrier"],
        is_taken=item.state in (State.TAKEN, *CLOSED),
        is_closed=item.state in CLOSED,
        **{step: moment(today, max(item.days - after, 0), position) for step, after in days.items()},
    )


def gestures_of(path: Record) -> list[tuple[Gesture, Agent | None, datetime]]:
    item, taker = path.item, path.taker
    known = (
        (Gesture.REGISTERED, True, None if is_mail(item) else path.office, path.registered),
        (Gesture.ASSIGNED, path.unit, path.office, path.assigned),
        (Gesture.TAKEN, path.is_taken, taker, path.taken),
        (Gesture.ANSWERED, item.answered, taker, path.ended),
        (Gesture.FILED, item.state == State.FILED, taker, path.ended),
        (Gesture.PASSED_ON, item.state == State.PASSED_ON, taker, path.ended),
        (Gesture.RETURNED, item.state == State.RETURNED, taker, path.taken),
        (Gesture.SPAM, item.state == State.SPAM, path.office, path.taken),
        (Gesture.REPLIED, item.reply, None, path.replied),
    )
    return [(gesture, by, at) for gesture, was_made, by, at in known if was_made]


def taker_of(code: str, position: int) -> str:
    """Somebody with a workstation there, each in turn."""
    there = [
        agent.identifiant
        for agent in texts.people.agents
        if agent.direction == code and agent.has_workstation
    ]
    return there[position % len(there)]


def load_item(path: Record, kind: ItemKind | None, *, number: int) -> Item:
    item, received_on = path.item, timezone.localdate(path.registered)
    is_assigned = path.unit is not None and item.state != State.RETURNED
    return Item.objects.create(
        **keys("mail_item", item.subject),
        year=received_on.year,
        sequence=number,
        channel=Channel.MAIL if is_mail(item) else Channel.PAPER,
        written_to=texts.mailroom.address if is_mail(item) else "",
        sender_name=item.sender,
        sender_address=item.address,
        **copied(item, "subject text state"),
        received_on=received_on,
        registered_at=path.registered,
        registered_by=None if is_mail(item) else path.office,
        kind=kind,
        due_on=after_working_days(received_on, kind.answer_days) if kind else None,
        is_confidential=item.confidential,
        direction=path.unit if is_assigned else None,
        assigned_at=path.assigned if is_assigned else None,
        taken_by=path.taker if path.is_taken else None,
        taken_at=path.taken if path.is_taken else None,
        answered_at=path.ended if item.answered else None,
        closed_at=path.ended if path.is_closed else None,
        closing_reason=item.reason if path.is_closed else "",
    )


def load_pending(row: Item, path: Record, people: dict[str, Agent]) -> None:
    """The answer that waits for a visa, and the circuit of its kind."""
    told = Record(**texts.mailroom.circuit)
    circuit = approvals.load_circuit(told.kind, told, [people[name] for name in told.people])
    ItemKind.objects.filter(name=told.kind).update(answer_circuit=circuit)
    pending = PendingAnswer.objects.create(
        item=row,
        text=path.item.submitted,
        by=path.taker,
        submitted_at=path.ended,
    )
    content = content_of(pending)
    approval = approvals.load_approval(
        content,
        circuit,
        reference=reference_of("mail_approval", row.subject),
        kind="mailroom.answer",
        subject=pending,
        author=path.taker,
        direction=row.direction,
        started_at=path.ended,
    )
    approvals.keep(approval, content)
    make_steps([approval], [plan_of(circuit, excluded={path.taker.pk}, direction=row.direction)])


def load_exchange(row: Item, path: Record) -> None:
    item = path.item
    Movement.objects.bulk_create(
        Movement(
            item=row,
            gesture=gesture,
            by=by,
            at=when,
            reason=item.reason if gesture in REASONED else "",
            to_direction=path.unit if gesture == Gesture.ASSIGNED else None,
            from_direction=path.unit if gesture == Gesture.RETURNED else None,
            to_person=by if gesture == Gesture.TAKEN else None,
        )
        for gesture, by, when in gestures_of(path)
    )
    if item.answered:
        assert row.due_on
        Answer.objects.create(
            submission_key=key_of("mail_answer", item.subject),
            item=row,
            **copied(row, "channel due_on"),
            text=item.answered,
            by=path.taker,
            at=path.ended,
            sent_on=timezone.localdate(path.ended),
        )
    if item.reply:
        Reply.objects.create(item=row, text=item.reply, address=item.address, at=path.replied)
    if item.state == State.SPAM:
        QuietedSender.objects.create(address=item.address, by=path.office, at=path.taken)
