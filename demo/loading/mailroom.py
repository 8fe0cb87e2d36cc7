"""The register of incoming mail: rows as the actions would have left them, and nobody is told."""

from datetime import date, datetime

from django.contrib.auth.models import Group
from django.utils import timezone

from core.history.context import action_context
from core.people.models import Agent, Direction
from core.people.roles import Role
from core.ui.working_days import after_working_days
from demo.dates import days_before
from demo.keys import key_of, reference_of
from demo.records.mailroom import MailItem
from demo.texts import mailroom as texts
from demo.texts.people import AGENTS
from mailroom.models import (
    Answer,
    Channel,
    Gesture,
    Item,
    ItemKind,
    Movement,
    NumberSeries,
    QuietedSender,
    RegisterAddress,
    Reply,
    ServiceContact,
    State,
)

ACTION_NAME = "a préparé la ville de démonstration"
UNSORTED = (State.REGISTERED, State.SPAM)


def keys() -> list[object]:
    return [key_of("mail_item", item.subject) for item in texts.ITEMS]


def load_mailroom(people: dict[str, Agent], units: dict[str, Direction], today: date) -> None:
    with action_context(ACTION_NAME):
        people[texts.COLLEAGUE].groups.add(Group.objects.get(name=Role.MAIL_OFFICE))
        RegisterAddress.objects.create(address=texts.ADDRESS, acknowledges=True)
        ServiceContact.objects.bulk_create(
            ServiceContact(direction=units[code], address=address, phone=phone)
            for code, address, phone in texts.CONTACTS
        )
        kinds = {kind.name: kind for kind in ItemKind.objects.all()}
        last: dict[int, int] = {}
        for position, item in enumerate(texts.ITEMS):
            load_item(item, position, people, units, kinds, last, today)
        NumberSeries.objects.bulk_create(
            NumberSeries(year=year, last=number) for year, number in last.items()
        )


def load_item(
    item: MailItem,
    position: int,
    people: dict[str, Agent],
    units: dict[str, Direction],
    kinds: dict[str, ItemKind],
    last: dict[int, int],
    today: date,
) -> None:
    """`last` holds the last number given in each year."""
    steps = [moment_of(today, item.days - after, position) for after in range(3)]
    ended = moment_of(today, item.days - item.after, position)
    office, received_on = people["courrier"], timezone.localdate(steps[0])
    last[received_on.year] = last.get(received_on.year, 0) + 1
    row = Item(
        reference=reference_of("mail_item", item.subject),
        submission_key=key_of("mail_item", item.subject),
        year=received_on.year,
        sequence=last[received_on.year],
        channel=Channel.MAIL if item.is_mail else Channel.PAPER,
        written_to=texts.ADDRESS if item.is_mail else "",
        sender_name=item.sender,
        sender_address=item.address,
        subject=item.subject,
        text=item.text,
        received_on=received_on,
        registered_at=steps[0],
        registered_by=None if item.is_mail else office,
        is_confidential=item.confidential,
        state=item.state,
    )
    if item.kind:
        row.kind = kinds[item.kind]
        row.due_on = after_working_days(received_on, row.kind.answer_days)
    path: list[tuple[Gesture, Agent | None, datetime]] = [(Gesture.REGISTERED, row.registered_by, steps[0])]
    unit = units[item.direction] if item.direction else None
    if unit and item.state != State.RETURNED:
        row.direction, row.assigned_at = unit, steps[1]
    taker = office
    if unit:
        path.append((Gesture.ASSIGNED, office, steps[1]))
        taker = people[taker_of(item.direction, position)]
    if item.state not in (*UNSORTED, State.ASSIGNED, State.RETURNED):
        row.taken_by, row.taken_at = taker, steps[2]
        path.append((Gesture.TAKEN, taker, steps[2]))
    if item.answered:
        row.answered_at = ended
        path.append((Gesture.ANSWERED, taker, ended))
    if item.state in (State.ANSWERED, State.FILED, State.PASSED_ON):
        row.closed_at = ended
        row.closing_reason = item.reason
    if item.state in (State.FILED, State.PASSED_ON, State.RETURNED, State.SPAM):
        by = office if item.state == State.SPAM else taker
        path.append((Gesture(item.state), by, ended if row.closed_at else steps[-1]))
    replied = moment_of(today, item.days - item.after - 1, position)
    if item.reply:
        path.append((Gesture.REPLIED, None, replied))
    row.save()
    row.copies.set(units[code] for code in item.copies)
    for gesture, by, moment in path:
        is_reasoned = gesture in (Gesture.FILED, Gesture.PASSED_ON, Gesture.RETURNED)
        Movement.objects.create(
            item=row,
            gesture=gesture,
            by=by,
            at=moment,
            reason=item.reason if is_reasoned else "",
            to_direction=unit if gesture == Gesture.ASSIGNED else None,
            from_direction=unit if gesture == Gesture.RETURNED else None,
            to_person=by if gesture == Gesture.TAKEN else None,
        )
    if item.answered:
        Answer.objects.create(
            submission_key=key_of("mail_answer", item.subject),
            item=row,
            channel=row.channel,
            text=item.answered,
            by=taker,
            at=ended,
            sent_on=timezone.localdate(ended),
            due_on=row.due_on,
        )
    if item.reply:
        Reply.objects.create(item=row, text=item.reply, address=item.address, at=replied)
    if item.state == State.SPAM:
        QuietedSender.objects.create(address=item.address, by=office, at=steps[-1])


def moment_of(today: date, days: int, position: int) -> datetime:
    moment = days_before(today, max(days, 0), salt=position)
    assert moment
    return moment


def taker_of(code: str, position: int) -> str:
    """Somebody with a workstation there, each in turn."""
    there = [agent.identifiant for agent in AGENTS if agent.direction == code and agent.has_workstation]
    return there[position % len(there)]
