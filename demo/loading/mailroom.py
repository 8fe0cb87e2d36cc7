"""The register of incoming mail: rows as the actions would have left them, and nobody is told."""

from dataclasses import dataclass
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
CLOSED = (State.ANSWERED, State.FILED, State.PASSED_ON)
REASONED = (Gesture.RETURNED, Gesture.FILED, Gesture.PASSED_ON)


@dataclass(frozen=True)
class Path:
    """Who does what to an item, and when: each step on a day of its own."""

    item: MailItem
    unit: Direction | None
    office: Agent
    taker: Agent
    registered: datetime
    assigned: datetime
    taken: datetime
    ended: datetime
    replied: datetime

    @property
    def is_taken(self) -> bool:
        return self.item.state in (State.TAKEN, *CLOSED)

    @property
    def is_closed(self) -> bool:
        return self.item.state in CLOSED

    def steps(self) -> list[tuple[Gesture, Agent | None, datetime]]:
        item, registrar = self.item, None if self.item.is_mail else self.office
        found = [(Gesture.REGISTERED, registrar, self.registered)]
        if self.unit:
            found.append((Gesture.ASSIGNED, self.office, self.assigned))
        if self.is_taken:
            found.append((Gesture.TAKEN, self.taker, self.taken))
        if item.answered:
            found.append((Gesture.ANSWERED, self.taker, self.ended))
        if item.state in (State.FILED, State.PASSED_ON):
            found.append((Gesture(item.state), self.taker, self.ended))
        if item.state == State.RETURNED:
            found.append((Gesture.RETURNED, self.taker, self.taken))
        if item.state == State.SPAM:
            found.append((Gesture.SPAM, self.office, self.taken))
        if item.reply:
            found.append((Gesture.REPLIED, None, self.replied))
        return found


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
            path = path_of(item, position, people, units, today)
            year = timezone.localdate(path.registered).year
            last[year] = last.get(year, 0) + 1
            row = load_item(path, kinds.get(item.kind), number=last[year])
            row.copies.set(units[code] for code in item.copies)
            load_exchange(row, path)
        NumberSeries.objects.bulk_create(
            NumberSeries(year=year, last=number) for year, number in last.items()
        )


def path_of(
    item: MailItem, position: int, people: dict[str, Agent], units: dict[str, Direction], today: date
) -> Path:
    def after(days: int) -> datetime:
        moment = days_before(today, max(item.days - days, 0), salt=position)
        assert moment
        return moment

    return Path(
        item=item,
        unit=units[item.direction] if item.direction else None,
        office=people["courrier"],
        taker=people[taker_of(item.direction, position)] if item.direction else people["courrier"],
        registered=after(0),
        assigned=after(1),
        taken=after(2),
        ended=after(item.after),
        replied=after(item.after + 1),
    )


def taker_of(code: str, position: int) -> str:
    """Somebody with a workstation there, each in turn."""
    there = [agent.identifiant for agent in AGENTS if agent.direction == code and agent.has_workstation]
    return there[position % len(there)]


def load_item(path: Path, kind: ItemKind | None, *, number: int) -> Item:
    item, received_on = path.item, timezone.localdate(path.registered)
    is_assigned = path.unit is not None and item.state != State.RETURNED
    return Item.objects.create(
        reference=reference_of("mail_item", item.subject),
        submission_key=key_of("mail_item", item.subject),
        year=received_on.year,
        sequence=number,
        channel=Channel.MAIL if item.is_mail else Channel.PAPER,
        written_to=texts.ADDRESS if item.is_mail else "",
        sender_name=item.sender,
        sender_address=item.address,
        subject=item.subject,
        text=item.text,
        received_on=received_on,
        registered_at=path.registered,
        registered_by=None if item.is_mail else path.office,
        kind=kind,
        due_on=after_working_days(received_on, kind.answer_days) if kind else None,
        is_confidential=item.confidential,
        state=item.state,
        direction=path.unit if is_assigned else None,
        assigned_at=path.assigned if is_assigned else None,
        taken_by=path.taker if path.is_taken else None,
        taken_at=path.taken if path.is_taken else None,
        answered_at=path.ended if item.answered else None,
        closed_at=path.ended if path.is_closed else None,
        closing_reason=item.reason if path.is_closed else "",
    )


def load_exchange(row: Item, path: Path) -> None:
    item = path.item
    Movement.objects.bulk_create(
        Movement(
            item=row,
            gesture=gesture,
            by=by,
            at=moment,
            reason=item.reason if gesture in REASONED else "",
            to_direction=path.unit if gesture == Gesture.ASSIGNED else None,
            from_direction=path.unit if gesture == Gesture.RETURNED else None,
            to_person=by if gesture == Gesture.TAKEN else None,
        )
        for gesture, by, moment in path.steps()
    )
    if item.answered:
        assert row.due_on
        Answer.objects.create(
            submission_key=key_of("mail_answer", item.subject),
            item=row,
            channel=row.channel,
            text=item.answered,
            by=path.taker,
            at=path.ended,
            sent_on=timezone.localdate(path.ended),
            due_on=row.due_on,
        )
    if item.reply:
        Reply.objects.create(item=row, text=item.reply, address=item.address, at=path.replied)
    if item.state == State.SPAM:
        QuietedSender.objects.create(address=item.address, by=path.office, at=path.taken)
